//! Three versions of a sequence, cut where all of them are the same.

use std::hash::Hash;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

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

/// How long to look for the best matches. No project file takes a hundredth of it; of
/// one that is none, good ones do: git waits.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where the items of `before` stand in `after`.
fn matches<T: Eq + Hash + Ord>(before: &[T], after: &[T]) -> Vec<Option<usize>> {
    let mut places = vec![None; before.len()];
    let deadline = Some(Instant::now() + PATIENCE);
    for operation in capture_diff_slices_deadline(Algorithm::Patience, before, after, deadline) {
        if let DiffOp::Equal { old_index, new_index, len } = operation {
            for step in 0..len {
                places[old_index + step] = Some(new_index + step);
            }
        }
    }
    places
}
