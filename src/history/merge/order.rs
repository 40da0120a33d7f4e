//! The order of entries that come from several versions.

use std::collections::HashSet;
use std::hash::Hash;

use super::versions::Versions;

/// In which order the entries of all versions stand.
#[derive(Debug, PartialEq, Eq)]
pub enum Order<T> {
    /// In the one that both sides want.
    Settled(Vec<T>),
    /// Both sides have moved entries, each in another way.
    Open(Versions<Vec<T>>),
}

/// The order that both sides want: that of the side which has moved something,
/// otherwise ours; what only the other side has stands behind the one it stood behind
/// there. Where both have added something, ours comes first. Of names that are not
/// `native`, the places mean nothing.
pub fn order<T: Copy + Eq + Hash>(
    names: Versions<&[T]>,
    is_native: impl Fn(T) -> bool,
) -> Order<T> {
    let Versions { base, ours, theirs } = names;
    let there = names.map(|names| names.iter().copied().collect::<HashSet<T>>());
    let is_common = |name: &T| {
        is_native(*name) && there.as_ref().into_array().iter().all(|names| names.contains(name))
    };
    let kept = names.map(|names| names.iter().copied().filter(is_common).collect::<Vec<_>>());
    let in_our_order = || join(ours, theirs, |name| !there.base.contains(&name));
    let in_their_order = || join(theirs, ours, |_| false);
    if kept.settled().is_none() {
        let before = join(&join(base, ours, |_| false), theirs, |_| true);
        let (ours, theirs) = (in_our_order(), in_their_order());
        return Order::Open(Versions { base: before, ours, theirs });
    }
    match kept.base == kept.ours && kept.base != kept.theirs {
        true => Order::Settled(join(&in_their_order(), base, |_| false)),
        false => Order::Settled(join(&in_our_order(), base, |_| false)),
    }
}

/// Puts into `first` what only `second` has, behind names for which `is_passed` holds.
fn join<T: Copy + Eq + Hash>(first: &[T], second: &[T], is_passed: impl Fn(T) -> bool) -> Vec<T> {
    let mut joined = first.to_vec();
    let in_second: HashSet<T> = second.iter().copied().collect();
    let mut at = 0;
    for name in second {
        if let Some(place) = joined.iter().position(|it| it == name) {
            at = place + 1;
            continue;
        }
        // Behind what has been added to the first one at this place.
        let passed = |it: &&T| !in_second.contains(*it) && is_passed(**it);
        at += joined[at..].iter().take_while(passed).count();
        joined.insert(at, *name);
        at += 1;
    }
    joined
}
