//! `jixiao build`: project files in, forms out.

mod books;
mod close;
mod wishes;

use std::mem;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use super::{
    USAGE, exit_code, load_assets, load_severities, mention, print, put, refuse_slips, say,
};
use crate::batch::worker::Printer;
use crate::batch::{
    self, Batch, Form, Manifest, Plan, Planned, Printing, Report, Share, Task, Teller, Totals, Work,
};
use crate::check::examine::Examiner;
use crate::cli::{BuildArgs, OUTPUT};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::clean;
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
    let options = wishes::options(&args)?;
    let output = args.output.get_or_insert_with(|| OUTPUT.into()).clone();
    refuse_slips(&args.inputs.paths)?;
    let mut work = Work::find(&args.inputs.paths, args.shard, &output);
    let files = work.files.iter().map(|file| &**file);
    let (severities, of_settings) = load_severities(&mut args.severities, files)?;
    work.found.extend(of_settings);
    let args = &args;
    wishes::check_targets(&work, args, &output)?;
    let mut team = wishes::team(args, options, work.projects.len());
    let is_inside = wishes::is_light(&work, args);
    if args.dry_run {
        team.has_one_for_each = false;
    } else if !is_inside && (args.force || !Manifest::is_there(&output)) {
        // All forms are to be printed, so workers are needed in any case.
        team.start();
    }
    // They last as long as the program.
    let (forms, typesetter): &'static (Arc<Forms>, Typesetter) =
        Box::leak(Box::new(load_assets(&args.assets)?));
    let by = books::by(args, forms)?;
    if is_inside {
        let (levels, setup) = (Box::leak(Box::default()), team.setup.clone());
        team.inside = Some(Box::leak(Box::new(Printer::new(forms, typesetter, levels, setup))));
    }
    let count = work.count();
    let log = wishes::log(args).filter(|_| !args.dry_run);
    let report = Report::begin(log, args.shard, count).map_err(|found| {
        print(&[found]);
        ExitCode::from(USAGE)
    })?;
    let open = |name: &str| forms.file(name).or_else(|| source::open(name));
    let mut teller = Teller::new(&severities, &open);
    // Where there is nothing to print, no folder is made for it.
    if work.stems.is_empty() && work.count() == 0 && !args.dry_run && !output.exists() {
        let of_none = teller.settle(work.found);
        let printing = Printing::default();
        return Ok(close::close(&printing, &output, &teller, started, report, &of_none));
    }
    let name = args.shard.map(Share::state_name).unwrap_or_default();
    let wait = || {
        say(format_args!(
            "另一个 jixiao 正在写 {}，等它写完…",
            clean(&output.display().to_string())
        ))
    };
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
            return Ok(close::close(&printing, &output, &teller, started, report, &of_none));
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
    let wanted = books::wanted(args, by.as_ref());
    if wanted.all.is_some() || wanted.by.is_some() {
        let bound = match work.is_complete {
            true => books::bind(&batch, &wanted, args, &plan.forms, &printing),
            false => vec![books::unread(&wanted)],
        };
        of_none.extend(teller.settle(bound));
    }
    if work.is_complete {
        of_none.extend(teller.settle(prune(&batch, &work, args.prune)));
    } else if args.prune {
        say("有文件没有读到，不知道哪些项目文件已经没有了：--prune 没有删去任何文件");
    }
    Ok(close::close(&printing, &output, &teller, started, batch.report, &of_none))
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
