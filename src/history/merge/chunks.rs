//! Three versions of a sequence, cut where all of them are the same.

use std::hash::Hash;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::versions::Versions;

/// A part of each version: either the same in all of them, or next to such parts.
pub type Chunk<'a, T> = Versions<&'a [T]>;

/// Cuts three versions of a sequence into chunks.
pub fn cut<'a, T: Eq + Hash + Ord>(items: Versions<&'a [T]>) -> Vec<Chunk<'a, T>> {
    let in_ours = matches(items.base, items.ours);
    let in_theirs = matches(items.base, items.theirs);
    let mut chunks = Vec::new();
    let mut at = Versions::all(0);
    let mut cut_at = |to: Versions<usize>| {
        let chunk = items.zip(at).zip(to).map(|((items, from), to)| &items[from..to]);
        if chunk.into_array().iter().any(|part| !part.is_empty()) {
            chunks.push(chunk);
        }
        at = to;
    };
    for (base, found) in in_ours.into_iter().zip(in_theirs).enumerate() {
        let (Some(ours), Some(theirs)) = found else { continue };
        cut_at(Versions { base, ours, theirs });
        cut_at(Versions { base: base + 1, ours: ours + 1, theirs: theirs + 1 });
    }
    cut_at(items.map(<[T]>::len));
    chunks
}

/// Cuts a chunk in which every version has as many items into chunks of one item.
pub fn refine<T: PartialEq>(chunk: Chunk<'_, T>) -> Vec<Chunk<'_, T>> {
    if !chunk.map(<[T]>::len).is_same() || chunk.settled().is_some() {
        return vec![chunk];
    }
    (0..chunk.base.len()).map(|at| chunk.map(|items| &items[at..=at])).collect()
}

/// Of how many pairs of items the best matches are looked for. A project file has less
/// than a thousandth of this; with more it would take seconds, and git waits.
const MOST_PAIRS: usize = 400_000_000;

/// Where the items of `before` stand in `after`.
fn matches<T: Eq + Hash + Ord>(before: &[T], after: &[T]) -> Vec<Option<usize>> {
    let mut places = vec![None; before.len()];
    let start = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let (old, new) = (&before[start..], &after[start..]);
    let rest = old.iter().rev().zip(new.iter().rev()).take_while(|(one, other)| one == other);
    let end = rest.count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    let mut matched = |old_start: usize, new_start: usize, length: usize| {
        for step in 0..length {
            places[old_start + step] = Some(new_start + step);
        }
    };
    matched(0, 0, start);
    matched(before.len() - end, after.len() - end, end);
    if old.len().saturating_mul(new.len()) <= MOST_PAIRS {
        for operation in capture_diff_slices(Algorithm::Patience, old, new) {
            if let DiffOp::Equal { old_index, new_index, len } = operation {
                matched(start + old_index, start + new_index, len);
            }
        }
    }
    places
}
