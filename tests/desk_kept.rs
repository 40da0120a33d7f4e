//! What is changed in the browser and not saved, on the disk.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Command;

use jixiao::system::fingerprint::Fingerprint;

use crate::desk::{FILE, OTHER, edit, enter, kept, list, says, set, unsaved};
use crate::support::cli::Workplace;
use crate::support::project::FORM;
use crate::support::serving::{Page, Serving};
use crate::support::skip::skip;

/// A project file in a folder of its own.
const ALONE: &str = "projects/单独/甲.yaml";

/// What is told beside the list.
fn beside(page: &Page) -> String {
    list(page)["beside"].to_string()
}

/// Waits until the list is there.
fn enter_list(serving: &Serving) -> Page<'_> {
    let page = Page::enter(serving);
    page.wait(|page| page.ask_of("open", OTHER, "").status == 200);
    page
}

#[test]
fn what_is_not_saved_survives_a_crash() {
    let workplace = Workplace::with_projects();
    let before = fs::read(workplace.path(FILE)).expect("a file");
    let serving = edit(&workplace);
    let page = enter(&serving);
    page.form("change", FILE, &set("项目名称", "台式机更新"));
    page.wait(|_| kept(&workplace).len() == 1);
    // It is killed.
    drop(serving);
    assert_eq!(fs::read(workplace.path(FILE)).expect("a file"), before);
    let serving = edit(&workplace);
    let form = enter(&serving).open(FILE);
    assert!(says(&form, "项目名称: 台式机更新"), "{form:?}");
    assert_eq!(form["edit"]["kept"], true);
}

#[test]
fn the_end_of_the_program_keeps_the_last_key() {
    let workplace = Workplace::with_projects();
    let serving = edit(&workplace);
    enter(&serving).form("change", FILE, &set("项目名称", "台式机更新"));
    serving.interrupt();
    let serving = edit(&workplace);
    assert!(says(&enter(&serving).open(FILE), "项目名称: 台式机更新"));
}

#[test]
fn what_is_discarded_or_saved_does_not_come_back() {
    for what in ["discard", "save"] {
        let workplace = Workplace::with_projects();
        let serving = edit(&workplace);
        let page = enter(&serving);
        page.form("change", FILE, &set("项目名称", "台式机更新"));
        page.wait(|_| kept(&workplace).len() == 1);
        let form = page.form(what, FILE, "");
        assert_eq!(form["edit"]["changed"], false, "{what}");
        serving.interrupt();
        assert!(kept(&workplace).is_empty(), "{what}");
        let text = fs::read_to_string(workplace.path(FILE)).expect("a file");
        assert_eq!(text.contains("台式机更新"), what == "save");
    }
}

/// Whatever git has put there is not taken for one's own.
#[test]
fn changes_of_others_are_not_taken_up() {
    let workplace = Workplace::with_projects();
    let serving = edit(&workplace);
    enter(&serving).form("change", FILE, &set("项目名称", "台式机更新"));
    serving.interrupt();
    let [kept] = &*kept(&workplace) else { panic!("one file") };
    let mode = |path: &PathBuf| fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    assert_eq!(mode(kept), 0o600);
    fs::set_permissions(kept, fs::Permissions::from_mode(0o644)).expect("permissions");
    let serving = edit(&workplace);
    let form = enter(&serving).open(FILE);
    assert!(says(&form, "项目名称: 台式机"), "{form:?}");
}

#[test]
fn nothing_is_kept_where_a_link_leads() {
    let workplace = Workplace::with_projects();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let link = workplace.path("projects/2026/.jixiao");
    symlink(elsewhere.path(), &link).expect("a link");
    let serving = edit(&workplace);
    let page = enter(&serving);
    let form = page.form("change", FILE, &set("项目名称", "台式机更新"));
    // It is told though nothing else is changed.
    page.wait(|page| page.open(FILE)["edit"]["unkept"] == true);
    assert_ne!(page.open(FILE)["version"], form["version"]);
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
    fs::remove_file(&link).expect("no link");
    page.form("change", FILE, &set("项目名称", "台式机再更新"));
    page.wait(|page| page.open(FILE)["edit"]["unkept"] == false);
    assert_eq!(kept(&workplace).len(), 1);
}

#[test]
fn two_programs_keep_what_is_their_own() {
    let workplace = Workplace::with_projects();
    let one = edit(&workplace);
    let page = enter(&one);
    page.form("change", FILE, &set("项目名称", "台式机更新"));
    page.wait(|_| kept(&workplace).len() == 1);
    let other = edit(&workplace);
    let page = enter(&other);
    assert!(unsaved(&page).is_empty() && says(&page.open(FILE), "项目名称: 台式机"));
    page.form("change", FILE, &set("完成时间", "2027年"));
    page.wait(|_| kept(&workplace).len() == 2);
    page.form("discard", FILE, "");
    page.wait(|_| kept(&workplace).len() == 1);
    // One is killed, the other goes on.
    drop(one);
    let next = edit(&workplace);
    let form = enter(&next).open(FILE);
    assert!(says(&form, "项目名称: 台式机更新") && says(&form, "完成时间: 2026年"), "{form:?}");
    // What it has taken up is its own.
    page.form("change", FILE, &set("完成时间", "2028年"));
    page.form("discard", FILE, "");
    other.interrupt();
    next.interrupt();
    let last = edit(&workplace);
    assert!(says(&enter(&last).open(FILE), "项目名称: 台式机更新"));
}

