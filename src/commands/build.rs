//! `jixiao build`: project files in, forms out.

use std::process::ExitCode;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{USAGE, exit_code, load_assets, load_levels, not_told, print};
use crate::cli::{BuildArgs, FormatArg};
use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::examine::Examiner;
use crate::export::{self, Form, Format};
use crate::output::Folder;
use crate::parallel;
use crate::report::{self, Counts};
use crate::source::{self, Defaults, Input, Inputs, Source};
use crate::typeset::{self, Typesetter};

/// Builds the forms and says how many.
pub fn run(args: &BuildArgs) -> Result<ExitCode, ExitCode> {
    let started = Instant::now();
    let Some(format) = format(args) else {
        eprintln!("错误：环境变量 SOURCE_DATE_EPOCH 应是 1970 年以来的秒数");
        return Err(ExitCode::from(USAGE));
    };
    let levels = load_levels(&args.levels)?;
    let (editions, typesetter) = load_assets(&args.assets)?;
    let examiner = Examiner {
        editions: &editions,
        fonts: typesetter.fonts(),
        levels: &levels,
        defaults: Defaults::default(),
    };
    let Inputs { mut projects, mut found } = source::find(&args.inputs.paths);
    let refused = source::take_shared_outputs(&mut projects);
    let total = projects.len() + refused.len();
    found.extend(refused);
    let (mut found, allowed) = levels.apply(found);
    let survey = examiner.survey(&projects, args.jobs);
    let printable: Vec<&Input> = projects
        .iter()
        .zip(&survey.is_printable)
        .filter(|(_, is)| **is)
        .map(|(it, _)| it)
        .collect();
    found.extend(survey.found);
    let builder = Builder {
        examiner: &examiner,
        typesetter: &typesetter,
        format,
        attach: !args.no_attach,
        folder: Folder::new(args.output.clone()),
    };
    let progress = progress(printable.len() as u64);
    let results = parallel::map(&printable, args.jobs, |input| {
        let result = builder.build(input);
        progress.inc(1);
        result
    });
    progress.finish_and_clear();
    let failed = total - results.iter().filter(|result| result.is_ok()).count();
    found.extend(results.into_iter().filter_map(Result::err).flatten());
    let found = report::unique(found);
    print(&found);
    let warnings = match Counts::of(&found, total).warnings {
        0 => String::new(),
        warnings => format!("{warnings} 处警告，"),
    };
    let seconds = started.elapsed().as_secs_f64();
    let allowed = not_told(survey.allowed + allowed);
    eprintln!("{total} 份表格，{failed} 份失败，{warnings}{seconds:.1} 秒{allowed}");
    Ok(exit_code(found.iter().any(Diagnostic::is_error)))
}

/// All that building one form takes, the same for every form.
struct Builder<'a> {
    examiner: &'a Examiner<'a>,
    typesetter: &'a Typesetter,
    format: Format,
    attach: bool,
    folder: Folder,
}

impl Builder<'_> {
    /// Prints a form that was found to be in order. It is read anew: there may be
    /// too many to keep them all in memory.
    fn build(&self, input: &Input) -> Result<(), Vec<Diagnostic>> {
        let examined = self.examiner.examine(input);
        let is_refused = examined.has_errors();
        let Some((source, edition)) = examined.project.filter(|_| !is_refused) else {
            return Err(examined.found);
        };
        let files = self.print(&source, edition, input);
        typeset::forget();
        for file in files? {
            self.folder.write(&file.path, &file.bytes)?;
        }
        Ok(())
    }

    fn print(
        &self,
        source: &Source,
        edition: &Edition,
        input: &Input,
    ) -> Result<Vec<export::File>, Vec<Diagnostic>> {
        let project = &source.project;
        let fonts = self.typesetter.fonts().available(&edition.manifest.fonts);
        let data = source::to_yaml(project)?;
        let attachment = self.attach.then_some(data.as_str());
        let generated = edition.render(project, &fonts, attachment)?;
        let document = self.typesetter.typeset(edition, &generated)?;
        let form =
            Form { year: &project.year, edition, generated: &generated, document: &document };
        export::export(&form, self.format, &input.stem, self.typesetter)
    }
}

/// The format that the command line asks for; `None` where `SOURCE_DATE_EPOCH`
/// is no time.
fn format(args: &BuildArgs) -> Option<Format> {
    Some(match args.format {
        FormatArg::Pdf => Format::Pdf {
            time: match std::env::var("SOURCE_DATE_EPOCH") {
                Ok(seconds) => Some(export::time(seconds.parse().ok()?)?),
                Err(_) => None,
            },
        },
        FormatArg::Png => Format::Png { ppi: args.ppi },
        FormatArg::Svg => Format::Svg,
        FormatArg::Typ => Format::Typ,
    })
}

/// A bar on a terminal; indicatif shows nothing elsewhere.
fn progress(length: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("{bar:40} {pos}/{len} 份，还需 {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
