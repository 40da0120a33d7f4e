//! The order of entries that come from several versions.

use super::versions::Versions;

/// The names in the order that both sides want: that of the side which has moved
/// something, otherwise ours; what only the other side has stands behind the one it
/// stood behind there. Where both have added something, ours comes first.
pub fn order<'a>(names: Versions<&[&'a str]>) -> Vec<&'a str> {
    match !is_moved(names.base, names.ours) && is_moved(names.base, names.theirs) {
        true => join(names.theirs, names.ours, |_| false),
        false => join(names.ours, names.theirs, |name| !names.base.contains(&name)),
    }
}

/// Whether entries that both versions have stand in another order.
fn is_moved(before: &[&str], after: &[&str]) -> bool {
    let kept = before.iter().filter(|name| after.contains(name));
    !kept.eq(after.iter().filter(|name| before.contains(name)))
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
