//! The definition of a form: its fields, what each of them holds, and the page.

use std::sync::OnceLock;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::formula::{Formula, Ref};
use super::page::Page;
use super::pattern::{self, PartPattern};
use super::role::Role;
use super::rules::OwnRule;

/// The key that selects the form, at the top of a project file.
pub const FORM_KEY: &str = "表";
/// The key that selects its edition.
pub const YEAR_KEY: &str = "年度";

/// One edition of a form.
#[derive(Debug)]
pub struct Form {
    /// The folder under `templates/`, such as `target`.
    pub id: String,
    /// The first year that it is used for.
    pub since: u16,
    /// The short name, such as 目标表.
    pub name: String,
    /// The title above the grid.
    pub title: String,
    /// The line below the title, which holds `{年度}`.
    pub subtitle: String,
    /// Whether a project file that names no form is this one.
    pub is_default: bool,
    /// The names of the forms that it continues, such as a target form in an evaluation.
    pub follows: Vec<String>,
    /// The fonts that it wants.
    pub fonts: FontFamilies,
    /// The keys of a project file, in the form's order.
    pub fields: Vec<Field>,
    /// Values that are computed from fields, by name.
    pub computed: IndexMap<String, Formula>,
    /// The form's own rules.
    pub rules: Vec<OwnRule>,
    /// What is printed.
    pub page: Page,
    /// The lines of the page, once they are asked for.
    pub pattern: OnceLock<Vec<PartPattern>>,
}

/// Font families for each purpose, in the order of preference.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FontFamilies {
    /// The form's title.
    pub title: Vec<String>,
    /// What the project says.
    pub body: Vec<String>,
    /// The form's fixed words.
    pub label: Vec<String>,
}

/// A key of a project file, or of a record in it.
#[derive(Debug)]
pub struct Field {
    /// The key, as the form words it.
    pub key: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether a project must have it, be it in its own file or by default.
    pub required: bool,
    /// What it means.
    pub role: Option<Role>,
    /// What to write there, in Chinese, for editors to show.
    pub help: String,
    /// What a new project file has there; empty for a blank.
    pub starter: String,
    /// What an amount is that the project file leaves out.
    pub otherwise: Option<Formula>,
}

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

/// The names of one level of a tree, with those below each. Where nothing stands below
/// a name, the names below it are the author's choice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names(pub IndexMap<String, Names>);

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

impl Form {
    /// The lines of its page.
    pub fn pattern(&self) -> &[PartPattern] {
        self.pattern.get_or_init(|| pattern::of(self))
    }

    /// The line below the title for a year.
    pub fn subtitle(&self, year: &str) -> String {
        self.subtitle.replace("{年度}", year)
    }

    /// The field under a key at the top.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The fields with the indices that lead to each, records before what is in them.
    pub fn all_fields(&self) -> Vec<(Vec<usize>, &Field)> {
        fn collect<'a>(
            fields: &'a [Field],
            path: &[usize],
            all: &mut Vec<(Vec<usize>, &'a Field)>,
        ) {
            for (index, field) in fields.iter().enumerate() {
                let path = [path, &[index]].concat();
                all.push((path.clone(), field));
                if let Kind::Record(fields) = &field.kind {
                    collect(fields, &path, all);
                }
            }
        }
        let mut all = Vec::new();
        collect(&self.fields, &[], &mut all);
        all
    }

    /// The field at the end of a path of indices.
    pub fn field_at(&self, path: &[usize]) -> Option<&Field> {
        let (&first, rest) = path.split_first()?;
        rest.iter().try_fold(self.fields.get(first)?, |field, &index| match &field.kind {
            Kind::Record(fields) => fields.get(index),
            _ => None,
        })
    }

    /// The keys that lead to the field at the end of a path of indices.
    pub fn keys(&self, path: &[usize]) -> Vec<&str> {
        let fields = (1..=path.len()).filter_map(|length| self.field_at(&path[..length]));
        fields.map(|field| field.key.as_str()).collect()
    }

    /// The path of indices of the field that has a role.
    pub fn path_of(&self, role: Role) -> Option<Vec<usize>> {
        let mut all = self.all_fields().into_iter();
        all.find(|(_, field)| field.role == Some(role)).map(|(path, _)| path)
    }

