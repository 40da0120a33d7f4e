//! Which form of one side is which of the other.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::{Form, Side};
use crate::parallel;

/// A form on both sides, or on one of them.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The form on the old side.
    pub old: Option<&'a Form>,
    /// The form on the new side.
    pub new: Option<&'a Form>,
}

/// What tells a project from others, wherever its file is.
#[derive(PartialEq, Eq, Hash)]
struct Identity {
    name: String,
    department: String,
    year: String,
}

/// Pairs the forms of two sides: by their paths and, where a path is on one side only,
/// by what the projects are called. In the order of the paths.
pub fn pairs<'a>(old: &'a Side, new: &'a Side) -> Vec<Pair<'a>> {
    let mut by_key: BTreeMap<&Path, Pair<'a>> = BTreeMap::new();
    for form in &old.forms {
        by_key.insert(&form.key, Pair { old: Some(form), new: None });
    }
    for form in &new.forms {
        by_key.entry(&form.key).or_insert(Pair { old: None, new: None }).new = Some(form);
    }
    for (from, to) in moved(old, new, by_key.values()) {
        by_key.remove(&*from.key);
        by_key.insert(&to.key, Pair { old: Some(from), new: Some(to) });
    }
    by_key.into_values().collect()
}

/// The forms whose paths are on one side only, where it is beyond doubt by what the
/// projects are called which of the others each is.
fn moved<'a, 'p>(
    old: &Side,
    new: &Side,
    pairs: impl Iterator<Item = &'p Pair<'a>>,
) -> Vec<(&'a Form, &'a Form)>
where
    'a: 'p,
{
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for pair in pairs {
        match *pair {
            Pair { old: Some(form), new: None } => removed.push(form),
            Pair { old: None, new: Some(form) } => added.push(form),
            _ => {}
        }
    }
    if removed.is_empty() || added.is_empty() {
        return Vec::new();
    }
    let (from, to) = (unique(old, &removed), unique(new, &added));
    from.into_iter().filter_map(|(identity, form)| Some((form, *to.get(&identity)?))).collect()
}

/// The forms by what their projects are called, where only one is called that. Those
/// that cannot be read are left out.
fn unique<'a>(side: &Side, forms: &[&'a Form]) -> HashMap<Identity, &'a Form> {
    let identities = parallel::map(forms, None, |form| {
        let project = side.read(form).ok()?;
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
