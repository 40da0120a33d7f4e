//! Editions of the form: one folder under `templates/` for each budget year.
//!
//! An edition is `edition.yaml` (its title, fonts, lists and indicators),
//! `form.typ.j2` (from a project to Typst source), the `.typ` files that this
//! source imports, and `new.yaml.j2` (what a new project file looks like). A new
//! edition is a new folder, and no Rust.

mod manifest;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

pub use manifest::{FontFamilies, IndicatorTree, Kind, Manifest, core, find, is_same};

use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::Project;
use crate::print::template::{Generated, Template};
use crate::source;
use crate::system::fingerprint::Fingerprint;

static BUNDLED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

const MANIFEST: &str = "edition.yaml";
const MODULE: &str = ".typ";
const TEMPLATE: &str = ".j2";
/// Not one of the templates for Typst source, and looked at only when needed.
const STARTER: &str = "new.yaml.j2";

/// The form of one budget year.
#[derive(Debug)]
pub struct Edition {
    /// What `edition.yaml` says.
    pub manifest: Manifest,
    template: Template,
    /// The template of a new project file.
    pub starter: Option<SourceFile>,
    /// The Typst files that this source may import, by name.
    pub modules: Vec<Module>,
}

/// A `.typ` file of an edition, which generated sources import by its name.
#[derive(Debug)]
pub struct Module {
    /// The file's name, such as `layout.typ`.
    pub name: String,
    /// The file as the user knows it.
    pub file: SourceFile,
    /// The file as Typst knows it.
    pub source: Source,
}

impl Module {
    /// The file `name` of an edition; `None` where Typst has no such names.
    fn new(name: &str, file: SourceFile) -> Option<Self> {
        let source = Source::new(typst_id(name)?, file.text().to_owned());
        Some(Self { name: name.to_owned(), file, source })
    }
}

/// All editions, by 年度.
#[derive(Debug)]
pub struct Editions(BTreeMap<String, Slot>);

/// An edition's files, and the edition once it is asked for.
#[derive(Debug, Default)]
struct Slot {
    files: Files,
    edition: OnceLock<Result<Edition, Diagnostic>>,
}

impl Slot {
    fn edition(&self) -> Result<&Edition, Diagnostic> {
        let edition = self.edition.get_or_init(|| Edition::new(&self.files));
        edition.as_ref().map_err(Diagnostic::clone)
    }
}

/// An edition's files, by name.
type Files = BTreeMap<String, SourceFile>;

