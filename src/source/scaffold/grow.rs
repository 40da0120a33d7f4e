//! Trees of an earlier project on another form.

use crate::form::{Branch, Branches, Names, Row, is_same};

/// The branches with other rows, but for those whose names the form does not have: these
/// are left behind. `above` are the names that lead here.
pub fn grafted(
    branches: &Branches,
    names: &Names,
    row: &impl Fn(&Row) -> Row,
    above: &mut Vec<String>,
    left_behind: &mut Vec<String>,
) -> Branches {
    let free = Names::default();
    let mut kept = Branches::new();
    for (name, branch) in branches {
        let below = match names.find(name) {
            Some((_, below)) => below,
            None if names.is_free() => &free,
            None => {
                left_behind
                    .push([above.as_slice(), std::slice::from_ref(name)].concat().join(" › "));
                continue;
            }
        };
        let branch = match branch {
            Branch::Row(said) => Branch::Row(row(said)),
            Branch::Group(branches) => {
                above.push(name.clone());
                let branches = grafted(branches, below, row, above, left_behind);
                above.pop();
                if branches.is_empty() {
                    continue;
                }
                Branch::Group(branches)
            }
        };
        kept.insert(name.clone(), branch);
    }
    kept
}

/// Adds the rows that the form fixes and that are not there, as `blank`, where the form has
/// them; so many levels of names are left.
pub fn complete(branches: &mut Branches, names: &Names, levels: usize, blank: &Row) {
    for (name, below) in &names.0 {
        let is_fixed = levels == 1 || !below.fixed(levels.saturating_sub(1)).is_empty();
        if !is_fixed {
            continue;
        }
        let there = branches.keys().position(|other| is_same(other, name));
        let at = there.unwrap_or_else(|| {
            let at = place(branches, names, name);
            let branch = match levels {
                1 => Branch::Row(blank.clone()),
                _ => Branch::Group(Branches::new()),
            };
            branches.shift_insert(at, name.clone(), branch);
            at
        });
        if let Some((_, Branch::Group(branches))) = branches.get_index_mut(at) {
            complete(branches, below, levels.saturating_sub(1), blank);
        }
    }
}

/// Where a name belongs among those that are there: before the first one that the form has
/// behind it.
fn place(branches: &Branches, names: &Names, name: &str) -> usize {
    let rank = |name: &str| names.names().position(|other| is_same(other, name));
    let own = rank(name);
    let is_behind = |other: &String| rank(other).is_some_and(|rank| Some(rank) > own);
    branches.keys().position(is_behind).unwrap_or(branches.len())
}
