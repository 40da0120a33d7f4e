//! The kinds of values: what stands under a key of a project file, or in a column.

use super::definition::Field;
use super::formula::{Formula, decimal};
use super::names::Names;
use super::role::Role;

/// What a value in a project file is.
#[derive(Debug)]
pub enum Kind {
    /// A text, as long as it needs to be.
    Text,
    /// One of a list.
    Choice(Choices),
    /// Any number of a list, also none.
    Marks(Choices),
    /// A budget year: four digits.
    Year,
    /// `2026年`, `2026年3月` or, where `long_term`, `长期`.
    Date {
        /// Whether it may be 长期.
        long_term: bool,
    },
    /// A telephone number.
    Phone,
    /// An amount in 万元.
    Amount,
    /// A number without a unit, such as a score.
    Number,
    /// A mapping with these keys.
    Record(Vec<Field>),
    /// Rows under names that the author chooses.
    Table(Table),
    /// Rows that the form fixes.
    Matrix(Matrix),
    /// Rows under several levels of names.
    Tree(Tree),
}

/// The values that a choice has.
#[derive(Debug, Default)]
pub struct Choices {
    /// The values; any text will do where there are none.
    pub values: Vec<String>,
    /// The one that says that a project recurs every year.
    pub recurring: Option<String>,
    /// The one that says that a project is done within one year.
    pub one_off: Option<String>,
}

/// Rows under names that the author chooses.
#[derive(Debug)]
pub struct Table {
    /// What a row is called, such as 支出项目.
    pub row: String,
    /// What each row holds.
    pub columns: Vec<Column>,
}

/// Rows that the form fixes.
#[derive(Debug)]
pub struct Matrix {
    /// The rows, in their order.
    pub rows: Vec<MatrixRow>,
    /// What each row holds.
    pub columns: Vec<Column>,
}

/// A row that the form fixes.
#[derive(Debug)]
pub struct MatrixRow {
    /// The key in the project file; of a computed row, its name.
    pub key: String,
    /// What is printed before its values.
    pub label: String,
    /// The label that it shares with the rows beside it.
    pub group: Option<String>,
    /// The rows, by index, that it is the sum of; it is no row of the project file then.
    pub sum: Vec<usize>,
}

/// Rows under several levels of names.
#[derive(Debug)]
pub struct Tree {
    /// What the names of each level are called; those of the last one name the rows.
    pub levels: Vec<String>,
    /// What each row holds.
    pub columns: Vec<Column>,
    /// The names that there are; any where there are none.
    pub names: Names,
    /// The groups that a reviewer misses where they are not there.
    pub usual: Vec<String>,
}

/// A column of a table, a matrix or a tree.
#[derive(Debug)]
pub struct Column {
    /// Its key in a row that is written as a mapping.
    pub key: String,
    /// What messages call it.
    pub short: String,
    /// The header, in its lines.
    pub title: String,
    /// A header above this one and those beside it that share it.
    pub above: Option<String>,
    /// What it holds; never rows.
    pub kind: Kind,
    /// Whether a row must say something in it.
    pub required: bool,
    /// What it means.
    pub role: Option<Role>,
    /// How it is computed; it is nothing that the project file says then.
    pub formula: Option<Formula>,
    /// The rows of a matrix, by key, in which it is computed; all where there are none. The
    /// others have a dash.
    pub only: Vec<String>,
    /// Whether a choice is printed as a column for each value, with a tick in one of them;
    /// marks always are.
    pub ticks: bool,
    /// Whether its texts begin at the left instead of being centred.
    pub left: bool,
}

impl Kind {
    /// The columns of its rows, if it has rows.
    pub fn columns(&self) -> Option<&[Column]> {
        match self {
            Self::Table(table) => Some(&table.columns),
            Self::Matrix(matrix) => Some(&matrix.columns),
            Self::Tree(tree) => Some(&tree.columns),
            _ => None,
        }
    }

    /// What the names of its rows are called, or in a tree, those of a level, from 0; nothing
    /// where the author gives none.
    pub fn name(&self, level: usize) -> &str {
        match self {
            Self::Table(table) => &table.row,
            Self::Tree(tree) => tree.levels.get(level).map_or("", String::as_str),
            _ => "",
        }
    }

    /// What there is to choose from.
    pub fn choices(&self) -> Option<&[String]> {
        match self {
            Self::Choice(choices) | Self::Marks(choices) => Some(&choices.values),
            _ => None,
        }
    }

    /// Whether it is a single text, whatever it may say.
    pub fn is_scalar(&self) -> bool {
        !matches!(
            self,
            Self::Marks(_) | Self::Record(_) | Self::Table(_) | Self::Matrix(_) | Self::Tree(_)
        )
    }

    /// Whether it is an exact decimal.
    pub fn is_decimal(&self) -> bool {
        matches!(self, Self::Amount | Self::Number)
    }

    /// The unit that stands behind its values, where people read them.
    pub fn unit(&self) -> &'static str {
        match self {
            Self::Amount => "万元",
            _ => "",
        }
    }
}

impl Matrix {
    /// Whether rows share labels.
    pub fn has_groups(&self) -> bool {
        self.rows.iter().any(|row| row.group.is_some())
    }

    /// The rows that the project file says.
    pub fn entered(&self) -> impl Iterator<Item = &MatrixRow> {
        self.rows.iter().filter(|row| row.sum.is_empty())
    }
}

impl Column {
    /// Its title with the header above it, on one line; of one that has a column for each choice,
    /// the header above those.
    pub fn full_title(&self) -> String {
        let title = match (&self.above, self.to_tick()) {
            (Some(above), Some(_)) => above.clone(),
            (Some(above), None) => format!("{above} {}", self.title),
            (None, _) => self.title.clone(),
        };
        title.replace('\n', "")
    }

    /// Whether the project file says it.
    pub fn is_entered(&self) -> bool {
        self.formula.is_none()
    }

    /// Whether its values are decimals.
    pub fn is_decimal(&self) -> bool {
        match &self.formula {
            None => self.kind.is_decimal(),
            Some(Formula::Fixed(text)) => decimal(text).is_some(),
            Some(_) => true,
        }
    }

    /// What messages call a value in it: `半年值`, or the column's own key.
    pub fn value_name(&self) -> String {
        let is_value = self.key.ends_with('值') || self.kind.is_decimal();
        if self.short == self.key || !is_value {
            self.short.clone()
        } else {
            format!("{}值", self.short)
        }
    }

    /// What there is to tick, where it is printed as a column for each value.
    pub fn to_tick(&self) -> Option<&[String]> {
        match &self.kind {
            Kind::Marks(choices) => Some(&choices.values),
            Kind::Choice(choices) if self.ticks => Some(&choices.values),
            _ => None,
        }
    }

    /// How many columns of the printed table it takes.
    pub fn printed(&self) -> usize {
        self.to_tick().map_or(1, <[String]>::len)
    }
}
