//! What the command line asks for.

use std::env;
use std::path::Path;
use std::process::ExitCode;

use super::super::{itself, setup, usage};
use crate::batch::worker::Team;
use crate::batch::{Surroundings, Target, Work};
use crate::cli::{AssetArgs, BuildArgs, FormatArg, PrintArgs};
use crate::diagnostic::render::{clean, shown};
use crate::print::Options;
use crate::print::export::{self, Format};

/// How the command line wants forms to be printed.
pub fn options(args: &BuildArgs) -> Result<Options, ExitCode> {
    let option = args.books.option();
    if args.books.partial && option.is_none() {
        return Err(usage("“--partial”要和“--combine”或“--combine-by”同用"));
    }
    if let Some(option) = option.filter(|_| args.print.format != FormatArg::Pdf) {
        return Err(usage(&format!("合订本是 PDF，“{option}”不能和别的格式同用")));
    }
    if let Some(option) = option.filter(|_| args.print.draft) {
        return Err(refuse_with_draft("合订本里的表格是能报送的", option));
    }
    print_options(&args.print)
}

/// The same of what `build` and `watch` have in common.
pub fn print_options(args: &PrintArgs) -> Result<Options, ExitCode> {
    if args.draft && args.format != FormatArg::Pdf {
        return Err(refuse_with_draft("草稿是 PDF", "--format"));
    }
    let format = match args.format {
        FormatArg::Pdf => match time() {
            Ok(time) if args.draft => Format::Draft { time },
            Ok(time) => Format::Pdf { time },
            Err(message) => return Err(usage(message)),
        },
        FormatArg::Png => Format::Png { ppi: args.pictures.ppi },
        FormatArg::Svg => Format::Svg,
        FormatArg::Typ => Format::Typ,
    };
    Ok(Options { format, attach: !args.no_attach && !args.draft })
}

/// That an option asks for what is no draft's.
fn refuse_with_draft(what: &str, other: &str) -> ExitCode {
    let help = format!("去掉“--draft”，或者去掉“{other}”");
    usage(&format!("{what}，“--draft”不能和“{other}”同用\n提示：{help}"))
}

/// The time that the environment has for all outputs, if it has one.
fn time() -> Result<Option<i64>, &'static str> {
    let Ok(text) = env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = text.parse().ok().filter(|seconds| export::time(*seconds).is_some());
    seconds.map(Some).ok_or("环境变量 SOURCE_DATE_EPOCH 应是 1970 年以来的秒数")
}

/// The file for a line on each form. `--report FILE`, as the option was called before, is still
/// taken.
pub fn log(args: &BuildArgs) -> Option<&Path> {
    args.log.as_deref().or(args.report.as_deref())
}

/// Whether the files that `--combine` and `--log` name are free for that.
pub fn check_targets<'a>(work: &Work, args: &'a BuildArgs, output: &Path) -> Result<(), ExitCode> {
    let options = [("--log", log(args)), ("--combine", args.books.combine.as_deref())];
    let named =
        |(option, path): (&'static str, Option<&'a Path>)| Some(Target { option, path: path? });
    let targets: Vec<_> = options.into_iter().filter_map(named).collect();
    let assets = [&args.print.assets.templates, &args.print.assets.fonts];
    let assets: Vec<_> = assets.into_iter().filter_map(Option::as_deref).collect();
    let surroundings = Surroundings { work, folder: output, assets: &assets };
    if let Some(folder) = args.books.folder()
        && let Some(why) = surroundings.unsuitable(folder)
    {
        let folder = shown(folder);
        let message = format!("“--combine-by”不能放进 {folder}：{why}\n提示：换一个文件夹");
        return Err(usage(&message));
    }
    match surroundings.taken(&targets) {
        None => Ok(()),
        Some((Target { option, path }, use_of_it)) => {
            let path = shown(path);
            let message =
                format!("“{option}”不能写到 {path}：这个文件另有用处，{}", clean(&use_of_it));
            Err(usage(&format!("{message}\n提示：换一个文件名")))
        }
    }
}

/// Whether there is a single form, which may be printed in this process: only what is bundled
/// is used, which knows no loop without an end, and the text takes little memory.
pub fn is_light(work: &Work, args: &BuildArgs) -> bool {
    const MOST_BYTES: u64 = 64 << 10;
    let AssetArgs { templates, fonts } = &args.print.assets;
    let has_own = templates.is_some() || fonts.is_some();
    let [only] = work.projects.as_slice() else { return false };
    let bytes = match &only.text {
        Some(text) => Ok(text.len() as u64),
        None => only.path.metadata().map(|file| file.len()),
    };
    !has_own && bytes.is_ok_and(|bytes| bytes <= MOST_BYTES)
}

/// The workers that the command line asks for.
pub fn team(args: &PrintArgs, options: Options, forms: usize) -> Team<'static> {
    let setup = setup(&args.assets, options);
    Team::of(&|| itself("worker"), setup, args.jobs, forms, args.patience.timeout())
}
