//! How the forms of an edition are laid out: its templates, compiled, and the Typst files
//! that they import.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

use super::compose::{ComposedPage, Measures, compose};
use super::families::{self, FamiliesOf};
use super::fonts::Fonts;
use super::template::{Generated, Template};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::{FontFamilies, Project, Role};
use crate::source::Edition;
use crate::source::forms::{STARTER, is_as_bundled};

const MODULE: &str = ".typ";
const TEMPLATE: &str = ".j2";

/// How the forms of an edition are laid out.
#[derive(Debug)]
pub struct Layout {
    template: Template,
    /// The Typst files that generated sources may import.
    pub modules: Arc<[Module]>,
    /// Whether the template is the one that all forms share, which sees nothing but the
    /// page.
    is_shared: bool,
    /// Whether template and modules are the bundled ones, which set each line that was
    /// composed, and nothing else.
    is_bundled: bool,
}

/// A `.typ` file, which generated sources import by its name.
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
    /// The file `name`; `None` where Typst has no such names.
    pub(super) fn new(name: &str, file: &SourceFile) -> Option<Self> {
        let source = Source::new(typst_id(name)?, file.text().to_owned());
        Some(Self { name: name.to_owned(), file: file.clone(), source })
    }
}

fn typst_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// The layouts of the editions that have been asked for, by form and year.
#[derive(Debug, Default)]
pub struct Layouts(Mutex<HashMap<(String, u16), Loaded>>);

/// A layout, or what is wrong with it.
type Loaded = Result<Arc<Layout>, Diagnostic>;

impl Layouts {
    /// The layout of an edition.
    pub fn of(&self, edition: &Edition) -> Result<Arc<Layout>, Diagnostic> {
        let mut layouts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (edition.id.clone(), edition.since);
        layouts.entry(key).or_insert_with(|| Layout::new(edition).map(Arc::new)).clone()
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

impl Layout {
    fn new(edition: &Edition) -> Result<Self, Diagnostic> {
        let named = |ending: &'static str| {
            let ends = move |(name, _): &(&String, &SourceFile)| name.ends_with(ending);
            edition.files.iter().filter(ends)
        };
        let modules = named(MODULE).filter_map(|(name, file)| Module::new(name, file)).collect();
        let templates = named(TEMPLATE).filter(|(name, _)| *name != STARTER);
        let templates = templates.map(|(name, file)| (name.clone(), file.clone())).collect();
        Ok(Self {
            template: Template::new(templates)?,
            modules,
            is_shared: edition.has_shared_template(),
            is_bundled: named(MODULE)
                .chain(named(TEMPLATE).filter(|(name, _)| *name != STARTER))
                .all(|(name, file)| is_as_bundled(name, file)),
        })
    }

    /// Whether it sets each line that was composed, and nothing else.
    pub fn is_bundled(&self) -> bool {
        self.is_bundled
    }

    /// The form of `project` as Typst source, set in `families`. `attachment` is a text for
    /// the PDF to carry along; `numbering` has the page numbers of a book.
    pub fn render(
        &self,
        project: &Project,
        fonts: &Fonts,
        families: &FontFamilies,
        attachment: Option<&str>,
        numbering: Option<Numbering>,
    ) -> Result<Generated, Diagnostic> {
        let form = project.form();
        let year = project.year();
        let one_line = |text: Cow<str>| text.replace('\n', " ");
        let composed = compose(project, fonts, families, numbering);
        let context = Context {
            project: (!self.is_shared).then_some(project),
            form: Words {
                name: &form.name,
                title: &form.title,
                heading: composed.title.join("\n"),
                subtitle: composed.subtitle.join("\n"),
            },
            title: format!("{} {year}年度{}", one_line(project.name()), form.title),
            author: one_line(project.text(Role::Unit)),
            page: &composed.measures,
            pages: &composed.pages,
            fonts: families::of(composed.lines(), fonts, families),
            attachment,
            numbering,
        };
        let mut generated = self.template.render(&context, &self.modules)?;
        generated.composed = self.is_bundled.then_some(composed);
        Ok(generated)
    }
}

/// What a template sees.
#[derive(Serialize)]
struct Context<'a> {
    /// The project under its own keys, where the form has a template of its own.
    #[serde(flatten)]
    project: Option<&'a Project>,
    form: Words<'a>,
    /// The title and the author in the PDF's metadata.
    title: String,
    author: String,
    page: &'a Measures,
    pages: &'a [ComposedPage],
    fonts: FamiliesOf<'a>,
    attachment: Option<&'a str>,
    numbering: Option<Numbering>,
}

#[derive(Serialize)]
struct Words<'a> {
    name: &'a str,
    title: &'a str,
    /// The title in its lines, and what stands below it.
    heading: String,
    subtitle: String,
}
