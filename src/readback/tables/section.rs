//! One table of objects, as a text or as a stream.

use std::collections::{HashMap, HashSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, Stream};
use hayro_syntax::reader::{Reader, ReaderContext, ReaderExt};

use super::is_plain;

/// What stands between a table and what there is to know about it.
const TRAILER: &[u8] = b"trailer";
/// How many bytes an entry has.
const ENTRY: usize = 20;
/// How many bytes a number in a stream may have.
const WIDTHS: [usize; 6] = [0, 1, 2, 3, 4, 8];

/// A table.
pub struct Section<'a> {
    bytes: &'a [u8],
    /// Where each object is, by its number. No number is there twice.
    pub entries: Vec<(usize, Place)>,
    /// What there is to know about the file.
    pub trailer: Dict<'a>,
}

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nowhere any more.
    Free,
    /// At so many bytes from the beginning.
    At(usize),
    /// In the stream with this number, as one of so many.
    In(usize, usize),
}

impl<'a> Section<'a> {
    /// Reads the table at a place.
    pub fn read(bytes: &'a [u8], at: usize) -> Option<Self> {
        let rest = bytes.get(at..)?.trim_ascii_start();
        let section = match rest.strip_prefix(b"xref") {
            Some(rest) => text(bytes, rest)?,
            None => stream(bytes, object(rest)?.1)?,
        };
        let mut numbers = HashSet::new();
        let is_single = section.entries.iter().all(|(number, _)| numbers.insert(*number));
        is_single.then_some(section)
    }

    /// Whether each object that is not in a stream is at its place.
    pub fn is_right(&self) -> bool {
        self.entries.iter().all(|(number, place)| match place {
            Place::At(at) => is_object(self.bytes, *at, *number),
            Place::Free | Place::In(..) => true,
        })
    }
}

/// The numbers of the objects in streams, by those of the streams.
#[derive(Default)]
pub struct Containers(HashMap<usize, Option<Vec<usize>>>);

impl Containers {
    /// Whether an object is in a stream, once and at its place.
    pub fn has(&mut self, pdf: &Pdf, container: usize, index: usize, number: usize) -> bool {
        let held = self.0.entry(container).or_insert_with(|| held(pdf, container));
        held.as_ref().is_some_and(|held| held.get(index) == Some(&number))
    }
}

/// The numbers of the objects in a stream, where none is there twice.
fn held(pdf: &Pdf, container: usize) -> Option<Vec<usize>> {
    let id = ObjectIdentifier::new(i32::try_from(container).ok()?, 0);
    let stream: Stream<'_> = pdf.xref().get(id)?;
    let bytes = stream.decoded().ok()?;
    let mut words = bytes.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let (mut held, mut known) = (Vec::new(), HashSet::new());
    for _ in 0..stream.dict().get::<u32>("N")? {
        let (number, rest) = number(words.next()?)?;
        words.next()?;
        (rest.is_empty() && known.insert(number)).then_some(())?;
        held.push(number);
    }
    Some(held)
}

/// Whether an object with this number is at a place.
fn is_object(bytes: &[u8], at: usize, number: usize) -> bool {
    let rest = bytes.get(at..).map(<[u8]>::trim_ascii_start);
    rest.and_then(object).is_some_and(|(it, _)| it == number)
}

/// A table written as a text.
fn text<'a>(bytes: &'a [u8], rest: &'a [u8]) -> Option<Section<'a>> {
    let mut rest = rest.trim_ascii_start();
    let mut entries = Vec::new();
    let trailer = loop {
        if let Some(trailer) = rest.strip_prefix(TRAILER) {
            break trailer.trim_ascii_start();
        }
        let (first, behind) = number(rest)?;
        let (count, behind) = number(behind.trim_ascii_start())?;
        rest = behind.trim_ascii_start();
        for number in first..first.checked_add(count)? {
            let (entry, behind) = rest.split_at_checked(ENTRY)?;
            entries.push((number, place(entry)?));
            rest = behind;
        }
        rest = rest.trim_ascii_start();
    };
    let trailer = trailer
        .starts_with(b"<<")
        .then(|| Reader::new(trailer).read_with_context::<Dict<'_>>(&ReaderContext::dummy()))??;
    Some(Section { bytes, entries, trailer })
}

/// Where an object is by its entry: a place, a generation, and whether it is in use.
fn place(entry: &[u8]) -> Option<Place> {
    let [place @ .., b' ', _, _, _, _, _, b' ', _, _, _] = entry else { return None };
    let (at, behind) = number(place)?;
    let (generation, _) = number(&entry[11..16])?;
    let is_written_well = place.len() == 10
        && behind.is_empty()
        && entry[11..16].iter().all(u8::is_ascii_digit)
        && [&b" \n"[..], b" \r", b"\r\n"].contains(&&entry[18..]);
    match entry[17] {
        b'f' if is_written_well => Some(Place::Free),
        b'n' if is_written_well && generation == 0 => Some(Place::At(at)),
        _ => None,
    }
}

/// A table written as a stream, which `rest` begins with.
fn stream<'a>(bytes: &'a [u8], rest: &'a [u8]) -> Option<Section<'a>> {
    let stream: Stream<'_> = Reader::new(rest).read_with_context(&ReaderContext::dummy())?;
    let dict = stream.dict();
    let is_table = is_plain(dict.data())
        && dict.get::<Name<'_>>("Type")?.as_str() == "XRef"
        && dict.get::<u32>("Length")? as usize == stream.raw_data().len();
    let widths: Vec<_> = is_table.then(|| numbers(dict, "W"))??;
    let [kind, first, second] = widths[..] else { return None };
    if kind > 1 || !WIDTHS.contains(&first) || !WIDTHS.contains(&second) {
        return None;
    }
    let index = match dict.contains_key("Index") {
        true => numbers(dict, "Index")?,
        false => vec![0, dict.get::<u32>("Size")? as usize],
    };
    let held = stream.decoded().ok()?;
    let mut rows = held.chunks_exact((kind + first + second).max(1));
    let mut entries = Vec::new();
    for pair in index.chunks(2) {
        let [start, count] = pair else { return None };
        for number in *start..start.checked_add(*count)? {
            let (row_kind, rest) = rows.next()?.split_at(kind);
            let (place, rest) = rest.split_at(first);
            let big = |digits: &[u8]| digits.iter().fold(0, |sum, it| sum << 8 | usize::from(*it));
            entries.push((
                number,
                match (row_kind, big(place), big(rest)) {
                    ([0], ..) => Place::Free,
                    ([] | [1], at, 0) => Place::At(at),
                    ([2], container, index) => Place::In(container, index),
                    _ => return None,
                },
            ));
        }
    }
    Some(Section { bytes, entries, trailer: dict.clone() })
}

/// The numbers in an array that has nothing else.
fn numbers(dict: &Dict<'_>, key: &str) -> Option<Vec<usize>> {
    let array = dict.get::<Array<'_>>(key)?;
    let numbers: Vec<_> = array.iter::<u32>().map(|number| number as usize).collect();
    (numbers.len() == array.raw_iter().count()).then_some(numbers)
}

/// The number of an object that `rest` begins with, and what is behind its head.
fn object(rest: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = self::number(rest)?;
    let rest = super::after_blanks(rest)?.strip_prefix(b"0")?;
    let rest = super::after_blanks(rest)?.strip_prefix(b"obj")?;
    Some((number, rest.trim_ascii_start()))
}

/// The number that some bytes begin with, and what is behind it.
pub fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = bytes.split_at(count);
    Some((std::str::from_utf8(digits).ok()?.parse().ok()?, rest))
}
