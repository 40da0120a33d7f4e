//! Taking back, merging and going on with what is changed in the browser.

#![cfg(unix)]

use std::fs;
use std::path::Path;

use jixiao::live::{Choice, Desk, Look, Sheet};
use jixiao::source::change::Amendment;

use crate::desk::{FILE, OTHER, desk, edit, enter, says, set};
use crate::support::cli::Workplace;
use crate::support::project::FORM;

const NAME: &str = "项目名称";
const WHEN: &str = "完成时间";

fn change(desk: &Desk, name: &str, key: &str, text: &str) {
    let set = Amendment::Set { path: vec![key.into()], text: text.into() };
    desk.change(name, &[set]).expect("a form");
}

/// Has someone else change what the file says.
fn rewrite(path: &Path, before: &str, after: &str) {
    let text = fs::read_to_string(path).expect("a file");
    assert!(text.contains(before), "{text}");
    fs::write(path, text.replace(before, after)).expect("a file");
}

fn has(sheet: &Sheet, line: &str) -> bool {
    sheet.file.as_ref().expect("a file").text().lines().any(|it| it == line)
}

/// What both have changed: the key, and what the file says.
fn contested(sheet: &Sheet) -> Vec<(String, Option<String>)> {
    let editing = sheet.editing.as_ref().expect("what there is to save");
    editing.contested.iter().map(|it| (it.path.join("."), it.theirs.clone())).collect()
}

fn choices(of: &[(&str, &str, &str)]) -> Vec<Choice> {
    let choice = |(key, side, theirs): &(&str, &str, &str)| serde_json::json!({ "path": [key], "side": side, "theirs": theirs });
    let choices = of.iter().map(choice).collect::<Vec<_>>();
    serde_json::from_value(choices.into()).expect("choices")
}

#[test]
fn a_choice_is_of_what_was_seen() {
    let workplace = Workplace::with_projects();
    let desk = desk(&workplace);
    let path = workplace.path(FILE);
    let name = path.to_str().expect("a name");
    change(&desk, name, NAME, "我的");
    change(&desk, name, WHEN, "2030年");
    rewrite(&path, "项目名称: 台式机", "项目名称: 他的");
    rewrite(&path, "完成时间: 2026年", "完成时间: 2031年");
    let sheet = desk.settle(name, &[]).expect("a form");
    let theirs = |name: &str, when: &str| {
        [(NAME.to_owned(), Some(name.to_owned())), (WHEN.to_owned(), Some(when.to_owned()))]
    };
    assert_eq!(contested(&sheet), theirs("他的", "2031年"));
    // Meanwhile one of them is another one.
    rewrite(&path, "项目名称: 他的", "项目名称: 他的又一个");
    let seen = choices(&[(NAME, "mine", "他的"), (WHEN, "theirs", "2031年")]);
    let sheet = desk.settle(name, &seen).expect("a form");
    assert_eq!(contested(&sheet), theirs("他的又一个", "2031年"));
    assert!(has(&sheet, "项目名称: 我的"));
    let seen = choices(&[(NAME, "mine", "他的又一个"), (WHEN, "theirs", "2031年")]);
    let sheet = desk.settle(name, &seen[..1]).expect("a form");
    assert_eq!(contested(&sheet).len(), 2, "one is not chosen");
    let sheet = desk.settle(name, &seen).expect("a form");
    assert!(contested(&sheet).is_empty());
    assert!(has(&sheet, "项目名称: 我的") && has(&sheet, "完成时间: 2031年"));
}

#[test]
fn whoever_goes_on_in_another_file_changes_what_is_there_now() {
    let workplace = Workplace::with_projects();
    let desk = desk(&workplace);
    let [old, new] = [workplace.path(FILE), workplace.path("projects/2026/电脑.yaml")];
    let [name, now] = [&old, &new].map(|path| path.to_str().expect("a name"));
    change(&desk, name, NAME, "我的");
    fs::rename(&old, &new).expect("renamed");
    desk.look(Look::Names);
    // Nobody has looked at it since.
    rewrite(&new, "完成时间: 2026年", "完成时间: 2031年");
    let sheet = desk.move_on(name).expect("a form");
    assert_eq!(&*sheet.name, now);
    assert!(has(&sheet, "项目名称: 我的") && has(&sheet, "完成时间: 2031年"));
    // Its steps have come along.
    let sheet = desk.turn(now, true).expect("a form");
    assert!(has(&sheet, "项目名称: 台式机") && has(&sheet, "完成时间: 2031年"));
    assert!(desk.overview().unsaved.is_empty());
}

