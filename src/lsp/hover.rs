//! What there is to know at a place: what to write there, and what the rules say that are broken.

use std::sync::Arc;

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};

use super::editor::Editor;
use super::expected::{Expected, kind_in_words, row_in_words};
use super::open::{OpenFile, OpenFiles};
use super::tell::Teller;
use super::workspace::Findings;
use crate::diagnostic::render::clean;
use crate::diagnostic::rule::Rule;
use crate::form::{FORM_KEY, Form};
use crate::source::cursor::{At, Cursor};
use crate::source::{Defaults, Glimpse};

/// What there is to know at a position; `form` is the file's.
pub fn hover(
    file: &OpenFile,
    position: Position,
    form: Option<&Form>,
    findings: &Findings,
    open: &OpenFiles,
    editor: &Editor,
) -> Option<Hover> {
    let at = file.lines(editor.encoding).offset(position);
    let words = Words { has_markdown: editor.has_markdown };
    let own = form.and_then(|form| words.of(form, &Cursor::of(&file.text, at), &file.text));
    let mut teller = Teller::new(open, editor);
    let mut rules: Vec<&Rule> = Vec::new();
    for found in &findings.found {
        let range = teller.one(found, &file.uri).range;
        let is_here = range.start <= position && position <= range.end;
        if is_here && found.start().is_some() && !rules.contains(&found.rule) {
            rules.push(found.rule);
        }
    }
    let pages = rules.iter().map(|rule| rule.page.trim().to_owned());
    let parts: Vec<String> = own.into_iter().chain(pages).collect();
    let kind = if editor.has_markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    let value = parts.join("\n\n---\n\n");
    (!value.is_empty()).then_some(Hover {
        contents: HoverContents::Markup(MarkupContent { value, kind }),
        range: None,
    })
}

/// The form of a file, be it in the middle of being written.
pub fn form_of(file: &OpenFile, defaults: &Defaults) -> Option<Arc<Form>> {
    Glimpse::of(&file.input(), defaults).likely_form()
}

/// How the form's words are written.
#[derive(Clone, Copy)]
struct Words {
    has_markdown: bool,
}

impl Words {
    /// What the form says of the key that a place is in, or whose value it is in.
    fn of(self, form: &Form, cursor: &Cursor, text: &str) -> Option<String> {
        let path = match &cursor.at {
            At::Value { .. } => cursor.path.clone(),
            At::Key { span, has_colon: true } => {
                let key = text.get(span.clone())?.trim_matches(['"', '\'']).to_owned();
                [cursor.path.as_slice(), &[key]].concat()
            }
            At::Key { .. } | At::Text => return None,
        };
        let (key, path_above) = path.split_last()?;
        let title = match self.has_markdown {
            true => format!("**{}**", self.plain(key)),
            false => self.plain(key),
        };
        if path == [FORM_KEY] {
            return Some(format!("{title}：是哪一种表，现在是{}", self.plain(&form.title)));
        }
        let (above, _) = Expected::find(form, path_above)?;
        let (expected, field) = Expected::find(form, &path)?;
        Some(match (above, expected) {
            (Expected::Fields(_), _) => {
                let field = field?;
                let required = if field.required { "必填" } else { "可以不写" };
                let lines = [field.help.as_str(), &kind_in_words(&field.kind)];
                let lines = lines.iter().filter(|line| !line.is_empty());
                let lines: Vec<String> = lines.map(|line| self.plain(line)).collect();
                format!("{title}：{required}\n\n{}", lines.join("\n\n"))
            }
            (Expected::Names { tree, level, .. }, _) => {
                let what = tree.levels.get(level)?;
                let row = match expected {
                    Expected::Row(columns) => format!("；{}", row_in_words(columns)),
                    _ => String::new(),
                };
                format!("{title}：{}", self.plain(&format!("{what}{row}")))
            }
            (_, Expected::Row(columns)) => {
                format!("{title}：{}", self.plain(&row_in_words(columns)))
            }
            (_, Expected::Value(kind)) => format!("{title}：{}", self.plain(&kind_in_words(kind))),
            _ => return None,
        })
    }

    /// A text of which Markdown makes nothing else.
    fn plain(self, text: &str) -> String {
        let mut plain = String::new();
        for c in clean(text).chars() {
            if self.has_markdown && c.is_ascii_punctuation() {
                plain.push('\\');
            }
            plain.push(c);
        }
        plain
    }
}
