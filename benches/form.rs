//! One form, cold and warm: `make bench`.
//!
//! Cold is the whole program, from its start to its end, on one form. Warm is
//! the same form inside a program that has printed others before; checking is
//! reading it and holding it against all rules. What is said are medians and their
//! ratios, all taken in this one run.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jixiao::check::examine::Examiner;
use jixiao::diagnostic::SourceFile;
use jixiao::diagnostic::severities::Severities;
use jixiao::print::export::Format;
use jixiao::print::fonts::Fonts;
use jixiao::print::typeset::{Typesetter, forget};
use jixiao::print::{self, Options};
use jixiao::source::{self, Document, Forms, Input, Source};

const RUNS: usize = 30;
const SAMPLE: &str = include_str!("../tests/cases/form.yaml");

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("样例.yaml");
    std::fs::write(&file, SAMPLE).expect("the sample");

    let cold = median(|_| {
        let status = Command::new(env!("CARGO_BIN_EXE_jixiao"))
            .args(["build", "--force"])
            .arg(&file)
            .arg("-o")
            .arg(folder.path().join("out"))
            .output()
            .expect("the program to run")
            .status;
        assert!(status.success());
    });

    let forms = Arc::new(Forms::load(None).expect("the bundled forms"));
    let typesetter = Typesetter::new(Fonts::load(None).expect("the bundled fonts"));
    let warm = median(|run| {
        // A form that has not been seen before, as every form of a batch is.
        let sample = SAMPLE.replace("平台运营服务费", &format!("平台运营服务费{run}"));
        let pdf = print(&sample, &forms, &typesetter);
        assert!(pdf > 0);
        forget();
    });

    let levels = Severities::new(true);
    let examiner = Examiner::new(&forms, typesetter.fonts(), &levels);
    let check = median(|run| {
        let text = Some(SAMPLE.replace("平台运营服务费", &format!("平台运营服务费{run}")));
        let input = Input { text, ..Input::of(Path::new("-"), Path::new("")) };
        assert!(!examiner.examine(&input).has_errors());
    });

    println!("one form of one page, complete and tagged, median of {RUNS} runs");
    println!("cold (the whole program)   {:7.1} ms", milliseconds(cold));
    println!("warm (within a batch)      {:7.1} ms", milliseconds(warm));
    println!("checking                   {:7.1} ms", milliseconds(check));
    println!("cold / warm                {:7.1}", cold.as_secs_f64() / warm.as_secs_f64());
    println!("checking / warm            {:7.3}", check.as_secs_f64() / warm.as_secs_f64());
}

/// From YAML to the bytes of the PDF; how many they are.
fn print(yaml: &str, forms: &Forms, typesetter: &Typesetter) -> usize {
    let document = Document::parse(SourceFile::new("样例.yaml", yaml), forms).expect("well formed");
    let source = source::assemble(vec![Arc::new(document)], forms);
    let Source { project, .. } = &source.expect("a project");
    let edition = forms.edition(project.form()).expect("the edition");
    let options = Options { format: Format::Pdf { time: None }, attach: true };
    let stem = Path::new("样例");
    let printed = print::print(project, edition, stem, typesetter, &options).expect("a PDF");
    printed.files.iter().map(|file| file.bytes.len()).sum()
}

fn median(mut work: impl FnMut(usize)) -> Duration {
    let mut times: Vec<Duration> = (0..=RUNS)
        .map(|run| {
            let started = Instant::now();
            work(run);
            started.elapsed()
        })
        // The first run is for warming up.
        .skip(1)
        .collect();
    times.sort();
    times[RUNS / 2]
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
