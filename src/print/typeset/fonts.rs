//! The fonts: the bundled ones, and those in a folder of the user's.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use include_dir::{Dir, include_dir};
use indexmap::IndexSet;
use ttf_parser::Face;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo, FontVariant};
use typst::utils::LazyHash;
use typst_kit::fonts::{FontSource, FontStore};
use walkdir::WalkDir;

use super::Coverage;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::FontFamilies;
use crate::system::fingerprint::Fingerprint;

static BUNDLED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fonts");

/// What [`book`] gives, among the bundled fonts.
const BOOK: &str = "book.json";

/// All fonts that forms are set in.
pub struct Fonts {
    store: FontStore,
    /// The families in the user's folder.
    own: Vec<String>,
    /// Of the files in that folder.
    fingerprints: Vec<Fingerprint>,
    /// The characters that families have, once they have been asked for.
    coverages: Mutex<HashMap<Vec<String>, Arc<Coverage>>>,
}

impl Fonts {
    /// The bundled fonts, and before them those in `folder` and below it.
    pub fn load(folder: Option<&Path>) -> Result<Self, Diagnostic> {
        let mut store = FontStore::new();
        let mut own = Vec::new();
        let mut fingerprints = Vec::new();
        if let Some(folder) = folder {
            for path in find_fonts(folder)? {
                let data =
                    fs::read(&path).map_err(|error| Diagnostic::unreadable(&path, &error))?;
                fingerprints.push(Fingerprint::of(&data));
                let faces = faces(&data);
                let families = add(&mut store, Bytes::new(data), faces);
                if families.is_empty() {
                    let found = Diagnostic::new(&rule::BAD_FONT, "这不是能用的字体");
                    return Err(found.at(path.as_path()));
                }
                own.extend(families);
            }
        }
        let mut book = read_book();
        for (file, data) in bundled_files() {
            let faces = book.remove(&file).unwrap_or_else(|| faces(data));
            add(&mut store, Bytes::new(data), faces);
        }
        Ok(Self { store, own, fingerprints, coverages: Mutex::default() })
    }

    /// What the fonts in the user's folder are, in their order. The bundled ones are
    /// part of the program.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_all(self.fingerprints.iter().map(Fingerprint::as_bytes))
    }

    /// What Typst needs to know to choose among the fonts.
    pub fn book(&self) -> &LazyHash<FontBook> {
        self.store.book()
    }

    /// The font at `index` in the book.
    pub fn font(&self, index: usize) -> Option<Font> {
        self.store.font(index)
    }

    /// Those of the families that are there, and after them the user's own, for
    /// characters that the others do not have.
    pub fn available(&self, families: &FontFamilies) -> FontFamilies {
        let keep = |families: &[String]| {
            let there = families
                .iter()
                .filter(|family| self.book().contains_family(&family.to_lowercase()))
                .chain(&self.own);
            let unique: IndexSet<&String> = there.collect();
            unique.into_iter().cloned().collect()
        };
        FontFamilies {
            title: keep(&families.title),
            body: keep(&families.body),
            label: keep(&families.label),
        }
    }

    /// The characters that the regular fonts of `families` have.
    pub fn coverage(&self, families: &[String]) -> Arc<Coverage> {
        let mut coverages = self.coverages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(coverage) = coverages.get(families) {
            return coverage.clone();
        }
        let book = self.book();
        let fonts = families
            .iter()
            .filter_map(|family| book.select(&family.to_lowercase(), FontVariant::default()))
            .filter_map(|index| book.info(index));
        let coverage = Arc::new(Coverage::of(fonts));
        coverages.insert(families.to_owned(), coverage.clone());
        coverage
    }
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
        bundled_files().filter_map(|(file, data)| {
            let face = Face::parse(data, 0).ok()?;
            let info = FontInfo::new(data, 0)?;
            // Name ids as the OpenType specification numbers them.
            let name = |id: u16| {
                let found = face.names().into_iter().filter(|name| name.name_id == id);
                found.filter_map(|name| name.to_string()).next().unwrap_or_default()
            };
            Some(Self {
                file,
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
    BUNDLED.files().filter_map(|file| {
        let name = file.path().file_name()?.to_string_lossy().into_owned();
        (name.to_lowercase().ends_with(".txt")).then_some((name, file.contents_utf8()?))
    })
}

/// A font that is read only once a form needs it.
struct Lazy(Bytes, u32);

impl FontSource for Lazy {
    fn load(&self) -> Option<Font> {
        Font::new(self.0.clone(), self.1)
    }
}

/// Adds the fonts of a file, and tells their families.
fn add(store: &mut FontStore, data: Bytes, faces: Vec<(u32, FontInfo)>) -> Vec<String> {
    let families = faces.iter().map(|(_, info)| info.family.clone()).collect();
    store.extend(faces.into_iter().map(|(index, info)| (Lazy(data.clone(), index), info)));
    families
}

/// What Typst needs to know of each font in a file, with its index there.
fn faces(data: &[u8]) -> Vec<(u32, FontInfo)> {
    let count = ttf_parser::fonts_in_collection(data).unwrap_or(1);
    (0..count).filter_map(|index| Some((index, FontInfo::new(data, index)?))).collect()
}

/// The [`faces`] of every bundled file. Gathering them from the fonts would take
/// most of every start.
type Book = BTreeMap<String, Vec<(u32, FontInfo)>>;

/// The book of the bundled fonts, which is kept beside them as `book.json`.
pub fn book() -> serde_json::Result<String> {
    let book: Book = bundled_files().map(|(file, data)| (file, faces(data))).collect();
    Ok(serde_json::to_string(&book)? + "\n")
}

/// The book that lies beside the bundled fonts.
fn read_book() -> Book {
    BUNDLED
        .get_file(BOOK)
        .and_then(|file| serde_json::from_slice(file.contents()).ok())
        .unwrap_or_default()
}

fn bundled_files() -> impl Iterator<Item = (String, &'static [u8])> {
    BUNDLED
        .files()
        .filter(|file| is_font(file.path()))
        .map(|file| (file.path().display().to_string(), file.contents()))
}

/// The font files in `folder` and below it, in the order of their names.
fn find_fonts(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut fonts = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            Diagnostic::unreadable(&path, &error.into())
        })?;
        if entry.file_type().is_file() && is_font(entry.path()) {
            fonts.push(entry.into_path());
        }
    }
    Ok(fonts)
}

fn is_font(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    matches!(ending.as_str(), "otf" | "ttf" | "otc" | "ttc")
}
