//! All forms that there are: a folder for each form under `templates/`, with a folder for
//! each edition, named after the first year that it is used for.
//!
//! An edition is `form.yaml`, the definition, and what the form does otherwise than all
//! others: `form.typ.j2` (from a project to Typst source), `.typ` files that this source
//! imports, and `new.yaml.j2` (what a new project file looks like). A new form or edition is
//! a new folder, and no Rust.

mod block;
mod define;
mod export;
mod fields;
mod files;
mod folder;
mod jinja;
mod left_out;
mod mistakes;
mod named;
mod own_rules;
mod raw;
mod together;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

pub use export::export;
pub use files::{Files, Origin, is_as_bundled};
pub use jinja::explain;
pub use together::disagreements;

use crate::diagnostic::{Diagnostic, SourceFile, rule};
use crate::form::Form;
use crate::source::vocabulary::{Keys, Vocabulary};
use crate::system::fingerprint::Fingerprint;
use crate::text::nearest::nearest;

/// What an edition's definition is called.
pub const DEFINITION: &str = "form.yaml";
/// The template of new project files.
pub const STARTER: &str = "new.yaml.j2";

/// What is wrong with the definition `file` of the form `id` since a year.
pub fn mistakes_in(file: &SourceFile, id: &str, since: u16) -> Vec<Diagnostic> {
    let edition = Edition {
        files: Files::from([(DEFINITION.to_owned(), file.clone())]),
        ..Edition::new(id.to_owned(), since, Origin::Folder(PathBuf::new()), Files::new(), false)
    };
    edition.form().err().unwrap_or_default()
}

/// All forms, each with its editions.
#[derive(Debug)]
pub struct Forms {
    /// By form, then by year.
    editions: Arc<[Edition]>,
    /// The blocks that all forms share.
    shared: Files,
    vocabulary: Arc<Vocabulary>,
}

/// One edition of a form with its files.
#[derive(Debug)]
pub struct Edition {
    /// The form's folder, such as `target`.
    pub id: String,
    /// The first year that it is used for.
    pub since: u16,
    /// Where it comes from.
    pub origin: Origin,
    /// Its files and those that all forms share, by name.
    pub files: Files,
    /// Whether it has a template of Typst source of its own.
    has_own_template: bool,
    form: OnceLock<Result<Arc<Form>, Vec<Diagnostic>>>,
}

impl Edition {
    fn new(id: String, since: u16, origin: Origin, files: Files, has_own_template: bool) -> Self {
        Self { id, since, origin, files, has_own_template, form: OnceLock::new() }
    }

    /// Whether its pages are made by the template that all forms share.
    pub fn has_shared_template(&self) -> bool {
        !self.has_own_template
    }

    /// Whether the definition may be that of the form called `name`, or of the default form,
    /// as far as one can tell without reading it. There is no telling how people write
    /// theirs, or whether they have forgotten it; the program's own have it in a line of
    /// their own.
    fn is_likely(&self, name: Option<&str>) -> bool {
        let text = self.files.get(DEFINITION).map_or("", SourceFile::text);
        let mut values = text.lines().filter_map(|line| match name {
            Some(_) => line.strip_prefix("name: ").or_else(|| line.strip_prefix("title: ")),
            None => line.strip_prefix("default: "),
        });
        self.origin != Origin::Bundled || values.any(|value| value == name.unwrap_or("true"))
    }

    /// The definition, or what is wrong with it.
    pub fn form(&self) -> Result<&Arc<Form>, Vec<Diagnostic>> {
        let define = || match self.files.get(DEFINITION) {
            Some(file) if file.text().trim().is_empty() => {
                let help = "用 jixiao forms export 目标表 DIR 导出一份，照着写";
                Err(Diagnostic::new(&rule::BAD_FORM, "这个文件是空的").at(file).help(help).into())
            }
            Some(file) => {
                let is_ours = self.origin == Origin::Bundled;
                define::define(file, &self.id, self.since, is_ours).map(Arc::new)
            }
            None => {
                let folder = self.folder();
                Err(folder::no_definition(Path::new(&folder), None).into())
            }
        };
        self.form.get_or_init(define).as_ref().map_err(Vec::clone)
    }

