//! The tables of objects of a PDF, where they may be read in several ways.

use std::collections::HashSet;
use std::ops::Range;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, ObjectIdentifier, Stream};

use super::revisions::{TABLE, position};

/// Where a file says that there is a second table, which not all programs look at.
const SECOND: &[u8] = b"/XRefStm";
/// What stands between a table and where it is.
const TRAILER: &[u8] = b"trailer";
/// What names the table of the version before.
const PREVIOUS: &[u8] = b"/Prev";
/// How many tables a file may have, one a version.
const MOST: usize = 200;

/// Whether programs may find one object at several places: there is a second table, or one
/// that has an object twice, of which some programs take the first one and some the last.
pub fn are_ambiguous(pdf: &Pdf) -> bool {
    let bytes = pdf.data().as_ref();
    if position(bytes, SECOND).is_some() {
        return true;
    }
    let mut next = last(bytes);
    let mut known = HashSet::new();
    while let Some(at) = next {
        if !known.insert(at) || known.len() > MOST {
            return true;
        }
        // What cannot be read was found without its table.
        let Some((mut numbers, previous)) = section(pdf, at) else { return false };
        numbers.sort_by_key(|numbers| numbers.start);
        if numbers.windows(2).any(|pair| pair[1].start < pair[0].end) {
            return true;
        }
        next = previous;
    }
    false
}

/// Where the last table is.
fn last(bytes: &[u8]) -> Option<usize> {
    let at = bytes.windows(TABLE.len()).rposition(|part| part == TABLE)?;
    number(&bytes[at + TABLE.len()..])
}

/// The numbers of the objects in the table at a place, and where the one before is.
fn section(pdf: &Pdf, at: usize) -> Option<(Vec<Range<usize>>, Option<usize>)> {
    let bytes = pdf.data().as_ref();
    let rest = bytes.get(at..)?.trim_ascii_start();
    let Some(table) = rest.strip_prefix(b"xref") else { return stream(pdf, rest) };
    let table = &table[..position(table, TRAILER)?];
    let mut words = table.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let mut numbers = Vec::new();
    while let Some(first) = words.next() {
        let (first, count) = (number(first)?, number(words.next()?)?);
        numbers.push(first..first.checked_add(count)?);
        // An entry is a place, a generation, and whether it is in use.
        if count > 0 {
            words.nth(count.checked_mul(3)? - 1)?;
        }
    }
    let trailer = &rest[b"xref".len() + table.len()..];
    let trailer = &trailer[..position(trailer, TABLE).unwrap_or(trailer.len())];
    let previous = position(trailer, PREVIOUS).map(|at| &trailer[at + PREVIOUS.len()..]);
    Some((numbers, previous.and_then(number)))
}

/// The same of a table that is written as a stream.
fn stream(pdf: &Pdf, object: &[u8]) -> Option<(Vec<Range<usize>>, Option<usize>)> {
    let id = ObjectIdentifier::new(i32::try_from(number(object)?).ok()?, 0);
    let stream: Stream<'_> = pdf.xref().get(id)?;
    let dict = stream.dict();
    let index = dict.get::<Array<'_>>("Index").map(|index| index.iter::<u32>().collect());
    let index: Vec<u32> = index.unwrap_or_else(|| vec![0, dict.get::<u32>("Size").unwrap_or(0)]);
    let numbers = index.chunks_exact(2).map(|pair| {
        let (first, count) = (pair[0] as usize, pair[1] as usize);
        first..first.saturating_add(count)
    });
    Some((numbers.collect(), dict.get::<u32>("Prev").map(|at| at as usize)))
}

/// The number that some bytes begin with.
fn number(bytes: &[u8]) -> Option<usize> {
    let bytes = bytes.trim_ascii_start();
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&bytes[..count]).ok()?.parse().ok()
}
