//! What all measurements share: the sides, how many forms, and a place for them.

use std::env;
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::forms::Maker;
use super::office::Office;
use super::process::{self, Usage};
use super::setting::Setting;
use super::sides::{Jixiao, Python, Typst, list};
use super::table::median;

/// What all measurements share.
pub struct Bench {
    maker: Maker,
    pub jixiao: Jixiao,
    /// An older one to compare with.
    pub before: Option<Jixiao>,
    pub typst: Option<Typst>,
    pub python: Option<Python>,
    pub office: Option<Office>,
    pub sizes: Sizes,
    /// Where all forms and what is made of them lie. Nothing is removed before the end: ext4 pays
    /// for each new file by looking at those that were removed in the last minutes.
    workplaces: TempDir,
}

/// How many forms, and how often.
pub struct Sizes {
    pub rounds: usize,
    pub against_typst: usize,
    pub against_office: usize,
    pub stages: usize,
    pub cold_rounds: usize,
    pub jobs: usize,
    pub again: usize,
    pub memory: [usize; 2],
    pub growth: [usize; 3],
}

impl Sizes {
    const FULL: Self = Self {
        rounds: 3,
        against_typst: 120,
        against_office: 24,
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
        against_office: 24,
        stages: 90,
        cold_rounds: 2,
        jobs: 120,
        again: 200,
        memory: [100, 500],
        growth: [50, 200, 800],
    };
}

impl Bench {
    pub fn new() -> Self {
        let is_quick = env::var("JIXIAO_BENCH").is_ok_and(|value| value == "quick");
        Self {
            maker: Maker::new(),
            jixiao: Jixiao::find(),
            before: Jixiao::before(),
            typst: Typst::find(),
            python: Python::find(),
            office: Office::find(),
            sizes: if is_quick { Sizes::QUICK } else { Sizes::FULL },
            workplaces: tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder"),
        }
    }

    /// Where and with what is measured.
    pub fn setting(&self) -> Setting {
        let mut setting = Setting::of_machine();
        let before = self.before.as_ref();
        setting.add("jixiao", Some(self.jixiao.to_string()));
        setting.add("older jixiao", before.map(ToString::to_string));
        setting.add("typst-cli", self.typst.as_ref().map(|it| it.version.clone()));
        setting.add("typst-py", self.python.as_ref().map(|it| it.version.clone()));
        setting.add("LibreOffice", self.office.as_ref().map(|it| it.version.clone()));
        setting
    }

    /// A workplace with `count` forms that have no errors.
    pub fn place(&self, count: usize) -> Place {
        let folder = tempfile::tempdir_in(self.workplaces.path()).expect("a folder").keep();
        let forms = folder.join("projects");
        let files = self.maker.write(&forms, count);
        Place { folder, forms, files }
    }

    /// Builds all forms of a place from nothing.
    pub fn build(&self, place: &Place, jobs: usize) -> Usage {
        place.build_by(&self.jixiao, "out", jobs)
    }

    /// Something measured some times.
    pub fn rounds(&self, mut measure: impl FnMut() -> f64) -> f64 {
        median((0..self.sizes.rounds).map(|_| measure()))
    }
}

/// A folder with forms, and with what is made of them.
pub struct Place {
    folder: PathBuf,
    pub forms: PathBuf,
    pub files: Vec<PathBuf>,
}

impl Place {
    /// Builds all forms from nothing into a new folder called `output`.
    pub fn build_by(&self, jixiao: &Jixiao, output: &str, jobs: usize) -> Usage {
        let output = self.fresh(output);
        let usage = process::run(&mut jixiao.build(&self.forms, &output, jobs));
        assert_eq!(list(&output).len(), self.files.len(), "a PDF for each form");
        usage
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The path of a folder that is not there yet, or not any more. What was there stays until
    /// the end.
    pub fn fresh(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        if path.exists() {
            let gone = (0..).map(|number| self.path(&format!("gone {number}")));
            let gone = gone.into_iter().find(|it| !it.exists()).expect("a free name");
            fs::rename(&path, gone).expect("a folder to move");
        }
        path
    }
}
