//! What is changed in the browser.

#![cfg(unix)]

use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use jixiao::batch::worker::Setup;
use jixiao::diagnostic::severities::Severities;
use jixiao::history::versions::LastCommit;
use jixiao::live::{Assets, Desk, Look, Setting};
use jixiao::print::Options;
use jixiao::print::export::Format;
use jixiao::print::fonts::Fonts;
use jixiao::source;
use jixiao::source::change::Amendment;

use crate::support::build;
use crate::support::cli::Workplace;
use crate::support::serving::{Page, Serving};

pub const FILE: &str = "projects/2026/台式机.yaml";
pub const OTHER: &str = "projects/2026/办公设备.yaml";

pub fn set(key: &str, text: &str) -> String {
    format!(r#""changes":[{{"change":"set","path":["{key}"],"text":"{text}"}}]"#)
}

/// What a form says under a key of its file.
pub fn says(form: &serde_json::Value, line: &str) -> bool {
    form["text"].as_str().expect("a text").lines().any(|it| it == line)
}

pub fn edit(workplace: &Workplace) -> Serving {
    Serving::new(workplace, "edit --no-open")
}

pub fn enter(serving: &Serving) -> Page<'_> {
    let page = Page::enter(serving);
    page.wait(|page| page.ask_of("open", FILE, "").status == 200);
    page
}

/// What is kept of changes.
pub fn kept(workplace: &Workplace) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(workplace.path("projects/2026/.jixiao")) else {
        return Vec::new();
    };
    let files = entries.map(|entry| entry.expect("an entry").path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect()
}

/// A file that someone else has changed is not what is taken back.
#[test]
fn undo_takes_back_what_was_changed_here_alone() {
    let workplace = Workplace::with_projects();
    let serving = edit(&workplace);
    let page = enter(&serving);
    page.form("change", FILE, &set("项目名称", "台式机更新"));
    let path = workplace.path(FILE);
    let text = fs::read_to_string(&path).expect("a file");
    let theirs = text.replace("完成时间: 2026年", "完成时间: 2027年");
    assert_ne!(theirs, text);
    fs::write(&path, &theirs).expect("a file");
    page.wait(|page| says(&page.open(FILE), "完成时间: 2027年"));
    let form = page.open(FILE);
    assert!(says(&form, "项目名称: 台式机更新"));
    assert_eq!((&form["edit"]["merged"], &form["edit"]["changed"]), (&true.into(), &true.into()));
    let form = page.form("undo", FILE, "");
    assert!(says(&form, "完成时间: 2027年") && says(&form, "项目名称: 台式机"), "{form:?}");
    page.form("redo", FILE, "");
    page.form("save", FILE, "");
    let saved = fs::read_to_string(&path).expect("a file");
    assert_eq!(saved, theirs.replace("项目名称: 台式机", "项目名称: 台式机更新"));
}

/// A desk that nobody tells of changes on the disk: they are found when something is saved.
pub fn desk(workplace: &Workplace) -> Arc<Desk> {
    let folder = workplace.path("projects");
    let given = folder.clone();
    let setting = Setting {
        assets: Box::new(|| {
            let forms = build::forms().clone();
            let fonts = Fonts::load(None)?;
            Ok(Assets { last_commit: LastCommit::new(forms.clone()), forms, fonts })
        }),
        find: Box::new(move || source::find(std::slice::from_ref(&given))),
        severities: Box::new(|_| Ok((Severities::new(false), Vec::new()))),
        command: || {
            let mut worker = Command::new(env!("CARGO_BIN_EXE_jixiao"));
            worker.arg("worker");
            worker
        },
        setup: Setup {
            templates: None,
            fonts: None,
            options: Options { format: Format::Pdf { time: None }, attach: true },
            threads: NonZeroUsize::MIN,
            counts_only: false,
        },
        timeout: Duration::from_secs(60),
        paths: vec![folder.clone()],
        root: folder,
        asset_folders: Vec::new(),
        may_write: true,
        again: String::new(),
    };
    let desk = Desk::new(setting, |_| ()).expect("a desk");
    desk.look(Look::Anew);
    desk
}

