//! The definition of a form: its fields, what each of them holds, and the page.

use std::sync::OnceLock;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::formula::{Formula, Ref};
use super::kind::{Column, Kind, Tree};
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

    /// The field that keys lead to or into, and those of the keys that are names below it.
    pub fn field_of<'b>(&self, keys: &'b [&'b str]) -> Option<(&Field, &'b [&'b str])> {
        let mut fields = self.fields.as_slice();
        let mut rest = keys;
        loop {
            let (key, below) = rest.split_first()?;
            let field = fields.iter().find(|field| field.key == *key)?;
            match &field.kind {
                Kind::Record(of) if !below.is_empty() => (fields, rest) = (of, below),
                _ => return Some((field, below)),
            }
        }
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
        fn find(fields: &[Field], role: Role) -> Option<Vec<usize>> {
            fields.iter().enumerate().find_map(|(index, field)| match &field.kind {
                _ if field.role == Some(role) => Some(vec![index]),
                Kind::Record(fields) => Some([vec![index], find(fields, role)?].concat()),
                _ => None,
            })
        }
        find(&self.fields, role)
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
                    let is_it =
                        |column: &&Column| column.role == Some(role) && column.kind.is_decimal();
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
