//! `jixiao build`: project files in, forms out.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;
use std::{env, mem};

use super::{USAGE, exit_code, itself, load_assets, load_severities, not_told, print, say, usage};
use crate::batch::worker::{Printer, Setup, Team};
use crate::batch::{
    self, Batch, Book, By, Form, Manifest, Plan, Planned, Printing, Report, Share, Size,
    Surroundings, Target, Task, Teller, Totals, Volume, Wanted, Work,
};
use crate::check::examine::Examiner;
use crate::cli::{BuildArgs, FormatArg};
use crate::diagnostic::render::clean;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, in_chinese};
use crate::print::Options;
use crate::print::export::{self, Format};
use crate::print::typeset::Typesetter;
use crate::source::{self, Forms};
use crate::system::output::Folder;
use crate::system::progress::Progress;

/// Builds the forms and says what came of them.
pub fn run(args: &BuildArgs) -> Result<ExitCode, ExitCode> {
    let started = Instant::now();
    let options = options(args)?;
    let severities = load_severities(&args.severities)?;
    let mut work = Work::find(&args.inputs.paths, args.shard, &args.output);
    check_targets(&work, args)?;
    let mut team = team(args, options, work.projects.len());
    let is_inside = is_light(&work, args);
    if !is_inside && (args.force || !Manifest::is_there(&args.output)) {
        // All forms are to be printed, so no time is lost with it.
        team.start();
    }
    // They last as long as the program.
    let (forms, typesetter): &'static (Arc<Forms>, Typesetter) =
        Box::leak(Box::new(load_assets(&args.assets)?));
    let by = by(args, forms)?;
    if is_inside {
        let (levels, setup) = (Box::leak(Box::default()), team.setup.clone());
        team.inside = Some(Box::leak(Box::new(Printer::new(forms, typesetter, levels, setup))));
    }
    let count = work.count();
    let report = Report::begin(args.report.as_deref(), args.shard, count).map_err(|found| {
        print(&[found]);
        ExitCode::from(USAGE)
    })?;
    let open = |name: &str| forms.file(name).or_else(|| source::open(name));
    let mut teller = Teller::new(&severities, &open);
    let name = args.shard.map(Share::state_name).unwrap_or_default();
    let wait = || say(format_args!("另一个 jixiao 正在写 {}，等它写完…", args.output.display()));
    let folder = match Folder::open(&args.output, &name, wait) {
        Ok(folder) => folder,
        Err(unwritable) => {
            let of_none = teller.settle([work.found, vec![unwritable]].concat());
            let skipped = work.skipped.iter().map(|(input, _)| input).chain(&work.projects);
            skipped.for_each(|input| report.add(|| Form::skipped(input)));
            let totals = Totals { forms: count, skipped: count, ..Totals::default() };
            let printing = Printing { totals, ..Printing::default() };
            return Ok(close(&printing, args, &teller, started, report, &of_none));
        }
    };
    let (manifest, damaged) = Manifest::open(&folder, &name);
    let mut of_none = teller.settle([mem::take(&mut work.found), damaged].concat());
    let batch = Batch {
        examiner: Examiner::new(forms, typesetter.fonts(), &severities),
        setting: batch::setting(forms, typesetter.fonts(), &options),
        folder,
        manifest,
        options,
        jobs: args.jobs,
        force: args.force,
        team,
        report,
    };
    let skipped = work.skipped.iter().map(|(input, why)| Planned::skipped(input, why));
    let mut plan = batch.plan(&work.projects);
    plan.forms.extend(skipped);
    let printing = print_all(&batch, &plan, &mut teller);
    let wanted = Wanted { by: by.as_ref().zip(args.books.folder()), ..wanted(args) };
    if wanted.all.is_some() || wanted.by.is_some() {
        let bound = match work.is_complete {
            true => bind(&batch, &wanted, args, &plan.forms, &printing),
            false => vec![unread(&wanted)],
        };
        of_none.extend(teller.settle(bound));
    }
    if work.is_complete {
        of_none.extend(teller.settle(prune(&batch, &work, args.prune)));
    } else if args.prune {
        say("有文件没有读到，不知道哪些项目文件已经没有了：--prune 没有删去任何文件");
    }
    Ok(close(&printing, args, &teller, started, batch.report, &of_none))
}

/// Tells what was found in the forms, and prints those that are to be printed.
fn print_all(batch: &Batch, plan: &Plan, teller: &mut Teller) -> Printing {
    for form in &plan.forms {
        teller.tell(&form.found, form.allowed);
    }
    teller.tell(&plan.across, plan.allowed);
    let to_print = plan.forms.iter().filter(|form| matches!(form.task, Task::Print)).count();
    let bar = Progress::new(to_print);
    let printing = batch.print(plan, || bar.tick());
    drop(bar);
    teller.tell(&printing.found, printing.allowed);
    printing
}

