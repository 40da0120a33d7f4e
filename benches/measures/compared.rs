//! What is measured of `jixiao` against other ways to the same PDFs, and against an
//! older `jixiao`.

use std::path::PathBuf;

use crate::support::bench::Bench;
use crate::support::process;
use crate::support::sides::list;
use crate::support::table::Table;
use crate::support::table::Target::{AtLeast, AtMost};
use crate::support::table::Unit::{Milliseconds, PerSecond, Times};
use crate::support::turns::{Side, Turns};

const NO_TYPST: &str = "there is no typst; see TYPST in benches/README.md";
const NO_PYTHON: &str = "there is no Python package typst 0.15; see PYTHON in benches/README.md";
const NO_OFFICE: &str = "there is no LibreOffice; see SOFFICE in benches/README.md";

/// Forms per second, against one `typst compile` for each, and against typst-py.
pub fn against_typst(bench: &Bench, table: &mut Table) {
    let count = bench.sizes.against_typst;
    let place = bench.place(count);
    process::run(&mut bench.jixiao.check(&place.forms));
    let sources = bench.jixiao.sources(&place.forms, &place.path("typ"));
    assert_eq!(sources.len(), count, "a source for each form");
    let mut turns = Turns::default();
    let ours = turns.add(|_| bench.build(&place, 2).wall);
    let before = bench.before.as_ref();
    let older = before.map(|before| turns.add(|_| place.build_by(before, "before", 2).wall));
    let sources = &sources;
    let typst = bench.typst.as_ref().map(|typst| {
        [1, 2].map(|at_once| turns.add(move |_| typst.compile_all(sources, at_once).wall))
    });
    let python =
        bench.python.as_ref().map(|python| turns.add(move |_| python.compile_all(sources).wall));
    turns.take(bench.sizes.rounds);

    let speed = |side: Side| count as f64 / turns.time(side);
    table.figure(format!("`jixiao build -j2` of {count} forms"), speed(ours), PerSecond);
    let what = "forms per second against `typst compile` for each";
    if let Some([one, two]) = typst {
        let theirs: Vec<PathBuf> = sources.iter().map(|it| it.with_extension("pdf")).collect();
        let sizes = size(&theirs) / size(&list(&place.path("out")));
        let [ratio_one, ratio_two] = [one, two].map(|theirs| turns.ratio(theirs, ours));
        table.figure("`typst compile`, one after the other", speed(one), PerSecond);
        table.figure("`typst compile`, two at once", speed(two), PerSecond);
        table.figure("size of its PDFs against ours", sizes, Times);
        table.target(format!("{what}, one after the other"), ratio_one, Times, AtLeast(10.0));
        table.figure(format!("{what}, two at once"), ratio_two, Times);
    } else {
        table.missing(what, NO_TYPST);
    }
    let what = "forms per second against typst-py in a loop";
    if let Some(python) = python {
        table.figure("typst-py in a loop", speed(python), PerSecond);
        table.figure(what, turns.ratio(python, ours), Times);
    } else {
        table.missing(what, NO_PYTHON);
    }
    if let Some(older) = older {
        let what = format!("time of the older `jixiao` against this one's, {count} forms");
        table.figure(what, turns.ratio(older, ours), Times);
    }
}

/// How many bytes some files have together.
fn size(files: &[PathBuf]) -> f64 {
    files.iter().map(|file| file.metadata().expect("a PDF").len() as f64).sum()
}

/// Forms per second, against LibreOffice with a document for each.
pub fn against_office(bench: &Bench, table: &mut Table) {
    let what = "forms per second against LibreOffice";
    let Some(office) = &bench.office else { return table.missing(what, NO_OFFICE) };
    let count = bench.sizes.against_office;
    let place = bench.place(count);
    let documents = office.documents(&place.files, &place.path("office"));
    let mut turns = Turns::default();
    let ours = turns.add(|_| bench.build(&place, 2).wall);
    let theirs = turns.add(|_| documents.print().wall);
    turns.take(bench.sizes.rounds);
    let speed = |side: Side| count as f64 / turns.time(side);
    let one_call = format!("LibreOffice, {count} .docx documents in one call");
    table.figure(one_call, speed(theirs), PerSecond);
    table.figure("`jixiao build -j2` of the same forms", speed(ours), PerSecond);
    table.figure(what, turns.ratio(theirs, ours), Times);
}

/// One form, from the start of the program to its end.
pub fn from_cold(bench: &Bench, table: &mut Table) {
    // One made from each of the real forms.
    let place = bench.place(6);
    let sources = bench.jixiao.sources(&place.forms, &place.path("typ"));
    let file = |turn: usize| &place.files[turn % place.files.len()];
    let source = |turn: usize| &sources[turn % sources.len()];
    let mut turns = Turns::default();
    let ours = turns
        .add(|turn| process::run(&mut bench.jixiao.build(file(turn), &place.fresh("out"), 2)).wall);
    let older = bench.before.as_ref().map(|before| {
        turns
            .add(|turn| process::run(&mut before.build(file(turn), &place.fresh("before"), 2)).wall)
    });
    let typst = bench
        .typst
        .as_ref()
        .map(|typst| turns.add(|turn| process::run(&mut typst.compile(source(turn))).wall));
    turns.take(bench.sizes.cold_rounds * place.files.len());

    table.figure("`jixiao build` of one form", turns.time(ours), Milliseconds);
    let what = "one form from cold, against `typst compile`";
    if let Some(typst) = typst {
        table.figure("`typst compile` of it", turns.time(typst), Milliseconds);
        table.target(what, turns.ratio(ours, typst), Times, AtMost(0.5));
    } else {
        table.missing(what, NO_TYPST);
    }
    if let Some(older) = older {
        let what = "time of the older `jixiao` against this one's, one form from cold";
        table.figure(what, turns.ratio(older, ours), Times);
    }
}