#[test]
fn saving_shows_first_what_has_been_merged() {
    let workplace = Workplace::with_projects();
    let desk = desk(&workplace);
    let path = workplace.path(FILE);
    let name = path.to_str().expect("a name");
    let set = Amendment::Set { path: vec!["项目名称".into()], text: "台式机更新".into() };
    desk.change(name, &[set]).expect("a form");
    let text = fs::read_to_string(&path).expect("a file");
    let theirs = text.replace("完成时间: 2026年", "完成时间: 2027年");
    assert_ne!(theirs, text);
    fs::write(&path, &theirs).expect("a file");
    let sheet = desk.save(name).expect("a form");
    let editing = sheet.editing.as_ref().expect("what there is to save");
    assert!(editing.changed && editing.merged, "{editing:?}");
    assert_eq!(fs::read_to_string(&path).expect("a file"), theirs);
    // Once it has been seen, it is saved.
    let sheet = desk.save(name).expect("a form");
    let editing = sheet.editing.as_ref().expect("what there is to save");
    assert!(!editing.changed && !editing.merged, "{editing:?}");
    let saved = fs::read_to_string(&path).expect("a file");
    assert_eq!(saved, theirs.replace("项目名称: 台式机", "项目名称: 台式机更新"));
}

#[test]
fn a_form_that_was_changed_while_nobody_looked_is_shown_as_it_is() {
    let workplace = Workplace::with_projects();
    let serving = edit(&workplace);
    let page = enter(&serving);
    page.form("change", FILE, &set("项目名称", "台式机更新"));
    page.form("save", FILE, "");
    page.open(OTHER);
    let path = workplace.path(FILE);
    let text = fs::read_to_string(&path).expect("a file").replace("台式机更新", "台式机三");
    fs::write(&path, text).expect("a file");
    assert!(says(&page.open(FILE), "项目名称: 台式机三"));
}

