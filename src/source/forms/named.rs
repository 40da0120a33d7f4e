//! What the blocks of a page name: fields, cells of a matrix and computed values.

use super::block::Reader;
use super::raw::RawCell;
use crate::form::{Kind, Piece, Ref};

impl Reader<'_, '_> {
    /// A text with `{references}` in it, piece by piece.
    pub fn pieces(&mut self, note: &str, path: &[&str]) -> Vec<Piece> {
        let path = [path, &["note"]].concat();
        self.definer.words(&path, note);
        let mut pieces = Vec::new();
        let mut rest = note;
        while let Some((words, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                self.definer.mistakes.add(&path, "“{”后面缺少“}”", "写成“{栏目}”");
                return pieces;
            };
            if !words.is_empty() {
                pieces.push(Piece::Words(words.to_owned()));
            }
            pieces.extend(self.single(name, &path).map(Piece::Of));
            rest = after;
        }
        if !rest.is_empty() || pieces.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        pieces
    }

    /// What a cell can hold: a field, a cell of a matrix or a computed value.
    pub fn single(&mut self, text: &str, path: &[&str]) -> Option<Ref> {
        match self.definer.reference(self.form, path, text)? {
            Ref::Field(_) => self.scalar(text, path).map(Ref::Field),
            Ref::Column { .. } => {
                let help = "一格只能放一个值：写成“栏目.行.列”，合计写在 computed 里";
                self.definer.mistakes.add(path, format!("“{text}”是一列"), help);
                None
            }
            of => {
                self.printed.push(of.clone());
                Some(of)
            }
        }
    }

    /// The path of a field.
    pub fn field(&mut self, text: &str, path: &[&str]) -> Option<Vec<usize>> {
        match self.definer.reference(self.form, path, text)? {
            Ref::Field(field) => {
                self.printed.push(Ref::Field(field.clone()));
                Some(field)
            }
            _ => {
                let help = "这里只写栏目；行和列用“value: 栏目.行.列”";
                self.definer.mistakes.add(path, format!("“{text}”不是栏目"), help);
                None
            }
        }
    }

    /// The path of a field that holds a single text.
    pub fn scalar(&mut self, text: &str, path: &[&str]) -> Option<Vec<usize>> {
        let field = self.field(text, path)?;
        if self
            .form
            .field_at(&field)
            .is_some_and(|field| !field.kind.is_scalar() && !matches!(field.kind, Kind::Marks(_)))
        {
            let help = "它有几行：用 table、matrix 或 tree；或者写出“栏目.行.列”";
            self.definer.mistakes.add(path, format!("“{text}”不是一格能放下的"), help);
            return None;
        }
        Some(field)
    }

    /// A label with the field that it belongs to.
    pub fn labelled(&mut self, raw: &RawCell, path: &[&str]) -> Option<(String, Vec<usize>)> {
        let text = raw.field.as_ref().or(raw.full.value.as_ref());
        let Some(text) = text else {
            let help = "写栏目名，或者“{label: …, value: 栏目}”";
            self.definer.mistakes.add(path, "这里缺少栏目", help);
            return None;
        };
        let field = self.scalar(text, path)?;
        let own = self.form.keys(&field).last().copied().unwrap_or_default();
        let label = raw.full.label.clone().unwrap_or_else(|| own.to_owned());
        self.definer.words(path, &label);
        Some((label, field))
    }
}