impl Editions {
    /// The bundled editions. The files in `folder`, laid out as `templates/` is,
    /// come before the bundled ones of the same name.
    pub fn load(folder: Option<&Path>) -> Result<Self, Diagnostic> {
        let mut years: BTreeMap<String, Slot> = BTreeMap::new();
        for edition in BUNDLED.dirs() {
            let slot = years.entry(file_name(edition.path())).or_default();
            for file in edition.files() {
                let name = format!("templates/{}", file.path().display());
                let text = file.contents_utf8().unwrap_or_default();
                slot.files.insert(file_name(file.path()), SourceFile::new(name, text));
            }
        }
        if let Some(folder) = folder {
            for edition in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
                let slot = years.entry(file_name(&edition)).or_default();
                read_files(&edition, &mut slot.files)?;
            }
        }
        Ok(Self(years))
    }

    /// The edition for `year`, or what is wrong with it; `None` where there is none.
    pub fn get(&self, year: &str) -> Option<Result<&Edition, Diagnostic>> {
        Some(self.0.get(year)?.edition())
    }

    /// The edition for `year`, or the newest one; with its year.
    pub fn choose(&self, year: Option<&str>) -> Result<(&str, &Edition), Diagnostic> {
        let found = match year {
            Some(year) => self.0.get_key_value(year),
            None => self.0.iter().rev().find(|(name, _)| is_year(name)),
        };
        match found {
            Some((year, slot)) => Ok((year, slot.edition()?)),
            None => Err(self.unknown(year.unwrap_or_default())),
        }
    }

    /// What there is to say where there is no edition for `year`.
    pub fn unknown(&self, year: &str) -> Diagnostic {
        let years: Vec<_> = self.years().collect();
        Diagnostic::new(&rule::UNKNOWN_EDITION, format!("没有 {year} 年度的版式"))
            .help(format!("现有的版式：{}；别的版式可以用 --templates 给出", years.join("、")))
    }

    /// The file of an edition that users know by `name`.
    pub fn file(&self, name: &str) -> Option<SourceFile> {
        self.files().find(|file| file.name() == name).cloned()
    }

    /// What the files of all editions say.
    pub fn fingerprint(&self) -> Fingerprint {
        let named = self.0.iter().flat_map(|(year, slot)| {
            slot.files.iter().map(move |(name, file)| [year.as_str(), name.as_str(), file.text()])
        });
        Fingerprint::of_all(named.flatten().map(str::as_bytes))
    }

    fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.0.values().flat_map(|slot| slot.files.values())
    }

    /// The years that there are editions for, in order.
    pub fn years(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl Edition {
    /// An edition from its files, by name.
    fn new(files: &Files) -> Result<Self, Diagnostic> {
        let mut manifest = None;
        let mut modules = Vec::new();
        let mut templates = Vec::new();
        let mut starter = None;
        for (name, file) in files {
            if name == MANIFEST {
                manifest = Some(source::read_config(file, &rule::BAD_EDITION)?);
            } else if name == STARTER {
                starter = Some(file.clone());
            } else if name.ends_with(MODULE) {
                modules.extend(Module::new(name, file.clone()));
            } else if name.ends_with(TEMPLATE) {
                templates.push((name.clone(), file.clone()));
            }
        }
        let manifest = manifest.ok_or_else(|| {
            let names: Vec<_> = templates.iter().map(|(_, file)| file.name()).collect();
            Diagnostic::new(
                &rule::BAD_EDITION,
                format!("版式缺少 {MANIFEST}（{}）", names.join("、")),
            )
        })?;
        Ok(Self { manifest, template: Template::new(templates)?, starter, modules })
    }

    /// The form of `project` as Typst source, set in `fonts`. `attachment` is a
    /// text for the PDF to carry along.
    pub fn render(
        &self,
        project: &Project,
        fonts: &FontFamilies,
        attachment: Option<&str>,
    ) -> Result<Generated, Diagnostic> {
        let edition = &self.manifest;
        let numbering = None;
        self.template.render(&Context { project, edition, fonts, attachment, numbering })
    }

    /// The form of `project` as Typst source, to be bound in a book: its footers
    /// bear the book's page numbers, and it carries nothing along.
    pub fn render_for_book(
        &self,
        project: &Project,
        fonts: &FontFamilies,
        numbering: Numbering,
    ) -> Result<Generated, Diagnostic> {
        let edition = &self.manifest;
        let (attachment, numbering) = (None, Some(numbering));
        self.template.render(&Context { project, edition, fonts, attachment, numbering })
    }
}

/// Where a form is in a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbering {
    /// The number of its first page, from 1.
    pub first: usize,
    /// How many pages the book has.
    pub total: usize,
}

/// What a template sees: the project under its own keys, and these.
#[derive(Serialize)]
struct Context<'a> {
    #[serde(flatten)]
    project: &'a Project,
    edition: &'a Manifest,
    fonts: &'a FontFamilies,
    attachment: Option<&'a str>,
    numbering: Option<Numbering>,
}

/// Reads an edition's files in `folder` over what is there already.
fn read_files(folder: &Path, files: &mut Files) -> Result<(), Diagnostic> {
    for path in entries(folder)?.into_iter().filter(|path| path.is_file()) {
        let name = file_name(&path);
        if name == MANIFEST || name.ends_with(MODULE) || name.ends_with(TEMPLATE) {
            let text = fs::read_to_string(&path);
            let text = text.map_err(|error| Diagnostic::unreadable(&path, &error))?;
            files.insert(name, SourceFile::new(path.display().to_string(), text));
        }
    }
    Ok(())
}

/// The files and folders in `folder` that are not hidden, in order.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let read = || -> std::io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
    };
    let mut paths = read().map_err(|error| Diagnostic::unreadable(folder, &error))?;
    paths.retain(|path| !file_name(path).starts_with('.'));
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn is_year(name: &str) -> bool {
    name.len() == 4 && name.bytes().all(|b| b.is_ascii_digit())
}

fn typst_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}
