//! Printed forms, read back by the program: what it takes out of them, and what it finds
//! in those that were changed.

mod by_others;
mod different;
mod extract;
mod folders;
mod forged;
mod grids;
mod hostile;
mod later;
mod paper;
mod signed;
mod tables;
mod verify;

use std::fs;

use crate::support::cli::Workplace;
use crate::support::project::FORM;

/// A folder with a printed form in it, `甲.pdf`, of which `edit` has made something else.
fn workplace(edit: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Workplace {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", FORM);
    assert_eq!(workplace.run("build 甲.yaml -o .").code, 0);
    let printed = fs::read(workplace.path("甲.pdf")).expect("a PDF");
    workplace.file("甲.pdf", edit(printed));
    workplace
}