#[test]
fn going_on_in_another_file_asks_about_what_both_have_changed() {
    let workplace = Workplace::with_projects();
    let desk = desk(&workplace);
    let [old, new] = [workplace.path(FILE), workplace.path("projects/2026/电脑.yaml")];
    let name = old.to_str().expect("a name");
    change(&desk, name, NAME, "我的");
    fs::rename(&old, &new).expect("renamed");
    desk.look(Look::Names);
    rewrite(&new, "项目名称: 台式机", "项目名称: 他的");
    let sheet = desk.move_on(name).expect("a form");
    assert_eq!(contested(&sheet), [(NAME.to_owned(), Some("他的".to_owned()))]);
}

#[test]
fn saving_and_looking_elsewhere_leave_what_can_be_taken_back() {
    let workplace = Workplace::with_projects();
    let serving = edit(&workplace);
    let page = enter(&serving);
    for what in ["save", "discard"] {
        page.form("change", FILE, &set(NAME, "台式机更新"));
        page.form(what, FILE, "");
        page.open(OTHER);
        let form = page.open(FILE);
        let edit = &form["edit"];
        assert_eq!((&edit["undo"], &edit["changed"]), (&true.into(), &false.into()), "{what}");
        let form = page.form("undo", FILE, "");
        let is_new = what == "discard";
        assert_eq!(says(&form, "项目名称: 台式机更新"), is_new, "{what}: {form:?}");
        assert_eq!(form["edit"]["changed"], true, "{what}");
        page.form("save", FILE, "");
        let text = fs::read_to_string(workplace.path(FILE)).expect("a file");
        assert_eq!(text.contains("台式机更新"), is_new, "{what}");
    }
}

/// Taking back that one's own changes were discarded takes back nothing of others.
#[test]
fn taking_back_a_discard_leaves_what_others_have_changed() {
    for (is_same, line) in [(false, "项目名称: 我的"), (true, "项目名称: 我的")] {
        let workplace = Workplace::with_projects();
        let desk = desk(&workplace);
        let path = workplace.path(FILE);
        let name = path.to_str().expect("a name");
        change(&desk, name, NAME, "我的");
        rewrite(&path, "完成时间: 2026年", "完成时间: 2031年");
        if is_same {
            rewrite(&path, "项目名称: 台式机", "项目名称: 他的");
        }
        let sheet = desk.discard(name).expect("a form");
        assert_eq!(
            sheet.file.as_ref().map(|file| file.text().to_owned()),
            fs::read_to_string(&path).ok()
        );
        let sheet = desk.turn(name, true).expect("a form");
        assert!(has(&sheet, line) && has(&sheet, "完成时间: 2031年"), "{is_same}");
        let sheet = desk.turn(name, true).expect("a form");
        assert!(has(&sheet, "完成时间: 2031年"), "{is_same}");
    }
}

/// What can be taken back is of the forms that were changed last.
#[test]
fn steps_of_forms_that_are_saved_are_not_kept_without_end() {
    let workplace = Workplace::with_projects();
    let file = |number: usize| format!("projects/许多/{number:03}.yaml");
    for number in 0..52 {
        workplace.file(&file(number), FORM);
    }
    let desk = desk(&workplace);
    let name = |number: usize| workplace.path(&file(number)).to_str().expect("a name").to_owned();
    for number in 0..52 {
        change(&desk, &name(number), NAME, "另一个");
        desk.save(&name(number)).expect("a form");
        desk.close(&name(number));
    }
    let can_undo = |number: usize| {
        let sheet = desk.open(&name(number)).expect("a form");
        sheet.editing.as_ref().expect("what there is to save").undo
    };
    assert_eq!([0, 1, 2, 51].map(can_undo), [false, false, true, true]);
}

/// What can be taken back does not hide that the file cannot be read any more.
#[test]
fn a_file_that_cannot_be_read_is_told_though_there_are_steps() {
    let workplace = Workplace::with_projects();
    let desk = desk(&workplace);
    let path = workplace.path(FILE);
    let name = path.to_str().expect("a name");
    change(&desk, name, NAME, "我的");
    desk.save(name).expect("a form");
    desk.close(name);
    fs::write(&path, [0xff, 0xfe, 0xfd]).expect("a file");
    let sheet = desk.open(name).expect("a form");
    assert!(sheet.file.is_none() && !sheet.is_printable(), "{:?}", sheet.found);
}