/// Whether the files that `--combine` and `--report` name are free for that.
fn check_targets<'a>(work: &Work, args: &'a BuildArgs) -> Result<(), ExitCode> {
    let options = [("--report", &args.report), ("--combine", &args.books.combine)];
    let named = |(option, path): (&'static str, &'a Option<PathBuf>)| {
        path.as_deref().map(|path| Target { option, path })
    };
    let targets: Vec<_> = options.into_iter().filter_map(named).collect();
    let assets = [&args.assets.templates, &args.assets.fonts];
    let assets: Vec<_> = assets.into_iter().filter_map(Option::as_deref).collect();
    let surroundings = Surroundings { work, folder: &args.output, assets: &assets };
    if let Some(folder) = args.books.folder()
        && let Some(why) = surroundings.unsuitable(folder)
    {
        let folder = clean(&folder.display().to_string());
        let message = format!("“--combine-by”不能放进 {folder}：{why}\n提示：换一个文件夹");
        return Err(usage(&message));
    }
    match surroundings.taken(&targets) {
        None => Ok(()),
        Some((Target { option, path }, use_of_it)) => {
            let path = clean(&path.display().to_string());
            let message =
                format!("“{option}”不能写到 {path}：这个文件另有用处，{}", clean(&use_of_it));
            Err(usage(&format!("{message}\n提示：换一个文件名")))
        }
    }
}

/// Whether there is a single form, which may be printed in this process: only what is bundled
/// is used, which knows no loop without an end, and the text takes little memory.
fn is_light(work: &Work, args: &BuildArgs) -> bool {
    const MOST_BYTES: u64 = 64 << 10;
    let has_own = args.assets.templates.is_some() || args.assets.fonts.is_some();
    let [only] = work.projects.as_slice() else { return false };
    let bytes = match &only.text {
        Some(text) => Ok(text.len() as u64),
        None => only.path.metadata().map(|file| file.len()),
    };
    !has_own && bytes.is_ok_and(|bytes| bytes <= MOST_BYTES)
}

/// The workers that the command line asks for.
fn team<'a>(args: &BuildArgs, options: Options, forms: usize) -> Team<'a> {
    let folder = |path: &Option<PathBuf>| path.clone().map(Into::into);
    let setup = Setup {
        templates: folder(&args.assets.templates),
        fonts: folder(&args.assets.fonts),
        options,
        threads: NonZeroUsize::MIN,
        counts_only: false,
    };
    Team::of(&|| itself("worker"), setup, args.jobs, forms, args.patience.timeout)
}

/// What the books of `--combine-by` are sorted by.
fn by(args: &BuildArgs, forms: &Forms) -> Result<Option<By>, ExitCode> {
    let Some(word) = args.books.word() else { return Ok(None) };
    By::parse(word, forms)
        .map(Some)
        .map_err(|why| usage(&format!("“--combine-by”后面的“{}”{why}", clean(word))))
}

/// The books that the command line asks for, but for those that are sorted.
fn wanted(args: &BuildArgs) -> Wanted<'_> {
    let (all, report) = (args.books.combine.as_deref(), args.report.as_deref());
    Wanted { all, by: None, report }
}

/// That no book is written, as some files are not known.
fn unread(wanted: &Wanted) -> Diagnostic {
    let path = wanted.all.or(wanted.by.map(|(_, folder)| folder)).unwrap_or(Path::new(""));
    Diagnostic::new(&rule::INCOMPLETE_BOOK, "有文件没有读到，合订本没有写")
        .at(path)
        .help("改好命令里的路径或文件的权限，再运行一次；原来有合订本的，没有动它")
}

/// Writes the books, and says so.
fn bind(
    batch: &Batch,
    wanted: &Wanted,
    args: &BuildArgs,
    planned: &[Planned],
    printing: &Printing,
) -> Vec<Diagnostic> {
    /// More books are told of in one line.
    const MOST_LINES: usize = 10;
    let volumes = batch.volumes(planned, wanted);
    let bar = Progress::new(volumes.iter().map(|volume| volume.forms.len()).sum());
    let partial = args.books.partial;
    let mut found = Vec::new();
    let mut books: Vec<(&Volume, Book)> = Vec::new();
    for volume in &volumes {
        match batch.bind(volume, planned, printing, partial, || bar.tick()) {
            Err(why) => found.extend(why),
            Ok(mut book) => {
                found.append(&mut book.found);
                books.push((volume, book));
            }
        }
    }
    drop(bar);
    let (single, many): (Vec<_>, Vec<_>) =
        books.iter().partition(|(volume, _)| volume.below.is_none() || books.len() <= MOST_LINES);
    for (volume, Book { pages, bytes, is_current, .. }) in single {
        let current = if *is_current { "，未变" } else { "" };
        let (path, size) = (clean(&volume.path.display().to_string()), Size(*bytes));
        say(format_args!("合订本 {path}：{pages} 页，{size}{current}"));
    }
    if let (Some((_, folder)), false) = (wanted.by, many.is_empty()) {
        let count = many.len();
        let pages: usize = many.iter().map(|(_, book)| book.pages).sum();
        let size = Size(many.iter().map(|(_, book)| book.bytes).sum());
        let current = match many.iter().filter(|(_, book)| book.is_current).count() {
            0 => String::new(),
            all if all == count => "，未变".into(),
            some => format!("，其中 {some} 本未变"),
        };
        let folder = clean(&folder.display().to_string());
        say(format_args!("合订本在 {folder} 文件夹里：{count} 本，{pages} 页，{size}{current}"));
    }
    tell_stale(&batch.stale_books(wanted, &volumes));
    found
}

