//! Characters that nobody can see have no place in a form.

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::text::unseen::{is_common, is_unseen};

/// Finds invisible characters anywhere in the text, comments included: what a
/// reviewer cannot see must not be there.
pub fn check_text(file: &SourceFile) -> Vec<Diagnostic> {
    let text = file.text();
    text.char_indices()
        .filter(|&(at, c)| is_invisible(c) && !(c == '\n' || text[at..].starts_with("\r\n")))
        .map(|(at, c)| report(file, c, at..at + c.len_utf8()))
        .collect()
}

/// Finds the first invisible character in a value at `span` that the text does
/// not show there: an escape such as `"\u202E"` has brought it in.
pub fn check_value(file: &SourceFile, value: &str, span: &Range<usize>) -> Option<Diagnostic> {
    let written = &file.text()[span.clone()];
    // A carriage return that the text shows is a part of a line end, and in no value.
    let is_shown = |c| c != '\r' && written.contains(c);
    let found = value.chars().find(|&c| c != '\n' && is_invisible(c) && !is_shown(c))?;
    Some(report(file, found, span.clone()))
}

/// Whether there are invisible characters in a text of one line.
pub fn has_invisible(text: &str) -> bool {
    text.chars().any(is_invisible)
}

fn report(file: &SourceFile, c: char, span: Range<usize>) -> Diagnostic {
    let (name, help) = match c {
        '\t' => ("制表符", "用空格代替；缩进每层两个空格"),
        c if c.is_whitespace() => ("特殊的空格", "换成普通的空格；网页或 Word 里常有这样的空格"),
        _ => ("看不见的字符", "删去它；从网页或 Word 粘贴的文字里常有这样的字符"),
    };
    Diagnostic::new(&rule::INVISIBLE_CHARACTER, format!("有{name} U+{:04X}", u32::from(c)))
        .at(Place::new(file, span))
        .help(help)
}

/// Whether `c` cannot be seen, is not assigned by Unicode, or is a blank other than
/// the half- and the full-width one.
fn is_invisible(c: char) -> bool {
    use GeneralCategory as Category;
    if is_common(c) {
        return false;
    }
    let category = CodePointMapData::<Category>::new().get(c);
    is_unseen(c) || matches!(category, Category::Unassigned | Category::SpaceSeparator)
}
