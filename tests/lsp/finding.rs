//! What is told of open files is what `jixiao check` finds in them.

use std::fs;
use std::path::{Path, PathBuf};

use jixiao::diagnostic::render::clean;
use serde_json::{Value, json};

use super::client::{Editor, list, position, uri};
use crate::support::cli::Workplace;
use crate::support::project::FORM;

/// What `jixiao check` finds in a file of a folder, as an editor shows it.
fn checked(workplace: &Workplace, folder: &str, path: &Path, text: &str) -> Vec<Value> {
    let folder = workplace.path(folder);
    let outcome = workplace.run_with("check --format json", |command| command.arg(&folder));
    let report: Value = serde_json::from_str(&outcome.stdout).expect("a report");
    let name = path.display().to_string();
    let own = list(&report["findings"]).into_iter().filter(|it| it["place"]["path"] == *name);
    let at = |point: &Value| match point["offset"].as_u64() {
        Some(offset) => position(text, offset as usize),
        None => json!({"line": 0, "character": 0}),
    };
    let shown = own.map(|found| {
        let place = &found["place"];
        let mut message = clean(found["message"].as_str().expect("a message"));
        if let Some(label) = place["label"].as_str() {
            message = format!("{message}（{}）", clean(label));
        }
        if let Some(help) = found["help"].as_str() {
            message = format!("{message}\n提示：{}", clean(help));
        }
        let severity = match found["severity"].as_str() {
            Some("error") => 1,
            Some("warning") => 2,
            _ => 3,
        };
        json!({
            "range": {"start": at(&place["start"]), "end": at(&place["end"])},
            "severity": severity,
            "code": found["rule"],
            "source": "jixiao",
            "message": message,
            "related": list(&found["related"]).len(),
        })
    });
    sorted(shown.collect())
}

/// What an editor is told, in the same form.
fn told(found: &[Value]) -> Vec<Value> {
    let shown = found.iter().map(|found| {
        json!({
            "range": found["range"],
            "severity": found["severity"],
            "code": found["code"],
            "source": found["source"],
            "message": found["message"],
            "related": list(&found["relatedInformation"]).len(),
        })
    });
    sorted(shown.collect())
}

fn sorted(mut found: Vec<Value>) -> Vec<Value> {
    found.sort_by_key(ToString::to_string);
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let files = files.filter_map(Result::ok).filter(|it| it.file_type().is_file());
    files
        .map(|it| it.into_path())
        .filter(|it| it.extension().is_some_and(|it| it == "yaml"))
        .collect()
}

#[test]
fn bundled_projects_are_told_as_check_has_it() {
    let workplace = Workplace::with_all_projects();
    // With hints, there is more to compare.
    workplace.file("jixiao.toml", "hints = true\n[rules]\nrepeated-text = \"deny\"\n");
    let mut editor = Editor::new(&workplace.path(""));
    let mut count = 0;
    for path in files(&workplace.path("projects")) {
        let (_, found) = editor.open_file(&path);
        let text = fs::read_to_string(&path).expect("a text");
        assert_eq!(told(&found), checked(&workplace, "projects", &path, &text), "{path:?}");
        count += found.len();
    }
    assert!(count > 10, "only {count} findings were compared");
}

#[test]
fn wrong_files_are_told_as_check_has_it() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/reading");
    let mut compared = 0;
    for case in files(&cases) {
        let Ok(text) = fs::read_to_string(&case) else { continue };
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let workplace = Workplace::new();
        // Beside a project, a file is one whatever it looks like.
        workplace.file("夹/别的.yaml", FORM).file(&format!("夹/{name}"), &text);
        let path = workplace.path(&format!("夹/{name}"));
        let mut editor = Editor::new(&workplace.path(""));
        let (_, found) = editor.open_file(&path);
        assert_eq!(told(&found), checked(&workplace, "夹", &path, &text), "{name}");
        compared += usize::from(!found.is_empty());
    }
    assert!(compared >= 50, "only {compared} files were compared");
}