#[test]
fn of_two_drafts_the_newest_comes_first_and_the_other_after_it() {
    let workplace = Workplace::with_projects();
    let [one, other] = [edit(&workplace), edit(&workplace)];
    for (serving, text, count) in [(&one, "台式机一", 1), (&other, "台式机二", 2)] {
        let page = enter(serving);
        page.form("change", FILE, &set("项目名称", text));
        page.wait(|_| kept(&workplace).len() == count);
    }
    // The older one ends later.
    drop(other);
    drop(one);
    let serving = edit(&workplace);
    let page = enter(&serving);
    assert!(says(&page.open(FILE), "项目名称: 台式机二"));
    let told = beside(&page);
    assert!(told.contains(FILE) && told.contains("还有另一份没有保存的改动"), "{told}");
    page.form("discard", FILE, "");
    serving.interrupt();
    let serving = edit(&workplace);
    let page = enter(&serving);
    assert!(says(&page.open(FILE), "项目名称: 台式机一"));
    assert!(!beside(&page).contains("还有另一份"));
    page.form("save", FILE, "");
    page.wait(|_| !workplace.path("projects/2026/.jixiao").exists());
}

#[test]
fn two_drafts_that_say_the_same_are_one() {
    let workplace = Workplace::with_projects();
    let both = [edit(&workplace), edit(&workplace)];
    for serving in &both {
        enter(serving).form("change", FILE, &set("项目名称", "台式机更新"));
    }
    both.into_iter().for_each(Serving::interrupt);
    assert_eq!(kept(&workplace).len(), 2);
    let serving = edit(&workplace);
    let page = enter(&serving);
    assert_eq!(kept(&workplace).len(), 1);
    assert!(!beside(&page).contains("还有另一份"));
    assert!(says(&page.open(FILE), "项目名称: 台式机更新"));
}

/// Where nothing is left in the folder but what is not saved, that is still told.
#[test]
fn a_draft_whose_file_is_nowhere_is_told() {
    let workplace = Workplace::with_projects();
    workplace.file(ALONE, FORM);
    let serving = edit(&workplace);
    let page = enter_list(&serving);
    page.form("open", ALONE, "");
    page.form("change", ALONE, &set("项目名称", "乙"));
    serving.interrupt();
    fs::remove_file(workplace.path(ALONE)).expect("no file");
    let serving = edit(&workplace);
    let page = enter_list(&serving);
    assert_eq!(unsaved(&page), [ALONE]);
    assert!(beside(&page).contains("文件不在了，没有保存的改动还留着"));
    let form = page.open(ALONE);
    assert!(says(&form, "项目名称: 乙") && form["gone"].is_object(), "{form:?}");
    page.form("discard", ALONE, "");
    page.wait(|_| !workplace.path("projects/单独/.jixiao").exists());
}

#[test]
fn what_is_not_saved_comes_with_a_file_that_comes_later() {
    let workplace = Workplace::with_projects();
    workplace.file(ALONE, FORM);
    let serving = edit(&workplace);
    let page = enter_list(&serving);
    page.form("change", ALONE, &set("项目名称", "乙"));
    serving.interrupt();
    let [here, away] = [workplace.path("projects/单独"), workplace.path("单独")];
    fs::rename(&here, &away).expect("moved");
    let serving = edit(&workplace);
    let page = enter_list(&serving);
    assert!(unsaved(&page).is_empty());
    fs::rename(&away, &here).expect("moved back");
    // Drafts are taken up a moment before their files are in the list.
    page.wait(|page| unsaved(page) == [ALONE] && page.ask_of("open", ALONE, "").status == 200);
    assert!(says(&page.open(ALONE), "项目名称: 乙"));
    page.form("save", ALONE, "");
    assert!(!page.open(ALONE)["edit"]["changed"].as_bool().expect("a state"));
    page.wait(|_| !here.join(".jixiao").exists());
}

