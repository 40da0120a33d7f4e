//! What a form has at the end of a path of keys and names.

use crate::form::{Choices, Column, Field, Form, Kind, Matrix, Names, Tree};

/// What may stand somewhere in a project file.
#[derive(Debug, Clone, Copy)]
pub enum Expected<'a> {
    /// The keys of the form, or of a record in it.
    Fields(&'a [Field]),
    /// The names of rows that are the author's choice.
    Rows(&'a [Column]),
    /// The rows that the form fixes.
    Matrix(&'a Matrix),
    /// The names of a level of a tree; the form's own where `known` has some.
    Names {
        /// The tree.
        tree: &'a Tree,
        /// The names that there are; `None` where they are the author's choice.
        known: Option<&'a Names>,
        /// The number of the level.
        level: usize,
    },
    /// What a row holds.
    Row(&'a [Column]),
    /// A single value.
    Value(&'a Kind),
}

impl<'a> Expected<'a> {
    /// What stands at the end of a path in a file of `form`, and the last field on the way.
    pub fn find(form: &'a Form, path: &[String]) -> Option<(Self, Option<&'a Field>)> {
        let mut expected = Self::Fields(&form.fields);
        let mut field = None;
        for step in path {
            let (next, here) = expected.below(step)?;
            expected = next;
            field = here.or(field);
        }
        Some((expected, field))
    }

    /// What stands under a key or a name.
    fn below(self, step: &str) -> Option<(Self, Option<&'a Field>)> {
        Some(match self {
            Self::Fields(fields) => {
                let field = fields.iter().find(|field| field.key == step)?;
                (Self::of(&field.kind), Some(field))
            }
            Self::Rows(columns) => (Self::Row(columns), None),
            Self::Matrix(matrix) => (Self::Row(&matrix.columns), None),
            Self::Names { tree, known, level } => {
                let below = known.and_then(|known| known.find(step)).map(|(_, below)| below);
                let known = below.filter(|below| !below.is_free());
                let level = level + 1;
                let is_last = level >= tree.levels.len();
                let expected = match is_last {
                    true => Self::Row(&tree.columns),
                    false => Self::Names { tree, known, level },
                };
                (expected, None)
            }
            Self::Row(columns) => {
                let column = columns.iter().find(|it| it.is_entered() && it.key == step)?;
                (Self::Value(&column.kind), None)
            }
            Self::Value(_) => return None,
        })
    }

    fn of(kind: &'a Kind) -> Self {
        match kind {
            Kind::Record(fields) => Self::Fields(fields),
            Kind::Table(table) => Self::Rows(&table.columns),
            Kind::Matrix(matrix) => Self::Matrix(matrix),
            Kind::Tree(tree) => {
                let known = Some(&tree.names).filter(|names| !names.is_free());
                Self::Names { tree, known, level: 0 }
            }
            kind => Self::Value(kind),
        }
    }

    /// The columns of rows or of a row that the project file says.
    pub fn entered(columns: &'a [Column]) -> Vec<&'a Column> {
        columns.iter().filter(|column| column.is_entered()).collect()
    }
}

/// What a value of a kind is, in a few words.
pub fn kind_in_words(kind: &Kind) -> String {
    let of = |choices: &Choices| choices.values.join("、");
    match kind {
        Kind::Text => "文字".into(),
        Kind::Choice(choices) if choices.values.is_empty() => "文字".into(),
        Kind::Choice(choices) => format!("从这些里选一个：{}", of(choices)),
        Kind::Marks(choices) => format!("从这些里选，可以选几个，写在方括号里：{}", of(choices)),
        Kind::Year => "四位数字的年度".into(),
        Kind::Date { long_term: false } => "年或月，如 2026年、2026年3月".into(),
        Kind::Date { long_term: true } => "年或月，如 2026年、2026年3月，或长期".into(),
        Kind::Phone => "电话号码".into(),
        Kind::Amount => "金额，单位是万元，不写单位".into(),
        Kind::Number => "数字，不写单位".into(),
        Kind::Record(fields) => {
            let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
            format!("下面分别写：{}", keys.join("、"))
        }
        Kind::Table(table) => format!("一行一个{}，{}", table.row, row_in_words(&table.columns)),
        Kind::Matrix(matrix) => {
            let rows: Vec<&str> = matrix.entered().map(|row| row.key.as_str()).collect();
            format!("这几行：{}；{}", rows.join("、"), row_in_words(&matrix.columns))
        }
        Kind::Tree(tree) => {
            format!("{}，一层缩进两格；{}", tree.levels.join("、"), row_in_words(&tree.columns))
        }
    }
}

/// What a row holds, in a few words.
pub fn row_in_words(columns: &[Column]) -> String {
    let entered = Expected::entered(columns);
    let keys: Vec<&str> = entered.iter().map(|column| column.key.as_str()).collect();
    match keys.as_slice() {
        [one] => format!("每行写{one}"),
        _ => format!("每行依次是 [{}]", keys.join(", ")),
    }
}
