//! What may be written at a place: keys, names and values that the form has there.

use std::ops::Range;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat,
    InsertTextMode, TextEdit,
};

use super::editor::Editor;
use super::expected::{Expected, kind_in_words, row_in_words};
use super::open::OpenFile;
use super::position::Lines;
use crate::form::{Column, Date, FORM_KEY, Field, Form, Kind, MOST_IN_A_LIST, Role, is_same};
use crate::source::cursor::{At, Cursor};
use crate::source::scaffold::Pieces;
use crate::source::{Defaults, Forms, Glimpse};

/// Something that may be written.
struct Offer {
    label: String,
    /// What is written; pairs of quotes with nothing in them are gaps.
    text: String,
    kind: CompletionItemKind,
    /// A few words beside it.
    detail: String,
    /// What there is to know of it.
    help: String,
    /// Whether it comes after all others.
    is_last: bool,
}

impl Offer {
    fn value(text: &str) -> Self {
        Self {
            label: text.to_owned(),
            text: text.to_owned(),
            kind: CompletionItemKind::VALUE,
            detail: String::new(),
            help: String::new(),
            is_last: false,
        }
    }
}

/// What may be written at byte `at` of a file.
pub fn complete(
    file: &OpenFile,
    at: usize,
    forms: &Forms,
    defaults: &Defaults,
    editor: &Editor,
) -> Vec<CompletionItem> {
    let glimpse = Glimpse::of(&file.input(), defaults);
    let Some(form) = glimpse.likely_form() else { return Vec::new() };
    let cursor = Cursor::of(&file.text, at);
    let writer = Writer { form: &form, forms, glimpse: &glimpse };
    let lines = file.lines(editor.encoding);
    match &cursor.at {
        At::Text => Vec::new(),
        At::Key { span, has_colon } => {
            let offers = writer.keys(&cursor);
            let written = |offer: Offer| match has_colon {
                true => Offer { text: offer.label.clone(), ..offer },
                false => offer,
            };
            let offers = offers.into_iter().map(written).collect();
            items(offers, &lines, span.start..span.end, editor)
        }
        At::Value { span, item, is_tight } => {
            let offers = writer.values(&cursor.path, *item);
            let spaced = |offer: Offer| match is_tight {
                true => Offer { text: format!(" {}", offer.text), ..offer },
                false => offer,
            };
            let offers = offers.into_iter().map(spaced).collect();
            items(offers, &lines, span.start..span.end, editor)
        }
    }
}

/// What a form has to offer for a project.
struct Writer<'a> {
    form: &'a Form,
    forms: &'a Forms,
    glimpse: &'a Glimpse,
}

