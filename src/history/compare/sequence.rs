//! What two sequences have in common, in an order that both have.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// How much work a comparison may take, in pairs of elements: some tenths of a second.
/// It is counted instead of timed, so that a result never depends on the machine.
const WORK: usize = 30_000_000;

/// The elements that both sequences have, as pairs of indices that go up on both
/// sides. As many as there can be, unless the sequences are so long that only those
/// are found that lie between elements which occur once.
pub fn common<T: Eq + Hash>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    let mut numbers = HashMap::new();
    let mut number = |element| {
        let next = numbers.len();
        *numbers.entry(element).or_insert(next)
    };
    let old: Vec<usize> = old.iter().map(&mut number).collect();
    let new: Vec<usize> = new.iter().map(&mut number).collect();
    let reach = WORK / (old.len() + new.len() + 1);
    let mut search =
        Search { old: &old, new: &new, largest: reach.saturating_pow(2), pairs: vec![] };
    search.between(0..old.len(), 0..new.len(), Search::between_anchors);
    search.pairs
}

struct Search<'a> {
    old: &'a [usize],
    new: &'a [usize],
    /// The most pairs of elements that are searched through in one go.
    largest: usize,
    pairs: Vec<(usize, usize)>,
}

impl Search<'_> {
    /// Finds what two ranges have in common; where they are too large for all of it,
    /// what `otherwise` finds.
    fn between(
        &mut self,
        old: Range<usize>,
        new: Range<usize>,
        otherwise: fn(&mut Self, Range<usize>, Range<usize>),
    ) {
        let equal = |(a, b): &(usize, usize)| self.old[*a] == self.new[*b];
        let start = old.clone().zip(new.clone()).take_while(equal).count();
        self.pairs.extend((old.start..old.start + start).zip(new.start..));
        let (old, new) = (old.start + start..old.end, new.start + start..new.end);
        let equal = |(a, b): &(usize, usize)| self.old[*a] == self.new[*b];
        let end = old.clone().rev().zip(new.clone().rev()).take_while(equal).count();
        let (inner_old, inner_new) = (old.start..old.end - end, new.start..new.end - end);
        let tail = inner_old.end..old.end;
        let tail = tail.zip(inner_new.end..new.end);
        match inner_old.len().saturating_mul(inner_new.len()) {
            0 => {}
            size if size <= self.largest => self.all_between(inner_old, inner_new),
            _ => otherwise(self, inner_old, inner_new),
        }
        self.pairs.extend(tail);
    }

    fn all_between(&mut self, old: Range<usize>, new: Range<usize>) {
        let (old_part, new_part) = (&self.old[old.clone()], &self.new[new.clone()]);
        for op in capture_diff_slices(Algorithm::Myers, old_part, new_part) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                let (a, b) = (old.start + old_index, new.start + new_index);
                self.pairs.extend((a..a + len).zip(b..));
            }
        }
    }

    /// Holds on to what occurs once on either side, and looks between that.
    fn between_anchors(&mut self, old: Range<usize>, new: Range<usize>) {
        let anchors = self.anchors(&old, &new);
        let (mut a, mut b) = (old.start, new.start);
        for (next_a, next_b) in anchors {
            self.between(a..next_a, b..next_b, |_, _, _| {});
            self.pairs.push((next_a, next_b));
            (a, b) = (next_a + 1, next_b + 1);
        }
        self.between(a..old.end, b..new.end, |_, _, _| {});
    }

    fn anchors(&self, old: &Range<usize>, new: &Range<usize>) -> Vec<(usize, usize)> {
        let unique_new = places(self.new, new);
        let mut unique: Vec<(usize, usize)> = places(self.old, old)
            .into_iter()
            .filter_map(|(element, place)| Some((place?, (*unique_new.get(&element)?)?)))
            .collect();
        unique.sort_unstable();
        let targets: Vec<usize> = unique.iter().map(|(_, b)| *b).collect();
        longest_rise(&targets).into_iter().map(|index| unique[index]).collect()
    }
}

/// Where each element of a range stands; `None` where it stands more than once.
fn places(elements: &[usize], range: &Range<usize>) -> HashMap<usize, Option<usize>> {
    let mut places = HashMap::new();
    for place in range.clone() {
        places.entry(elements[place]).and_modify(|place| *place = None).or_insert(Some(place));
    }
    places
}

/// The indices of the most numbers that go up from one to the next.
pub fn longest_rise(numbers: &[usize]) -> Vec<usize> {
    // For each length of a rise, the index of the lowest number that ends one.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut rise = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(index) = next {
        rise.push(index);
        next = before[index];
    }
    rise.reverse();
    rise
}
