//! Files that hold no text of YAML: tables, letters, printed forms and the like, told by
//! the bytes that they begin with.

use std::path::Path;

use crate::diagnostic::render::word;
use crate::diagnostic::{Diagnostic, rule};

/// A kind of files that people take for a project file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A table of Excel or WPS.
    Table,
    /// A document of Word or WPS.
    Document,
    /// A presentation.
    Slides,
    /// A file of an office program; of which one, there is no telling.
    Office,
    /// One that is locked with a password.
    Locked,
    /// A PDF.
    Pdf,
    /// The Chinese standard for printed pages.
    Ofd,
    /// An archive of files.
    Archive,
    /// A picture.
    Picture,
    /// A page of the web, or another text of XML.
    Markup,
    /// Bytes that are no text.
    Binary,
}

/// What files begin with that hold no text.
const BINARY: [(&[u8], Foreign); 14] = [
    (b"%PDF-", Foreign::Pdf),
    (b"Rar!\x1A\x07", Foreign::Archive),
    (b"7z\xBC\xAF\x27\x1C", Foreign::Archive),
    (b"\x1F\x8B\x08", Foreign::Archive),
    (b"BZh9", Foreign::Archive),
    (b"\xFD7zXZ\0", Foreign::Archive),
    (b"\x89PNG\r\n\x1A\n", Foreign::Picture),
    (b"\xFF\xD8\xFF", Foreign::Picture),
    (b"GIF87a", Foreign::Picture),
    (b"GIF89a", Foreign::Picture),
    (b"II*\0", Foreign::Picture),
    (b"MM\0*", Foreign::Picture),
    (b"\0\0\0\x18ftyp", Foreign::Picture),
    (b"\0\0\0\x1Cftyp", Foreign::Picture),
];

/// What files of text begin with that are no YAML, in small letters.
const MARKED_UP: [(&str, Foreign); 6] = [
    ("%pdf-", Foreign::Pdf),
    ("{\\rtf", Foreign::Document),
    ("<!doctype", Foreign::Markup),
    ("<html", Foreign::Markup),
    ("<?xml", Foreign::Markup),
    ("<?mso-", Foreign::Document),
];

/// What is found within the files of office programs that are archives.
const ZIPPED: [(&str, Foreign); 7] = [
    ("xl/workbook", Foreign::Table),
    ("xl/_rels/", Foreign::Table),
    ("word/document", Foreign::Document),
    ("word/_rels/", Foreign::Document),
    ("ppt/presentation", Foreign::Slides),
    ("mimetypeapplication/vnd.oasis.opendocument.", Foreign::Office),
    ("OFD.xml", Foreign::Ofd),
];

/// What is found within the older files of office programs, in UTF-16.
const COMPOUND: [(&str, Foreign); 5] = [
    ("EncryptedPackage", Foreign::Locked),
    ("Workbook", Foreign::Table),
    ("Book", Foreign::Table),
    ("WordDocument", Foreign::Document),
    ("PowerPoint Document", Foreign::Slides),
];

/// What the names of such files end in.
const ENDINGS: [(&str, Foreign); 13] = [
    ("xlsx", Foreign::Table),
    ("xlsm", Foreign::Table),
    ("xls", Foreign::Table),
    ("et", Foreign::Table),
    ("ods", Foreign::Table),
    ("docx", Foreign::Document),
    ("doc", Foreign::Document),
    ("wps", Foreign::Document),
    ("odt", Foreign::Document),
    ("pptx", Foreign::Slides),
    ("ppt", Foreign::Slides),
    ("dps", Foreign::Slides),
    ("ofd", Foreign::Ofd),
];

impl Foreign {
    /// The kind of the file at `path`, which begins with these bytes; `None` where it may
    /// hold a text.
    pub fn of(path: &Path, bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            let inside = ZIPPED.iter().find(|(name, _)| holds(bytes, name.as_bytes()));
            let kind = inside.map_or(Self::Archive, |(_, kind)| *kind);
            let is_vague = matches!(kind, Self::Archive | Self::Office);
            return by_ending(path).filter(|_| is_vague).or(Some(kind));
        }
        if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            let inside = COMPOUND.iter().find(|(name, _)| holds(bytes, &utf16(name)));
            return inside.map(|(_, kind)| *kind).or(by_ending(path)).or(Some(Self::Office));
        }
        if let Some(kind) = marked_up(bytes) {
            return Some(kind);
        }
        if is_text(bytes) || is_utf16(bytes) {
            return None;
        }
        let known = BINARY.iter().find(|(start, _)| bytes.starts_with(start));
        known.map(|(_, kind)| *kind).or(bytes.contains(&0).then_some(Self::Binary))
    }

    /// That the file at `path` is none of a project, and what to do.
    pub fn explain(self, path: &Path) -> Diagnostic {
        let renamed = path.extension().is_some_and(|it| it == "yaml" || it == "yml");
        let renamed = if renamed {
            "，改了扩展名也不是项目文件"
        } else {
            "，不是项目文件"
        };
        let found = Diagnostic::new(&rule::NOT_A_PROJECT, format!("这是{}{renamed}", self.title()));
        found.at(path).help(self.advice(path))
    }

    fn title(self) -> &'static str {
        match self {
            Self::Table => " Excel 或 WPS 的表格",
            Self::Document => " Word 或 WPS 的文档",
            Self::Slides => "演示文稿",
            Self::Office => "办公软件（Word、Excel、WPS 之类）的文件",
            Self::Locked => "加了密码的办公文件",
            Self::Pdf => " PDF",
            Self::Ofd => " OFD 版式文件",
            Self::Archive => "压缩包",
            Self::Picture => "图片",
            Self::Markup => "网页或 XML 文件",
            Self::Binary => "别的程序的文件，里面不是文字",
        }
    }

    fn advice(self, path: &Path) -> String {
        const NEW: &str =
            "用 jixiao new 新建一份项目文件（以 .yaml 结尾的文本文件），把里面的内容填进去";
        match self {
            Self::Pdf => format!(
                "jixiao 排的表，用 jixiao extract {} 取出项目文件；别的 PDF，{NEW}",
                word(path)
            ),
            Self::Archive => "先解压缩，再给出里面的项目文件（以 .yaml 结尾）".to_owned(),
            Self::Binary => "项目文件是以 .yaml 结尾的文本文件；请检查是不是选错了文件".to_owned(),
            _ => NEW.to_owned(),
        }
    }
}

fn by_ending(path: &Path) -> Option<Foreign> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind)
}

fn marked_up(bytes: &[u8]) -> Option<Foreign> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let starts = |start: &str| {
        bytes.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start.as_bytes()))
    };
    MARKED_UP.iter().find(|(start, _)| starts(start)).map(|(_, kind)| *kind)
}

/// Whether the bytes are a text of UTF-8, but perhaps for the last character: there may be
/// more of them.
fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// Whether the bytes look like a text of UTF-16: by its mark, or as every other byte around
/// the signs of YAML is zero.
pub fn is_utf16(bytes: &[u8]) -> bool {
    let has_pairs = |big: usize| {
        let pairs = bytes.chunks_exact(2);
        let is_sign = |pair: &&[u8]| pair[big] == 0 && matches!(pair[1 - big], b'\n' | b':');
        let signs = pairs.clone().filter(is_sign).count();
        signs >= 2 && pairs.filter(|pair| **pair == [0, 0]).count() == 0
    };
    bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") || has_pairs(0) || has_pairs(1)
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
