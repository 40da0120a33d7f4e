//! Fonts of the user's that cannot be used.

use ttf_parser::{Face, Permissions, Tag};

/// The tables that hold the outlines, one kind of which a font must have.
const OUTLINES: [&[&[u8; 4]]; 3] = [&[b"glyf", b"loca"], &[b"CFF "], &[b"CFF2"]];

/// What is wrong with a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The file ends before what it says that it holds.
    CutOff,
    /// It has no outlines that can be drawn.
    NoOutlines,
    /// Its maker does not allow it in a PDF.
    Restricted,
}

/// What is wrong with a font in a file of so many bytes; `None` where nothing is.
pub fn fault(face: &Face<'_>, length: usize) -> Option<Fault> {
    let raw = face.raw_face();
    let is_whole = raw
        .table_records
        .into_iter()
        .all(|record| u64::from(record.offset) + u64::from(record.length) <= length as u64);
    let has =
        |tag: &&[u8; 4]| raw.table(Tag::from_bytes(tag)).is_some_and(|table| !table.is_empty());
    let has_outlines = OUTLINES.iter().any(|tables| tables.iter().all(has));
    match () {
        () if !is_whole => Some(Fault::CutOff),
        () if !has_outlines => Some(Fault::NoOutlines),
        () if face.permissions() == Some(Permissions::Restricted) => Some(Fault::Restricted),
        () => None,
    }
}
