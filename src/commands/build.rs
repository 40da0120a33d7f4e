//! `jixiao build`: project files in, forms out.

use std::process::ExitCode;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{USAGE, exit_code, load_assets, print_all};
use crate::check;
use crate::cli::{BuildArgs, FormatArg};
use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, Editions};
use crate::export::{self, Form, Format};
use crate::output::Folder;
use crate::parallel;
use crate::source::{self, Defaults, Input, Inputs, Source};
use crate::typeset::{self, Typesetter};

/// Builds the forms and says how many.
pub fn run(args: &BuildArgs) -> ExitCode {
    let started = Instant::now();
    let Some(format) = format(args) else {
        eprintln!("错误：环境变量 SOURCE_DATE_EPOCH 应是 1970 年以来的秒数");
        return ExitCode::from(USAGE);
    };
    let (editions, typesetter) = match load_assets(&args.assets) {
        Ok(assets) => assets,
        Err(code) => return code,
    };
    let builder = Builder {
        editions,
        typesetter,
        defaults: Defaults::default(),
        format,
        attach: !args.no_attach,
        folder: Folder::new(args.output.clone()),
    };
    let Inputs { projects, refused, mut found } = source::find(&args.inputs.paths);
    let progress = progress(projects.len() as u64);
    let results = parallel::map(&projects, args.jobs, |input| {
        let result = builder.build(input);
        progress.inc(1);
        result
    });
    progress.finish_and_clear();
    let failed = refused + results.iter().filter(|result| result.is_err()).count();
    found.extend(results.into_iter().filter_map(Result::err).flatten());
    print_all(&found);
    let seconds = started.elapsed().as_secs_f64();
    eprintln!("{} 份表格，{failed} 份失败，{seconds:.1} 秒", projects.len() + refused);
    exit_code(found.iter().any(Diagnostic::is_error))
}

/// All that building one form takes, the same for every form.
struct Builder {
    editions: Editions,
    typesetter: Typesetter,
    defaults: Defaults,
    format: Format,
    attach: bool,
    folder: Folder,
}

impl Builder {
    fn build(&self, input: &Input) -> Result<(), Vec<Diagnostic>> {
        let source = source::read(input, &self.defaults)?;
        let edition = check::edition(&source, &self.editions)?;
        let found = check::check(&source, edition, self.typesetter.fonts());
        if !found.is_empty() {
            return Err(found);
        }
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
        export::export(&form, self.format, &input.stem, &self.typesetter)
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
