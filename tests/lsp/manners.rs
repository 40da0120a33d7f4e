//! How the server begins, ends, and takes what it should not be sent.

use serde_json::{Value, json};

use super::client::{Editor, uri};
use crate::support::cli::Workplace;
use crate::support::project::FORM;

#[test]
fn it_ends_when_it_is_told_to() {
    let workplace = Workplace::new();
    let mut editor = Editor::new(&workplace.path(""));
    assert!(editor.result("shutdown", Value::Null).is_null());
    let late = editor.ask("textDocument/hover", json!({}));
    assert_eq!(late["error"]["code"], -32600);
    editor.note("exit", Value::Null);
    assert_eq!(editor.wait(), 0);
}

#[test]
fn an_end_without_warning_is_a_failure() {
    let workplace = Workplace::new();
    let mut editor = Editor::new(&workplace.path(""));
    editor.note("exit", Value::Null);
    assert_eq!(editor.wait(), 1);
}

#[test]
fn it_ends_with_its_pipe() {
    let workplace = Workplace::new();
    let mut editor = Editor::new(&workplace.path(""));
    editor.hang_up();
    assert_eq!(editor.wait(), 0);
}

/// The pipe may be held open by another process.
#[cfg(unix)]
#[test]
fn it_ends_with_the_editor() {
    let mut child = std::process::Command::new("sleep").arg("600").spawn().expect("a process");
    let mut editor = Editor::silent();
    editor.begin(json!({"processId": child.id(), "capabilities": {}}));
    child.kill().and_then(|()| child.wait()).expect("an end");
    assert_eq!(editor.wait(), 0);
}

#[test]
fn what_is_out_of_turn_is_refused() {
    let mut editor = Editor::silent();
    let answer = editor.ask("textDocument/hover", json!({}));
    assert_eq!(answer["error"]["code"], -32002);
    editor.note("textDocument/didOpen", json!({"textDocument": 1}));
    editor.begin(json!({"capabilities": {}}));
    let answer = editor.ask("initialize", json!({"capabilities": {}}));
    assert_eq!(answer["error"]["code"], -32600);
    let answer = editor.ask("textDocument/nothing", json!({}));
    assert_eq!(answer["error"]["code"], -32601);
    let answer = editor.ask("textDocument/completion", json!({"position": "甲"}));
    assert_eq!(answer["error"]["code"], -32602);
}

#[test]
fn junk_is_answered_and_passed_over() {
    let workplace = Workplace::new();
    let mut editor = Editor::new(&workplace.path(""));
    let framed = |text: &str| format!("Content-Length: {}\r\n\r\n{text}", text.len());
    for (junk, code) in [
        (framed("{"), -32700),
        (framed("甲"), -32700),
        (framed("[]"), -32600),
        (framed("{\"jsonrpc\":\"2.0\"}"), -32600),
        (framed("{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"x\"}"), -32600),
        ("Content-Length: -5\r\n\r\n".to_owned(), -32600),
        ("甲乙丙\r\n\r\n".to_owned(), -32600),
        (format!("X: {}\r\n\r\n", "a".repeat(20_000)), -32600),
    ] {
        editor.send_bytes(junk.as_bytes());
        let answer = editor.next();
        assert_eq!(answer["error"]["code"], code, "{}", &junk[..junk.len().min(80)]);
    }
    editor.send_bytes(b"Content-Length: 4\r\n\r\n\xff\xfe\xfd\xfc");
    assert_eq!(editor.next()["error"]["code"], -32700);
    // Notes that make no sense are no one's to answer.
    let name = uri(&workplace.path("甲.yaml"));
    for method in ["didOpen", "didChange", "didClose", "didSave"] {
        editor.note(&format!("textDocument/{method}"), json!({"textDocument": {"uri": 5}}));
        editor.note(&format!("textDocument/{method}"), Value::Null);
    }
    editor.note("$/甲", json!([1, 2, 3]));
    editor.note("textDocument/didClose", json!({"textDocument": {"uri": name}}));
    // All goes on as if nothing had been.
    let found = editor.open(&name, &FORM.replace("年度目标:", "年度目標:"));
    assert_eq!(found[0]["code"], "unknown-key");
}

