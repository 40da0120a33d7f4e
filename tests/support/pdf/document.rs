//! What a PDF says about itself.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, DateTime, Dict, Name, Object, Stream, String as PdfString};

/// The document information.
#[derive(Debug)]
pub struct Info {
    /// The title.
    pub title: Option<String>,
    /// The author.
    pub author: Option<String>,
    /// The program that the document was made with.
    pub creator: Option<String>,
    /// When it was made.
    pub created: Option<Date>,
    /// When it was last changed.
    pub modified: Option<Date>,
}

/// A point of time: year, month, day, hour, minute, second, and hours from UTC.
pub type Date = (u16, u8, u8, u8, u8, u8, i8);

/// A file that a PDF carries along.
#[derive(Debug)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// What it is to the document, such as `Source`.
    pub relationship: String,
    /// What kind of file it is, such as `application/yaml`.
    pub mime_type: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A font in a PDF.
#[derive(Debug)]
pub struct FontName {
    /// The name, such as `ABCDEF+SimSun`.
    pub name: String,
    /// Whether its outlines are in the PDF.
    pub embedded: bool,
}

impl FontName {
    /// Whether the name marks it as a part of the whole font.
    pub fn is_subset(&self) -> bool {
        let tag = self.name.split_once('+').map(|(tag, _)| tag);
        tag.is_some_and(|tag| tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()))
    }
}

pub(super) fn info(pdf: &Pdf) -> Info {
    let metadata = pdf.metadata();
    let text = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(decode);
    Info {
        title: text(&metadata.title),
        author: text(&metadata.author),
        creator: text(&metadata.creator),
        created: metadata.creation_date.map(date),
        modified: metadata.modification_date.map(date),
    }
}

pub(super) fn lang(pdf: &Pdf) -> Option<String> {
    let lang = catalog(pdf).get::<PdfString<'_>>("Lang")?;
    Some(decode(lang.as_bytes()))
}

pub(super) fn xmp(pdf: &Pdf) -> String {
    let stream = catalog(pdf).get::<Stream<'_>>("Metadata").expect("the PDF has XMP metadata");
    let bytes = stream.decoded().expect("the XMP metadata can be unpacked");
    String::from_utf8(bytes.into_owned()).expect("the XMP metadata is UTF-8")
}

/// The files in the name tree of embedded files, which readers list. Panics
/// where the catalog's associated files, which archives look at, are others.
pub(super) fn attachments(pdf: &Pdf) -> Vec<Attachment> {
    let catalog = catalog(pdf);
    let tree = catalog.get::<Dict<'_>>("Names").and_then(|names| names.get("EmbeddedFiles"));
    let names = tree.and_then(|tree: Dict<'_>| tree.get::<Array<'_>>("Names"));
    let listed: Vec<_> =
        names.iter().flat_map(|names| names.iter::<Object<'_>>()).filter_map(dict).collect();
    let associated: Vec<_> =
        catalog.get::<Array<'_>>("AF").iter().flat_map(|files| files.iter::<Dict<'_>>()).collect();
    assert_eq!(listed, associated, "the embedded files are not the associated files");
    listed.iter().map(attachment).collect()
}

fn attachment(spec: &Dict<'_>) -> Attachment {
    let name = spec.get::<PdfString<'_>>("UF").expect("an attachment has a name");
    let relationship =
        spec.get::<Name<'_>>("AFRelationship").expect("an attachment has a relationship");
    let file = spec
        .get::<Dict<'_>>("EF")
        .and_then(|files| files.get::<Stream<'_>>("F"))
        .expect("an attachment has contents");
    let kind = file.dict().get::<Name<'_>>("Subtype").expect("an attachment has a type");
    Attachment {
        name: decode(name.as_bytes()),
        relationship: relationship.as_str().to_owned(),
        mime_type: kind.as_str().to_owned(),
        bytes: file.decoded().expect("an attachment can be unpacked").into_owned(),
    }
}

/// The fonts that glyphs come from: of a composite font, its descendant.
pub(super) fn fonts(pdf: &Pdf) -> Vec<FontName> {
    let is = |dict: &Dict<'_>, key: &str, name: &str| {
        dict.get::<Name<'_>>(key).is_some_and(|found| found.as_str() == name)
    };
    pdf.objects()
        .into_iter()
        .filter_map(dict)
        .filter(|font| is(font, "Type", "Font") && !is(font, "Subtype", "Type0"))
        .map(|font| {
            let name = font.get::<Name<'_>>("BaseFont");
            let descriptor = font.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
            let files = ["FontFile", "FontFile2", "FontFile3"];
            FontName {
                name: name.map(|name| name.as_str().to_owned()).unwrap_or_default(),
                embedded: files.iter().any(|key| descriptor.contains_key(key)),
            }
        })
        .collect()
}

pub(super) fn catalog(pdf: &Pdf) -> Dict<'_> {
    pdf.xref().get(pdf.xref().root_id()).expect("the PDF has a catalog")
}

fn dict(object: Object<'_>) -> Option<Dict<'_>> {
    match object {
        Object::Dict(dict) => Some(dict),
        _ => None,
    }
}

fn date(date: DateTime) -> Date {
    (date.year, date.month, date.day, date.hour, date.minute, date.second, date.utc_offset_hour)
}

/// A text string: UTF-16 with a mark, or else ASCII, which is all that these
/// PDFs have of the other encodings.
pub(super) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}
