//! `jixiao build`: project files in, forms out.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;
use std::{env, mem};

use super::{
    USAGE, complain, exit_code, itself, load_assets, load_severities, mention, not_told, print,
    put, say, usage,
};
use crate::batch::worker::{Printer, Setup, Team};
use crate::batch::{
    self, Batch, Book, Form, Left, Manifest, Plan, Planned, Printing, Report, Share, Size,
    Surroundings, Target, Task, Teller, Totals, Work, list,
};
use crate::check::examine::Examiner;
use crate::cli::{BuildArgs, FormatArg, OUTPUT};
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
pub fn run(mut args: BuildArgs) -> Result<ExitCode, ExitCode> {
    let started = Instant::now();
    if args.report.is_some() {
        say("提示：--report 改名为 --log，这次照办");
    }
    let options = options(&args)?;
    let output = args.output.get_or_insert_with(|| OUTPUT.into()).clone();
    let mut work = Work::find(&args.inputs.paths, args.shard, &output);
    let files = work.files.iter().map(|file| &**file);
    let (severities, of_settings) = load_severities(&mut args.severities, files)?;
    work.found.extend(of_settings);
    let args = &args;
    check_targets(&work, args, &output)?;
    let mut team = team(args, options, work.projects.len());
    let is_inside = is_light(&work, args);
    if args.dry_run {
        team.has_one_for_each = false;
    } else if !is_inside && (args.force || !Manifest::is_there(&output)) {
        // All forms are to be printed, so no time is lost with it.
        team.start();
    }
    // They last as long as the program.
    let (forms, typesetter): &'static (Arc<Forms>, Typesetter) =
        Box::leak(Box::new(load_assets(&args.assets)?));
    if is_inside {
        let (levels, setup) = (Box::leak(Box::default()), team.setup.clone());
        team.inside = Some(Box::leak(Box::new(Printer::new(forms, typesetter, levels, setup))));
    }
    let count = work.count();
    let report = Report::begin(log(args), args.shard, count).map_err(|found| {
        print(&[found]);
        ExitCode::from(USAGE)
    })?;
    let open = |name: &str| forms.file(name).or_else(|| source::open(name));
    let mut teller = Teller::new(&severities, &open);
    let name = args.shard.map(Share::state_name).unwrap_or_default();
    let wait = || say(format_args!("另一个 jixiao 正在写 {}，等它写完…", output.display()));
    let folder = match args.dry_run {
        true => Ok(Folder::look(&output)),
        false => Folder::open(&output, &name, wait),
    };
    let folder = match folder {
        Ok(folder) => folder,
        Err(unwritable) => {
            let of_none = teller.settle([work.found, vec![unwritable]].concat());
            let skipped = work.skipped.iter().map(|(input, _)| input).chain(&work.projects);
            skipped.for_each(|input| report.add(|| Form::skipped(input)));
            let totals = Totals { forms: count, skipped: count, ..Totals::default() };
            let printing = Printing { totals, ..Printing::default() };
            return Ok(close(&printing, &output, &teller, started, report, &of_none));
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
    if args.dry_run {
        return Ok(rehearse(&plan, &mut teller));
    }
    let printing = print_all(&batch, &plan, &mut teller);
    if let Some(path) = &args.combine {
        let bound = match work.is_complete {
            true => bind(&batch, path, &plan.forms, &printing),
            false => vec![
                Diagnostic::new(&rule::INCOMPLETE_BOOK, "有文件没有读到，合订本没有写")
                    .at(path.as_path())
                    .help("改好命令里的路径或文件的权限，再运行一次；原来有合订本的，没有动它"),
            ],
        };
        of_none.extend(teller.settle(bound));
    }
    if work.is_complete {
        of_none.extend(teller.settle(prune(&batch, &work, args.prune)));
    } else if args.prune {
        say("有文件没有读到，不知道哪些项目文件已经没有了：--prune 没有删去任何文件");
    }
    Ok(close(&printing, &output, &teller, started, batch.report, &of_none))
}

/// Says what there is to print, and prints nothing.
fn rehearse(plan: &Plan, teller: &mut Teller) -> ExitCode {
    tell(plan, teller);
    let shown = put(|out| {
        plan.forms.iter().try_for_each(|form| {
            writeln!(out, "{}  {}", form.task.title(), clean(&form.input.name()))
        })
    });
    let is_lost = shown.map_err(|lost| print(&[lost])).is_err();
    let count = |wanted: fn(&Task) -> bool| plan.forms.iter().filter(|it| wanted(&it.task)).count();
    let (to_print, current) =
        (count(|task| matches!(task, Task::Print)), count(|task| matches!(task, Task::Keep(_))));
    let forms = plan.forms.len();
    say(format_args!(
        "{forms} 份表格，{to_print} 份要排，{current} 份未变，{} 份不能排；没有写任何文件",
        forms - to_print - current
    ));
    exit_code(is_lost || to_print + current < forms || teller.errors > 0)
}

/// Tells what was found in the forms, and in comparing them.
fn tell(plan: &Plan, teller: &mut Teller) {
    for form in &plan.forms {
        teller.tell(&form.found, form.allowed);
    }
    teller.tell(&plan.across, plan.allowed);
}

/// Tells what was found in the forms, and prints those that are to be printed.
fn print_all(batch: &Batch, plan: &Plan, teller: &mut Teller) -> Printing {
    tell(plan, teller);
    let to_print = plan.forms.iter().filter(|form| matches!(form.task, Task::Print)).count();
    let bar = Progress::new(to_print);
    let printing = batch.print(plan, |step| {
        if step.is_tried {
            bar.tick();
        }
        mention(step);
    });
    drop(bar);
    teller.tell(&printing.found, printing.allowed);
    printing
}

/// Whether the files that `--combine` and `--log` name are free for that.
fn check_targets<'a>(work: &Work, args: &'a BuildArgs, output: &Path) -> Result<(), ExitCode> {
    let options = [("--log", log(args)), ("--combine", args.combine.as_deref())];
    let named =
        |(option, path): (&'static str, Option<&'a Path>)| Some(Target { option, path: path? });
    let targets: Vec<_> = options.into_iter().filter_map(named).collect();
    let assets = [&args.assets.templates, &args.assets.fonts];
    let assets: Vec<_> = assets.into_iter().filter_map(Option::as_deref).collect();
    let surroundings = Surroundings { work, folder: output, assets: &assets };
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

/// Where it is written what becomes of each form. What was `--report FILE` before is taken for
/// it still.
fn log(args: &BuildArgs) -> Option<&Path> {
    args.log.as_deref().or(args.report.as_deref())
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
    Team::of(&|| itself("worker"), setup, args.jobs, forms, args.patience.timeout())
}

/// Writes the book of all forms, and says so.
fn bind(batch: &Batch, path: &Path, planned: &[Planned], printing: &Printing) -> Vec<Diagnostic> {
    let bar = Progress::new(planned.len());
    let bound = batch.bind(path, planned, printing, || bar.tick());
    drop(bar);
    match bound {
        Err(found) => found,
        Ok(Book { pages, bytes, is_current }) => {
            let current = if is_current { "，未变" } else { "" };
            let (path, size) = (clean(&path.display().to_string()), Size(bytes));
            say(format_args!("合订本 {path}：{pages} 页，{size}{current}"));
            Vec::new()
        }
    }
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
    output: &Path,
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
        complain(format_args!("错误：记录没有写全：{}", in_chinese(cause)));
    }
    let lines =
        [list("没有排成的表格", &printing.left), list("没有看的文件", &Left::unseen(of_none))];
    lines.iter().flatten().for_each(say);
    say(format_args!("{totals}{}", not_told(allowed)));
    say(whereabouts(printing, output));
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
    if args.combine.is_some() && args.format != FormatArg::Pdf {
        return Err(usage("合订本是 PDF，“--combine”不能和别的格式同用"));
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
