//! Whole folders of forms: `make bench`, or `make bench-quick` for a first look.
//!
//! What counts are ratios of things measured in this one run, in turns, so that
//! they say the same on any machine. `benches/README.md` explains them.
//! Arguments choose among them: `cargo bench --bench batch -- memory growth`. With
//! `forms FOLDER COUNT`, the made-up forms are written and nothing is measured.

mod measures;
mod support;

use std::env;
use std::path::Path;

use measures::{alone, compared};
use support::bench::Bench;
use support::forms::Maker;
use support::table::Table;

fn main() {
    let chosen: Vec<String> = env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    if let [what, folder, count] = &chosen[..]
        && what == "forms"
    {
        Maker::new().write(Path::new(folder), count.parse().expect("a number of forms"));
        return;
    }
    let bench = Bench::new();
    let setting = bench.setting();
    eprintln!("{setting}");
    let measures: [(&str, Measure); 9] = [
        ("typst", compared::against_typst),
        ("office", compared::against_office),
        ("share", alone::share_of_typst),
        ("cold", compared::from_cold),
        ("jobs", alone::one_job_or_two),
        ("again", alone::building_again),
        ("tables", alone::tables),
        ("memory", alone::memory),
        ("growth", alone::growth),
    ];
    let mut table = Table::default();
    for (name, measure) in measures {
        if chosen.is_empty() || chosen.iter().any(|it| it == name) {
            measure(&bench, &mut table);
        }
    }
    println!("\n{setting}\n{table}");
}

/// Measures something and adds it to a table.
type Measure = fn(&Bench, &mut Table);
