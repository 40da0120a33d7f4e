//! What a PDF says about itself.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use jixiao::readback::{self, decode};

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
    readback::catalog(pdf).expect("the PDF has a catalog")
}

fn dict(object: Object<'_>) -> Option<Dict<'_>> {
    match object {
        Object::Dict(dict) => Some(dict),
        _ => None,
    }
}
