//! The projects as a table: a line for each, and one for all.

mod read;
mod summary;
mod table;
mod totals;

use std::cmp::Ordering;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::Serialize;

use crate::diagnostic::{Diagnostic, rule};
use crate::form::{Amount, Attribute, Form};
use crate::tabular::Datum;
use crate::text::collation::Collation;

pub use read::{PageCounter, Reader};
pub use totals::{GroupTotals, ListingTotals};

/// The version of the JSON's shape.
const VERSION: u32 = 1;

/// A table of projects.
#[derive(Debug, Serialize)]
pub struct Listing {
    version: u32,
    /// A line for each project file, in the order given or asked for.
    pub projects: Vec<ListedProject>,
    /// The line for all. Where they are of several forms, their money does not add up: the
    /// forms of one project speak of the same.
    pub totals: ListingTotals,
    /// The lines for the forms, by their names; none where all are of one.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub totals_by_form: IndexMap<String, ListingTotals>,
    /// The lines for the groups, in their order; none where it is not grouped.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub totals_by_group: Vec<GroupTotals>,
    #[serde(skip)]
    arrangement: Arrangement,
}

/// What a table of projects shows, and in which order.
#[derive(Debug, Default)]
pub struct Arrangement {
    /// The columns, where they are chosen.
    pub columns: Option<Vec<Attribute>>,
    /// What the projects of a group have in common.
    pub by: Option<Attribute>,
    /// What their order depends on, the chief thing first.
    pub sort: Vec<SortKey>,
}

/// Something that the order of projects depends on.
#[derive(Debug)]
pub struct SortKey {
    /// What it is.
    pub attribute: Attribute,
    /// Whether the greatest come first.
    pub is_descending: bool,
}

/// What there is to say about a project file. What cannot be known of it, as it has
/// errors or its form does not tell, is `None`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListedProject {
    /// The path, as the user gave it.
    pub file: String,
    /// The folder of the file.
    pub folder: String,
    /// The form's short name.
    pub form: Option<String>,
    /// The budget year.
    pub year: Option<String>,
    /// The department in charge.
    pub department: Option<String>,
    /// The unit that carries it out.
    pub unit: Option<String>,
    /// The person in charge.
    pub person: Option<String>,
    /// That person's telephone number.
    pub phone: Option<String>,
    /// What the project is called.
    pub name: Option<String>,
    /// Whether it recurs.
    pub kind: Option<String>,
    /// The level of government that pays for it.
    pub tier: Option<String>,
    /// Its money of the year.
    pub total: Option<Amount>,
    /// The sum of what is planned for the half year.
    pub half_year: Option<Amount>,
    /// How many indicators there are.
    pub indicators: Option<usize>,
    /// How many pages the form has, if they were counted.
    pub pages: Option<usize>,
    /// How many errors were found.
    pub errors: usize,
    /// How many warnings were found.
    pub warnings: usize,
    /// The fields that were asked for, by their keys.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub fields: IndexMap<String, Option<String>>,
    /// Whether it could be read as a project, and counts in sums.
    #[serde(skip)]
    is_read: bool,
    /// The form, for its words.
    #[serde(skip)]
    definition: Option<Arc<Form>>,
}

impl Listing {
    /// A table with these lines.
    pub fn new(mut projects: Vec<ListedProject>, arrangement: Arrangement) -> Self {
        arrange(&mut projects, &arrangement);
        let totals_by_group = match &arrangement.by {
            Some(by) => totals::by_group(&projects, by),
            None => Vec::new(),
        };
        let all: Vec<&ListedProject> = projects.iter().collect();
        let totals_by_form = totals::by_form(&all);
        let mut totals = ListingTotals::of(&all);
        if !totals_by_form.is_empty() {
            (totals.total, totals.half_year) = (None, None);
        }
        Self { version: VERSION, projects, totals, totals_by_form, totals_by_group, arrangement }
    }

