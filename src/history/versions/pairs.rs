//! Which form of one side is which of the other.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::{Form, Side};
use crate::history::compare::Sides;
use crate::readback::Readers;
use crate::system::parallel;

/// A form on both sides, or on one of them.
pub type Pair<'a> = Sides<&'a Form>;

/// What tells a project from others, wherever its file is.
#[derive(PartialEq, Eq, Hash)]
struct Identity {
    name: String,
    department: String,
    year: String,
}

/// Pairs the forms of two sides: by their paths and, where a path is on one side only,
/// by what the projects are called. In the order of the paths.
pub fn pairs<'a>(old: &'a Side, new: &'a Side, readers: &Readers) -> Vec<Pair<'a>> {
    let mut pairs: BTreeMap<&Path, Pair<'a>> = BTreeMap::new();
    pairs.extend(old.forms.iter().map(|form| (&*form.key, Sides::Removed(form))));
    for new in &new.forms {
        let pair = match pairs.remove(&*new.key) {
            Some(Sides::Removed(old)) => Sides::Kept { old, new },
            _ => Sides::Added(new),
        };
        pairs.insert(&new.key, pair);
    }
    for (from, to) in moved(old, new, pairs.values(), readers) {
        pairs.remove(&*from.key);
        pairs.insert(&to.key, Sides::Kept { old: from, new: to });
    }
    pairs.into_values().collect()
}

/// The forms whose paths are on one side only, where it is beyond doubt by what the
/// projects are called which of the others each is.
fn moved<'a, 'p>(
    old: &Side,
    new: &Side,
    pairs: impl Iterator<Item = &'p Pair<'a>>,
    readers: &Readers,
) -> Vec<(&'a Form, &'a Form)>
where
    'a: 'p,
{
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for pair in pairs {
        match *pair {
            Sides::Removed(form) => removed.push(form),
            Sides::Added(form) => added.push(form),
            Sides::Kept { .. } => {}
        }
    }
    if removed.is_empty() || added.is_empty() {
        return Vec::new();
    }
    let (from, to) = (unique(old, &removed, readers), unique(new, &added, readers));
    from.into_iter().filter_map(|(identity, form)| Some((form, *to.get(&identity)?))).collect()
}

/// The forms by what their projects are called, where only one is called that. Those
/// that cannot be read are left out.
fn unique<'a>(side: &Side, forms: &[&'a Form], readers: &Readers) -> HashMap<Identity, &'a Form> {
    let identities = parallel::map(forms, None, |form| {
        let project = side.read(form, readers).ok()?;
        let (name, department, year) = (project.name, project.department, project.year);
        Some(Identity { name, department, year })
    });
    let mut by_identity: HashMap<_, Option<&Form>> = HashMap::new();
    for (form, identity) in forms.iter().zip(identities) {
        let Some(identity) = identity else { continue };
        by_identity.entry(identity).and_modify(|first| *first = None).or_insert(Some(*form));
    }
    by_identity.into_iter().filter_map(|(identity, form)| Some((identity, form?))).collect()
}