impl Writer<'_> {
    /// The keys and names that are not there yet.
    fn keys(&self, cursor: &Cursor) -> Vec<Offer> {
        let Some((expected, _)) = Expected::find(self.form, &cursor.path) else {
            return Vec::new();
        };
        let is_there = |key: &str| cursor.beside.iter().any(|other| is_same(other, key));
        let mut offers = match expected {
            Expected::Fields(fields) => {
                let top = cursor.path.is_empty().then(|| self.form_key());
                let fields = fields.iter().map(|field| self.field(field, cursor.path.is_empty()));
                top.into_iter().chain(fields).collect()
            }
            Expected::Rows(columns) => self.rows(columns, &cursor.path),
            Expected::Matrix(matrix) => matrix
                .entered()
                .map(|row| name(&row.key, row_text(&row.key, &matrix.columns)))
                .collect(),
            Expected::Names { tree, known, level } => {
                let is_last = level + 1 >= tree.levels.len();
                let text = |key: &str| match is_last {
                    true => row_text(key, &tree.columns),
                    false => format!("{key}:\n  "),
                };
                let names = known.into_iter().flat_map(|known| known.names());
                let detail = tree.levels.get(level).cloned().unwrap_or_default();
                names.map(|key| Offer { detail: detail.clone(), ..name(key, text(key)) }).collect()
            }
            Expected::Row(columns) => {
                let keys = Expected::entered(columns).into_iter();
                keys.map(|column| name(&column.key, format!("{}: {}", column.key, gap(column))))
                    .collect::<Vec<_>>()
            }
            Expected::Value(_) => Vec::new(),
        };
        offers.retain(|offer| !is_there(&offer.label));
        self.write_as_new(&mut offers, &cursor.path);
        offers
    }

    /// Writes offers as a new project file has them, where it does.
    fn write_as_new(&self, offers: &mut [Offer], path: &[String]) {
        let year = self.glimpse.role(Role::Year).filter(|year| year.parse::<u16>().is_ok());
        let year = year.unwrap_or_else(|| self.form.since.to_string());
        let project = self.glimpse.role(Role::Name).unwrap_or_default();
        let edition = self.forms.edition(self.form);
        let pieces = edition.and_then(|it| Pieces::of(it, &year, &project, self.forms));
        let Some(pieces) = pieces else { return };
        for offer in offers {
            if let Some(text) = pieces.entry(self.form, path, &offer.label) {
                offer.text = text;
            }
        }
    }

    fn field(&self, field: &Field, is_top: bool) -> Offer {
        let supplied = if is_top { self.glimpse.supplied(&field.key) } else { None };
        let text = match &field.kind {
            Kind::Record(_) | Kind::Table(_) | Kind::Matrix(_) | Kind::Tree(_) => {
                format!("{}:\n  ", field.key)
            }
            Kind::Marks(_) => format!("{}: []", field.key),
            _ => format!("{}: \"\"", field.key),
        };
        Offer {
            label: field.key.clone(),
            text,
            kind: CompletionItemKind::PROPERTY,
            detail: match (&supplied, field.required) {
                (Some(_), _) => "_defaults.yaml 里有".to_owned(),
                (None, true) => "必填".to_owned(),
                (None, false) => "可以不写".to_owned(),
            },
            help: [field.help.as_str(), &kind_in_words(&field.kind)].join("\n"),
            is_last: supplied.is_some(),
        }
    }

    fn form_key(&self) -> Offer {
        Offer {
            label: FORM_KEY.to_owned(),
            text: format!("{FORM_KEY}: {}", self.form.name),
            kind: CompletionItemKind::PROPERTY,
            detail: "可以不写".to_owned(),
            help: format!("是哪一种表：{}", self.forms.names().join("、")),
            is_last: true,
        }
    }

    /// Rows whose names are the author's choice: of what is spent, the project's own.
    fn rows(&self, columns: &[Column], path: &[String]) -> Vec<Offer> {
        let spent = self.form.by_role(Role::Expenses).map(|(keys, _)| keys);
        let is_spent = spent.is_some_and(|keys| keys.iter().eq(path));
        let project = self.glimpse.role(Role::Name).filter(|name| is_spent && is_plain(name));
        let offer = |key: String| Offer {
            detail: row_in_words(columns),
            ..name(&key, row_text(&key, columns))
        };
        project.into_iter().map(offer).collect()
    }

    /// The values that there are for a key.
    fn values(&self, path: &[String], item: Option<usize>) -> Vec<Offer> {
        if path == [FORM_KEY] {
            return self.forms.names().into_iter().map(Offer::value).collect();
        }
        match (Expected::find(self.form, path), item) {
            (Some((Expected::Value(kind), _)), item) => self.of_kind(kind, item.is_some()),
            (Some((Expected::Row(columns), _)), item) => {
                let entered = Expected::entered(columns);
                match (entered.as_slice(), item) {
                    ([one], item) => self.of_kind(&one.kind, item.is_some()),
                    (many, Some(item)) => {
                        many.get(item).map(|it| self.of_kind(&it.kind, true)).unwrap_or_default()
                    }
                    (many, None) if many.len() <= MOST_IN_A_LIST => vec![Offer {
                        kind: CompletionItemKind::SNIPPET,
                        label: list_label(many),
                        ..Offer::value(&list(many))
                    }],
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    /// The values of a kind; within brackets, each by itself.
    fn of_kind(&self, kind: &Kind, is_item: bool) -> Vec<Offer> {
        let year = self.glimpse.role(Role::Year).unwrap_or_else(|| self.form.since.to_string());
        match kind {
            Kind::Choice(choices) => choices.values.iter().map(|it| Offer::value(it)).collect(),
            Kind::Marks(choices) if is_item => {
                choices.values.iter().map(|it| Offer::value(it)).collect()
            }
            Kind::Marks(choices) => {
                choices.values.iter().map(|it| Offer::value(&format!("[{it}]"))).collect()
            }
            Kind::Year => {
                let own = self.forms.editions().iter().filter(|it| it.id == self.form.id);
                own.map(|edition| Offer::value(&edition.since.to_string())).collect()
            }
            Kind::Date { long_term } => {
                let long = long_term.then(|| Offer::value(Date::LONG_TERM));
                [Offer::value(&format!("{year}年"))].into_iter().chain(long).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn name(key: &str, text: String) -> Offer {
    Offer { kind: CompletionItemKind::FIELD, text, ..Offer::value(key) }
}

/// Whether a name may stand as it is before a colon.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && !name.contains(|c: char| c.is_control() || ":#\"'[]{},&*!|>%@`?-".contains(c))
}

/// A row under a name, with its gaps.
fn row_text(key: &str, columns: &[Column]) -> String {
    let entered = Expected::entered(columns);
    match entered.as_slice() {
        [one] => format!("{key}: {}", gap(one)),
        many if many.len() <= MOST_IN_A_LIST => format!("{key}: {}", list(many)),
        many => {
            let lines = many.iter().map(|column| format!("\n  {}: {}", column.key, gap(column)));
            format!("{key}:{}", lines.collect::<String>())
        }
    }
}

fn list(columns: &[&Column]) -> String {
    let gaps: Vec<&str> = columns.iter().map(|column| gap(column)).collect();
    format!("[{}]", gaps.join(", "))
}

fn list_label(columns: &[&Column]) -> String {
    let keys: Vec<&str> = columns.iter().map(|column| column.short.as_str()).collect();
    format!("[{}]", keys.join(", "))
}

fn gap(column: &Column) -> &'static str {
    if matches!(column.kind, Kind::Marks(_)) { "[]" } else { "\"\"" }
}

/// Offers as the editor takes them, each in the place of the same bytes.
fn items(
    offers: Vec<Offer>,
    lines: &Lines,
    span: Range<usize>,
    editor: &Editor,
) -> Vec<CompletionItem> {
    let range = lines.range(&span);
    let item = |(number, offer): (usize, Offer)| {
        let has_gaps = editor.has_snippets && offer.text.contains("\"\"");
        let text = if has_gaps { with_gaps(&offer.text) } else { offer.text };
        let rank = if offer.is_last { 'b' } else { 'a' };
        CompletionItem {
            kind: Some(offer.kind),
            detail: Some(offer.detail).filter(|it| !it.is_empty()),
            documentation: Some(offer.help.trim().to_owned())
                .filter(|it| !it.is_empty())
                .map(Documentation::String),
            sort_text: Some(format!("{rank}{number:04}")),
            filter_text: Some(offer.label.clone()),
            insert_text_format: has_gaps.then_some(InsertTextFormat::SNIPPET),
            insert_text_mode: editor.has_insert_modes.then_some(InsertTextMode::ADJUST_INDENTATION),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, text))),
            label: offer.label,
            ..CompletionItem::default()
        }
    };
    offers.into_iter().enumerate().map(item).collect()
}

/// A text whose empty pairs of quotes are gaps for the editor to go through.
fn with_gaps(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
    let mut parts = escaped.split("\"\"");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (number, part) in (1..).zip(parts) {
        text.push_str(&format!("\"${number}\"{part}"));
    }
    text
}
