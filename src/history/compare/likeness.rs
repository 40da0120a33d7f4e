//! How much two texts have in common, in thousandths.

use std::cmp::Ordering;

/// How much of a name is looked at.
const NAME: usize = 64;
/// How much of a text is looked at.
const TEXT: usize = 1000;
/// From here on, a text is another wording of the other one.
const WORDING: u32 = 400;
/// From here on, a text is a part of the other one.
const PART: usize = 850;
/// Of how many pairs of neighbours such a part consists, or it may be so by chance.
const SMALLEST_PART: usize = 8;

/// How much of two names is equal.
pub fn of_names(old: &str, new: &str) -> u32 {
    let [old, new] = [old, new].map(|name| start(name, NAME));
    (strsim::normalized_levenshtein(old, new) * 1000.0) as u32
}

/// How many of the elements of two sorted lists are in both.
pub fn of_sorted<T: Ord>(old: &[T], new: &[T]) -> u32 {
    let all = old.len() + new.len();
    u32::try_from(2000 * count_equal(old, new) / all.max(1)).unwrap_or(1000)
}

fn count_equal<T: Ord>(old: &[T], new: &[T]) -> usize {
    let (mut a, mut b, mut equal) = (0, 0, 0);
    while a < old.len() && b < new.len() {
        match old[a].cmp(&new[b]) {
            Ordering::Less => a += 1,
            Ordering::Greater => b += 1,
            Ordering::Equal => (a, b, equal) = (a + 1, b + 1, equal + 1),
        }
    }
    equal
}

/// What a text is recognised by: the pairs of neighbours among its characters.
#[derive(Debug)]
pub struct Sketch(Vec<(char, char)>);

impl Sketch {
    /// The sketch of a text.
    pub fn of(text: &str) -> Self {
        let characters = start(text, TEXT).chars();
        let mut pairs: Vec<_> = characters.clone().zip(characters.skip(1)).collect();
        pairs.sort_unstable();
        Self(pairs)
    }

    /// How alike the texts are, if one may be another wording of the other, or has been
    /// added to.
    pub fn likeness(&self, other: &Self) -> Option<u32> {
        let likeness = of_sorted(&self.0, &other.0);
        let shorter = self.0.len().min(other.0.len());
        let is_part =
            shorter >= SMALLEST_PART && count_equal(&self.0, &other.0) * 1000 >= PART * shorter;
        (is_part || likeness >= WORDING).then_some(likeness.max(1))
    }
}

fn start(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}
