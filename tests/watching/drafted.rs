//! Drafts are printed again, too, whatever is wrong with what is written.

use std::fs;

use super::{FIRST, LAST, workplace};
use crate::support::watching::{Watching, replace};

#[test]
fn drafts_follow_what_is_written_whatever_is_wrong_with_it() {
    let workplace = workplace();
    let mut watching = Watching::new(&workplace, "p --draft");
    assert_eq!(workplace.list("out"), ["甲-草稿.pdf", "终-草稿.pdf"]);
    let draft = || fs::read(workplace.path("out/甲-草稿.pdf")).expect("a draft");
    let whole = draft();
    let wrong = FIRST.text("原").replace("项目类型: 常年安排项目", "项目类型: \"\"");
    assert_ne!(wrong, FIRST.text("原"));
    replace(&workplace.path(&FIRST.path()), &wrong);
    let said = watching.said(&workplace, &LAST);
    assert!(said.iter().any(|line| line.contains("“项目类型”是空的")), "{said:?}");
    assert!(draft() != whole);
    // It is the one that a clean build makes.
    assert_eq!(workplace.run("build p --draft -o clean").code, 0);
    let clean = fs::read(workplace.path("clean/甲-草稿.pdf")).expect("a draft");
    assert!(draft() == clean);
    FIRST.write(&workplace, "原");
    let said = watching.said(&workplace, &LAST);
    assert_eq!(said, ["甲 N 毫秒 ✓"]);
    assert!(draft() == whole);
    // What is found by comparing is in the list of both.
    workplace.file("p/乙.yaml", FIRST.text("原"));
    watching.said(&workplace, &LAST);
    assert_eq!(workplace.run("build p --draft -o again").code, 0);
    let again = fs::read(workplace.path("again/甲-草稿.pdf")).expect("a draft");
    assert!(draft() == again && again != whole);
    fs::remove_file(workplace.path("p/乙.yaml")).expect("a file");
    watching.until(|line| line.contains("甲") && line.contains("✓"));
    assert!(draft() == whole);
}
