//! What is measured of `jixiao` alone: where its time goes, and how it grows.

use std::fs;
use std::path::Path;

use crate::support::bench::{Bench, Place};
use crate::support::process::{self, Usage};
use crate::support::sides::{Jixiao, are_equal};
use crate::support::stages::Stages;
use crate::support::table::Target::{AtLeast, AtMost};
use crate::support::table::Unit::{Mebibytes, Milliseconds, Percent, Times};
use crate::support::table::{Table, median};

const NO_PROC: &str = "this needs Linux' /proc";
const MEBIBYTE: f64 = 1024.0 * 1024.0;

/// How much of the processor's time is not Typst's.
pub fn share_of_typst(bench: &Bench, table: &mut Table) {
    let place = bench.place(bench.sizes.stages);
    let stages = Stages::measure(&place.forms, &place.path("out"));
    let all = stages.typst() + stages.ours();
    for (what, seconds) in [
        ("layout (Typst)", stages.layout),
        ("writing the PDF (Typst)", stages.pdf),
        ("starting", stages.start),
        ("survey: reading and checking", stages.survey),
        ("reading again", stages.read),
        ("templating", stages.template),
        ("looking over the pages", stages.look),
        ("forgetting cached layouts (Typst)", stages.forget),
        ("writing files", stages.write),
    ] {
        table.figure(format!("share of CPU time: {what}"), seconds / all, Percent);
    }
    let per_form = all / place.files.len() as f64;
    table.figure("CPU time of a form, one thread", per_form, Milliseconds);
    let share = stages.ours() / all;
    table.target("share of CPU time that is not Typst's", share, Percent, AtMost(0.05));
}

/// The same on one core and on two.
pub fn one_job_or_two(bench: &Bench, table: &mut Table) {
    let place = bench.place(bench.sizes.jobs);
    let ratio = bench.rounds(|| {
        let one = bench.build(&place, 1).wall;
        one / bench.build(&place, 2).wall
    });
    table.figure(format!("`-j2` against `-j1`, {} forms", place.files.len()), ratio, Times);
}

/// Building again: with nothing changed, and with one form changed.
pub fn building_again(bench: &Bench, table: &mut Table) {
    let place = bench.place(bench.sizes.again);
    let count = place.files.len();
    let output = place.path("out");
    // Without `--force`, as people do; the first time there is nothing to leave out.
    let build = || process::run(&mut bench.jixiao.build_again(&place.forms, &output, 2)).wall;
    let first = bench.rounds(|| {
        place.fresh("out");
        build()
    });
    let unchanged = bench.rounds(build);
    let equals_clean = || {
        let clean = place.fresh("clean");
        process::run(&mut bench.jixiao.build(&place.forms, &clean, 2));
        are_equal(&output, &clean)
    };
    let equal_unchanged = equals_clean();
    let changed = bench.rounds(|| {
        change(&place.files[count / 2]);
        build()
    });
    let equal_changed = equals_clean();
    let [few, fewer] = [AtMost(0.02), AtMost(0.03)];
    table.target(format!("{count} forms again, none changed"), unchanged / first, Percent, few);
    table.fact("… and the outputs equal a clean build's", equal_unchanged);
    table.target(format!("{count} forms again, one changed"), changed / first, Percent, fewer);
    table.fact("… and the outputs equal a clean build's", equal_changed);
}

/// The table of projects and the report of findings, against checking alone.
pub fn tables(bench: &Bench, table: &mut Table) {
    let place = bench.place(bench.sizes.again);
    let count = place.files.len();
    let check = || process::run(&mut bench.jixiao.check(&place.forms)).wall;
    let [list, report] =
        [("list", "表.xlsx"), ("check --report html", "报告.html")].map(|(command, file)| {
            let output = place.path(file);
            let run = || process::run(&mut bench.jixiao.tell(command, &place.forms, &output)).wall;
            bench.rounds(|| run() / check())
        });
    table.target(
        format!("`list -o 表.xlsx` against `check`, {count} forms"),
        list,
        Times,
        AtMost(1.1),
    );
    table.figure(format!("`check --report html` against `check`, {count} forms"), report, Times);
}

/// Changes a form, each time otherwise.
fn change(file: &Path) {
    let text = fs::read_to_string(file).expect("a form");
    fs::write(file, text.replacen("项目名称: ", "项目名称: 新", 1)).expect("a form");
}

/// The most memory that the program and its children have at once.
pub fn memory(bench: &Bench, table: &mut Table) {
    let [few, many] = bench.sizes.memory;
    let what = format!("peak memory, {many} forms against {few}");
    let places = [few, many].map(|count| bench.place(count));
    let peak = |jixiao: &Jixiao, place: &Place, output: &str| {
        let build = &mut jixiao.build(&place.forms, &place.fresh(output), 2);
        process::peak_memory(build).map(|bytes| bytes as f64)
    };
    let [peak_few, peak_many] = places.each_ref().map(|it| peak(&bench.jixiao, it, "out"));
    let (Some(peak_few), Some(peak_many)) = (peak_few, peak_many) else {
        return table.missing(what, NO_PROC);
    };
    table.figure(format!("peak memory of `-j2`, {few} forms"), peak_few, Mebibytes);
    let most = AtMost(200.0 * MEBIBYTE);
    table.target(format!("peak memory of `-j2`, {many} forms"), peak_many, Mebibytes, most);
    table.target(what, peak_many / peak_few, Times, AtMost(1.2));
    let before = bench.before.as_ref();
    if let Some(peak_before) = before.and_then(|before| peak(before, &places[1], "before")) {
        let what = format!("peak memory of the older `jixiao` against this one's, {many} forms");
        table.figure(what, peak_before / peak_many, Times);
    }
}

/// Whether many forms take as long as few, each, and keep both cores busy.
pub fn growth(bench: &Bench, table: &mut Table) {
    let mut per_form = Vec::new();
    for count in bench.sizes.growth {
        let place = bench.place(count);
        // What takes long is exact enough the first time.
        let rounds = if count > 1_000 { 1 } else { bench.sizes.rounds };
        let usages: Vec<Usage> = (0..rounds).map(|_| bench.build(&place, 2)).collect();
        let time = median(usages.iter().map(|usage| usage.wall)) / count as f64;
        table.figure(format!("a form among {count}, `-j2`"), time, Milliseconds);
        per_form.push(time);
        let busy: Option<Vec<f64>> =
            usages.iter().map(|usage| Some(usage.cpu? / (2.0 * usage.wall))).collect();
        let what = format!("both cores busy, {count} forms");
        match busy {
            Some(busy) if count >= 1_000 => {
                table.target(what, median(busy), Percent, AtLeast(0.9));
            }
            Some(busy) => table.figure(what, median(busy), Percent),
            None => table.missing(what, NO_PROC),
        }
    }
    let [_, some, most] = bench.sizes.growth;
    let what = format!("a form among {most} against one among {some}");
    table.target(what, per_form[2] / per_form[1], Times, AtMost(1.1));
}
