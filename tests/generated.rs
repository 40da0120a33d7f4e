//! The generated Typst source, as snapshots that a person can read.

use std::fs;

use crate::support::assert_snapshot;
use crate::support::cli::Workplace;

#[test]
fn the_six_sources_are_as_they_were() {
    let workplace = Workplace::with_projects();
    let outcome = workplace.run("build projects --format typ --no-attach");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let files = workplace.list("out/2026");
    assert_eq!(files.len(), 7, "six sources and the layout: {files:?}");
    for name in files.iter().filter(|name| *name != "layout.typ") {
        let source = fs::read_to_string(workplace.path(&format!("out/2026/{name}")));
        let source = source.expect("a readable source");
        let stem = name.trim_end_matches(".typ");
        assert_snapshot("generated", stem, &source);
    }
}

#[test]
fn the_layout_is_that_of_all_forms() {
    let workplace = Workplace::with_projects();
    workplace.run("build projects --format typ");
    let written = fs::read(workplace.path("out/2026/layout.typ")).expect("the layout");
    assert_eq!(written, fs::read("templates/shared/layout.typ").expect("the layout"));
}
