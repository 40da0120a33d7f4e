//! What is mended and laid out in an editor is what the commands make of a file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::{Editor, applied, list, uri};
use crate::support::cli::Workplace;
use crate::support::project::FORM;

/// The changes of an action, by file.
fn changes(action: &Value) -> BTreeMap<String, Vec<Value>> {
    let edit = &action["edit"];
    let of_documents = list(&edit["documentChanges"]).into_iter().map(|change| {
        let uri = change["textDocument"]["uri"].as_str().expect("a file").to_owned();
        (uri, list(&change["edits"]))
    });
    let of_files = edit["changes"].as_object().into_iter().flatten();
    of_documents.chain(of_files.map(|(uri, edits)| (uri.clone(), list(edits)))).collect()
}

/// What can be done in the whole of a file.
fn actions(editor: &mut Editor, uri: &str, only: Option<&str>) -> Vec<Value> {
    let end = json!({"line": 100_000, "character": 0});
    let mut context = json!({"diagnostics": []});
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    let params = json!({
        "textDocument": {"uri": uri},
        "range": {"start": {"line": 0, "character": 0}, "end": end},
        "context": context
    });
    list(&editor.result("textDocument/codeAction", params))
}

fn reading_cases() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/reading");
    let entries = fs::read_dir(folder).expect("the cases").filter_map(Result::ok);
    let yaml =
        entries.map(|it| it.path()).filter(|it| it.extension().is_some_and(|it| it == "yaml"));
    let mut cases: Vec<_> = yaml
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            Some((name, fs::read_to_string(path).ok()?))
        })
        .collect();
    cases.sort();
    cases
}

#[test]
fn all_mends_give_what_check_gives() {
    let slips = FORM
        .replace("中长期目标: ", "中长期目标: 一,二。,")
        .replace("[6, 13]", "【6，13】")
        .replace("13", "13 ");
    let windows = format!("\u{feff}{}", slips.replace('\n', "\r\n"));
    let own = [("错.yaml".to_owned(), slips), ("视窗.yaml".to_owned(), windows)];
    let mut mended = 0;
    for (name, text) in reading_cases().into_iter().chain(own) {
        let workplace = Workplace::new();
        workplace.file("p/别的.yaml", FORM).file(&format!("p/{name}"), &text);
        let path = workplace.path(&format!("p/{name}"));
        let mut editor = Editor::new(&workplace.path(""));
        let (uri, _) = editor.open_file(&path);
        let all = actions(&mut editor, &uri, Some("source.fixAll"));
        workplace.run_with("check --fix", |command| command.arg(&path));
        let expected = fs::read_to_string(&path).expect("a text");
        let after = match all.as_slice() {
            [] => text.clone(),
            [one] => applied(&text, &changes(one)[&uri]),
            _ => panic!("several actions: {all:?}"),
        };
        assert_eq!(after, expected, "{name}");
        mended += usize::from(after != text);
    }
    assert!(mended >= 5, "only {mended} files were mended");
}

#[test]
fn a_finding_is_mended_by_its_own_action() {
    let workplace = Workplace::new();
    let text = FORM.replace("[6, 13]", "【6，13】");
    assert_ne!(text, FORM);
    workplace.file("p/甲.yaml", &text);
    let mut editor = Editor::new(&workplace.path(""));
    let (uri, found) = editor.open_file(&workplace.path("p/甲.yaml"));
    let mends: Vec<Value> = actions(&mut editor, &uri, Some("quickfix"))
        .into_iter()
        .filter(|it| it["title"].as_str().is_some_and(|title| title.starts_with("修正：")))
        .collect();
    assert!(!mends.is_empty(), "{found:?}");
    for mend in mends {
        assert_eq!(mend["kind"], "quickfix");
        let after = applied(&text, &changes(&mend)[&uri]);
        let code = &mend["diagnostics"][0]["code"];
        let left = editor.change(&uri, 2, &after);
        assert!(left.iter().all(|it| it["code"] != *code), "{code}: {left:?}");
    }
}

