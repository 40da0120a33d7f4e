//! What the rules look at.

use std::cell::OnceCell;
use std::ptr;

use super::citation::{self, Cited};
use crate::diagnostic::Place;
use crate::form::{Amount, Column, Field, Form, Kind, Project, Role};
use crate::source::{Source, Text};

/// How many places a finding shows at most: many would make a long excerpt that says little.
pub const MOST_SHOWN: usize = 8;

/// A project under examination. Rules ask it for roles and kinds: which keys a form has
/// is no business of theirs.
pub struct Subject<'a> {
    /// What it says.
    pub project: &'a Project,
    /// What it may say.
    pub form: &'a Form,
    /// All its texts, names included, in the form's order.
    pub texts: &'a [Text<'a>],
    /// What it says outside rows.
    fields: Vec<Answer<'a>>,
    rows: Vec<Row<'a>>,
    /// What its texts cite, once it is asked for.
    citations: OnceCell<Vec<Cited<'a>>>,
    pub(super) source: &'a Source,
}

/// A value that is written, and what it should be.
#[derive(Clone, Copy)]
pub struct Answer<'a> {
    /// The value. Marks are one of these each.
    pub text: &'a Text<'a>,
    /// What it should be.
    pub kind: &'a Kind,
    /// What it means.
    pub role: Option<Role>,
    /// The column that it stands in, in a row.
    pub column: Option<&'a Column>,
}

/// A name with its values: an indicator, or an expense item.
pub struct Row<'a> {
    /// The field that it is a row of.
    pub field: &'a Field,
    /// The names that lead to it, its own at the end.
    pub names: &'a [&'a str],
    /// Its name.
    pub name: &'a Text<'a>,
    /// What it is to say.
    pub columns: &'a [Column],
    /// What it says: columns by index, each with a text. Those that it leaves out are not
    /// there; one of marks is there for each mark.
    values: Vec<(usize, &'a Text<'a>)>,
}

impl<'a> Subject<'a> {
    /// A project with its texts.
    pub fn new(source: &'a Source, texts: &'a [Text<'a>]) -> Self {
        let project = &source.project;
        let form: &Form = project.form();
        let mut subject = Self {
            project,
            form,
            texts,
            fields: Vec::new(),
            rows: Vec::new(),
            citations: OnceCell::new(),
            source,
        };
        for text in texts {
            subject.take(text);
        }
        subject
    }

    fn take(&mut self, text: &'a Text<'a>) {
        let Some((field, names)) = self.form.field_of(&text.path) else { return };
        let columns = field.kind.columns();
        match (columns, text.column) {
            (None, _) if !text.is_key && names.is_empty() => {
                let Field { kind, role, .. } = field;
                self.fields.push(Answer { text, kind, role: *role, column: None });
            }
            (Some(columns), None) if text.is_key && names.len() == depth(&field.kind) => {
                self.rows.push(Row { field, names, name: text, columns, values: Vec::new() });
            }
            (Some(_), Some(column)) => {
                // The name of a row comes right before its values.
                if let Some(row) = self.rows.last_mut().filter(|row| row.names == names) {
                    row.values.push((column, text));
                }
            }
            _ => {}
        }
    }

    /// What it says outside rows.
    pub fn fields(&self) -> impl Iterator<Item = Answer<'a>> {
        self.fields.iter().copied()
    }

    /// All that it says, but for names: what stands outside rows, then what stands in them.
    pub fn answers(&self) -> impl Iterator<Item = Answer<'a>> {
        self.fields().chain(self.rows.iter().flat_map(Row::answers))
    }

    /// The text of the field that has a role.
    pub fn text(&self, role: Role) -> Option<&'a Text<'a>> {
        self.fields().find(|answer| answer.role == Some(role)).map(|answer| answer.text)
    }

    /// The key of the field that has a role; empty where there is no such field.
    pub fn key(&self, role: Role) -> &'a str {
        self.form.by_role(role).map_or("", |(_, field)| &field.key)
    }

    /// Where the value of the field that has a role stands.
    pub fn place(&self, role: Role) -> Option<Place> {
        self.source.place(&self.form.by_role(role)?.0)
    }

    /// The same place, which says what stands there by the field's key.
    pub fn labelled(&self, role: Role) -> Option<Place> {
        self.place(role).map(|place| place.label(self.key(role)))
    }

    /// Where the key of the field that has a role stands.
    pub fn key_place(&self, role: Role) -> Option<Place> {
        self.key_place_at(&self.form.by_role(role)?.0)
    }

    /// Where the key or the name at the end of `path` stands.
    pub fn key_place_at(&self, path: &[&str]) -> Option<Place> {
        self.source.key_place(path)
    }

    /// Where the money of the project stands, or what it is the sum of.
    pub fn total_place(&self) -> Option<Place> {
        self.place(Role::Total).or_else(|| self.key_place(Role::Expenses))
    }

    /// All rows, of whichever field.
    pub fn all_rows(&self) -> impl Iterator<Item = &Row<'a>> {
        self.rows.iter()
    }

    /// The rows of a field.
    pub fn rows_of(&self, field: &Field) -> impl Iterator<Item = &Row<'a>> {
        self.rows.iter().filter(move |row| ptr::eq(row.field, field))
    }

    /// The rows of the field that has a role.
    pub fn rows(&self, role: Role) -> impl Iterator<Item = &Row<'a>> {
        self.rows.iter().filter(move |row| row.field.role == Some(role))
    }

    /// The texts that may cite documents, with those that they do.
    pub fn citations(&self) -> &[Cited<'a>] {
        self.citations.get_or_init(|| citation::cited(self))
    }

    /// The performance indicators.
    pub fn indicators(&self) -> impl Iterator<Item = &Row<'a>> {
        self.rows(Role::Indicators)
    }
}

