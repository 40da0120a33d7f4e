//! Where the processor's time goes: the stages of a build, one thread, one after
//! the other, through the library.
//!
//! Typst's part is laying out and writing the PDF. All else is ours: reading,
//! checking, templating, looking at the finished pages, writing files. Forgetting
//! what the cache of Typst's layout no longer needs is the price of that cache, and
//! counted with the layout; it is shown for itself.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use cpu_time::ProcessTime;
use jixiao::check::examine::Examiner;
use jixiao::diagnostic::Diagnostic;
use jixiao::diagnostic::severities::Severities;
use jixiao::print;
use jixiao::print::export::{self, Format, LaidOut};
use jixiao::print::fonts::Fonts;
use jixiao::print::typeset::{Typesetter, forget, look_over};
use jixiao::source::{self, Forms, Input, Texts};
use jixiao::system::output::Folder;
use jixiao::system::parallel;

/// The year of the made-up forms.
const YEAR: &str = "2026";

/// Seconds of processor time, of all forms together.
#[derive(Debug, Default, Clone)]
pub struct Stages {
    /// Starting: forms and fonts.
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
        let bundled = Arc::new(Forms::load(None).expect("the bundled forms"));
        let typesetter = Typesetter::new(Fonts::load(None).expect("the bundled fonts"));
        let levels = Severities::new(false);
        let examiner = Examiner::new(&bundled, typesetter.fonts(), &levels);
        let folder = Folder::open(output, "", || ()).expect("a folder");
        clock.lap(&mut stages.start);
        let inputs = source::find(&[forms.to_owned()]).projects;
        let survey = examiner.survey(&inputs, NonZeroUsize::new(1));
        assert!(!survey.found.iter().any(Diagnostic::is_error), "made-up forms have no errors");
        clock.lap(&mut stages.survey);
        // All made-up forms are of one form and one year.
        let form = examiner.forms.newest(None).expect("the default form").form();
        let name = &form.expect("a sound form").name;
        for input in &inputs {
            stages.print(input, name, &examiner, &typesetter, &folder);
        }
        stages
    }

    fn print(
        &mut self,
        input: &Input,
        form: &str,
        examiner: &Examiner,
        typesetter: &Typesetter,
        folder: &Folder,
    ) {
        let mut clock = Clock::new();
        let texts = Texts::of(input, &examiner.defaults);
        let (project, edition) = examiner.read_again(texts, form, YEAR).expect("a project");
        clock.lap(&mut self.read);
        let data = source::to_yaml(&project).expect("the data");
        let generated = print::generate(&project, edition, typesetter, Some(&data), None);
        let generated = generated.expect("a source");
        clock.lap(&mut self.template);
        let document = typesetter.compile(&generated).output.expect("pages");
        clock.lap(&mut self.layout);
        assert!(look_over(&document, &generated).is_empty());
        clock.lap(&mut self.look);
        let form = LaidOut { year: &project.year(), generated: &generated, document: &document };
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