/// Says which books of earlier builds have no forms any more.
fn tell_stale(stale: &[PathBuf]) {
    const SHOWN: usize = 3;
    if stale.is_empty() {
        return;
    }
    let shown = stale.iter().take(SHOWN).map(|path| clean(&path.display().to_string()));
    let shown = shown.collect::<Vec<_>>().join("、");
    let more = if stale.len() > SHOWN { "等" } else { "" };
    let count = stale.len();
    say(format_args!(
        "有 {count} 本以前的合订本，这次没有它的表格了：{shown}{more}；没有动它，不要了请自己删去"
    ));
}

/// Removes the outputs whose project files are gone, if that is asked for; otherwise
/// says that there are some.
fn prune(batch: &Batch, work: &Work, is_asked_for: bool) -> Vec<Diagnostic> {
    let orphans = batch.orphans(&work.stems, &work.folders);
    if !is_asked_for {
        let count = orphans.iter().filter(|orphan| !orphan.files.is_empty()).count();
        if count > 0 {
            say(format_args!("有 {count} 份以前排的表格，项目文件已经没有了；用 --prune 删去"));
        }
        return Vec::new();
    }
    let mut found = Vec::new();
    for orphan in &orphans {
        let (removed, failed) = batch.prune(orphan);
        for path in removed {
            say(format_args!("已删去 {}", clean(&path.display().to_string())));
        }
        found.extend(failed);
    }
    found
}

/// Ends the report, and says the same to the user, and where the forms are; gives the exit
/// code.
fn close(
    printing: &Printing,
    args: &BuildArgs,
    teller: &Teller,
    started: Instant,
    report: Report,
    of_none: &[Diagnostic],
) -> ExitCode {
    let Teller { errors, warnings, allowed, .. } = *teller;
    let seconds = started.elapsed().as_secs_f64();
    let totals = Totals { errors, warnings, seconds, ..printing.totals };
    let reported = report.end(totals, of_none);
    if let Err(cause) = &reported {
        say(format_args!("错误：报告没有写全：{}", in_chinese(cause)));
    }
    say(format_args!("{totals}{}", not_told(allowed)));
    say(whereabouts(printing, &args.output));
    exit_code(errors + totals.failed + totals.skipped > 0 || reported.is_err())
}

/// Where the forms are, of which some may have been printed before.
fn whereabouts(printing: &Printing, folder: &Path) -> String {
    let shown = |path: &Path| clean(&path.display().to_string());
    let Totals { built, current, failed, skipped, .. } = printing.totals;
    let which = if failed + skipped > 0 { "排成的表格" } else { "表格" };
    match (built + current, printing.files.as_slice()) {
        (0, _) => format!("{} 文件夹里没有新的表格", shown(folder)),
        (1, [file]) => format!("{which}在 {}", shown(&folder.join(file))),
        _ => format!("{which}在 {} 文件夹里", shown(folder)),
    }
}

/// How the command line wants forms to be printed.
fn options(args: &BuildArgs) -> Result<Options, ExitCode> {
    let option = args.books.option();
    if args.books.partial && option.is_none() {
        return Err(usage("“--partial”要和“--combine”或“--combine-by”同用"));
    }
    if let Some(option) = option.filter(|_| args.format != FormatArg::Pdf) {
        return Err(usage(&format!("合订本是 PDF，“{option}”不能和别的格式同用")));
    }
    let format = match args.format {
        FormatArg::Pdf => match time() {
            Ok(time) => Format::Pdf { time },
            Err(message) => return Err(usage(message)),
        },
        FormatArg::Png => Format::Png { ppi: args.ppi },
        FormatArg::Svg => Format::Svg,
        FormatArg::Typ => Format::Typ,
    };
    Ok(Options { format, attach: !args.no_attach })
}

/// The time that the environment has for all outputs, if it has one.
fn time() -> Result<Option<i64>, &'static str> {
    let Ok(text) = env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = text.parse().ok().filter(|seconds| export::time(*seconds).is_some());
    seconds.map(Some).ok_or("环境变量 SOURCE_DATE_EPOCH 应是 1970 年以来的秒数")
}
