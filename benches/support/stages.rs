//! Where the processor's time goes: the stages of a build, one thread, one after
//! the other, through the library.
//!
//! Typst's part is laying out and writing the PDF. All else is ours: reading,
//! checking, templating, looking at the finished pages, writing files. Forgetting
//! what the cache of Typst's layout no longer needs is the price of that cache, and
//! counted with the layout; it is shown for itself.

use std::num::NonZeroUsize;
use std::path::Path;

use cpu_time::ProcessTime;
use jixiao::edition::{Edition, Editions};
use jixiao::examine::Examiner;
use jixiao::export::{self, Form, Format};
use jixiao::levels::Levels;
use jixiao::output::Folder;
use jixiao::parallel;
use jixiao::source::{self, Defaults, Input, Texts};
use jixiao::template::Generated;
use jixiao::typeset::{Fonts, Typesetter, forget};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;

/// Seconds of processor time, of all forms together.
#[derive(Debug, Default, Clone)]
pub struct Stages {
    /// Starting: editions and fonts.
    pub start: f64,
    /// Reading all forms and holding them against the rules and one another.
    pub survey: f64,
    /// Reading each form anew before it is printed.
    pub read: f64,
    /// From the project to Typst source.
    pub template: f64,
    /// Laying out: Typst.
    pub layout: f64,
    /// Looking over the pages.
    pub look: f64,
    /// Writing the PDF: Typst.
    pub pdf: f64,
    /// Forgetting.
    pub forget: f64,
    /// Writing the files.
    pub write: f64,
}

impl Stages {
    /// What is Typst's.
    pub fn typst(&self) -> f64 {
        self.layout + self.forget + self.pdf
    }

    /// What is not.
    pub fn ours(&self) -> f64 {
        self.start + self.survey + self.read + self.template + self.look + self.write
    }

    /// Builds all forms in `forms`.
    pub fn measure(forms: &Path, output: &Path) -> Self {
        let one = NonZeroUsize::new(1);
        let measured = parallel::map(&[()], one, |()| Self::build(forms, output));
        measured.into_iter().next().expect("one result")
    }

    fn build(forms: &Path, output: &Path) -> Self {
        let mut stages = Self::default();
        let mut clock = Clock::new();
        let editions = Editions::load(None).expect("the bundled editions");
        let typesetter = Typesetter::new(Fonts::load(None).expect("the bundled fonts"));
        let levels = Levels::new(false);
        let examiner = Examiner {
            editions: &editions,
            fonts: typesetter.fonts(),
            levels: &levels,
            defaults: Defaults::default(),
        };
        let library = LazyHash::new(Library::default());
        let folder = Folder::open(output, "", || ()).expect("a folder");
        clock.lap(&mut stages.start);
        let inputs = source::find(&[forms.to_owned()]).projects;
        let survey = examiner.survey(&inputs, NonZeroUsize::new(1));
        assert!(survey.is_printable.iter().all(|is| *is), "made-up forms have no errors");
        clock.lap(&mut stages.survey);
        for input in &inputs {
            stages.print(input, &examiner, &typesetter, &library, &folder);
        }
        stages
    }

    fn print(
        &mut self,
        input: &Input,
        examiner: &Examiner,
        typesetter: &Typesetter,
        library: &LazyHash<Library>,
        folder: &Folder,
    ) {
        let mut clock = Clock::new();
        let texts = Texts::of(input, &examiner.defaults);
        let (project, edition) = examiner.read_again(texts).expect("a project");
        clock.lap(&mut self.read);
        let fonts = typesetter.fonts().available(&edition.manifest.fonts);
        let data = source::to_yaml(&project).expect("the data");
        let generated = edition.render(&project, &fonts, Some(&data)).expect("a source");
        clock.lap(&mut self.template);
        let world =
            FormWorld { library, fonts: typesetter.fonts(), edition, generated: &generated };
        let compiled = typst::compile::<PagedDocument>(&world).output.expect("pages");
        clock.lap(&mut self.layout);
        // The same once more, this time as the program does. The layout is in the
        // cache now; what is left is looking over the pages, and finding that out.
        let document = typesetter.typeset(edition, &generated).expect("pages");
        clock.lap(&mut self.look);
        drop(compiled);
        let mut clock = Clock::new();
        let form =
            Form { year: &project.year, edition, generated: &generated, document: &document };
        let format = Format::Pdf { time: None };
        let files = export::export(&form, format, &input.stem, typesetter).expect("a PDF");
        clock.lap(&mut self.pdf);
        forget();
        clock.lap(&mut self.forget);
        for file in files {
            folder.write(&file.path, &file.bytes).expect("a file");
        }
        clock.lap(&mut self.write);
    }
}

/// What Typst sees of a form, as in the program.
struct FormWorld<'a> {
    library: &'a LazyHash<Library>,
    fonts: &'a Fonts,
    edition: &'a Edition,
    generated: &'a Generated,
}

impl World for FormWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.generated.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let modules = self.edition.modules.iter().map(|module| &module.source);
        let mut sources = modules.chain([&self.generated.source]);
        sources.find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.source(id).map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The processor time of this program, of all its threads.
struct Clock(ProcessTime);

impl Clock {
    fn new() -> Self {
        Self(ProcessTime::now())
    }

    /// Adds the time since the last lap.
    fn lap(&mut self, stage: &mut f64) {
        let now = ProcessTime::now();
        *stage += now.duration_since(self.0).as_secs_f64();
        self.0 = now;
    }
}
