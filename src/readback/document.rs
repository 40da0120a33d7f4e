//! What a PDF says about itself, and the project that it carries.

use hayro_syntax::object::{DateTime, Dict, MaybeRef, Name, Object, Stream, String as PdfString};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use serde::{Deserialize, Serialize};
use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

use super::revisions::{END, position};
use super::unpack;
use super::unreadable::Unreadable;
use crate::print::export::is_draft;
use crate::system::pdf_tree::tree_pairs;

/// The name that the attached project bears.
const PROJECT: &str = "project.yaml";
/// How large an attached project may be: as large as a project file.
const LARGEST_PROJECT: u64 = 1 << 20;
/// Within how many bytes of its end a PDF says that it ends.
const TAIL: usize = 1024;

/// The document information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Info {
    /// The title.
    pub title: Option<String>,
    /// The author.
    pub author: Option<String>,
    /// The program that the document was made with.
    pub creator: Option<String>,
    /// When it was made, in seconds since the beginning of 1970 (UTC).
    pub created: Option<i64>,
    /// When it was last changed, likewise.
    pub modified: Option<i64>,
}

/// Opens a PDF that is whole.
pub fn open(bytes: Vec<u8>) -> Result<Pdf, Unreadable> {
    let head = &bytes[..bytes.len().min(TAIL)];
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    if bytes.is_empty() {
        return Err(Unreadable::damaged("文件是空的"));
    }
    if position(head, b"%PDF-").is_none() {
        return Err(Unreadable::damaged("它不是 PDF"));
    }
    if position(tail, END).is_none() {
        return Err(Unreadable::damaged("文件不完整，末尾缺了一段"));
    }
    Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Unreadable::damaged("打开它要密码")
        }
        LoadPdfError::Decryption(_) => Unreadable::damaged("它的加密方式不认识"),
        LoadPdfError::Invalid => Unreadable::damaged("内容已经损坏"),
    })
}

/// The document information.
pub fn info(pdf: &Pdf) -> Info {
    let metadata = pdf.metadata();
    let text = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(decode);
    Info {
        title: text(&metadata.title),
        author: text(&metadata.author),
        creator: text(&metadata.creator),
        created: metadata.creation_date.and_then(seconds),
        modified: metadata.modification_date.and_then(seconds),
    }
}

/// The catalog, from which all else hangs.
pub fn catalog(pdf: &Pdf) -> Result<Dict<'_>, Unreadable> {
    pdf.xref().get(pdf.xref().root_id()).ok_or_else(|| Unreadable::damaged("内容已经损坏"))
}

/// The specifications of the attached files, in the order of their names.
pub fn attached(pdf: &Pdf) -> Result<Vec<Dict<'_>>, Unreadable> {
    let names = catalog(pdf)?.get::<Dict<'_>>("Names");
    let Some(tree) = names.and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles")) else {
        return Ok(Vec::new());
    };
    let pairs = tree_pairs(&tree, "Names").map_err(|_| Unreadable::damaged("附件的目录读不懂"))?;
    let specification = |(_, value)| match value {
        MaybeRef::Ref(id) => pdf.xref().get(id.into()),
        MaybeRef::NotRef(value) => Object::into_dict(value),
    };
    Ok(pairs.into_iter().filter_map(specification).collect())
}

/// The text of the project that the PDF carries.
pub fn project(pdf: &Pdf) -> Result<String, Unreadable> {
    let creator = info(pdf).creator.unwrap_or_default();
    // Whatever someone has attached to it since.
    if is_draft(&creator) {
        return Err(Unreadable::Draft);
    }
    let files = attached(pdf)?;
    let is_project = |file: &&Dict<'_>| {
        let text = |key: &str| file.get::<PdfString<'_>>(key).map(|name| decode(name.as_bytes()));
        let relationship = file.get::<Name<'_>>("AFRelationship");
        text("UF").or_else(|| text("F")).as_deref() == Some(PROJECT)
            && relationship.is_some_and(|it| it.as_str() == "Source")
    };
    let mut projects = files.iter().filter(is_project);
    let Some(file) = projects.next() else {
        return Err(Unreadable::NoData { is_ours: creator.starts_with("jixiao ") });
    };
    if projects.next().is_some() {
        return Err(Unreadable::damaged("里面有几份项目数据，不知道哪一份算数"));
    }
    let stream = file.get::<Dict<'_>>("EF").and_then(|files| files.get::<Stream<'_>>("F"));
    let stream = stream.ok_or_else(|| Unreadable::damaged("里面的项目数据损坏了"))?;
    text(&stream)
}

/// What an attached file holds, as far as it may.
fn text(stream: &Stream<'_>) -> Result<String, Unreadable> {
    let mut bytes = Vec::new();
    let read = unpack::unpack(stream, LARGEST_PROJECT, &mut bytes);
    if bytes.len() as u64 > LARGEST_PROJECT {
        return Err(Unreadable::damaged("里面的项目数据超过 1 MiB"));
    }
    let text = read.ok().and_then(|_| String::from_utf8(bytes).ok());
    text.ok_or_else(|| Unreadable::damaged("里面的项目数据损坏了"))
}

/// A text string: UTF-16 or UTF-8 with a mark, or else ASCII, which is all that these PDFs
/// have of the other encodings.
pub fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// A date in seconds since the beginning of 1970 (UTC).
pub fn seconds(date: DateTime) -> Option<i64> {
    let month = Month::try_from(date.month).ok()?;
    let day = Date::from_calendar_date(date.year.into(), month, date.day).ok()?;
    let time = Time::from_hms(date.hour, date.minute, date.second).ok()?;
    let minutes = i8::try_from(date.utc_offset_minute).ok()? * date.utc_offset_hour.signum();
    let offset = UtcOffset::from_hms(date.utc_offset_hour, minutes, 0).ok()?;
    Some(PrimitiveDateTime::new(day, time).assume_offset(offset).unix_timestamp())
}

/// A date such as `D:20260101080000+08'00'` in seconds since the beginning of 1970 (UTC).
pub fn seconds_of(text: &str) -> Option<i64> {
    let text = text.strip_prefix("D:").unwrap_or(text);
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, zone) = text.split_at(count);
    let part = |at: usize, length: usize, default: u8| match digits.get(at..at + length) {
        Some(part) => part.parse().ok(),
        None => Some(default),
    };
    let month = Month::try_from(part(4, 2, 1)?).ok()?;
    let day = Date::from_calendar_date(digits.get(..4)?.parse().ok()?, month, part(6, 2, 1)?);
    let time = Time::from_hms(part(8, 2, 0)?, part(10, 2, 0)?, part(12, 2, 0)?).ok()?;
    let zone: Vec<i8> = zone
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map_while(|part| part.parse().ok())
        .collect();
    let sign = if text[count..].starts_with('-') { -1 } else { 1 };
    let zone = |at: usize| sign * zone.get(at).copied().unwrap_or(0).min(59);
    let offset = UtcOffset::from_hms(zone(0), zone(1), 0).ok()?;
    Some(PrimitiveDateTime::new(day.ok()?, time).assume_offset(offset).unix_timestamp())
}
