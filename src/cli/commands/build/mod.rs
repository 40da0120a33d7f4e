//! `jixiao build`: project files in, forms out.

mod books;
pub(super) mod close;
pub(super) mod wishes;

use std::mem;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use super::{
    exit_code, load_assets, load_severities, mention, print, put, refuse_slips, say, unusable,
};
use crate::batch::worker::{Printer, Setup};
use crate::batch::{
    self, Batch, Form, Left, Manifest, Orphan, Plan, Planned, Printing, Report, Share, Step, Task,
    Teller, Totals, Work,
};
use crate::check::examine::Examiner;
use crate::cli::{BuildArgs, OUTPUT};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{clean, shown};
use crate::print::export::Format;
use crate::print::typeset::Typesetter;
use crate::source::{self, Forms};
use crate::system::output::Folder;
use crate::system::progress::Progress;
use crate::system::streams::{Loudness, is_said};

/// Builds the forms and says what came of them.
pub fn run(mut args: BuildArgs) -> Result<ExitCode, ExitCode> {
    let started = Instant::now();
    if args.report.is_some() {
        say("提示：--report 改名为 --log，这次照办");
    }
    let options = wishes::options(&args)?;
    let output = args.print.output.get_or_insert_with(|| OUTPUT.into()).clone();
    refuse_slips(&args.print.inputs.paths)?;
    let mut work = Work::find(&args.print.inputs.paths, args.shard, &output);
    let files = work.files.iter().map(|file| &**file);
    let (severities, of_settings) = load_severities(&mut args.severities, files)?;
    work.found.extend(of_settings);
    let args = &args;
    wishes::check_targets(&work, args, &output)?;

    let mut team = wishes::team(&args.print, options, work.projects.len());
    let is_inside = wishes::is_light(&work, args);
    if args.dry_run {
        team.has_one_for_each = false;
    } else if !is_inside && (args.force || !Manifest::is_there(&output)) {
        // All forms are to be printed, so workers are needed in any case.
        team.start();
    }
    // They last as long as the program.
    let (forms, typesetter): &'static (Arc<Forms>, Typesetter) =
        Box::leak(Box::new(load_assets(&args.print.assets)?));
    let by = books::by(args, forms)?;
    team.inside = is_inside.then(|| printer(forms, typesetter, &team.setup));

    let report = begin_report(args, work.count())?;
    let open = |name: &str| forms.file(name).or_else(|| source::open(name));
    let mut teller = Teller::new(&severities, &open);
    let close = |printing: &Printing, teller: &Teller, report, of_none: &[Diagnostic]| {
        close::close(printing, options.format, &output, teller, started, report, of_none)
    };
    // Where there is nothing to print, no folder is made for it.
    if work.stems.is_empty() && work.count() == 0 && !args.dry_run && !output.exists() {
        let of_none = teller.settle(work.found);
        let printing = Printing::default();
        return Ok(close(&printing, &teller, report, &of_none));
    }
    let name = args.shard.map(Share::state_name).unwrap_or_default();
    let folder = match open_folder(&output, &name, args.dry_run) {
        Ok(folder) => folder,
        Err(unwritable) => {
            let of_none = teller.settle([work.found.clone(), vec![unwritable]].concat());
            let printing = skip_all(&work, &report);
            return Ok(close(&printing, &teller, report, &of_none));
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
        jobs: args.print.jobs,
        force: args.force,
        team,
        report,
    };

    let plan = plan(&batch, &work);
    if args.dry_run {
        let orphans = match args.prune && work.is_complete {
            true => batch.orphans(&work.stems, &work.folders),
            false => Vec::new(),
        };
        return Ok(rehearse(&plan, options.format, &orphans, &mut teller));
    }
    let printing = print_all(&batch, &plan, &mut teller, |_| ());
    let wanted = books::wanted(args, by.as_ref());
    let bound = books::bind(&batch, &wanted, args, &plan.forms, &printing, work.is_complete);
    of_none.extend(teller.settle(bound));
    of_none.extend(teller.settle(prune(&batch, &work, args.prune)));
    Ok(close(&printing, &teller, batch.report, &of_none))
}

/// Prints in this process, as long as the program lasts.
fn printer(
    forms: &'static Arc<Forms>,
    typesetter: &'static Typesetter,
    setup: &Setup,
) -> &'static Printer<'static> {
    let levels = Box::leak(Box::default());
    Box::leak(Box::new(Printer::new(forms, typesetter, levels, setup.clone())))
}

/// Begins the report of what becomes of so many forms, if one is asked for.
fn begin_report(args: &BuildArgs, forms: usize) -> Result<Report, ExitCode> {
    let log = wishes::log(args).filter(|_| !args.dry_run);
    Report::begin(log, args.shard, forms).map_err(|found| unusable(&[found]))
}

/// Opens the folder of the forms; one that nothing will be written to is only looked at.
pub(super) fn open_folder(
    output: &Path,
    name: &str,
    is_rehearsal: bool,
) -> Result<Folder, Diagnostic> {
    let wait = || say(format_args!("另一个 jixiao 正在写 {}，等它写完…", shown(output)));
    match is_rehearsal {
        true => Ok(Folder::look(output)),
        false => Folder::open(output, name, wait),
    }
}

/// Reports that no form is printed.
fn skip_all(work: &Work, report: &Report) -> Printing {
    let skipped = work.skipped.iter().map(|(input, _)| input).chain(&work.projects);
    skipped.for_each(|input| report.add(|| Form::skipped(input)));
    let forms = work.count();
    let totals = Totals { forms, skipped: forms, ..Totals::default() };
    Printing { totals, ..Printing::default() }
}

/// What there is to do, and what is not even looked at.
fn plan<'a>(batch: &'a Batch, work: &'a Work) -> Plan<'a> {
    let mut plan = batch.plan(&work.projects);
    let skipped = work.skipped.iter().map(|(input, why)| Planned::skipped(input, why));
    plan.forms.extend(skipped);
    plan
}

/// Says what there is to print and to remove, and does nothing of it.
fn rehearse(plan: &Plan, format: Format, orphans: &[Orphan], teller: &mut Teller) -> ExitCode {
    let (title, errors) = (format.title(), teller.errors);
    // What is wrong is for those who check; here it is in short, unless one wants to hear all.
    if is_said(Loudness::Loud) {
        tell(plan, teller);
    }
    // What stays as it is, is told to those who want to hear of each.
    let is_told = |form: &&Planned| !matches!(form.task, Task::Keep(_)) || is_said(Loudness::Loud);
    let shown = put(|out| {
        for form in plan.forms.iter().filter(is_told) {
            writeln!(out, "{}  {}", form.task.title(), clean(&form.input.name()))?;
        }
        for file in orphans.iter().flat_map(|orphan| &orphan.files) {
            writeln!(out, "要删  {}", clean(&file.path.display().to_string()))?;
        }
        Ok(())
    });
    let is_lost = shown.map_err(|lost| print(&[lost])).is_err();
    let count = |wanted: fn(&Task) -> bool| plan.forms.iter().filter(|it| wanted(&it.task)).count();
    let (to_print, current) =
        (count(|task| matches!(task, Task::Print)), count(|task| matches!(task, Task::Keep(_))));
    let forms = plan.forms.len();
    let refused = plan.forms.iter().filter(|it| matches!(it.task, Task::Refuse | Task::Skip));
    let left: Vec<_> = refused
        .map(|form| {
            let is_about = |found: &&Diagnostic| {
                let file = found.places.first().map(|place| place.file.name());
                file.is_some_and(|file| form.text_names().any(|text| text == file))
            };
            let across = plan.across.iter().filter(is_about);
            Left::of(form.input.name(), form.found.iter().chain(across))
        })
        .collect();
    Left::lines(&format!("不能排的{title}"), &left).iter().for_each(say);
    say(format_args!(
        "{forms} 份{title}，{to_print} 份要排，{current} 份未变，{} 份不能排；没有写任何文件",
        forms - to_print - current
    ));
    exit_code(is_lost || to_print + current < forms || errors > 0)
}

/// Tells what was found in the forms, and in comparing them.
fn tell(plan: &Plan, teller: &mut Teller) {
    for form in &plan.forms {
        teller.tell(&form.found, form.allowed);
    }
    teller.tell(&plan.across, plan.allowed);
}

/// Tells what was found in the forms, and prints those that are to be printed; `hear` is told of
/// each.
pub(super) fn print_all(
    batch: &Batch,
    plan: &Plan,
    teller: &mut Teller,
    hear: impl Fn(&Step) + Sync,
) -> Printing {
    tell(plan, teller);
    let to_print = plan.forms.iter().filter(|form| matches!(form.task, Task::Print)).count();
    let bar = Progress::new(to_print);
    let printing = batch.print(plan, |step| {
        hear(&step);
        if step.is_tried {
            bar.tick();
        }
        mention(step);
    });
    drop(bar);
    teller.tell(&printing.found, printing.allowed);
    printing
}

/// Removes the outputs whose project files are gone, if that is asked for; otherwise
/// says that there are some. As long as some files are not known, neither is whose outputs
/// those are.
fn prune(batch: &Batch, work: &Work, is_asked_for: bool) -> Vec<Diagnostic> {
    if !work.is_complete {
        if is_asked_for {
            say("有文件没有读到，不知道哪些项目文件已经没有了：--prune 没有删去任何文件");
        }
        return Vec::new();
    }
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
            say(format_args!("已删去 {}", shown(&path)));
        }
        found.extend(failed);
    }
    found
}
