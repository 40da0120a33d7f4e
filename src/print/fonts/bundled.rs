//! The fonts that are built into the program.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use serde::de::value::{Error, SeqDeserializer};
use ttf_parser::Face;
use typst::foundations::Bytes;
use typst::layout::Ratio;
use typst::text::{Coverage, FontFlags, FontInfo, FontStretch, FontStyle, FontVariant, FontWeight};
use typst::utils::hash128;

use super::{faces, is_font};

static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fonts");

/// What [`book`] gives, which is kept beside the fonts: gathering it from them would take
/// most of every start.
static BOOK: &[Known] = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/book.rs"));

/// What Typst needs to know of a font to choose it.
struct Known {
    file: &'static str,
    /// The font's number in the file.
    number: u32,
    family: &'static str,
    style: FontStyle,
    weight: u16,
    stretch: f64,
    flags: u32,
    /// How many characters it lacks and has by turns.
    coverage: &'static [u32],
}

/// The bytes of each file, and its fonts with their numbers there. One that is not in the
/// book is read.
pub fn all() -> impl Iterator<Item = (Bytes, Vec<(u32, FontInfo)>)> {
    files().map(|(file, data)| {
        let known = BOOK.iter().filter(|known| known.file == file);
        let mut fonts: Vec<_> = known.filter_map(|it| Some((it.number, it.info()?))).collect();
        if fonts.is_empty() {
            fonts = faces(data);
        }
        (named(file, data), fonts)
    })
}

impl Known {
    fn info(&self) -> Option<FontInfo> {
        let coverage = SeqDeserializer::<_, Error>::new(self.coverage.iter().copied());
        Some(FontInfo {
            family: self.family.to_owned(),
            variant: FontVariant {
                style: self.style,
                weight: FontWeight::from_number(self.weight),
                stretch: FontStretch::from_ratio(Ratio::new(self.stretch)),
            },
            flags: FontFlags::from_bits_retain(self.flags),
            axes: Vec::new(),
            coverage: Coverage::deserialize(coverage).ok()?,
        })
    }
}

/// The bytes of a file, which Typst knows by their name.
///
/// Typst tells fonts apart by a hash of all their bytes. Taking it of the files that one form
/// is set in would be a fifth of a worker's start; what it is taken of once is kept.
fn named(file: &'static str, data: &'static [u8]) -> Bytes {
    let is_named = Arc::new(AtomicBool::new(false));
    let bytes = Bytes::new(File { name: file, data, is_named: is_named.clone() });
    hash128(&bytes);
    is_named.store(true, Ordering::Release);
    bytes
}

/// A file that gives its name for its bytes until it has been named.
struct File {
    name: &'static str,
    data: &'static [u8],
    is_named: Arc<AtomicBool>,
}

impl AsRef<[u8]> for File {
    fn as_ref(&self) -> &[u8] {
        match self.is_named.load(Ordering::Acquire) {
            true => self.data,
            false => self.name.as_bytes(),
        }
    }
}

/// The book of the bundled fonts, which is kept beside them as `book.rs`. Those that come in
/// variants are not in it.
pub fn book() -> serde_json::Result<String> {
    let mut book = String::from(
        "// What Typst needs to know of the fonts in this folder. `make bless` writes it.\n&[\n",
    );
    for (file, data) in files() {
        for (number, info) in faces(data).into_iter().filter(|(_, info)| info.axes.is_empty()) {
            let FontInfo { family, variant, flags, coverage, .. } = info;
            let FontVariant { style, weight, stretch } = variant;
            let (weight, flags) = (weight.to_number(), flags.bits());
            let stretch = stretch.to_ratio().get();
            let coverage = serde_json::to_string(&coverage)?;
            let _ = writeln!(
                book,
                "Known {{ file: {file:?}, number: {number}, family: {family:?}, \
                 style: FontStyle::{style:?}, weight: {weight}, stretch: {stretch:?}, \
                 flags: {flags}, coverage: &{coverage} }},"
            );
        }
    }
    Ok(book + "]\n")
}

/// What there is to know about a bundled font.
#[derive(Debug, Clone)]
pub struct BundledFont {
    /// The file's name.
    pub file: String,
    /// The family, as templates name it.
    pub family: String,
    /// The style within the family.
    pub style: String,
    /// The version, as the font states it.
    pub version: String,
    /// The copyright notice, as the font states it.
    pub copyright: String,
    /// The licence's name, as the font states it.
    pub license: String,
    /// How many glyphs it has.
    pub glyphs: u16,
}

impl BundledFont {
    /// All bundled fonts, in the order of their files' names.
    pub fn all() -> impl Iterator<Item = Self> {
        files().filter_map(|(file, data)| {
            let face = Face::parse(data, 0).ok()?;
            let info = FontInfo::new(data, 0)?;
            // Name ids as the OpenType specification numbers them.
            let name = |id: u16| {
                let found = face.names().into_iter().filter(|name| name.name_id == id);
                found.filter_map(|name| name.to_string()).next().unwrap_or_default()
            };
            Some(Self {
                file: file.to_owned(),
                family: info.family.to_string(),
                style: [17, 2].map(name).into_iter().find(|style| !style.is_empty())?,
                version: name(5),
                copyright: name(0),
                license: first_sentence(&name(13)),
                glyphs: face.number_of_glyphs(),
            })
        })
    }
}

/// Some fonts state their whole licence.
fn first_sentence(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.split(". ").next().unwrap_or_default().to_owned()
}

/// The texts of the bundled fonts' licences, by file name.
pub fn licenses() -> impl Iterator<Item = (String, &'static str)> {
    FOLDER.files().filter_map(|file| {
        let name = file.path().file_name()?.to_string_lossy().into_owned();
        (name.to_lowercase().ends_with(".txt")).then_some((name, file.contents_utf8()?))
    })
}

fn files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let fonts = FOLDER.files().filter(|file| is_font(file.path()));
    fonts.filter_map(|file| Some((file.path().to_str()?, file.contents())))
}
