//! The outline of a file, and where what it has by default stands.

use lsp_types::{DocumentSymbol, Location, SymbolKind};

use super::editor::Editor;
use super::open::{OpenFile, OpenFiles};
use super::position::Lines;
use super::tell::Teller;
use crate::diagnostic::render::one_line;
use crate::source::cursor::{At, Cursor, Outlined, outline};
use crate::source::{Defaults, Glimpse};

/// How much of a value is shown beside its key, in characters.
const LONGEST: usize = 40;

/// The keys of a file, with what stands below each.
pub fn symbols(file: &OpenFile, editor: &Editor) -> Vec<DocumentSymbol> {
    let lines = file.lines(editor.encoding);
    outline(&file.text).iter().map(|outlined| symbol(outlined, &lines)).collect()
}

#[allow(deprecated, reason = "the type has a field that nothing else can be made of")]
fn symbol(outlined: &Outlined, lines: &Lines) -> DocumentSymbol {
    let below: Vec<_> = outlined.below.iter().map(|below| symbol(below, lines)).collect();
    let value: String = one_line(&outlined.value).chars().take(LONGEST).collect();
    DocumentSymbol {
        name: one_line(&outlined.key),
        detail: Some(value).filter(|it| !it.is_empty()),
        kind: if below.is_empty() { SymbolKind::FIELD } else { SymbolKind::STRUCT },
        tags: None,
        deprecated: None,
        range: lines.range(&outlined.span),
        selection_range: lines.range(&outlined.key_span),
        children: (!below.is_empty()).then_some(below),
    }
}

/// Where the default file has the key that a place is in, or whose value it is in.
pub fn definition(
    file: &OpenFile,
    at: usize,
    defaults: &Defaults,
    open: &OpenFiles,
    editor: &Editor,
) -> Option<Location> {
    let cursor = Cursor::of(&file.text, at);
    let key = match (&cursor.at, cursor.path.as_slice()) {
        (At::Key { span, .. }, []) => file.text.get(span.clone())?.trim_matches(['"', '\'']),
        (At::Value { .. }, [key, ..]) => key,
        _ => return None,
    };
    let place = Glimpse::of(&file.input(), defaults).supplied(key)?;
    let mut teller = Teller::new(open, editor);
    let uri = teller.uri(&place.file)?;
    let range = teller.span(&place.file, place.span.as_ref()?, Some(&uri));
    Some(Location { uri, range })
}