    /// The field that has a role, with the keys that lead to it.
    pub fn by_role(&self, role: Role) -> Option<(Vec<&str>, &Field)> {
        let path = self.path_of(role)?;
        Some((self.keys(&path), self.field_at(&path)?))
    }

    /// What the money of the year is called, see [`Project::total`](super::Project::total):
    /// the key of the field, of the row that sums up a matrix, or of the column.
    pub fn total_name(&self) -> Option<&str> {
        if let Some((keys, _)) = self.by_role(Role::Total) {
            return keys.last().copied();
        }
        let budget = [Role::CurrentBudget, Role::InitialBudget];
        let (kind, column) = budget.into_iter().find_map(|role| self.decimal_column(role))?;
        let sum = match kind {
            Kind::Matrix(matrix) => matrix.rows.iter().find(|row| !row.sum.is_empty()),
            _ => None,
        };
        Some(sum.map_or(&column.key, |row| &row.key))
    }

    /// The first column of amounts or numbers that has a role, and the kind that has it.
    pub fn decimal_column(&self, role: Role) -> Option<(&Kind, &Column)> {
        fn find(fields: &[Field], role: Role) -> Option<(&Kind, &Column)> {
            fields.iter().find_map(|field| match &field.kind {
                Kind::Record(fields) => find(fields, role),
                kind => {
                    let is_it = |column: &&Column| {
                        column.role == Some(role) && column.kind.is_decimal()
                    };
                    Some((kind, kind.columns()?.iter().find(is_it)?))
                }
            })
        }
        find(&self.fields, role)
    }

    /// The tree of the performance indicators.
    pub fn indicators(&self) -> Option<(Vec<&str>, &Tree)> {
        match self.by_role(Role::Indicators)? {
            (keys, Field { kind: Kind::Tree(tree), .. }) => Some((keys, tree)),
            _ => None,
        }
    }

    /// The reference that people write as keys with points between: `项目资金.资金总额`.
    pub fn reference(&self, text: &str) -> Option<Ref> {
        Ref::resolve(self, text)
    }
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
    /// The rows that the project file says.
    pub fn entered(&self) -> impl Iterator<Item = &MatrixRow> {
        self.rows.iter().filter(|row| row.sum.is_empty())
    }
}

impl Column {
    /// Whether the project file says it.
    pub fn is_entered(&self) -> bool {
        self.formula.is_none()
    }

    /// What messages call a value in it: `半年值`, or the column's own key.
    pub fn value_name(&self) -> String {
        if self.short == self.key { self.key.clone() } else { format!("{}值", self.short) }
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

impl Names {
    /// Whether any name will do.
    pub fn is_free(&self) -> bool {
        self.0.is_empty()
    }

    /// The name that is written as `name`, or means the same, with those below it.
    pub fn find(&self, name: &str) -> Option<(&str, &Names)> {
        self.0.iter().find(|(key, _)| is_same(key, name)).map(|(key, below)| (key.as_str(), below))
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The paths of names that are as long as the tree is deep, `depth`: the rows that the
    /// form fixes.
    pub fn fixed(&self, depth: usize) -> Vec<Vec<&str>> {
        let mut paths: Vec<Vec<&str>> = Vec::new();
        for (name, below) in &self.0 {
            match depth {
                0 => {}
                1 => paths.push(vec![name]),
                _ => paths.extend(below.fixed(depth - 1).into_iter().map(|mut path| {
                    path.insert(0, name);
                    path
                })),
            }
        }
        paths
    }

    /// The names of the first level that have `name` right below them.
    pub fn above(&self, name: &str) -> impl Iterator<Item = &str> {
        let has_it = move |(_, below): &(&String, &Names)| below.find(name).is_some();
        self.0.iter().filter(has_it).map(|(above, _)| above.as_str())
    }
}

/// Whether two names are the same: filed forms have 社会效益 beside 社会效益指标.
pub fn is_same(a: &str, b: &str) -> bool {
    core(a) == core(b)
}

/// The name without 指标 at its end.
pub fn core(name: &str) -> &str {
    let name = name.trim();
    name.strip_suffix("指标").unwrap_or(name)
}
