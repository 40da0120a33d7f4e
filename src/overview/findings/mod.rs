//! What was found in many files, as a list of who must mend what.

mod holder;
mod table;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::diagnostic::render::elsewhere;
use crate::diagnostic::render::position::Positions;
use crate::diagnostic::{Diagnostic, Severity};
use crate::form::{Attribute, Form};
use crate::source::{Defaults, Input};
use crate::system::parallel;
use crate::text::collation::Collation;
pub use holder::Group;
use holder::Holder;

/// Who must mend what.
#[derive(Debug)]
pub struct Worklist<'a> {
    /// What the files of a group have in common.
    by: Attribute,
    /// The columns that say who, and what they are called.
    columns: Vec<(Attribute, String)>,
    /// All project files, and those other files that something was found in.
    holders: Vec<Holder>,
    /// The groups of the files, in their order.
    groups: Vec<Group>,
    /// What was found, by group, file and line.
    charges: Vec<Charge<'a>>,
}

/// Something that was found, and where.
#[derive(Debug)]
struct Charge<'a> {
    found: &'a Diagnostic,
    /// The number of the file among the holders.
    holder: usize,
    /// The line; `None` for the file as a whole.
    line: Option<usize>,
    /// The other places that explain it, in words.
    elsewhere: String,
}

impl<'a> Worklist<'a> {
    /// Who must mend what of `found` in the project files `inputs`, in groups that have
    /// something in common.
    pub fn new(
        found: &'a [Diagnostic],
        inputs: &[Input],
        defaults: &Defaults,
        by: Attribute,
    ) -> Self {
        let attributes = attributes(&by);
        let holder = |input: &Input| Holder::of(input, defaults, &attributes, &by);
        let mut holders = parallel::map(inputs, None, holder);
        let stranger = |name: &str| Holder { is_project: false, ..holder(&other(name, inputs)) };
        let mut charges = charges(found, &mut holders, stranger);
        let groups = groups(&holders);
        let ranks: HashMap<&Group, usize> =
            groups.iter().enumerate().map(|(rank, group)| (group, rank)).collect();
        let rank = |charge: &Charge| {
            let rank = ranks.get(&holders[charge.holder].group);
            (rank.copied(), charge.holder, charge.line)
        };
        charges.sort_by_cached_key(rank);
        let forms: Vec<&Form> = holders.iter().filter_map(|it| it.form.as_deref()).collect();
        let title = |it: Attribute| {
            let title = it.title_in(forms.iter().copied());
            (it, title)
        };
        let columns = attributes.into_iter().map(title).collect();
        Self { by, columns, holders, groups, charges }
    }

    /// The groups, in their order, each with whether something was found there.
    pub fn groups(&self) -> impl Iterator<Item = (&Group, bool)> {
        let found = self.charges.iter().map(|charge| &self.holders[charge.holder].group);
        let found: HashSet<&Group> = found.collect();
        self.groups.iter().map(move |group| (group, found.contains(group)))
    }
}

/// What was found, each with the one of the files that it is found in; one that is none of
/// them is added, as `stranger` has it by its name.
fn charges<'a>(
    found: &'a [Diagnostic],
    holders: &mut Vec<Holder>,
    stranger: impl Fn(&str) -> Holder,
) -> Vec<Charge<'a>> {
    let mut known: HashMap<String, usize> =
        holders.iter().enumerate().map(|(number, it)| (it.file.clone(), number)).collect();
    let mut positions = Positions::default();
    let charge = |found: &'a Diagnostic| {
        let name = found.places.first().map_or("", |place| place.file.name());
        let number = *known.entry(name.to_owned()).or_insert_with(|| {
            holders.push(stranger(name));
            holders.len() - 1
        });
        holders[number].count(found.severity);
        let line = found.places.first().and_then(|it| positions.of_place(it));
        let line = line.map(|range| range.start.line);
        Charge { found, holder: number, line, elsewhere: elsewhere(found, &mut positions) }
    };
    found.iter().map(charge).collect()
}

/// What there is to say of who must mend something: the department above all, and what the
/// groups have in common.
fn attributes(by: &Attribute) -> Vec<Attribute> {
    let mut attributes = vec![Attribute::Department, Attribute::Unit, Attribute::Person];
    if !attributes.contains(by) {
        attributes.insert(0, by.clone());
    }
    attributes
}

/// The groups of some files, in the order of dictionaries.
fn groups(holders: &[Holder]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut seen = HashSet::new();
    groups.extend(holders.iter().map(|it| &it.group).filter(|it| seen.insert(*it)).cloned());
    let order = Collation::chinese();
    groups.sort_by(|one, other| one.compare(other, &order));
    groups
}

/// A file that is none of the projects, such as one of defaults, as one of the folder that was
/// given.
fn other(name: &str, inputs: &[Input]) -> Input {
    let path = Path::new(name);
    let folder = inputs.iter().map(|input| &*input.folder).find(|it| path.starts_with(it));
    Input::of(path, folder.or(path.parent()).unwrap_or(path))
}

impl Holder {
    /// Counts something that was found in the file.
    fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Hint => self.hints += 1,
        }
    }
}
