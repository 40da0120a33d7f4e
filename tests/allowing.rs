//! Comments that let an entry break a rule.

use crate::support::assert_snapshot;
use crate::support::cli::{Outcome, Workplace};
use crate::support::project::FORM;

const PHONE: &str = "联系电话: \"86591170\"\n";
/// What the form says without a phone, and that nothing is wrong otherwise.
const ONE: &str = "1 份项目文件，0 处错误，1 处警告\n";
const NONE: &str = "1 份项目文件，0 处错误，0 处警告；另有 1 处放行的不报\n";

/// The form without a phone, where `text` takes the place of the person.
fn checked(person: &str) -> Outcome {
    let (before, after) = FORM.split_once("项目负责人: ").expect("the person");
    let (name, after) = after.split_once('\n').expect("the line's end");
    let form = format!("{before}{}\n{after}", person.replace("{}", &format!("项目负责人: {name}")));
    Workplace::new().file("甲.yaml", form.replace(PHONE, "")).run("check 甲.yaml")
}

#[test]
fn what_is_allowed_is_counted_and_not_told() {
    assert!(checked("{}").stderr.ends_with(ONE));
    for person in [
        "# jixiao: allow person-without-phone\n{}",
        "# jixiao: allow person-without-phone 电话下周才装\n{}",
        "#jixiao：allow person-without-phone，电话下周才装\n{}",
        "# 别的话\n# jixiao: allow person-without-phone\n# 别的话\n{}",
        "{} # jixiao: allow person-without-phone",
        "# jixiao: allow person-without-phone\n\n{}",
        "# jixiao: allow person-without-phone because we agreed, last week\n{}",
    ] {
        assert_eq!(checked(person).stderr, NONE, "{person}");
    }
}

/// It is for one entry, and for one rule; and a text that looks like one is none.
#[test]
fn nothing_else_is_allowed() {
    for person in [
        "{}\n# jixiao: allow person-without-phone",
        "# jixiao: allow bad-phone\n{}",
        "# jixiao allow person-without-phone\n{}",
        "实施可行性: |-\n  # jixiao: allow person-without-phone\n{}",
    ] {
        let said = checked(person).stderr;
        assert!(
            said.contains("[person-without-phone]") || said.contains("[duplicate-key]"),
            "{said}"
        );
    }
}

#[test]
fn what_allows_nothing_is_told() {
    let mut said = String::new();
    for person in [
        "# jixiao: allow placeholder\n{}",
        "# jixiao: allow person-without-phone, placeholder\n{}",
        "# jixiao: allow person-without-phon\n{}",
        "# jixiao: allow yaml-syntax\n{}",
        "# jixiao: ignore person-without-phone\n{}",
        "# jixiao: allow\n{}",
        "# jixiao: allow unused-allow\n{}",
        "# jixiao: allowed person-without-phone\n{}",
    ] {
        said.push_str(&format!("{person}\n{}\n", checked(person).stderr));
    }
    assert_snapshot("allowing", "useless", &said);
}

/// `--fix` takes the comment away that has a line for itself, and no other.
#[test]
fn a_comment_that_allows_nothing_goes_with_the_fixes() {
    let workplace = Workplace::new();
    let with = FORM.replace("项目类型:", "# jixiao: allow placeholder\n项目类型:");
    workplace.file("甲.yaml", &with);
    assert_eq!(workplace.run("check 甲.yaml --fix").code, 0);
    assert_eq!(std::fs::read_to_string(workplace.path("甲.yaml")).expect("the file"), FORM);
}

/// What several files show together is allowed where the chief place is; in one of them alone, the
/// comment is not told to be useless.
#[test]
fn what_files_show_together_is_allowed_too() {
    let workplace = Workplace::new();
    let allowed = FORM.replace("项目名称:", "# jixiao: allow duplicate-project\n项目名称:");
    workplace.file("p/a.yaml", FORM).file("p/b.yaml", &allowed);
    let told = "2 份项目文件，0 处错误，0 处警告；另有 1 处放行的不报\n";
    assert_eq!(workplace.run("check p").stderr, told);
    let quiet = workplace.run("check p/b.yaml").stderr;
    assert_eq!(quiet, "1 份项目文件，0 处错误，0 处警告\n");
    // A build keeps it, and so does one that finds the forms current.
    for _ in 0..2 {
        let built = workplace.run("build p").stderr;
        assert!(
            built.contains("；另有 1 处放行的不报\n") && !built.contains("[duplicate"),
            "{built}"
        );
    }
    workplace.file("p/b.yaml", FORM);
    assert!(workplace.run("build p").stderr.contains("[duplicate-project]"));
}

/// What a default file allows in its own entries; not told as useless with a project that
/// has no use for it.
#[test]
fn a_default_file_allows_as_well() {
    let workplace = Workplace::new();
    let (before, after) = FORM.split_once("项目负责人: ").expect("the person");
    let (name, after) = after.split_once('\n').expect("the line's end");
    let form = format!("{before}{}", after.replace(PHONE, ""));
    let defaults = format!("# jixiao: allow person-without-phone\n项目负责人: {name}\n");
    workplace.file("p/a.yaml", form).file("p/_defaults.yaml", defaults);
    assert_eq!(workplace.run("check p").stderr, NONE);
    workplace.file("p/a.yaml", FORM);
    assert_eq!(workplace.run("check p").stderr, "1 份项目文件，0 处错误，0 处警告\n");
}

/// Whoever asks for a rule by name is not refused by a file; whoever asks for warnings to be
/// errors has those that are left.
#[test]
fn the_command_line_has_the_last_word() {
    let workplace = Workplace::new();
    let form = FORM.replace("联系电话: \"86591170\"\n", "");
    let form = form.replace("项目负责人:", "# jixiao: allow person-without-phone\n项目负责人:");
    workplace.file("甲.yaml", form);
    assert_eq!(workplace.run("check 甲.yaml --deny warnings").stderr, NONE);
    let denied = workplace.run("check 甲.yaml --deny person-without-phone");
    assert!(denied.code == 1 && denied.stderr.contains("错误[person-without-phone]"), "{denied:?}");
    assert_eq!(workplace.run("build 甲.yaml --deny person-without-phone").code, 1);
}

/// A comment that ends a group, deeper than what follows, is about none of the entries below,
/// before the file is formatted and after.
#[test]
fn a_comment_at_the_end_of_a_group_is_no_ones() {
    let workplace = Workplace::new();
    let (before, after) = FORM.split_once("中长期目标:").expect("the goal");
    let (_, after) = after.split_once("年度目标:").expect("the next one");
    let goal = "    # jixiao: allow placeholder\n中长期目标: 关于XX年度工作的安排\n年度目标:";
    let form = format!("{before}{goal}{after}");
    let told = |form: &str| {
        workplace.file("甲.yaml", form);
        let said = workplace.run("check 甲.yaml --format concise").stdout;
        (said.contains("[placeholder]"), said.contains("[unused-allow]"))
    };
    assert_eq!(told(&form), (true, true));
    assert_eq!(workplace.run("fmt 甲.yaml").code, 0);
    let formatted = std::fs::read_to_string(workplace.path("甲.yaml")).expect("the file");
    assert_eq!(told(&formatted), (true, true), "{formatted}");
    // Above the entry, it is about it, wherever fmt finds it.
    let above = form.replace("    # jixiao", "# jixiao");
    assert_eq!(told(&above), (false, false));
    assert_eq!(workplace.run("fmt 甲.yaml").code, 0);
    let formatted = std::fs::read_to_string(workplace.path("甲.yaml")).expect("the file");
    assert_eq!(told(&formatted), (false, false), "{formatted}");
}
