//! Whole folders of forms: `make bench`, or `make bench-quick` for a first look.
//!
//! What counts are ratios of things measured in this one run, in turns, so that
//! they say the same on any machine. `benches/README.md` explains them.
//! Arguments choose among them: `cargo bench --bench batch -- memory growth`. With
//! `forms FOLDER COUNT`, the made-up forms are written and nothing is measured.

mod support;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use support::forms::Maker;
use support::process::{self, Usage};
use support::sides::{Jixiao, Typst, are_equal, list};
use support::stages::Stages;
use support::table::Target::{AtLeast, AtMost};
use support::table::Unit::{Mebibytes, Milliseconds, PerSecond, Percent, Times};
use support::table::{Table, median};
use tempfile::TempDir;

const NO_TYPST: &str = "there is no typst; see TYPST in benches/README.md";
const NO_PROC: &str = "this needs Linux' /proc";
const MEBIBYTE: f64 = 1024.0 * 1024.0;

fn main() {
    let chosen: Vec<String> = env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    if let [what, folder, count] = &chosen[..]
        && what == "forms"
    {
        Maker::new().write(Path::new(folder), count.parse().expect("a number of forms"));
        return;
    }
    let bench = Bench::new();
    let measures: [(&str, Measure); 7] = [
        ("typst", against_typst),
        ("share", share_of_typst),
        ("cold", from_cold),
        ("jobs", one_job_or_two),
        ("again", building_again),
        ("memory", memory),
        ("growth", growth),
    ];
    let mut table = Table::default();
    for (name, measure) in measures {
        if chosen.is_empty() || chosen.iter().any(|it| it == name) {
            measure(&bench, &mut table);
        }
    }
    println!("\n{table}");
}

/// Measures something and adds it to a table.
type Measure = fn(&Bench, &mut Table);

/// What all measurements share.
struct Bench {
    maker: Maker,
    jixiao: Jixiao,
    typst: Option<Typst>,
    sizes: Sizes,
}

/// How many forms, and how often.
struct Sizes {
    rounds: usize,
    against_typst: usize,
    stages: usize,
    cold_rounds: usize,
    jobs: usize,
    again: usize,
    memory: [usize; 2],
    growth: [usize; 3],
}

impl Sizes {
    const FULL: Self = Self {
        rounds: 3,
        against_typst: 120,
        stages: 600,
        cold_rounds: 5,
        jobs: 400,
        again: 1_000,
        memory: [500, 5_000],
        growth: [100, 1_000, 10_000],
    };
    const QUICK: Self = Self {
        rounds: 1,
        against_typst: 24,
        stages: 90,
        cold_rounds: 2,
        jobs: 120,
        again: 200,
        memory: [100, 500],
        growth: [50, 200, 800],
    };
}

impl Bench {
    fn new() -> Self {
        let is_quick = env::var("JIXIAO_BENCH").is_ok_and(|value| value == "quick");
        Self {
            maker: Maker::new(),
            jixiao: Jixiao::find(),
            typst: Typst::find(),
            sizes: if is_quick { Sizes::QUICK } else { Sizes::FULL },
        }
    }

    /// A workplace with `count` forms that have no errors.
    fn place(&self, count: usize) -> Place {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let forms = folder.path().join("projects");
        let files = self.maker.write(&forms, count);
        Place { folder, forms, files }
    }

    /// Builds all forms of a place from nothing.
    fn build(&self, place: &Place, jobs: usize) -> Usage {
        let usage = process::run(&mut self.jixiao.build(&place.forms, &place.fresh("out"), jobs));
        let made = list(&place.path("out")).len();
        assert_eq!(made, place.files.len(), "a PDF for each form");
        usage
    }

    /// Something measured some times.
    fn rounds(&self, mut measure: impl FnMut() -> f64) -> f64 {
        median((0..self.sizes.rounds).map(|_| measure()))
    }
}

/// A folder with forms, and with what is made of them.
struct Place {
    folder: TempDir,
    forms: PathBuf,
    files: Vec<PathBuf>,
}

impl Place {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The path of a folder that is not there yet, or not any more.
    fn fresh(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        if path.exists() {
            fs::remove_dir_all(&path).expect("a folder to remove");
        }
        path
    }
}

