//! An entry less, with the comments that belong to it.

use super::edits::Edits;
use super::site::Site;

/// Takes an entry out, and so many entries above that have nothing else.
pub fn remove(site: &Site, at: &[usize], levels: usize) -> Option<Edits> {
    let mut edits = Edits::default();
    let own = site.lines(at)?;
    if levels == 0 {
        edits.remove(site.with_gap(own));
        return Some(edits);
    }
    // Other comments within what is taken out stay.
    let mut heads = Vec::new();
    for level in (1..=levels).rev() {
        heads.push(site.head(at.get(..at.len() - level)?)?);
    }
    let first = heads.first()?.start;
    let is_whole = heads.windows(2).all(|pair| pair[0].end == pair[1].start)
        && heads.last().is_some_and(|last| last.end == own.start);
    if is_whole {
        edits.remove(site.with_gap(first..own.end));
        return Some(edits);
    }
    heads.into_iter().chain([own]).for_each(|lines| edits.remove(lines));
    Some(edits)
}