/// A folder is looked through as far as there are project files for the program.
#[test]
fn drafts_behind_links_and_of_other_places_are_left_alone() {
    let workplace = Workplace::with_projects();
    workplace.file("外面/甲.yaml", FORM).file("secret.yaml", FORM);
    let serving = Serving::new(&workplace, "edit --no-open 外面");
    let page = Page::enter(&serving);
    page.wait(|page| page.ask_of("open", "外面/甲.yaml", "").status == 200);
    page.form("change", "外面/甲.yaml", &set("项目名称", "乙"));
    serving.interrupt();
    fs::remove_file(workplace.path("外面/甲.yaml")).expect("no file");
    symlink(workplace.path("外面"), workplace.path("projects/链接")).expect("a link");
    // One that has been made up.
    let file = "../../secret.yaml";
    let name = Fingerprint::of_all([file.as_bytes()]);
    let kept =
        serde_json::json!({ "file": file, "base": FORM, "text": "年度: 2027\n" }).to_string();
    let path = format!("projects/2026/.jixiao/draft-{name}-0123456789abcdef.json");
    workplace.file(&path, &kept);
    fs::set_permissions(workplace.path(&path), fs::Permissions::from_mode(0o600)).expect("rights");
    let serving = edit(&workplace);
    let page = enter_list(&serving);
    assert!(unsaved(&page).is_empty(), "{:?}", unsaved(&page));
    assert_eq!(fs::read_to_string(workplace.path(&path)).expect("a file"), kept);
    assert_eq!(fs::read_dir(workplace.path("外面/.jixiao")).expect("a folder").count(), 3);
}

#[test]
fn the_folder_goes_with_its_last_draft_if_nothing_else_is_in_it() {
    let workplace = Workplace::with_projects();
    let hidden = workplace.path("projects/2026/.jixiao");
    let serving = edit(&workplace);
    let page = enter(&serving);
    for what in ["save", "discard"] {
        for file in [FILE, OTHER] {
            page.form("change", file, &set("联系电话", &format!("12345{}", what.len())));
        }
        page.wait(|_| kept(&workplace).len() == 2);
        assert_eq!(fs::read_to_string(hidden.join(".gitignore")).expect("a file"), "*\n");
        page.form(what, FILE, "");
        page.wait(|_| kept(&workplace).len() == 1);
        page.form(what, OTHER, "");
        page.wait(|_| !hidden.exists());
    }
    for (name, text) in [("manifest", "别的程序的"), (".gitignore", "*.json\n")] {
        workplace.file(&format!("projects/2026/.jixiao/{name}"), text);
        page.form("change", FILE, &set("联系电话", "7654321"));
        page.wait(|_| kept(&workplace).len() == 1);
        page.form("discard", FILE, "");
        page.wait(|_| kept(&workplace).is_empty());
        page.wait(|_| {
            !fs::read_dir(&hidden)
                .expect("a folder")
                .any(|it| it.expect("an entry").file_name().to_string_lossy().ends_with(".lock"))
        });
        assert_eq!(fs::read_to_string(hidden.join(name)).expect("a file"), text);
        fs::remove_dir_all(&hidden).expect("no folder");
    }
}

/// The program on a disk that is another one, as far as these functions of the C library say.
#[cfg(target_os = "linux")]
fn edit_on(workplace: &Workplace, functions: &str) -> Option<Serving> {
    let [source, library] = ["disk.c", "disk.so"].map(|name| workplace.path(name));
    let head =
        "#define _GNU_SOURCE\n#include <dlfcn.h>\n#include <errno.h>\n#include <sys/stat.h>\n";
    fs::write(&source, [head, functions].concat()).expect("a file");
    let mut compile = Command::new("cc");
    compile.args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).arg("-ldl");
    if !compile.output().is_ok_and(|it| it.status.success()) {
        skip("a C compiler");
        return None;
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_jixiao"));
    command.args(["edit", "--no-open"]).current_dir(workplace.path(""));
    command.env("LD_PRELOAD", library);
    Some(Serving::of(command))
}

/// Where all files are for all, nobody could tell whose a draft is.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_without_rights_is_told() {
    let workplace = Workplace::with_projects();
    let statx = "int statx(int at, const char *path, int flags, unsigned mask, struct statx *of) {
        int (*real)(int, const char *, int, unsigned, struct statx *) = dlsym(RTLD_NEXT, \"statx\");
        int result = real(at, path, flags, mask, of);
        if (result == 0) of->stx_mode |= 077;
        return result;
    }";
    let Some(serving) = edit_on(&workplace, statx) else { return };
    let page = enter(&serving);
    page.form("change", FILE, &set("项目名称", "台式机更新"));
    page.wait(|page| page.open(FILE)["edit"]["unkept"] == true);
    assert!(!workplace.path("projects/2026/.jixiao").exists());
    let form = page.form("save", FILE, "");
    assert_eq!(form["edit"]["unkept"], false);
}

/// What cannot be locked is taken up all the same.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_without_locks_keeps_what_is_not_saved() {
    let workplace = Workplace::with_projects();
    let flock = "int flock(int file, int what) { errno = ENOLCK; return -1; }";
    let Some(serving) = edit_on(&workplace, flock) else { return };
    let page = enter(&serving);
    page.form("change", FILE, &set("项目名称", "台式机更新"));
    page.wait(|_| kept(&workplace).len() == 1);
    drop(serving);
    for what in ["open", "save"] {
        let serving = edit_on(&workplace, flock).expect("a compiler");
        let page = enter(&serving);
        assert_eq!(page.open(FILE)["edit"]["unkept"], false);
        assert!(says(&page.form(what, FILE, ""), "项目名称: 台式机更新"), "{what}");
        serving.interrupt();
    }
    assert!(!workplace.path("projects/2026/.jixiao").exists());
}