/// What is not saved is not what a new file would continue.
#[test]
fn a_form_that_is_not_saved_is_not_continued() {
    let workplace = Workplace::with_projects();
    let serving = edit(&workplace);
    let page = enter(&serving);
    page.form("change", FILE, &set("项目名称", "台式机更新"));
    let new = format!(r#""new":{{"name":null,"form":"自评表","from":"{FILE}","folder":null}}"#);
    let answer = page.ask("new", &new);
    assert_eq!((answer.status, answer.body.contains("先保存")), (409, true), "{answer:?}");
    page.form("save", FILE, "");
    let answer = page.ask("new", &new);
    assert_eq!((answer.status, answer.body.contains("台式机更新-自评表.yaml")), (200, true));
}

/// The usual form is the first to be offered.
#[test]
fn the_usual_form_comes_first() {
    let workplace = Workplace::with_projects();
    let serving = edit(&workplace);
    let forms = enter(&serving).ask("forms", "").body;
    assert!(forms.starts_with(r#"[["目标表","南京市市级项目预算绩效目标表"]"#), "{forms}");
}

/// The list of projects as it is now.
pub fn list(page: &Page) -> serde_json::Value {
    let answer = page.ask("list", "");
    assert_eq!(answer.status, 200, "{answer:?}");
    serde_json::from_str(&answer.body).expect("a list")
}

pub fn unsaved(page: &Page) -> Vec<String> {
    serde_json::from_value(list(page)["unsaved"].clone()).expect("names")
}

#[test]
fn the_list_says_what_is_not_saved() {
    let workplace = Workplace::with_projects();
    let serving = edit(&workplace);
    let page = enter(&serving);
    assert!(unsaved(&page).is_empty());
    page.form("change", FILE, &set("项目名称", "台式机更新"));
    page.form("change", OTHER, &set("项目名称", "办公家具"));
    assert_eq!(unsaved(&page), [OTHER, FILE]);
    serving.interrupt();
    // Before any form is open.
    let serving = edit(&workplace);
    let page = enter(&serving);
    assert_eq!(unsaved(&page), [OTHER, FILE]);
    page.form("save", FILE, "");
    page.form("discard", OTHER, "");
    assert!(unsaved(&page).is_empty());
}

#[test]
fn a_file_that_goes_leaves_what_was_not_saved() {
    let workplace = Workplace::with_projects();
    let [here, away] = [workplace.path(FILE), workplace.path("away.yaml")];
    let text = fs::read_to_string(&here).expect("a file");
    let serving = edit(&workplace);
    let page = enter(&serving);
    page.form("change", FILE, &set("项目名称", "台式机更新"));
    fs::rename(&here, &away).expect("moved");
    page.wait(|page| page.open(FILE)["gone"].is_object());
    let form = page.form("change", FILE, &set("完成时间", "2027年"));
    assert!(says(&form, "项目名称: 台式机更新") && says(&form, "完成时间: 2027年"), "{form:?}");
    assert!(form["pages"].as_array().is_some_and(|pages| !pages.is_empty()), "{form:?}");
    for what in ["save", "pdf"] {
        let answer = page.ask_of(what, FILE, "");
        assert_eq!((answer.status, answer.body.contains("不在了")), (409, true), "{answer:?}");
    }
    assert!(!here.exists());
    // It is there again after the program has been ended, and goes on when the file is back.
    serving.interrupt();
    let serving = edit(&workplace);
    let page = Page::enter(&serving);
    page.wait(|page| page.ask_of("open", OTHER, "").status == 200);
    assert_eq!(unsaved(&page), [FILE]);
    assert!(says(&page.open(FILE), "完成时间: 2027年"));
    fs::rename(&away, &here).expect("moved back");
    page.wait(|page| page.open(FILE)["gone"].is_null());
    page.form("save", FILE, "");
    let wanted = text
        .replace("项目名称: 台式机", "项目名称: 台式机更新")
        .replace("完成时间: 2026年", "完成时间: 2027年");
    assert_eq!(fs::read_to_string(&here).expect("a file"), wanted);
}

#[test]
fn a_file_with_another_name_goes_on() {
    let workplace = Workplace::with_projects();
    let name = "projects/2026/电脑.yaml";
    let serving = edit(&workplace);
    let page = enter(&serving);
    page.form("change", FILE, &set("项目名称", "台式机更新"));
    assert_eq!(page.ask_of("move-on", FILE, "").status, 404);
    fs::rename(workplace.path(FILE), workplace.path(name)).expect("renamed");
    page.wait(|page| page.open(FILE)["gone"]["now"] == name);
    let form = page.form("move-on", FILE, "");
    assert_eq!((&form["name"], &form["edit"]["changed"]), (&name.into(), &true.into()));
    assert!(says(&form, "项目名称: 台式机更新"));
    assert_eq!(unsaved(&page), [name]);
    // Nobody looks at the other any more.
    assert_eq!(page.ask_of("open", FILE, "").status, 404);
    page.form("save", name, "");
    let text = fs::read_to_string(workplace.path(name)).expect("a file");
    assert!(text.contains("项目名称: 台式机更新\n"));
    page.wait(|_| kept(&workplace).is_empty());
}

#[test]
fn a_new_form_says_what_it_takes_over_before_it_is_written() {
    let workplace = Workplace::with_all_projects();
    let serving = edit(&workplace);
    let page = enter(&serving);
    let from = "projects/申报表/村镇保洁.yaml";
    let new = format!(r#""new":{{"name":null,"form":"监控表","from":"{from}","folder":null}}"#);
    let answer = page.ask("foresee", &new).body;
    let left = r#""left":["项目属性","项目期","项目资金","总体目标 › 中期目标"]"#;
    assert!(answer.starts_with(r#"{"taken":["项目名称","主管部门及代码""#), "{answer}");
    assert!(answer.contains(left), "{answer}");
    assert!(!workplace.path("projects/申报表/村镇保洁-监控表.yaml").exists());
    let answer = page.ask("new", &new).body;
    assert!(answer.contains(left), "{answer}");
}

#[test]
fn a_project_may_be_called_anything() {
    let workplace = Workplace::with_projects();
    let serving = edit(&workplace);
    let page = enter(&serving);
    let new = |name: &str| {
        page.ask("new", &format!(r#""new":{{"name":"{name}","folder":"projects/2026"}}"#))
    };
    for (name, file) in [("甲/乙: 二期?", "甲-乙- 二期"), ("../../丙", "丙"), ("CON", "CON_")]
    {
        let answer = new(name);
        assert!(answer.body.contains(&format!("projects/2026/{file}.yaml")), "{answer:?}");
        let list = list(&page);
        let lines = list["listing"]["projects"].as_array().expect("lines");
        assert!(lines.iter().any(|line| line["name"] == name), "{list:?}");
    }
    let answer = new("甲|乙: 二期");
    assert_eq!(answer.status, 409);
    assert!(answer.body.contains("已经有“甲-乙- 二期.yaml”这个文件：换一个项目名称"), "{answer:?}");
}
