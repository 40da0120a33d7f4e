//! Which form of one side is which of the other.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::{FormFile, FormSet};
use crate::form::Role;
use crate::history::compare::Sides;
use crate::readback::Readers;
use crate::system::parallel;

/// A form on both sides, or on one of them.
pub type FilePair<'a> = Sides<&'a FormFile>;

/// What tells a project from others, wherever its file is.
#[derive(PartialEq, Eq, Hash)]
struct Identity {
    form: String,
    name: String,
    department: String,
    year: String,
}

/// Pairs the forms of two sides: by their paths and, where a path is on one side only,
/// by what the projects are called. In the order of the paths.
pub fn pairs<'a>(old: &'a FormSet, new: &'a FormSet, readers: &Readers) -> Vec<FilePair<'a>> {
    let mut pairs: BTreeMap<&Path, FilePair<'a>> = BTreeMap::new();
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
    old: &FormSet,
    new: &FormSet,
    pairs: impl Iterator<Item = &'p FilePair<'a>>,
    readers: &Readers,
) -> Vec<(&'a FormFile, &'a FormFile)>
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
fn unique<'a>(
    side: &FormSet,
    forms: &[&'a FormFile],
    readers: &Readers,
) -> HashMap<Identity, &'a FormFile> {
    let identities = parallel::map(forms, None, |form| {
        let project = side.read(form, readers).ok()?;
        Some(Identity {
            form: project.form().name.clone(),
            name: project.name().into_owned(),
            department: project.text(Role::Department).into_owned(),
            year: project.year().into_owned(),
        })
    });
    let mut by_identity: HashMap<_, Option<&FormFile>> = HashMap::new();
    for (form, identity) in forms.iter().zip(identities) {
        let Some(identity) = identity else { continue };
        by_identity.entry(identity).and_modify(|first| *first = None).or_insert(Some(*form));
    }
    by_identity.into_iter().filter_map(|(identity, form)| Some((identity, form?))).collect()
}