/// Forms per second, against one `typst compile` for each.
fn against_typst(bench: &Bench, table: &mut Table) {
    let what = "forms per second against `typst compile` for each";
    let Some(typst) = &bench.typst else { return table.missing(what, NO_TYPST) };
    let count = bench.sizes.against_typst;
    let place = bench.place(count);
    process::run(&mut bench.jixiao.check(&place.forms));
    let sources = bench.jixiao.sources(&place.forms, &place.path("typ"));
    assert_eq!(sources.len(), count, "a source for each form");
    let mut walls = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..bench.sizes.rounds {
        walls[0].push(bench.build(&place, 2).wall);
        walls[1].push(typst.compile_all(&sources, 1).wall);
        walls[2].push(typst.compile_all(&sources, 2).wall);
    }
    let ratio = |side: usize| {
        median(walls[side].iter().zip(&walls[0]).map(|(typst, jixiao)| typst / jixiao))
    };
    let speed = |side: usize| count as f64 / median(walls[side].iter().copied());
    let theirs: Vec<PathBuf> = sources.iter().map(|it| it.with_extension("pdf")).collect();
    let sizes = size(&theirs) / size(&list(&place.path("out")));
    table.figure(format!("`jixiao build -j2` of {count} forms"), speed(0), PerSecond);
    table.figure("`typst compile`, one after the other", speed(1), PerSecond);
    table.figure("`typst compile`, two at once", speed(2), PerSecond);
    table.figure("size of its PDFs against ours", sizes, Times);
    table.target(format!("{what}, one after the other"), ratio(1), Times, AtLeast(10.0));
    table.figure(format!("{what}, two at once"), ratio(2), Times);
}

/// How many bytes some files have together.
fn size(files: &[PathBuf]) -> f64 {
    files.iter().map(|file| file.metadata().expect("a PDF").len() as f64).sum()
}

/// How much of the processor's time is not Typst's.
fn share_of_typst(bench: &Bench, table: &mut Table) {
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

/// One form, from the start of the program to its end.
fn from_cold(bench: &Bench, table: &mut Table) {
    let what = "one form from cold, against `typst compile`";
    let Some(typst) = &bench.typst else { return table.missing(what, NO_TYPST) };
    // One made from each of the real forms.
    let place = bench.place(6);
    let sources = bench.jixiao.sources(&place.forms, &place.path("typ"));
    let mut pairs = Vec::new();
    for _ in 0..bench.sizes.cold_rounds {
        for (file, source) in place.files.iter().zip(&sources) {
            let build = &mut bench.jixiao.build(file, &place.fresh("out"), 2);
            let jixiao = process::run(build).wall;
            pairs.push((jixiao, process::run(&mut typst.compile(source)).wall));
        }
    }
    let [jixiao, typst] = [|pair: &(f64, f64)| pair.0, |pair: &(f64, f64)| pair.1];
    table.figure("`jixiao build` of one form", median(pairs.iter().map(jixiao)), Milliseconds);
    table.figure("`typst compile` of it", median(pairs.iter().map(typst)), Milliseconds);
    let ratio = median(pairs.iter().map(|pair| pair.0 / pair.1));
    table.target(what, ratio, Times, AtMost(0.5));
}

/// The same on one core and on two.
fn one_job_or_two(bench: &Bench, table: &mut Table) {
    let place = bench.place(bench.sizes.jobs);
    let ratio = bench.rounds(|| {
        let one = bench.build(&place, 1).wall;
        one / bench.build(&place, 2).wall
    });
    table.figure(format!("`-j2` against `-j1`, {} forms", place.files.len()), ratio, Times);
}

/// Building again: with nothing changed, and with one form changed.
fn building_again(bench: &Bench, table: &mut Table) {
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

/// Changes a form, each time otherwise.
fn change(file: &Path) {
    let text = fs::read_to_string(file).expect("a form");
    fs::write(file, text.replacen("项目名称: ", "项目名称: 新", 1)).expect("a form");
}

/// The most memory that the program and its children have at once.
fn memory(bench: &Bench, table: &mut Table) {
    let [few, many] = bench.sizes.memory;
    let what = format!("peak memory, {many} forms against {few}");
    let peak = |count: usize| {
        let place = bench.place(count);
        let build = &mut bench.jixiao.build(&place.forms, &place.path("out"), 2);
        process::peak_memory(build).map(|bytes| bytes as f64)
    };
    let (Some(peak_few), Some(peak_many)) = (peak(few), peak(many)) else {
        return table.missing(what, NO_PROC);
    };
    table.figure(format!("peak memory of `-j2`, {few} forms"), peak_few, Mebibytes);
    let most = AtMost(200.0 * MEBIBYTE);
    table.target(format!("peak memory of `-j2`, {many} forms"), peak_many, Mebibytes, most);
    table.target(what, peak_many / peak_few, Times, AtMost(1.2));
}

/// Whether many forms take as long as few, each, and keep both cores busy.
fn growth(bench: &Bench, table: &mut Table) {
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