#[test]
fn what_is_written_counts_before_it_is_saved() {
    let workplace = Workplace::new();
    workplace.file("p/甲.yaml", FORM);
    let mut editor = Editor::new(&workplace.path(""));
    let (uri, found) = editor.open_file(&workplace.path("p/甲.yaml"));
    assert_eq!(found, Vec::<Value>::new());
    let found = editor.change(&uri, 2, &FORM.replace("年度目标:", "年度目標:"));
    assert_eq!(found[0]["code"], "unknown-key");
    assert_eq!(found[0]["range"]["end"]["character"], 4);
    assert_eq!(editor.change(&uri, 3, FORM), Vec::<Value>::new());
    // A part of a text, as editors send it that do not listen.
    let part = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 2}});
    editor.note(
        "textDocument/didChange",
        json!({
            "textDocument": {"uri": uri, "version": 4},
            "contentChanges": [{"range": part, "text": "年份"}]
        }),
    );
    assert!(!editor.found(&uri, 4).is_empty());
}

#[test]
fn columns_are_bytes_where_the_editor_offers_that() {
    let workplace = Workplace::new();
    let text = FORM.replace("年度目标:", "年度目標:");
    workplace.file("p/甲.yaml", &text);
    let general = json!({"general": {"positionEncodings": ["utf-8", "utf-16"]}});
    let mut editor = Editor::with(&workplace.path(""), general);
    assert_eq!(editor.capabilities["positionEncoding"], "utf-8");
    let (_, found) = editor.open_file(&workplace.path("p/甲.yaml"));
    assert_eq!(found[0]["range"]["end"]["character"], 12);
}

/// A letter beyond the first plane is two units of UTF-16; lines end in any way.
#[test]
fn positions_are_those_of_the_editor() {
    let workplace = Workplace::new();
    for (line_end, name) in [("\n", "甲"), ("\r\n", "乙")] {
        let text = FORM.replace("中长期目标: ", "中长期目标: 𠮷𠮷（").replace('\n', line_end);
        let path = workplace.path(&format!("p/{name}.yaml"));
        workplace.file(&format!("p/{name}.yaml"), &text);
        let mut editor = Editor::new(&workplace.path(""));
        let (_, found) = editor.open_file(&path);
        assert_eq!(told(&found), checked(&workplace, "p", &path, &text));
        let marks = found.iter().find(|it| it["code"] == "unbalanced-marks").expect("a mark");
        assert_eq!(marks["range"]["start"]["character"], 11, "{marks}");
    }
}

#[test]
fn defaults_that_are_open_count_as_they_are_written() {
    let workplace = Workplace::new();
    let own = FORM.replace("项目级次: 市本级\n", "");
    assert_ne!(own, FORM);
    workplace.file("p/甲.yaml", &own).file("p/_defaults.yaml", "项目级次: 市本级\n");
    let mut editor = Editor::new(&workplace.path(""));
    let (project, found) = editor.open_file(&workplace.path("p/甲.yaml"));
    assert_eq!(found, Vec::<Value>::new());
    let (defaults, _) = editor.open_file(&workplace.path("p/_defaults.yaml"));
    editor.change(&defaults, 2, "# 没有了\n");
    let found = editor.settled(&project);
    assert_eq!(found[0]["code"], "missing-key", "{found:?}");
    let found = editor.change(&defaults, 3, "项目级次: 市级\n");
    assert_eq!(found[0]["code"], "not-in-list", "{found:?}");
    assert_eq!(editor.settled(&project), Vec::<Value>::new());
}

