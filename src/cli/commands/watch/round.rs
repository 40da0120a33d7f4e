//! One round: what has changed is printed, and told in a line each.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::super::{complain, mention, say};
use super::press::{Press, first};
use super::reload::name;
use crate::batch::{
    Batch, Left, Plan, Planned, Printing, Standing, Status, Step, Task, Teller, Totals,
};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Input;
use crate::system::progress::Progress;

/// Where there is news of more forms than this, they are told as `build` tells them.
const MOST_LINES: usize = 20;

/// What has become of a form.
struct Made {
    status: Status,
    time: Duration,
    found: Vec<Diagnostic>,
}

impl Press {
    /// Prints the forms that are touched, as far as there is news of them; the file of the first
    /// one that is printed.
    pub fn round(&mut self, is_touched: impl Fn(&Input) -> bool) -> Option<PathBuf> {
        if self.work.count() == 0 {
            return None;
        }
        let started = Instant::now();
        let first = self.with_batch(|batch, work, standing| {
            let plan = batch.plan_again(&work.projects, standing, is_touched);
            let (printing, made) = print(batch, &plan);
            let open = |name: &str| batch.file(name);
            let mut teller = Teller::new(batch.examiner.severities, &open);
            match plan.forms.len() {
                0..=MOST_LINES => tell_each(&plan, &made, standing, &mut teller),
                _ => tell_all(&plan, &printing, &mut teller, started),
            }
            teller.tell(&plan.across, 0);
            for form in &plan.forms {
                if let Some(made) = made.get(&*form.input.path) {
                    standing.settle(&form.input.path, made.status);
                }
            }
            first(&plan.forms, &printing)
        });
        first.and_then(|stem| self.file_of(&stem))
    }
}

/// Prints the forms; what has become of each, by its project file.
fn print(batch: &Batch, plan: &Plan) -> (Printing, HashMap<PathBuf, Made>) {
    let to_print = plan.forms.iter().filter(|form| matches!(form.task, Task::Print)).count();
    let bar = Progress::new(if plan.forms.len() > MOST_LINES { to_print } else { 0 });
    let made = Mutex::new(HashMap::new());
    let printing = batch.print(plan, |step: Step| {
        if step.is_tried {
            bar.tick();
        }
        let this = Made { status: step.status, time: step.time, found: step.found.to_vec() };
        let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
        made.insert(step.source.to_owned(), this);
    });
    (printing, made.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Says of each form what has become of it, and what was found.
fn tell_each(plan: &Plan, made: &HashMap<PathBuf, Made>, standing: &Standing, teller: &mut Teller) {
    for form in &plan.forms {
        let Some(made) = made.get(&*form.input.path) else { continue };
        let is_about = |found: &&Diagnostic| {
            let file = found.places.first().map(|place| place.file.name());
            file.is_some_and(|file| form.text_names().any(|text| text == file))
        };
        let across = plan.across.iter().filter(is_about);
        let found = form.found.iter().chain(across).chain(&made.found);
        let found: Vec<Diagnostic> = found.cloned().collect();
        let was_failed = standing.is_failed(&form.input.path);
        if tell_one(form, made, was_failed, &found) {
            teller.tell(&found, 0);
        }
    }
}

/// Says of a form what has become of it; whether that was worth it.
fn tell_one(form: &Planned, made: &Made, was_failed: bool, found: &[Diagnostic]) -> bool {
    let name = name(form.input);
    let count = |severity| found.iter().filter(|found| found.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let warnings = match warnings {
        0 => String::new(),
        warnings => format!("，{warnings} 处警告"),
    };
    match made.status {
        Status::Built => {
            let milliseconds = made.time.as_secs_f64() * 1e3;
            say(format_args!("{name} {milliseconds:.0} 毫秒 ✓{warnings}"));
        }
        Status::Current if was_failed => {
            say(format_args!("{name} ✓ 和已经排好的一样{warnings}"));
        }
        Status::Current => {
            mention(format_args!("{name} 未变"));
            return false;
        }
        Status::Failed | Status::Skipped => {
            complain(format_args!("{name} ✗ {errors} 处错误{warnings}"));
        }
    }
    true
}

/// Says what has become of many forms.
fn tell_all(plan: &Plan, printing: &Printing, teller: &mut Teller, started: Instant) {
    for form in &plan.forms {
        teller.tell(&form.found, form.allowed);
    }
    teller.tell(&plan.across, 0);
    teller.tell(&printing.found, 0);
    Left::lines("没有排成的表格", &printing.left).iter().for_each(say);
    let Teller { errors, warnings, .. } = *teller;
    let seconds = started.elapsed().as_secs_f64();
    say(Totals { errors, warnings, seconds, ..printing.totals });
}