    /// The folder, as users know it.
    pub fn folder(&self) -> String {
        self.origin.folder(&format!("{}/{}", self.id, self.since))
    }

    /// That it is for later years, and there is none for the one that is wanted.
    pub fn is_too_late(&self) -> NoForm {
        let name = self.form().map_or_else(|_| self.id.clone(), |form| form.name.clone());
        NoForm::TooEarly { since: self.since, name, folder: self.own_folder() }
    }

    /// The folder, where it is none of the program's own.
    pub fn own_folder(&self) -> Option<String> {
        (self.origin != Origin::Bundled).then(|| self.folder())
    }

    /// The template of new project files, if the form has one of its own.
    pub fn starter(&self) -> Option<&SourceFile> {
        self.files.get(STARTER)
    }
}

impl Forms {
    /// The bundled forms. The files in `folder`, laid out as `templates/` is, come before
    /// the bundled ones of the same name.
    pub fn load(folder: Option<&Path>) -> Result<Self, Diagnostic> {
        let (editions, shared) = files::load(folder)?;
        let editions: Arc<[Edition]> = editions.into();
        let of_the_vocabulary = editions.clone();
        let vocabulary = Vocabulary::new(move || {
            let forms = of_the_vocabulary.iter().filter_map(|edition| edition.form().ok());
            Keys::of(forms.map(|form| &**form))
        });
        Ok(Self { editions, shared, vocabulary: Arc::new(vocabulary) })
    }

    /// All editions, by form and year.
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The definitions of all editions, as far as they can be read.
    pub fn definitions(&self) -> impl Iterator<Item = &Form> {
        self.editions.iter().filter_map(|edition| edition.form().ok()).map(|form| &**form)
    }

    /// The files that all forms share, by name.
    pub fn shared(&self) -> &Files {
        &self.shared
    }

    /// The edition of the form called `name`, by its short name or its title, for a year;
    /// of the default form where there is no name.
    pub fn choose(&self, name: Option<&str>, year: &str) -> Result<&Edition, NoForm> {
        // Most definitions need not be read for it.
        let likely = |edition: &Edition| edition.is_likely(name);
        let mut of_the_form = self.of_the_form(name, likely).map_err(NoForm::Broken)?;
        if of_the_form.is_empty() {
            of_the_form = self.of_the_form(name, |_| true).map_err(NoForm::Broken)?;
        }
        // A form of one's own takes the place of a bundled one of the same name.
        if of_the_form.iter().any(|edition| edition.origin != Origin::Bundled) {
            let own = of_the_form.iter().find(|edition| edition.origin != Origin::Bundled);
            let own = own.map(|edition| edition.id.clone());
            of_the_form.retain(|edition| Some(&edition.id) == own.as_ref());
        }
        if of_the_form.is_empty() {
            return Err(NoForm::Unknown(name.unwrap_or_default().to_owned()));
        }
        let year: Option<u16> = year.parse().ok();
        let until =
            of_the_form.iter().filter(|edition| year.is_none_or(|year| edition.since <= year));
        let newest = until.max_by_key(|edition| edition.since).copied();
        let first = of_the_form.iter().min_by_key(|edition| edition.since);
        newest.ok_or_else(|| match first {
            Some(first) => first.is_too_late(),
            None => NoForm::Unknown(name.unwrap_or_default().to_owned()),
        })
    }

    /// The editions of the form called `name`, or of the default form, among those that are
    /// wanted; an error where one of them is broken, as it may be the one that is meant.
    fn of_the_form(
        &self,
        name: Option<&str>,
        is_wanted: impl Fn(&Edition) -> bool,
    ) -> Result<Vec<&Edition>, Vec<Diagnostic>> {
        let mut found = Vec::new();
        for edition in self.editions.iter().filter(|edition| is_wanted(edition)) {
            let form = edition.form()?;
            let is_meant = match name {
                Some(name) => form.name == name || form.title == name,
                None => form.is_default,
            };
            if is_meant {
                found.push(edition);
            }
        }
        Ok(found)
    }

    /// The newest edition of the form called `name`, or of the default form.
    pub fn newest(&self, name: Option<&str>) -> Result<&Edition, NoForm> {
        self.choose(name, "")
    }

