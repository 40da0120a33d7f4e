//! The fonts: the bundled ones, and those in a folder of the user's.

mod bundled;
mod ink;
mod metrics;
mod sound;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use indexmap::IndexSet;
use ttf_parser::Face;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo, FontVariant};
use typst::utils::LazyHash;
use typst_kit::fonts::{FontSource, FontStore};
use walkdir::WalkDir;

pub use bundled::{BundledFont, book, licenses};
pub use ink::has_ink;
pub use metrics::{Character, LookUp, Metrics};
use sound::{Fault, fault};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::FontFamilies;
use crate::system::fingerprint::Fingerprint;

/// The bundled families with what few texts have: all other characters of the body's
/// family, signs, and characters of names.
const RARE: [&str; 3] = ["Noto Serif CJK SC Rare", "Noto Signs", "BabelStone Han Names"];

/// All fonts that forms are set in.
pub struct Fonts {
    store: FontStore,
    /// The families in the user's folder.
    own: Vec<String>,
    /// Of the files in that folder.
    fingerprints: Vec<Fingerprint>,
    /// The fonts in the order of the book: their files' bytes, and their numbers there.
    files: Vec<(Bytes, u32)>,
    /// How many fonts of the user's there are. They come first in the book.
    own_fonts: usize,
    /// The characters of families, once they have been asked for.
    metrics: Mutex<HashMap<Choice, Arc<Metrics>>>,
}

/// Families in the order of preference, and the variant that is wanted of each.
type Choice = (Vec<String>, FontVariant);

impl Fonts {
    /// The bundled fonts, and before them those in `folder` and below it.
    pub fn load(folder: Option<&Path>) -> Result<Self, Diagnostic> {
        let mut store = FontStore::new();
        let mut own = Vec::new();
        let mut files = Vec::new();
        let mut fingerprints = Vec::new();
        if let Some(folder) = folder {
            for path in find_fonts(folder)? {
                let data =
                    fs::read(&path).map_err(|error| Diagnostic::unreadable(&path, &error))?;
                fingerprints.push(Fingerprint::of(&data));
                let faces = sound_faces(&data).map_err(|bad| bad.at(path.as_path()))?;
                own.extend(faces.iter().map(|(_, info)| info.family.clone()));
                files.extend(add(&mut store, Bytes::new(data), faces));
            }
        }
        let own_fonts = own.len();
        for (data, faces) in bundled::all() {
            files.extend(add(&mut store, data, faces));
        }
        Ok(Self { store, own, files, fingerprints, own_fonts, metrics: Mutex::default() })
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

    /// Those of the families that are there. After them come, for characters that they do
    /// not have, the bundled ones of [`RARE`] and the user's own.
    pub fn available(&self, families: &FontFamilies) -> FontFamilies {
        let keep = |families: &[String]| {
            let is_there = |family: &&str| self.book().contains_family(&family.to_lowercase());
            let named: Vec<_> = families.iter().map(String::as_str).filter(is_there).collect();
            let rare = RARE.into_iter().filter(|_| !named.is_empty());
            let own = self.own.iter().map(String::as_str);
            let unique: IndexSet<&str> = named.iter().copied().chain(rare).chain(own).collect();
            unique.into_iter().map(str::to_owned).collect()
        };
        FontFamilies {
            title: keep(&families.title),
            body: keep(&families.body),
            label: keep(&families.label),
        }
    }

    /// The tables of the font at `index` in the book. What Typst makes of a font takes long.
    fn face(&self, index: usize) -> Option<Face<'_>> {
        let (data, number) = self.files.get(index)?;
        Face::parse(data, *number).ok()
    }

    /// Whether there are fonts of the user's.
    pub fn has_own(&self) -> bool {
        self.own_fonts > 0
    }

    /// Whether the font at `index` in the book is one of the user's.
    pub fn is_own(&self, index: usize) -> bool {
        index < self.own_fonts
    }

    /// The characters of the fonts of `families` that come closest to a variant.
    pub fn metrics(&self, families: &[String], variant: FontVariant) -> Arc<Metrics> {
        let mut metrics = self.metrics.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = metrics.get(&(families.to_owned(), variant)) {
            return known.clone();
        }
        let new = Arc::new(Metrics::new(self, families, variant));
        metrics.insert((families.to_owned(), variant), new.clone());
        new
    }
}

/// A font that is read only once a form needs it.
struct Lazy(Bytes, u32);

impl FontSource for Lazy {
    fn load(&self) -> Option<Font> {
        Font::new(self.0.clone(), self.1)
    }
}

/// Adds the fonts of a file, and gives them as they are in [`Fonts::files`].
fn add(
    store: &mut FontStore,
    data: Bytes,
    faces: Vec<(u32, FontInfo)>,
) -> impl Iterator<Item = (Bytes, u32)> {
    let files: Vec<_> = faces.iter().map(|(index, _)| (data.clone(), *index)).collect();
    store.extend(faces.into_iter().map(|(index, info)| (Lazy(data.clone(), index), info)));
    files.into_iter()
}

/// What Typst needs to know of each font in a file, with its index there.
fn faces(data: &[u8]) -> Vec<(u32, FontInfo)> {
    let count = ttf_parser::fonts_in_collection(data).unwrap_or(1);
    (0..count).filter_map(|index| Some((index, FontInfo::new(data, index)?))).collect()
}

/// The fonts of a file of the user's, or what is wrong with one of them.
fn sound_faces(data: &[u8]) -> Result<Vec<(u32, FontInfo)>, Diagnostic> {
    let faces = faces(data);
    let bad = |message: String| Diagnostic::new(&rule::BAD_FONT, message);
    if faces.is_empty() {
        return Err(bad("这不是能用的字体".into()));
    }
    for (index, info) in &faces {
        let family = &info.family;
        // Typst has parsed it, too.
        let fault = Face::parse(data, *index).ok().and_then(|face| fault(&face, data.len()));
        let Some(fault) = fault else { continue };
        return Err(match fault {
            Fault::CutOff => bad(format!("字体“{family}”的文件不完整，后面缺了一截"))
                .help("重新复制或下载这个字体文件，或者把它移出字体文件夹"),
            Fault::NoOutlines => bad(format!("字体“{family}”里没有字的轮廓，印不出字来"))
                .help("换成 TrueType 或 OpenType 的轮廓字体，或者把它移出字体文件夹"),
            Fault::Restricted => bad(format!("字体“{family}”的授权不许把它嵌入 PDF")).help(
                "把它移出字体文件夹，换用准许嵌入的字体；有书面授权的，向字体厂商要准许嵌入的版本",
            ),
        });
    }
    Ok(faces)
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
