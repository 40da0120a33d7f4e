//! Makes forms in-process, through the library.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use jixiao::check;
use jixiao::check::examine::Examiner;
use jixiao::check::fix;
use jixiao::diagnostic::render;
use jixiao::diagnostic::rule::Stage;
use jixiao::diagnostic::severities::Severities;
use jixiao::diagnostic::{Diagnostic, Severity, SourceFile};
use jixiao::form::Project;
use jixiao::print::export::{self, Format, LaidOut};
use jixiao::print::fonts::Fonts;
use jixiao::print::template::Generated;
use jixiao::print::typeset::Typesetter;
use jixiao::print::{self, Numbering};
use jixiao::source::{self, Defaults, Document, Edition, Forms, Input, Source, assemble};

/// Forms, with all that it takes to print them.
pub struct Press {
    /// The forms.
    pub forms: Arc<Forms>,
    typesetter: Typesetter,
}

static BUNDLED: LazyLock<Press> =
    LazyLock::new(|| Press::new(expect("the bundled forms load", Forms::load(None).map_err(one))));

/// The bundled forms.
pub fn forms() -> &'static Arc<Forms> {
    &BUNDLED.forms
}

/// The bundled fonts.
pub fn fonts() -> &'static Fonts {
    BUNDLED.typesetter.fonts()
}

/// What lays them out.
pub fn typesetter() -> &'static Typesetter {
    &BUNDLED.typesetter
}

/// The folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the six real forms.
pub fn real_forms() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/2026")
}

/// Reads the project file at `path`, with its defaults.
pub fn read_file(path: &Path) -> Source {
    let input = Input::of(path, path.parent().expect("a file is in a folder"));
    expect("the project file reads", source::read(&input, &Defaults::new(forms().clone())))
}

/// Reads a project file's text, which has all that there is to say.
pub fn read_text(text: &str) -> Source {
    BUNDLED.read(text)
}

/// Reads a project file that needs no defaults, or says what is wrong with it.
pub fn try_read(file: SourceFile, forms: &Forms) -> Result<Source, Vec<Diagnostic>> {
    assemble(vec![Arc::new(Document::parse(file, forms)?)], forms)
}

/// What is wrong with a project file's text, hints included.
pub fn findings(text: &str) -> Vec<Diagnostic> {
    examiner().examine(&in_memory(text)).found
}

/// The rules that a project file's text breaks, hints aside.
pub fn broken(text: &str) -> Vec<&'static str> {
    let found = findings(text).into_iter().filter(|found| found.severity > Severity::Hint);
    found.map(|found| found.rule.name).collect()
}

/// A project file's text with everything mended that is safe to mend.
pub fn mended(text: &str) -> String {
    mended_and_counted(text).0
}

/// The same, and how many findings have been mended.
pub fn mended_and_counted(text: &str) -> (String, usize) {
    let mended = fix::mend_all(&examiner(), &[in_memory(text)]);
    let mended = mended.into_iter().next();
    mended.map_or((text.to_owned(), 0), |mended| (mended.rewrite.after, mended.count))
}

fn examiner() -> Examiner<'static> {
    static LEVELS: LazyLock<Severities> = LazyLock::new(|| Severities::new(true));
    Examiner::new(forms(), BUNDLED.typesetter.fonts(), &LEVELS)
}

fn in_memory(text: &str) -> Input {
    Input { text: Some(text.to_owned()), ..Input::of(Path::new("-"), Path::new("")) }
}

/// Builds the PDF of a project, with the project attached.
pub fn pdf(source: &Source) -> Vec<u8> {
    expect("the form builds", try_pdf(source))
}

/// Builds the PDF of a project, or says why there is none; whatever it says, if
/// only it can be printed.
pub fn try_pdf(source: &Source) -> Result<Vec<u8>, Vec<Diagnostic>> {
    BUNDLED.try_pdf(source)
}

/// Builds the PDF of a project that is to be bound in a book.
pub fn pdf_for_book(source: &Source, numbering: Numbering) -> Vec<u8> {
    let generated = BUNDLED.generate(&source.project, None, Some(numbering)).map_err(one);
    let generated = expect("the form renders", generated);
    expect("the form builds", BUNDLED.write_pdf(&source.project, &generated))
}

impl Press {
    /// A press for these forms.
    pub fn new(forms: Forms) -> Self {
        let fonts = expect("the bundled fonts load", Fonts::load(None).map_err(one));
        Self { forms: Arc::new(forms), typesetter: Typesetter::new(fonts) }
    }

    /// Reads a project file's text, which has all that there is to say.
    pub fn read(&self, text: &str) -> Source {
        let file = SourceFile::new("test.yaml", text);
        expect("the text reads as a project", try_read(file, &self.forms))
    }

    /// The form of a project as Typst source.
    pub fn generate(
        &self,
        project: &Project,
        attachment: Option<&str>,
        numbering: Option<Numbering>,
    ) -> Result<Generated, Diagnostic> {
        let edition = self.edition(project);
        print::generate(project, edition, &self.typesetter, attachment, numbering)
    }

    /// Builds the PDF of a project, or says why there is none.
    pub fn try_pdf(&self, source: &Source) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let project = &source.project;
        let edition = self.edition(project);
        let found: Vec<_> = check::check(source, edition, &self.forms, self.typesetter.fonts())
            .into_iter()
            .filter(|diagnostic| diagnostic.rule.stage == Stage::Printing)
            .collect();
        if !found.is_empty() {
            return Err(found);
        }
        let data = source::to_yaml(project).map_err(one)?;
        self.write_pdf(project, &self.generate(project, Some(&data), None).map_err(one)?)
    }

    fn edition(&self, project: &Project) -> &Edition {
        self.forms.edition(project.form()).expect("a form comes from an edition")
    }

    fn write_pdf(
        &self,
        project: &Project,
        generated: &Generated,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let document = self.typesetter.typeset(generated)?;
        let form = LaidOut { year: &project.year(), generated, document: &document };
        let format = Format::Pdf { time: None };
        let mut files = export::export(&form, format, Path::new("test"), &self.typesetter)?;
        assert_eq!(files.len(), 1, "a PDF is one file");
        Ok(files.remove(0).bytes)
    }
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