impl<'a> Answer<'a> {
    /// What messages call it: `“项目类型”`, or `“保洁村数”的实际完成值`.
    pub fn name(&self) -> String {
        match self.column {
            Some(column) => format!("“{}”的{}", self.key(), called(column)),
            None => format!("“{}”", self.key()),
        }
    }

    /// What messages call it where its row has been named.
    pub fn called(&self) -> String {
        self.column.map_or_else(|| self.key().to_owned(), called)
    }

    /// The same in short.
    pub fn short(&self) -> &'a str {
        self.column.map_or(self.key(), |column| &column.short)
    }

    /// Its key or, in a row, the name of the row.
    fn key(&self) -> &'a str {
        self.text.path.last().copied().unwrap_or_default()
    }
}

impl<'a> Row<'a> {
    /// The names above its own.
    pub fn groups(&self) -> &'a [&'a str] {
        self.names.split_last().map_or(&[], |(_, groups)| groups)
    }

    /// What it says.
    pub fn answers(&self) -> impl Iterator<Item = Answer<'a>> {
        self.values.iter().filter_map(|&(index, text)| {
            let column = self.columns.get(index)?;
            Some(Answer { text, kind: &column.kind, role: column.role, column: Some(column) })
        })
    }

    /// What it says in the column of a role, if it says something.
    pub fn answer(&self, role: Role) -> Option<Answer<'a>> {
        let mut answers = self.answers().filter(|answer| answer.role == Some(role));
        answers.find(|answer| !is_blank(answer.text))
    }

    /// The text of that.
    pub fn value(&self, role: Role) -> Option<&'a Text<'a>> {
        self.answer(role).map(|answer| answer.text)
    }

    /// What it is to reach by the end of the year, if it says so.
    pub fn target(&self) -> Option<Answer<'a>> {
        self.answer(Role::FullYear).or_else(|| self.answer(Role::Target))
    }

    /// What it is to reach by mid-year and by the end of the year, as far as it says so.
    pub fn planned(&self) -> impl Iterator<Item = Answer<'a>> {
        [self.answer(Role::HalfYear), self.target()].into_iter().flatten()
    }

    /// The amount or the number in the column of a role.
    pub fn amount(&self, role: Role) -> Option<Amount> {
        Amount::parse(self.value(role)?.text).ok()
    }

    /// The texts of a column, also those that are blank.
    pub fn texts_at(&self, column: usize) -> impl Iterator<Item = &'a Text<'a>> {
        self.values.iter().filter(move |(index, _)| *index == column).map(|(_, text)| *text)
    }
}

/// What messages call the values of a column: 半年值, 全年预算数.
pub fn called(column: &Column) -> String {
    match bare(&column.key) {
        // Of 半年(程)指标值, people say but 半年.
        key if key.ends_with('值') && column.short != column.key => format!("{}值", column.short),
        key => key,
    }
}

/// A key without what stands in brackets: 全年预算数(A) is 全年预算数.
fn bare(key: &str) -> String {
    let mut depth = 0_usize;
    let outside = |c: &char| match c {
        '(' | '（' => {
            depth += 1;
            false
        }
        ')' | '）' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    };
    let name: String = key.chars().filter(outside).collect();
    if name.trim().is_empty() { key.to_owned() } else { name }
}

/// Whether a text says nothing.
pub fn is_blank(text: &Text) -> bool {
    text.text.trim().is_empty()
}

/// How many names lead to a row.
fn depth(kind: &Kind) -> usize {
    match kind {
        Kind::Tree(tree) => tree.levels.len(),
        _ => 1,
    }
}
