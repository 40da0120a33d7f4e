//! Makes forms in-process, through the library.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jixiao::check;
use jixiao::check::examine::Examiner;
use jixiao::check::fix;
use jixiao::diagnostic::render;
use jixiao::diagnostic::rule::Stage;
use jixiao::diagnostic::severities::Levels;
use jixiao::diagnostic::{Diagnostic, SourceFile};
use jixiao::form::edition::{Edition, Editions, Numbering};
use jixiao::print::export::{self, Form, Format};
use jixiao::print::template::Generated;
use jixiao::print::typeset::{Fonts, Typesetter};
use jixiao::source::{self, Defaults, Document, Input, Source, assemble};

static EDITIONS: LazyLock<Editions> =
    LazyLock::new(|| expect("the bundled editions load", Editions::load(None).map_err(one)));
static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| {
    Typesetter::new(expect("the bundled fonts load", Fonts::load(None).map_err(one)))
});

/// The folder of the six real forms.
pub fn real_forms() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/2026")
}

/// Reads the project file at `path`, with its defaults.
pub fn read_file(path: &Path) -> Source {
    let folder = path.parent().expect("a file is in a folder").to_owned();
    let stem = PathBuf::from(path.file_stem().expect("a file has a name"));
    let input = Input { path: path.to_owned(), folder, stem, text: None };
    expect("the project file reads", source::read(&input, &Defaults::default()))
}

/// Reads a project file's text, which has all that there is to say.
pub fn read_text(text: &str) -> Source {
    let document = Document::parse(SourceFile::new("test.yaml", text));
    let source = document.and_then(|document| assemble([document]));
    expect("the text reads as a project", source)
}

/// What is wrong with a project file's text, hints included.
pub fn findings(text: &str) -> Vec<Diagnostic> {
    examiner().examine(&in_memory(text)).found
}

/// A project file's text with everything mended that is safe to mend.
pub fn mended(text: &str) -> String {
    let mended = fix::mend_all(&examiner(), &[in_memory(text)]);
    mended.into_iter().next().map_or(text.to_owned(), |mended| mended.rewrite.after)
}

fn examiner() -> Examiner<'static> {
    static LEVELS: LazyLock<Levels> = LazyLock::new(|| Levels::new(true));
    Examiner::new(&EDITIONS, TYPESETTER.fonts(), &LEVELS)
}

fn in_memory(text: &str) -> Input {
    Input {
        path: "-".into(),
        folder: PathBuf::new(),
        stem: PathBuf::new(),
        text: Some(text.to_owned()),
    }
}

/// Builds the PDF of a project, with the project attached.
pub fn pdf(source: &Source) -> Vec<u8> {
    expect("the form builds", try_pdf(source))
}

/// Builds the PDF of a project, or says why there is none; whatever it says, if
/// only it can be printed.
pub fn try_pdf(source: &Source) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let edition = check::edition(source, &EDITIONS).map_err(one)?;
    let fonts = TYPESETTER.fonts();
    let found: Vec<_> = check::check(source, edition, fonts)
        .into_iter()
        .filter(|diagnostic| diagnostic.rule.stage == Stage::Printing)
        .collect();
    if !found.is_empty() {
        return Err(found);
    }
    let project = &source.project;
    let data = source::to_yaml(project).map_err(one)?;
    let families = fonts.available(&edition.manifest.fonts);
    let generated = edition.render(project, &families, Some(&data)).map_err(one)?;
    write_pdf(source, edition, &generated)
}

/// Builds the PDF of a project that is to be bound in a book.
pub fn pdf_for_book(source: &Source, numbering: Numbering) -> Vec<u8> {
    let edition = expect("there is an edition", check::edition(source, &EDITIONS).map_err(one));
    let families = TYPESETTER.fonts().available(&edition.manifest.fonts);
    let generated = edition.render_for_book(&source.project, &families, numbering).map_err(one);
    let generated = expect("the form renders", generated);
    expect("the form builds", write_pdf(source, edition, &generated))
}

fn write_pdf(
    source: &Source,
    edition: &Edition,
    generated: &Generated,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let document = TYPESETTER.typeset(edition, generated)?;
    let form = Form { year: &source.project.year, edition, generated, document: &document };
    let format = Format::Pdf { time: None };
    let mut files = export::export(&form, format, Path::new("test"), &TYPESETTER)?;
    assert_eq!(files.len(), 1, "a PDF is one file");
    Ok(files.remove(0).bytes)
}

fn one(diagnostic: Diagnostic) -> Vec<Diagnostic> {
    vec![diagnostic]
}

fn expect<T>(what: &str, result: Result<T, Vec<Diagnostic>>) -> T {
    result.unwrap_or_else(|found| {
        let found: Vec<_> = found.iter().map(|found| render::render(found).to_string()).collect();
        panic!("expected that {what}, but:\n{}", found.join("\n"))
    })
}