    /// The edition that a form comes from.
    pub fn edition(&self, form: &Form) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.id == form.id && edition.since == form.since)
    }

    /// Whether the form of an edition has no later one.
    pub fn is_newest(&self, edition: &Edition) -> bool {
        let of_the_form = self.editions.iter().filter(|other| other.id == edition.id);
        of_the_form.map(|other| other.since).max() == Some(edition.since)
    }

    /// The short names of all forms that can be read, each once, the default first.
    pub fn names(&self) -> Vec<&str> {
        let mut forms: Vec<&Form> = self.definitions().collect();
        forms.sort_by_key(|form| !form.is_default);
        let mut names: Vec<&str> = Vec::new();
        for form in forms {
            if !names.contains(&form.name.as_str()) {
                names.push(&form.name);
            }
        }
        names
    }

    /// The keys of all forms that can be read.
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    /// The file that users know by `name`.
    pub fn file(&self, name: &str) -> Option<SourceFile> {
        let own = self.editions.iter().flat_map(|edition| edition.files.values());
        own.chain(self.shared.values()).find(|file| file.name() == name).cloned()
    }

    /// What all files say.
    pub fn fingerprint(&self) -> Fingerprint {
        let own = self.editions.iter().flat_map(|edition| {
            edition.files.iter().map(|(name, file)| {
                format!("{}/{}/{name}\0{}", edition.id, edition.since, file.text())
            })
        });
        let shared = self.shared.iter().map(|(name, file)| format!("{name}\0{}", file.text()));
        let all: Vec<String> = own.chain(shared).collect();
        Fingerprint::of_all(all.iter().map(String::as_bytes))
    }
}

/// Why there is no form for a project.
#[derive(Debug, Clone)]
pub enum NoForm {
    /// No form has this name.
    Unknown(String),
    /// The first edition of the form is from this year on; its folder, where it is none of
    /// the program's own.
    TooEarly {
        /// The year.
        since: u16,
        /// The form's short name.
        name: String,
        /// The folder.
        folder: Option<String>,
    },
    /// A definition cannot be read.
    Broken(Vec<Diagnostic>),
}

impl NoForm {
    /// What there is to say of it for a project of `year`.
    pub fn explain(self, forms: &Forms, year: &str) -> Vec<Diagnostic> {
        match self {
            Self::Broken(found) => found,
            Self::Unknown(name) if name.is_empty() => {
                let message = "没有哪一种表是默认的，要写明用哪一种表";
                let help = format!("在项目文件里写“表: …”；现有：{}", forms.names().join("、"));
                vec![Diagnostic::new(&rule::UNKNOWN_FORM, message).help(help)]
            }
            Self::Unknown(name) => {
                let names = forms.names();
                let help = match nearest(&name, names.iter().copied()) {
                    Some(near) => format!("是不是“{near}”？"),
                    None => format!("现有：{}；别的表可以用 --templates 给出", names.join("、")),
                };
                vec![Diagnostic::new(&rule::UNKNOWN_FORM, format!("没有“{name}”这种表")).help(help)]
            }
            Self::TooEarly { since, name, folder } => {
                let message = format!("没有 {year} 年度的版式");
                let help = match year.parse::<u16>() {
                    Ok(_) => format!(
                        "“{name}”的版式从 {since} 年度起才有：检查年度；真要印 {year} 年度的，{}",
                        other_year(&name, folder.as_deref(), since, year)
                    ),
                    Err(_) => format!("年度写成四位数字，如 {since}"),
                };
                let on_form = format!("“{name}”的版式从 {since} 年度起才有：检查年度");
                let found = Diagnostic::new(&rule::UNKNOWN_EDITION, message).help(help);
                vec![found.help_on_form(on_form)]
            }
        }
    }
}

/// How people make an edition for `year` of one that is used from the year `since` on; its
/// folder is given where it is none of the program's own.
pub fn other_year(name: &str, folder: Option<&str>, since: u16, year: &str) -> String {
    match folder {
        Some(folder) => format!("把 {folder} 复制一份，改名为 {year}，照那一年的表改"),
        None => format!(
            "用 jixiao forms export {name} DIR 导出，把 DIR 里的 {since} 改名为 {year}，照那一年的表改，加上 --templates DIR"
        ),
    }
}
