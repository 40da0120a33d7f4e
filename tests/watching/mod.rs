//! A build that goes on: what changes is printed again, and nothing else.

mod drafted;
mod ending;
mod noticing;
mod reloading;
mod saving;
mod watcher;

use crate::support::cli::Workplace;
use crate::support::watching::Project;

/// The project file whose changes a test is about, and one that is changed to see that nothing
/// more is said.
const FIRST: Project = Project { name: "甲" };
const LAST: Project = Project { name: "终" };

/// A folder `p` with both.
fn workplace() -> Workplace {
    let workplace = Workplace::new();
    FIRST.write(&workplace, "原");
    LAST.write(&workplace, "原");
    workplace
}

/// What is there is what a clean build makes.
fn assert_clean(workplace: &Workplace, options: &str) {
    let clean = workplace.run(&format!("build p -o clean {options}"));
    assert_eq!(clean.code, 0, "{clean:?}");
    for name in workplace.list("clean") {
        let bytes = |folder| std::fs::read(workplace.path(&format!("{folder}/{name}")));
        assert!(bytes("out").expect("an output") == bytes("clean").expect("an output"), "{name}");
    }
    // The watch has written down what it has done, too.
    let again = workplace.run(&format!("build p {options}"));
    assert!(again.stderr.contains("2 份表格，2 份未变"), "{again:?}");
}
