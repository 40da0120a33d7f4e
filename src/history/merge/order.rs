//! The order of entries that come from several versions.

use super::versions::Versions;

/// In which order the entries of all versions stand.
#[derive(Debug, PartialEq, Eq)]
pub enum Order<'a> {
    /// In the one that both sides want.
    Settled(Vec<&'a str>),
    /// Both sides have moved entries, each in another way.
    Open(Versions<Vec<&'a str>>),
}

/// The order that both sides want: that of the side which has moved something,
/// otherwise ours; what only the other side has stands behind the one it stood behind
/// there. Where both have added something, ours comes first.
pub fn order<'a>(names: Versions<&[&'a str]>) -> Order<'a> {
    let Versions { base, ours, theirs } = names;
    let is_common = |name: &&&str| names.into_array().iter().all(|names| names.contains(*name));
    let kept = names.map(|names| names.iter().filter(is_common).collect::<Vec<_>>());
    let in_our_order = || join(ours, theirs, |name| !base.contains(&name));
    let in_their_order = || join(theirs, ours, |_| false);
    if kept.settled().is_none() {
        let before = join(&join(base, ours, |_| false), theirs, |_| true);
        let (ours, theirs) = (in_our_order(), in_their_order());
        return Order::Open(Versions { base: before, ours, theirs });
    }
    match kept.base == kept.ours && kept.base != kept.theirs {
        true => Order::Settled(in_their_order()),
        false => Order::Settled(in_our_order()),
    }
}

/// Puts into `first` what only `second` has, behind names for which `is_passed` holds.
fn join<'a>(
    first: &[&'a str],
    second: &[&'a str],
    is_passed: impl Fn(&str) -> bool,
) -> Vec<&'a str> {
    let mut joined = first.to_vec();
    let mut at = 0;
    for name in second {
        if let Some(place) = joined.iter().position(|it| it == name) {
            at = place + 1;
            continue;
        }
        // Behind what has been added to the first one at this place.
        let passed = |it: &&&str| !second.contains(*it) && is_passed(it);
        at += joined[at..].iter().take_while(passed).count();
        joined.insert(at, name);
        at += 1;
    }
    joined
}
