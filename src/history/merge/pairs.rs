//! Which names of one version are which of another one.

use std::collections::HashMap;
use std::hash::Hash;

use super::bare::bare;
use super::names::Name;

/// Which of the old names each of the new ones is; none is two of them. Names are the same
/// within a group, otherwise in any group. With `or_renamed`, a name is also one that has
/// kept its value and its place, where no other one could be meant.
pub fn partners(old: &[&Name], new: &[&Name], or_renamed: bool) -> Vec<Option<usize>> {
    let mut pairs = Pairs { of_new: vec![None; new.len()], of_old: vec![None; old.len()] };
    pairs.join_by([old, new], |name| (name.above, name.entry.key.as_str()));
    pairs.join_by([old, new], |name| (name.above, name.identity));
    pairs.join_moved([old, new]);
    if or_renamed {
        pairs.join_renamed([old, new]);
    }
    pairs.of_new
}

struct Pairs {
    of_new: Vec<Option<usize>>,
    of_old: Vec<Option<usize>>,
}

impl Pairs {
    fn join(&mut self, old: usize, new: usize) {
        (self.of_old[old], self.of_new[new]) = (Some(new), Some(old));
    }

    fn left_of_old(&self) -> Vec<usize> {
        (0..self.of_old.len()).filter(|old| self.of_old[*old].is_none()).collect()
    }

    fn left_of_new(&self) -> Vec<usize> {
        (0..self.of_new.len()).filter(|new| self.of_new[*new].is_none()).collect()
    }

    /// Joins those that have the same key.
    fn join_by<'a, K: Eq + Hash>(
        &mut self,
        [old, new]: [&[&'a Name<'a>]; 2],
        key: impl Fn(&'a Name<'a>) -> K,
    ) {
        let mut left: HashMap<K, Vec<usize>> = HashMap::new();
        for index in self.left_of_old().into_iter().rev() {
            left.entry(key(old[index])).or_default().push(index);
        }
        for index in self.left_of_new() {
            if let Some(partner) = left.get_mut(&key(new[index])).and_then(Vec::pop) {
                self.join(partner, index);
            }
        }
    }

    /// Joins namesakes of different groups, those that have the most in common first. Of
    /// groups that have no row in common, the name alone is no sign.
    fn join_moved(&mut self, [old, new]: [&[&Name]; 2]) {
        let mut left: HashMap<&str, Vec<usize>> = HashMap::new();
        for index in self.left_of_old() {
            left.entry(old[index].identity).or_default().push(index);
        }
        let mut alike = Vec::new();
        for index in self.left_of_new() {
            for partner in left.get(new[index].identity).into_iter().flatten() {
                let likeness = old[*partner].likeness(new[index]);
                alike.extend(likeness.map(|it| (usize::MAX - it, *partner, index)));
            }
        }
        alike.sort_unstable();
        for (_, partner, index) in alike {
            if self.of_old[partner].is_none() && self.of_new[index].is_none() {
                self.join(partner, index);
            }
        }
    }

    fn join_renamed(&mut self, [old, new]: [&[&Name]; 2]) {
        let gone = places(old, new, &self.of_old);
        let added = places(new, old, &self.of_new);
        let only = |place: &Place, others: &[Place]| {
            let mut like = others.iter().filter(|other| place.is_like(other));
            like.next().filter(|_| like.next().is_none()).map(|other| other.index)
        };
        let pairs: Vec<(usize, usize)> = added
            .iter()
            .filter_map(|place| {
                let meant = only(place, &gone)?;
                let back = gone.iter().find(|it| it.index == meant)?;
                only(back, &added).map(|_| (meant, place.index))
            })
            .collect();
        pairs.into_iter().for_each(|(old, new)| self.join(old, new));
    }
}

/// A name that only one version has.
struct Place<'a> {
    index: usize,
    name: &'a Name<'a>,
    /// How many names that both versions have stand before it in its group.
    before: usize,
}

impl Place<'_> {
    fn is_like(&self, other: &Place) -> bool {
        // Of the names that the form has, one is never another one.
        let may_be_one = !self.name.is_of_form || !other.name.is_of_form;
        let places = [self, other].map(|place| (place.name.above, place.before));
        may_be_one
            && places[0] == places[1]
            && bare(&self.name.entry.value) == bare(&other.name.entry.value)
    }
}

/// The names that have no partner among the others.
fn places<'a>(
    names: &[&'a Name<'a>],
    others: &[&Name],
    partners: &[Option<usize>],
) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    let (mut group, mut before) = (None, 0);
    for (index, name) in names.iter().enumerate() {
        if group != Some(name.above) {
            (group, before) = (Some(name.above), 0);
        }
        match partners[index] {
            Some(partner) => before += usize::from(others[partner].above == name.above),
            None => places.push(Place { index, name, before }),
        }
    }
    places
}
