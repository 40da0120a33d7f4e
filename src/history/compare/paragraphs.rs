//! What has changed in a long text, paragraph by paragraph.

use std::collections::HashMap;
use std::ops::Range;

use super::likeness::Sketch;
use super::sequence::common;
use super::words::Words;

/// What became of a paragraph: of a line of the form's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paragraph {
    /// It is in both texts.
    Kept(String),
    /// It is in the new text only.
    Added(String),
    /// It is in the old text only.
    Removed(String),
    /// It has another wording.
    Changed(Words),
    /// It stands elsewhere in the new text.
    MovedAway(String),
    /// It stood elsewhere in the old text.
    MovedHere(String),
}

/// The most pairs of paragraphs of which the most alike are looked for.
const MOST_PAIRS: usize = 2500;

/// Compares two texts.
pub fn compare(old: &str, new: &str) -> Vec<Paragraph> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    let mut paragraphs = Vec::new();
    let (mut a, mut b) = (0, 0);
    for (next_a, next_b) in common(&old, &new).into_iter().chain([(old.len(), new.len())]) {
        rewrite(&mut paragraphs, &old[a..next_a], &new[b..next_b]);
        paragraphs.extend(old.get(next_a).map(|text| Paragraph::Kept((*text).to_owned())));
        (a, b) = (next_a + 1, next_b + 1);
    }
    find_moves(&mut paragraphs);
    paragraphs
}

/// What `old` has become, where no paragraph of it is as it was.
fn rewrite(paragraphs: &mut Vec<Paragraph>, old: &[&str], new: &[&str]) {
    let removed =
        |range: Range<usize>| old[range].iter().map(|text| Paragraph::Removed((*text).into()));
    let added =
        |range: Range<usize>| new[range].iter().map(|text| Paragraph::Added((*text).into()));
    let (mut a, mut b) = (0, 0);
    for (next_a, next_b) in wordings(old, new) {
        paragraphs.extend(removed(a..next_a));
        paragraphs.extend(added(b..next_b));
        paragraphs.push(Paragraph::Changed(Words::of(old[next_a], new[next_b])));
        (a, b) = (next_a + 1, next_b + 1);
    }
    paragraphs.extend(removed(a..old.len()));
    paragraphs.extend(added(b..new.len()));
}

/// Which paragraphs are new wordings of which, in an order that both sides have: as
/// much likeness altogether as there can be.
fn wordings(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let [old, new] = [old, new].map(|texts| texts.iter().map(|text| Sketch::of(text)).collect());
    let (old, new): (Vec<Sketch>, Vec<Sketch>) = (old, new);
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        let pairs = (0..old.len().min(new.len())).map(|index| (index, index));
        return pairs.filter(|(a, b)| old[*a].likeness(&new[*b]).is_some()).collect();
    }
    let likeness = |a: usize, b: usize| old[a].likeness(&new[b]);
    // The most likeness that there is from paragraphs a and b on.
    let mut most = vec![vec![0; new.len() + 1]; old.len() + 1];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            let both = likeness(a, b).map_or(0, |likeness| likeness + most[a + 1][b + 1]);
            most[a][b] = both.max(most[a + 1][b]).max(most[a][b + 1]);
        }
    }
    let mut pairs = Vec::new();
    let (mut a, mut b) = (0, 0);
    while a < old.len() && b < new.len() {
        if most[a][b] == most[a + 1][b] {
            a += 1;
        } else if most[a][b] == most[a][b + 1] {
            b += 1;
        } else {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        }
    }
    pairs
}

/// Takes for moved what is removed at one place and added at another.
fn find_moves(paragraphs: &mut [Paragraph]) {
    for (from, to) in moves(paragraphs) {
        for (index, moved) in [(from, Paragraph::MovedAway as Kind), (to, Paragraph::MovedHere)] {
            if let Paragraph::Removed(text) | Paragraph::Added(text) = &mut paragraphs[index] {
                paragraphs[index] = moved(std::mem::take(text));
            }
        }
    }
}

type Kind = fn(String) -> Paragraph;

fn moves(paragraphs: &[Paragraph]) -> Vec<(usize, usize)> {
    let mut removed: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, paragraph) in paragraphs.iter().enumerate().rev() {
        if let Paragraph::Removed(text) = paragraph {
            removed.entry(text).or_default().push(index);
        }
    }
    let places = paragraphs.iter().enumerate().filter_map(|(index, paragraph)| match paragraph {
        Paragraph::Added(text) if !text.trim().is_empty() => {
            Some((removed.get_mut(text.as_str())?.pop()?, index))
        }
        _ => None,
    });
    places.collect()
}