/// Whatever is allowed is told no longer, and nothing else is told for it.
#[test]
fn a_finding_is_allowed_by_its_own_action() {
    let workplace = Workplace::with_all_projects();
    workplace.file("jixiao.toml", "hints = true\n");
    let wrong = FORM
        .replace("中长期目标: ", "中长期目标: （2024年")
        .replace("[6, 13]", "[60, 0.5]")
        .replace("联系电话: ", "联系电话: 1");
    workplace.file("projects/错/甲.yaml", &wrong).file("projects/错/乙.yaml", &wrong);
    let mut editor = Editor::new(&workplace.path(""));
    let mut allowed = 0;
    let files = walkdir::WalkDir::new(workplace.path("projects")).sort_by_file_name();
    for entry in files.into_iter().filter_map(Result::ok).filter(|it| it.file_type().is_file()) {
        let text = fs::read_to_string(entry.path()).expect("a text");
        let (uri, found) = editor.open_file(entry.path());
        let mut version = 1;
        for action in actions(&mut editor, &uri, Some("quickfix")) {
            if !action["title"].as_str().is_some_and(|title| title.starts_with("放行")) {
                continue;
            }
            let after = applied(&text, &changes(&action)[&uri]);
            version += 1;
            let left = editor.change(&uri, version, &after);
            let code = &action["diagnostics"][0]["code"];
            let count = |found: &[Value]| found.iter().filter(|it| it["code"] == *code).count();
            assert!(count(&left) < count(&found), "{code}: {after}\n{left:?}");
            assert!(left.iter().all(|it| it["code"] != "unused-allow"), "{code}: {left:?}");
            allowed += 1;
        }
        version += 1;
        editor.change(&uri, version, &text);
    }
    assert!(allowed >= 15, "only {allowed} findings were allowed");
}

#[test]
fn what_must_not_be_allowed_is_not_offered() {
    let workplace = Workplace::new();
    workplace.file("p/甲.yaml", FORM.replace("年度目标:", "年度目標:"));
    let mut editor = Editor::new(&workplace.path(""));
    let (uri, found) = editor.open_file(&workplace.path("p/甲.yaml"));
    assert!(!found.is_empty());
    let offered = actions(&mut editor, &uri, None);
    assert!(offered.iter().all(|it| !it["title"].as_str().unwrap_or("").starts_with("放行")));
}

/// Changes are for the version that was looked at, where the editor heeds that.
#[test]
fn changes_name_their_version() {
    let workplace = Workplace::new();
    workplace.file("p/甲.yaml", FORM);
    let text = FORM.replace("[6, 13]", "【6，13】");
    let name = uri(&workplace.path("p/甲.yaml"));
    let mut editor = Editor::new(&workplace.path(""));
    editor.open(&name, &text);
    editor.change(&name, 7, &text);
    let all = actions(&mut editor, &name, Some("source"));
    let document = &all[0]["edit"]["documentChanges"][0]["textDocument"];
    assert_eq!(document["version"], 7, "{all:?}");
    let mut editor = Editor::with(&workplace.path(""), json!({}));
    editor.open(&name, &text);
    let all = actions(&mut editor, &name, Some("source"));
    assert!(all[0]["edit"]["changes"].is_object(), "{all:?}");
}

fn formatted(editor: &mut Editor, uri: &str) -> Value {
    let options = json!({"tabSize": 2, "insertSpaces": true});
    let params = json!({"textDocument": {"uri": uri}, "options": options});
    editor.result("textDocument/formatting", params)
}

#[test]
fn formatting_is_what_fmt_does() {
    let workplace = Workplace::with_all_projects();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/fmt");
    for entry in fs::read_dir(folder).expect("the cases").filter_map(Result::ok) {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "yaml") {
            let name = entry.file_name().to_string_lossy().into_owned();
            workplace.file(&format!("projects/别的/{name}"), fs::read(path).expect("a case"));
        }
    }
    let windows = format!("\u{feff}{}", FORM.replace(": ", ":   ").replace('\n', "\r\n"));
    workplace.file("projects/别的/视窗.yaml", windows);
    let mut editor = Editor::new(&workplace.path(""));
    let (mut changed, mut refused) = (0, 0);
    let files = walkdir::WalkDir::new(workplace.path("projects")).sort_by_file_name();
    for entry in files.into_iter().filter_map(Result::ok).filter(|it| it.file_type().is_file()) {
        let text = fs::read_to_string(entry.path()).expect("a text");
        let (uri, _) = editor.open_file(entry.path());
        let edits = formatted(&mut editor, &uri);
        let outcome = workplace.run_with("fmt", |command| command.arg(entry.path()));
        let expected = fs::read_to_string(entry.path()).expect("a text");
        if outcome.code == 0 {
            assert_eq!(applied(&text, &list(&edits)), expected, "{entry:?}");
            changed += usize::from(expected != text);
        } else {
            assert!(edits.is_null(), "{entry:?}");
            refused += 1;
        }
    }
    assert!(changed >= 3, "only {changed} files were changed, {refused} refused");
}