/// What is wrong with a default file or a file of settings is told there, though no one has
/// opened it, and no longer once it is right.
#[test]
fn files_behind_the_open_ones_are_told_too() {
    let workplace = Workplace::new();
    workplace.file("p/甲.yaml", FORM).file("p/_defaults.yaml", "项目级次：市本级\n");
    workplace.file("jixiao.toml", "[rules]\nplaceholder = \"maybe\"\n");
    let mut editor = Editor::new(&workplace.path(""));
    let (project, _) = editor.open_file(&workplace.path("p/甲.yaml"));
    editor.settled(&project);
    let codes = |editor: &Editor, path: &str| {
        let told = editor.told.get(&uri(&workplace.path(path)));
        let found = told.map(|told| list(&told["diagnostics"])).unwrap_or_default();
        found.iter().map(|it| it["code"].as_str().unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    let known = |editor: &Editor, name: &str| {
        let mut names =
            editor.told.iter().filter(|(_, told)| !list(&told["diagnostics"]).is_empty());
        names.any(|(uri, _)| uri.ends_with(name))
    };
    assert!(known(&editor, "jixiao.toml"), "{:?}", editor.told);
    assert!(known(&editor, "_defaults.yaml"), "{:?}", editor.told);
    workplace.file("p/_defaults.yaml", "项目级次: 市本级\n").file("jixiao.toml", "");
    editor.settled(&project);
    assert!(!known(&editor, "jixiao.toml") && !known(&editor, "_defaults.yaml"));
    assert_eq!(codes(&editor, "p/甲.yaml"), Vec::<String>::new());
}

/// Two files that contradict each other are told so in both of them, as they are open.
#[test]
fn a_change_in_one_file_is_told_in_others() {
    let workplace = Workplace::new();
    let other = FORM.replace("项目名称: 平台运营服务费", "项目名称: 别的项目");
    workplace.file("p/甲.yaml", FORM).file("p/乙.yaml", &other).file("p/丙.yaml", &other);
    let mut editor = Editor::new(&workplace.path(""));
    let (own, found) = editor.open_file(&workplace.path("p/甲.yaml"));
    assert_eq!(found, Vec::<Value>::new());
    let (_, found) = editor.open_file(&workplace.path("p/乙.yaml"));
    assert_eq!(found[0]["code"], "duplicate-project", "{found:?}");
    let (third, found) = editor.open_file(&workplace.path("p/丙.yaml"));
    assert_eq!(found, Vec::<Value>::new());
    editor.change(&third, 2, FORM);
    let of_all: Vec<_> = [&own, &third].map(|uri| editor.settled(uri)).concat();
    assert_eq!(of_all.len(), 1, "{of_all:?}");
    let other = &of_all[0]["relatedInformation"][0];
    assert_eq!(other["message"], "另一个");
    assert!([&own, &third].iter().any(|uri| other["location"]["uri"] == uri.as_str()), "{other}");
}

/// What is told of files that are compared follows what is written in each of them, in the order
/// of its lines, and what is saved elsewhere.
#[test]
fn places_in_other_files_are_where_these_have_them_now() {
    let workplace = Workplace::new();
    workplace.file("p/甲.yaml", FORM).file("p/乙.yaml", FORM);
    let mut editor = Editor::new(&workplace.path(""));
    // The second one is told of the first one, which is not open.
    let (_, first) = editor.open_file(&workplace.path("p/乙.yaml"));
    let (own, second) = editor.open_file(&workplace.path("p/甲.yaml"));
    let told = [first, second].concat();
    assert_eq!(told.len(), 1, "{told:?}");
    let later = if editor.told[&own]["diagnostics"] == json!([]) { "乙" } else { "甲" };
    let earlier = if later == "乙" { "甲" } else { "乙" };
    let mut editor = Editor::new(&workplace.path(""));
    let (uri, found) = editor.open_file(&workplace.path(&format!("p/{later}.yaml")));
    let lines = |found: &[Value]| {
        assert_eq!(found.len(), 1, "{found:?}");
        let line = |range: &Value| range["start"]["line"].as_u64().expect("a line");
        let other = &found[0]["relatedInformation"][0]["location"];
        (line(&found[0]["range"]), line(&other["range"]))
    };
    let (here, there) = lines(&found);
    assert_eq!(here, there);
    let found = editor.change(&uri, 2, &format!("# 一\n# 二\n{FORM}"));
    assert_eq!(lines(&found), (here + 2, there));
    let found = editor.change(&uri, 3, &format!("# 一\n{FORM}# 三\n"));
    assert_eq!(lines(&found), (here + 1, there));
    workplace.file(&format!("p/{earlier}.yaml"), format!("# 一\n# 二\n# 三\n{FORM}"));
    assert_eq!(lines(&editor.settled(&uri)), (here + 1, there + 3));
    workplace.file(&format!("p/{earlier}.yaml"), FORM.replace("平台运营服务费", "别的项目"));
    assert_eq!(editor.settled(&uri), Vec::<Value>::new());
    let found = editor.change(&uri, 4, &FORM.replace("平台运营服务费", "别的项目"));
    assert_eq!(lines(&found), (here, there));
}

#[test]
fn comments_allow_what_they_name() {
    let workplace = Workplace::new();
    let wrong = FORM.replace("中长期目标: ", "中长期目标: （");
    let allowed = wrong.replace("中长期目标: ", "# jixiao: allow unbalanced-marks\n中长期目标: ");
    workplace.file("p/甲.yaml", &wrong);
    let mut editor = Editor::new(&workplace.path(""));
    let (uri, found) = editor.open_file(&workplace.path("p/甲.yaml"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(editor.change(&uri, 2, &allowed), Vec::<Value>::new());
}

#[test]
fn files_that_are_no_projects_get_nothing() {
    let workplace = Workplace::new();
    let compose = "services:\n  web:\n    image: nginx\n    ports: [80, 443]\n";
    let others = ["docker-compose.yml", "p/docker-compose.yml", ".github/workflows/ci.yaml"];
    for path in others {
        workplace.file(path, compose);
    }
    workplace.file("p/甲.yaml", FORM).file("p/_草稿.yaml", "项目名称：甲\n");
    workplace.file("别处/表.yaml", "甲: [1, 2\n").file(".藏/甲.yaml", "项目名称：甲\n");
    let mut editor = Editor::new(&workplace.path(""));
    let rest = ["p/_草稿.yaml", "别处/表.yaml", ".藏/甲.yaml"];
    for path in others.into_iter().chain(rest) {
        let (uri, found) = editor.open_file(&workplace.path(path));
        assert_eq!(found, Vec::<Value>::new(), "{path}");
        let here = json!({"line": 0, "character": 0});
        let at = json!({"textDocument": {"uri": uri}, "position": here});
        for method in ["completion", "hover"] {
            let answer = editor.result(&format!("textDocument/{method}"), at.clone());
            assert!(answer.is_null(), "{path}: {answer}");
        }
    }
}

#[test]
fn a_file_shows_that_it_is_a_project() {
    let workplace = Workplace::new();
    workplace.file("p/甲.yaml", FORM);
    let mut editor = Editor::new(&workplace.path(""));
    for (path, text) in [
        ("别处/一.yaml", "项目名称：甲\n"),
        ("别处/二.yaml", "# jixiao: 新的\n甲: 乙\n"),
        ("别处/三.yaml", "# yaml-language-server: $schema=../schema/2026.json\n"),
        // It lies beside a project.
        ("p/新.yaml", ""),
        ("p/错.yaml", "项目名: 甲\n"),
    ] {
        let found = editor.open(&uri(&workplace.path(path)), text);
        assert!(!found.is_empty(), "{path}");
    }
}

#[test]
fn a_text_that_is_nowhere_is_checked_by_itself() {
    let workplace = Workplace::new();
    workplace.file("_defaults.yaml", "项目级次: 市本级\n");
    let mut editor = Editor::new(&workplace.path(""));
    let text = FORM.replace("项目级次: 市本级\n", "");
    let found = editor.open("untitled:Untitled-1", &text);
    assert_eq!(found[0]["code"], "missing-key", "{found:?}");
    assert_eq!(editor.open("untitled:Untitled-2", FORM), Vec::<Value>::new());
    assert_eq!(editor.open("untitled:Untitled-3", "a: b\n"), Vec::<Value>::new());
    assert_eq!(
        editor.open("git:/x/甲.yaml".replace('甲', "a").as_str(), &text),
        Vec::<Value>::new()
    );
}

/// Files outside of the folders that the editor works in are compared with none that is not open.
#[test]
fn files_outside_are_not_looked_at() {
    let (within, outside) = (Workplace::new(), Workplace::new());
    outside.file("p/甲.yaml", FORM).file("p/乙.yaml", FORM);
    let mut editor = Editor::new(&within.path(""));
    let (_, found) = editor.open_file(&outside.path("p/甲.yaml"));
    assert_eq!(found, Vec::<Value>::new());
    // There is no way around it in the name.
    let name = format!(
        "{}/../..{}",
        uri(&within.path("")),
        uri(&outside.path("p/甲.yaml")).trim_start_matches("file://")
    );
    let found = editor.open(&name, FORM);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn definitions_of_forms_are_told_of_their_mistakes() {
    let workplace = Workplace::new();
    assert_eq!(workplace.run("forms export 目标表 版式").code, 0);
    let path = workplace.path("版式/target/2026/form.yaml");
    let text = fs::read_to_string(&path).expect("a definition");
    let mut editor = Editor::new(&workplace.path(""));
    let (uri, found) = editor.open_file(&path);
    assert_eq!(found, Vec::<Value>::new());
    let wrong = text.replace("kind: year", "kind: jahr");
    let found = editor.change(&uri, 2, &wrong);
    assert_eq!(found[0]["code"], "bad-form", "{found:?}");
    let line = wrong.lines().position(|line| line.contains("jahr")).expect("the line");
    assert_eq!(found[0]["range"]["start"]["line"], line, "{found:?}");
}

/// The forms of one's own that settings name are those that files are held against, from the
/// moment that they are saved.
#[test]
fn forms_of_ones_own_count() {
    let workplace = Workplace::new();
    assert_eq!(workplace.run("forms export 目标表 版式").code, 0);
    workplace.file("jixiao.toml", "templates = \"版式\"\n").file("p/甲.yaml", FORM);
    let path = workplace.path("版式/target/2026/form.yaml");
    let text = fs::read_to_string(&path).expect("a definition");
    let mut editor = Editor::new(&workplace.path(""));
    let (uri, found) = editor.open_file(&workplace.path("p/甲.yaml"));
    assert_eq!(found, Vec::<Value>::new());
    workplace.file("版式/target/2026/form.yaml", text.replace("[市本级]", "[区级]"));
    let found = editor.settled(&uri);
    assert_eq!(found[0]["code"], "not-in-list", "{found:?}");
}

#[test]
fn a_keystroke_among_many_is_quick() {
    let workplace = Workplace::new();
    for number in 0..300 {
        let text = FORM.replace("平台运营服务费", &format!("平台运营服务费{number}"));
        workplace.file(&format!("p/{number}.yaml"), text);
    }
    let mut editor = Editor::new(&workplace.path(""));
    let (uri, _) = editor.open_file(&workplace.path("p/7.yaml"));
    let text = FORM.replace("平台运营服务费", "平台运营服务费7");
    let mut times: Vec<_> = (2..42)
        .map(|version| {
            let begin = std::time::Instant::now();
            editor.change(&uri, version, &format!("{text}# {version}\n"));
            begin.elapsed()
        })
        .collect();
    times.sort();
    // Of a busy machine, half the time tells more than the longest one.
    assert!(times[20].as_millis() <= 60, "{times:?}");
}