#[test]
fn odd_names_and_positions_are_taken() {
    let workplace = Workplace::new();
    let mut editor = Editor::new(&workplace.path(""));
    let text = FORM.replace("年度目标:", "年度目標:");
    for name in [
        uri(&workplace.path("甲 乙#丙?.yaml")),
        uri(&workplace.path("没有/这个/文件夹/甲.yaml")),
        uri(&workplace.path("百分%41.yaml")),
    ] {
        assert!(!editor.open(&name, &text).is_empty(), "{name}");
    }
    let base = uri(&workplace.path(""));
    for name in [
        "file:///%00.yaml".to_owned(),
        format!("{base}/%ff%fe.yaml"),
        "file://host/甲.yaml".replace('甲', "%E7%94%B2"),
        "http://example.org/a.yaml".to_owned(),
        "file:a.yaml".to_owned(),
    ] {
        assert!(editor.open(&name, &text).is_empty(), "{name}");
    }
    let name = uri(&workplace.path("甲.yaml"));
    editor.open(&name, &text);
    for (line, character) in [(0, u32::MAX), (u32::MAX, 0), (3, 1_000_000), (u32::MAX, u32::MAX)] {
        let at = json!({"line": line, "character": character});
        for method in ["completion", "hover", "definition"] {
            let params = json!({"textDocument": {"uri": name}, "position": at});
            editor.result(&format!("textDocument/{method}"), params);
        }
        let params = json!({
            "textDocument": {"uri": name},
            "range": {"start": at, "end": at},
            "context": {"diagnostics": []}
        });
        editor.result("textDocument/codeAction", params);
    }
    // Nothing of a file that is not open.
    let params = json!({"textDocument": {"uri": uri(&workplace.path("乙.yaml"))}});
    assert!(editor.result("textDocument/documentSymbol", params).is_null());
}

/// What hangs and crashes readers of YAML does not here.
#[test]
fn hostile_texts_are_survived() {
    let workplace = Workplace::new();
    let mut editor = Editor::new(&workplace.path(""));
    let name = uri(&workplace.path("甲.yaml"));
    editor.open(&name, FORM);
    let mut version = 1;
    for text in [
        "[".repeat(200_000),
        format!("项目名称: {}", "[".repeat(100_000)),
        "项目名称:\n".repeat(20_000),
        (0..2000).map(|depth| format!("{}甲:\n", " ".repeat(depth))).collect(),
        "\u{feff}项目名称: 甲\r年度: 2026\r\n\u{0}\u{202e}".to_owned(),
        "甲".repeat(500_000),
        "|\n".repeat(50_000),
        "# jixiao: allow ".repeat(5_000),
    ] {
        version += 1;
        editor.change(&name, version, &text);
        let end = json!({"line": 1_000_000, "character": 0});
        for method in ["completion", "hover"] {
            let params = json!({"textDocument": {"uri": name}, "position": end});
            editor.result(&format!("textDocument/{method}"), params);
        }
        let params = json!({"textDocument": {"uri": name}});
        editor.result("textDocument/documentSymbol", params);
    }
    version += 1;
    assert!(editor.change(&name, version, FORM).is_empty());
}

/// Nothing is written, whatever is asked for.
#[test]
fn nothing_is_written() {
    let workplace = Workplace::with_all_projects();
    let before = workplace.list("");
    let mut editor = Editor::new(&workplace.path(""));
    let path = workplace.path("projects/2026/台式机.yaml");
    let (name, _) = editor.open_file(&path);
    let bytes = std::fs::read(&path).expect("a file");
    let text = String::from_utf8_lossy(&bytes).replace(": ", ":   ");
    editor.change(&name, 2, &text);
    let options = json!({"tabSize": 2, "insertSpaces": true});
    let params = json!({"textDocument": {"uri": name}, "options": options});
    assert!(editor.result("textDocument/formatting", params).is_array());
    assert_eq!(workplace.list(""), before);
    assert_eq!(std::fs::read(&path).expect("a file"), bytes);
}

/// What a file of settings says of a rule holds here, too.
#[test]
fn settings_hold() {
    let workplace = Workplace::new();
    workplace.file("jixiao.toml", "[rules]\nunbalanced-marks = \"allow\"\n");
    let text = FORM.replace("中长期目标: ", "中长期目标: （");
    let name = uri(&workplace.path("p/甲.yaml"));
    let mut editor = Editor::new(&workplace.path(""));
    assert!(editor.open(&name, &text).is_empty());
}
