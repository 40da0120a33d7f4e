//! The tables of objects of a PDF, where all programs read them alike.
//!
//! A file has a table for each of its versions, the last one first. What is not written as
//! programs write it is not understood here, however it may be meant: others may understand
//! it otherwise.

mod section;

use std::collections::HashSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Object, ObjectIdentifier};

use super::plain::is_plain;
use super::revisions::{END, TABLE};
use section::{Containers, Place, Section, number};

/// What a PDF begins with: places are counted from there.
const HEAD: &[u8] = b"%PDF-";
/// Where a file says that there is a second table, which not all programs look at.
const SECOND: &str = "XRefStm";
/// What is to be the same in all versions, where they have it.
const ALIKE: [&str; 2] = ["Root", "Encrypt"];
/// What the document says about itself, which some programs write anew when they sign.
const INFO: &str = "Info";
/// How many tables a file may have, one a version.
const MOST: usize = 200;

/// What tables say that all programs read alike.
pub struct Tables<'a> {
    /// The numbers of the objects that are not there any more.
    pub freed: HashSet<i32>,
    /// What the document says about itself.
    pub info: Option<Dict<'a>>,
    /// Whether all versions have the same place for that.
    pub has_one_info: bool,
}

/// Reads the tables; `None` where programs may find one object at several places, or none:
/// there is a second table, an object that a table has twice, or anything else that no
/// program writes.
pub fn read(pdf: &Pdf) -> Option<Tables<'_>> {
    let bytes = pdf.data().as_ref();
    if !bytes.starts_with(HEAD) {
        return None;
    }
    let sections = sections(bytes)?;
    let newest = &sections.first()?.trailer;
    let size = newest.get::<u32>("Size")? as usize;
    newest.get_ref("Root")?;
    let is_alike = |key: &str| {
        let written = |section: &Section<'_>| value(&section.trailer, key);
        let mut all = sections.iter().filter_map(written);
        let first = all.next();
        all.all(|it| Some(it) == first)
    };
    if !ALIKE.into_iter().all(is_alike) {
        return None;
    }
    let freed = freed(pdf, &sections, size)?;
    let info = match newest.get_raw::<Object<'_>>(INFO) {
        Some(MaybeRef::Ref(id)) => pdf.xref().get(ObjectIdentifier::from(id)),
        Some(MaybeRef::NotRef(object)) => object.into_dict(),
        None => None,
    };
    let is_plain = info.as_ref().is_none_or(|info: &Dict<'_>| is_plain(info.data()));
    is_plain.then(|| Tables { freed, info, has_one_info: is_alike(INFO) })
}

/// The numbers of the objects that are not there any more, where all others are at their
/// places, and have numbers below `size`: some programs leave out the others.
fn freed(pdf: &Pdf, sections: &[Section<'_>], size: usize) -> Option<HashSet<i32>> {
    let (mut known, mut freed) = (HashSet::new(), HashSet::new());
    let mut containers = Containers::default();
    for section in sections {
        section.is_right().then_some(())?;
        for &(number, place) in &section.entries {
            let is_newest = known.insert(number);
            let is_good = match place {
                Place::Free => true,
                Place::At(_) => number < size,
                // Later versions may have another stream with the number of one before.
                Place::In(container, index) => {
                    number < size && (!is_newest || containers.has(pdf, container, index, number))
                }
            };
            is_good.then_some(())?;
            if is_newest && place == Place::Free {
                freed.insert(i32::try_from(number).ok()?);
            }
        }
    }
    Some(freed)
}

/// All tables, the last one first.
fn sections(bytes: &[u8]) -> Option<Vec<Section<'_>>> {
    let mut sections = Vec::new();
    let mut next = Some(last(bytes)?);
    let mut known = HashSet::new();
    while let Some(at) = next {
        if !known.insert(at) || known.len() > MOST {
            return None;
        }
        let section = Section::read(bytes, at)?;
        let trailer = &section.trailer;
        if !is_plain(trailer.data()) || trailer.contains_key(SECOND) {
            return None;
        }
        next = match trailer.contains_key("Prev") {
            true => Some(trailer.get::<u32>("Prev")? as usize),
            false => None,
        };
        sections.push(section);
    }
    Some(sections)
}

/// Where the last table is.
fn last(bytes: &[u8]) -> Option<usize> {
    let at = bytes.windows(TABLE.len()).rposition(|part| part == TABLE)?;
    let rest = &bytes[at + TABLE.len()..];
    let (place, behind) = number(after_blanks(rest)?)?;
    after_blanks(behind)?.starts_with(END).then_some(place)
}

/// What is behind some white space.
fn after_blanks(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.trim_ascii_start();
    (rest.len() < bytes.len()).then_some(rest)
}

/// What a trailer has under a key, as it is written but for blanks.
fn value(trailer: &Dict<'_>, key: &str) -> Option<Result<ObjectIdentifier, Vec<u8>>> {
    match trailer.get_raw::<Object<'_>>(key)? {
        MaybeRef::Ref(id) => Some(Ok(id.into())),
        MaybeRef::NotRef(object) => {
            Some(Err(object.into_dict().map(|dict| dict.data().to_vec()).unwrap_or_default()))
        }
    }
}