    /// For programs: amounts are texts, so that they stay exact.
    pub fn to_json(&self) -> Result<String, Diagnostic> {
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .map_err(|error| Diagnostic::new(&rule::INTERNAL, format!("写不出表格：{error}")))
    }
}

impl Arrangement {
    /// Whether an attribute has to be known.
    pub fn needs(&self, attribute: &Attribute) -> bool {
        self.attributes().any(|it| it == attribute)
    }

    /// The keys of the fields that have to be known.
    fn fields(&self) -> Vec<&str> {
        let fields = self.attributes().filter(|it| matches!(it, Attribute::Field(_)));
        fields.map(Attribute::key).collect()
    }

    fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        let columns = self.columns.iter().flatten();
        columns.chain(&self.by).chain(self.sort.iter().map(|key| &key.attribute))
    }
}

/// Puts the projects in the order that is asked for, those of a group together.
fn arrange(projects: &mut [ListedProject], arrangement: &Arrangement) {
    if arrangement.by.is_none() && arrangement.sort.is_empty() {
        return;
    }
    let order = Collation::chinese();
    projects.sort_by(|one, other| {
        let groups = arrangement.by.as_ref().map(|by| {
            let text = |it: &ListedProject| it.group(by).map_or(Datum::Unknown, Datum::Text);
            compare(&text(one), &text(other), false, &order)
        });
        let keys = arrangement.sort.iter().map(|key| {
            let (one, other) = (one.datum(&key.attribute), other.datum(&key.attribute));
            compare(&one, &other, key.is_descending, &order)
        });
        groups.into_iter().chain(keys).fold(Ordering::Equal, Ordering::then)
    });
}

/// The order of two cells of a column; what is not known comes last either way.
fn compare(one: &Datum, other: &Datum, is_descending: bool, order: &Collation) -> Ordering {
    let is_known = |it: &Datum| !matches!(it, Datum::Unknown | Datum::Empty);
    let by_value = match (one, other) {
        (Datum::Text(one), Datum::Text(other)) => order.compare(one, other),
        (Datum::Amount(one), Datum::Amount(other)) => one.cmp(other),
        (Datum::Count(one), Datum::Count(other)) => one.cmp(other),
        _ => return is_known(other).cmp(&is_known(one)),
    };
    if is_descending { by_value.reverse() } else { by_value }
}

impl ListedProject {
    /// What stands in a column.
    fn datum(&self, attribute: &Attribute) -> Datum {
        let amount = |amount: &Option<Amount>| {
            amount.as_ref().map_or(Datum::Unknown, |amount| Datum::Amount(amount.value()))
        };
        let count = |count: Option<usize>| count.map_or(Datum::Unknown, Datum::Count);
        match attribute {
            Attribute::Total => amount(&self.total),
            Attribute::HalfYear => amount(&self.half_year),
            Attribute::Indicators => count(self.indicators),
            Attribute::Pages => count(self.pages),
            Attribute::Errors => Datum::Count(self.errors),
            Attribute::Warnings => Datum::Count(self.warnings),
            attribute => Datum::known(self.text(attribute)),
        }
    }

    /// The text of a column of texts.
    fn text(&self, attribute: &Attribute) -> Option<&str> {
        let text = match attribute {
            Attribute::File => return Some(&self.file),
            Attribute::Folder => return Some(&self.folder),
            Attribute::Form => &self.form,
            Attribute::Year => &self.year,
            Attribute::Department => &self.department,
            Attribute::Unit => &self.unit,
            Attribute::Person => &self.person,
            Attribute::Phone => &self.phone,
            Attribute::Name => &self.name,
            Attribute::Type => &self.kind,
            Attribute::Tier => &self.tier,
            Attribute::Field(key) => self.fields.get(key)?,
            _ => &None,
        };
        text.as_deref()
    }

    /// The group that it belongs to.
    fn group(&self, by: &Attribute) -> Option<String> {
        by.group(self.text(by)?)
    }
}
