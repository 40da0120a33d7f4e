//! What a book says about itself: once for readers, and once for archives.

use pdf_writer::Ref;
use pdf_writer::writers::DocumentInfo;
use pdf_writer::{Chunk, Name, TextStr};
use typst::foundations::Datetime;
use xmp_writer::{DateTime, LangId, RenditionClass, Timezone, XmpWriter};

/// The program that the book was made with.
const CREATOR: &str = concat!("jixiao ", env!("CARGO_PKG_VERSION"));

/// What a book says about itself.
#[derive(Debug, Clone)]
pub struct Imprint {
    /// Its title.
    pub title: String,
    /// The time that it bears.
    pub time: Option<Datetime>,
}

/// A book's metadata.
pub struct Metadata<'a> {
    /// Its title and date.
    pub imprint: &'a Imprint,
    /// The language of its forms.
    pub lang: &'a str,
    /// How many pages it has.
    pub pages: usize,
    /// What tells it from other books.
    pub document_id: u128,
    /// What tells it from other versions of itself.
    pub instance_id: u128,
}

/// A date and a time of day.
struct Time {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

impl Metadata<'_> {
    /// Writes what readers look at.
    pub fn write_info(&self, chunk: &mut Chunk, id: Ref) {
        let mut info: DocumentInfo<'_> = chunk.indirect(id).start();
        info.title(TextStr(&self.imprint.title)).creator(TextStr(CREATOR));
        if let Some(time) = self.imprint.time.and_then(Time::new) {
            info.creation_date(time.in_info()).modified_date(time.in_info());
        }
    }

    /// Writes what archives look at, which must say the same.
    pub fn write_xmp(&self, chunk: &mut Chunk, id: Ref) {
        let xmp = self.xmp();
        let mut stream = chunk.stream(id, xmp.as_bytes());
        stream.pair(Name(b"Type"), Name(b"Metadata")).pair(Name(b"Subtype"), Name(b"XML"));
    }

    fn xmp(&self) -> String {
        let mut xmp = XmpWriter::new();
        xmp.title([(None, self.imprint.title.as_str())]).creator_tool(CREATOR);
        xmp.language([LangId(self.lang)]);
        if let Some(time) = self.imprint.time.and_then(Time::new) {
            xmp.create_date(time.in_xmp()).modify_date(time.in_xmp());
        }
        // PDF/A knows these properties only where their schemas are spelled out.
        let mut schemas = xmp.extension_schemas();
        schemas.xmp_media_management().properties().describe_instance_id();
        schemas.pdf().properties().describe_all();
        schemas.pdfua_id().properties().describe_part();
        drop(schemas);
        xmp.pdfa_part(3).pdfa_conformance("A").pdfua_part(1);
        xmp.num_pages(self.pages as u32).format("application/pdf");
        xmp.instance_id(&format!("{:032x}", self.instance_id));
        xmp.document_id(&format!("{:032x}", self.document_id));
        xmp.rendition_class(RenditionClass::Proof).pdf_version("1.7");
        xmp.finish(None)
    }
}

impl Time {
    fn new(time: Datetime) -> Option<Self> {
        Some(Self {
            year: u16::try_from(time.year()?).ok()?,
            month: time.month()?,
            day: time.day()?,
            hour: time.hour().unwrap_or(0),
            minute: time.minute().unwrap_or(0),
            second: time.second().unwrap_or(0),
        })
    }

    fn in_info(&self) -> pdf_writer::Date {
        pdf_writer::Date::new(self.year)
            .month(self.month)
            .day(self.day)
            .hour(self.hour)
            .minute(self.minute)
            .second(self.second)
            .utc_offset_hour(0)
    }

    fn in_xmp(&self) -> DateTime {
        let Self { year, month, day, hour, minute, second } = *self;
        let zone = Timezone::Local { hour: 0, minute: 0 };
        DateTime::new(year, month, day, hour, minute, second, zone)
    }
}
