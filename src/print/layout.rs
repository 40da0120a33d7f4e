//! How the forms of an edition are laid out: its templates, compiled, and the Typst files
//! that they import.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use minijinja::value::Value;
use serde::{Deserialize, Serialize};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

use super::template::{Generated, Template};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::pattern::{Breaks, Head, LinePattern, PartPattern, Setting, Slot};
use crate::form::sheet::{SheetCell, SheetLine, SheetPart};
use crate::form::{FontFamilies, Form, Project, Role};
use crate::source::Edition;
use crate::source::forms::STARTER;

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
    /// What is the same on the page of every project, once it is asked for.
    shapes: OnceLock<Vec<PartShapes>>,
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
    fn new(name: &str, file: &SourceFile) -> Option<Self> {
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
            shapes: OnceLock::new(),
        })
    }

    /// The form of `project` as Typst source, set in `fonts`. `attachment` is a text for
    /// the PDF to carry along; `numbering` has the page numbers of a book.
    pub fn render(
        &self,
        project: &Project,
        fonts: &FontFamilies,
        attachment: Option<&str>,
        numbering: Option<Numbering>,
    ) -> Result<Generated, Diagnostic> {
        let form = project.form();
        let year = project.year();
        let one_line = |text: Cow<str>| text.replace('\n', " ");
        let context = Context {
            project: (!self.is_shared).then_some(project),
            form: Words { name: &form.name, title: &form.title, subtitle: form.subtitle(&year) },
            title: format!("{} {year}年度{}", one_line(project.name()), form.title),
            author: one_line(project.text(Role::Unit)),
            page: Page::of(form),
            parts: self.parts(project),
            fonts,
            attachment,
            numbering,
        };
        self.template.render(&context, &self.modules)
    }

    /// The page, filled in.
    fn parts(&self, project: &Project) -> Vec<PagePart<'_>> {
        let patterns = project.form().pattern();
        let shapes = self.shapes.get_or_init(|| patterns.iter().map(PartShapes::of).collect());
        let parts = project.sheet().into_iter().zip(shapes);
        parts.map(|(part, shapes)| PagePart::of(&part, shapes)).collect()
    }
}

/// What is the same in a part of every project's page.
#[derive(Debug)]
struct PartShapes {
    breaks: &'static str,
    head: Shapes,
    lines: Shapes,
}

/// The shapes of a part's lines. Those that follow each other and are the same are one:
/// most lines of a form are like the one above, and every project's source has them all.
#[derive(Debug, Default)]
struct Shapes {
    shapes: Vec<Shape>,
    /// The number of the shape that each of the part's patterns has.
    numbers: Vec<usize>,
}

/// Where the cells of a line stand, and how they are set.
#[derive(Debug, PartialEq, Serialize)]
struct Shape {
    labels: Vec<Value>,
    cells: Vec<Value>,
    head: &'static str,
    plain: bool,
}

/// A part of the page, as the template sees it.
#[derive(Serialize)]
struct PagePart<'a> {
    breaks: &'a str,
    shapes: &'a [Shape],
    head_shapes: &'a [Shape],
    head: Vec<Value>,
    lines: Vec<Value>,
}

impl<'a> PagePart<'a> {
    fn of(part: &SheetPart, shapes: &'a PartShapes) -> Self {
        Self {
            breaks: shapes.breaks,
            shapes: &shapes.lines.shapes,
            head_shapes: &shapes.head.shapes,
            head: part.head.iter().map(|line| shapes.head.line(line)).collect(),
            lines: part.lines.iter().map(|line| shapes.lines.line(line)).collect(),
        }
    }
}

impl PartShapes {
    fn of(part: &PartPattern) -> Self {
        let breaks = match part.breaks {
            Breaks::Flow => "flow",
            Breaks::Kept => "kept",
            Breaks::Paged => "paged",
        };
        Self { breaks, head: Shapes::of(&part.head), lines: Shapes::of(&part.lines) }
    }
}

impl Shapes {
    fn of(lines: &[LinePattern]) -> Self {
        let mut all = Self::default();
        for shape in lines.iter().map(Shape::of) {
            if all.shapes.last() != Some(&shape) {
                all.shapes.push(shape);
            }
            all.numbers.push(all.shapes.len() - 1);
        }
        all
    }

    /// A line: the number of its shape, and the texts of its labels and of its cells.
    fn line(&self, line: &SheetLine) -> Value {
        let texts =
            |cells: &[SheetCell]| cells.iter().map(|cell| Value::from(&*cell.text)).collect();
        let (labels, cells): (Value, Value) = (texts(&line.labels), texts(&line.cells));
        [Value::from(self.numbers[line.pattern]), labels, cells].into_iter().collect()
    }
}

impl Shape {
    fn of(line: &LinePattern) -> Self {
        let slots = |slots: &[Slot]| slots.iter().map(slot).collect();
        let head = match line.head {
            Head::None => "none",
            Head::Is => "is",
            Head::Below => "below",
        };
        let (labels, cells) = (slots(&line.labels), slots(&line.cells));
        Self { labels, cells, head, plain: line.is_plain }
    }
}

/// A cell's column, how many columns and rows it covers, and how it is set.
fn slot(slot: &Slot) -> Value {
    let setting = match slot.setting {
        Setting::Label => "label",
        Setting::Value => "value",
        Setting::Text => "text",
    };
    let numbers = [slot.columns.start, slot.columns.len(), slot.rows];
    numbers.into_iter().map(Value::from).chain([Value::from(setting)]).collect()
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
    page: Page<'a>,
    parts: Vec<PagePart<'a>>,
    fonts: &'a FontFamilies,
    attachment: Option<&'a str>,
    numbering: Option<Numbering>,
}

#[derive(Serialize)]
struct Words<'a> {
    name: &'a str,
    title: &'a str,
    subtitle: String,
}

/// The page's measures.
#[derive(Serialize)]
struct Page<'a> {
    landscape: bool,
    size: f64,
    columns: &'a [f64],
}

impl<'a> Page<'a> {
    fn of(form: &'a Form) -> Self {
        let page = &form.page;
        Self { landscape: page.landscape, size: page.size, columns: &page.columns }
    }
}
