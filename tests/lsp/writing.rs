//! What an editor proposes and explains while someone writes.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::{Editor, applied, list, position, uri};
use crate::support::cli::Workplace;
use crate::support::project::FORM;

/// A text with `‸` where the cursor is.
fn at_cursor(marked: &str) -> (String, Value) {
    let at = marked.find('‸').expect("a cursor");
    (marked.replacen('‸', "", 1), position(marked, at))
}

struct Desk {
    editor: Editor,
    uri: String,
    version: i64,
    _workplace: Workplace,
}

impl Desk {
    fn new() -> Self {
        Self::with(super::client::able())
    }

    fn with(capabilities: Value) -> Self {
        let workplace = Workplace::new();
        let mut editor = Editor::with(&workplace.path(""), capabilities);
        let uri = uri(&workplace.path("p/甲.yaml"));
        editor.open(&uri, FORM);
        Self { editor, uri, version: 1, _workplace: workplace }
    }

    /// Writes another text; what is found in it.
    fn write(&mut self, text: &str) -> Vec<Value> {
        self.version += 1;
        self.editor.change(&self.uri, self.version, text)
    }

    fn ask(&mut self, what: &str, position: &Value) -> Value {
        let params = json!({"textDocument": {"uri": self.uri}, "position": position});
        self.editor.result(&format!("textDocument/{what}"), params)
    }

    /// What is proposed at the cursor.
    fn offers(&mut self, marked: &str) -> Vec<Value> {
        let (text, position) = at_cursor(marked);
        self.write(&text);
        list(&self.ask("completion", &position))
    }

    fn labels(&mut self, marked: &str) -> Vec<String> {
        let offers = self.offers(marked);
        offers.iter().map(|it| it["label"].as_str().expect("a label").to_owned()).collect()
    }

    /// The text once a proposal is taken, with nothing in its gaps.
    fn taken(&mut self, marked: &str, label: &str) -> String {
        let (text, _) = at_cursor(marked);
        let offers = self.offers(marked);
        let offer = offers.iter().find(|it| it["label"] == label);
        let offer = offer.unwrap_or_else(|| panic!("no {label} in {offers:?}"));
        let edit = &offer["textEdit"];
        let start = &edit["range"]["start"];
        let line = start["line"].as_u64().expect("a line") as usize;
        let line = text.lines().nth(line).unwrap_or_default();
        let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
        let new = edit["newText"].as_str().expect("a text").replace('\n', &format!("\n{indent}"));
        let new =
            regex::Regex::new(r"\$\d+").expect("a pattern").replace_all(&new, "").into_owned();
        applied(&text, &[json!({"range": edit["range"], "newText": new})])
    }
}

#[test]
fn keys_that_are_missing_are_proposed() {
    let mut desk = Desk::new();
    let labels = desk.labels("项目名称: 甲\n‸\n主管部门: 乙\n");
    assert!(labels.contains(&"项目类型".to_owned()), "{labels:?}");
    assert!(labels.contains(&"表".to_owned()), "{labels:?}");
    assert!(!labels.contains(&"项目名称".to_owned()), "{labels:?}");
    assert!(!labels.contains(&"主管部门".to_owned()), "{labels:?}");
    // In the form's order.
    let place = |key: &str| labels.iter().position(|label| label == key);
    assert!(place("项目类型") < place("项目资金") && place("项目资金") < place("绩效指标"));
    assert_eq!(desk.labels("项目名称: 甲\n项目资金:\n  ‸\n"), ["资金总额", "支出"]);
    assert_eq!(
        desk.labels("项目名称: 甲\n项目资金:\n  支出:\n    甲: [1, 1]\n  ‸\n"),
        ["资金总额"]
    );
    let of_expenses = desk.labels("项目名称: 甲\n项目资金:\n  支出:\n    ‸\n");
    assert_eq!(of_expenses, ["甲"]);
}

#[test]
fn names_of_indicators_are_proposed_by_level() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.labels("项目名称: 甲\n绩效指标:\n  决策:\n  ‸\n"),
        ["过程", "产出指标", "成本指标", "效益指标", "满意度指标"]
    );
    assert_eq!(
        desk.labels(
            "项目名称: 甲\n绩效指标:\n  产出指标:\n    质量指标:\n      甲: [1, 1]\n    ‸\n"
        ),
        ["数量指标", "时效指标", "成本指标"]
    );
    assert_eq!(
        desk.labels("项目名称: 甲\n绩效指标:\n  过程:\n    资金管理:\n      ‸\n"),
        ["资金到位率", "预算执行率", "资金使用合规性"]
    );
    // These are the author's choice.
    assert!(
        desk.labels("项目名称: 甲\n绩效指标:\n  产出指标:\n    数量指标:\n      ‸\n").is_empty()
    );
}

#[test]
fn values_are_proposed() {
    let mut desk = Desk::new();
    let types = ["常年安排项目", "一次性安排项目"];
    assert_eq!(desk.labels("项目名称: 甲\n项目类型: ‸\n"), types);
    assert_eq!(desk.labels("项目名称: 甲\n项目类型: 常‸\n"), types);
    assert_eq!(
        desk.taken("项目名称: 甲\n项目类型: 常‸\n", types[1]),
        "项目名称: 甲\n项目类型: 一次性安排项目\n"
    );
    assert_eq!(
        desk.taken("项目名称: 甲\n项目类型:‸\n", types[0]),
        "项目名称: 甲\n项目类型: 常年安排项目\n"
    );
    assert_eq!(desk.labels("年度: 2026\n完成时间: ‸\n"), ["2026年", "长期"]);
    assert_eq!(desk.labels("年度: ‸\n"), ["2026"]);
    let forms = desk.labels("表: ‸\n年度: 2026\n");
    assert!(forms.contains(&"自评表".to_owned()), "{forms:?}");
    // A text is no one's to propose, nor what stands in one.
    assert!(desk.labels("项目名称: ‸\n").is_empty());
    assert!(desk.labels("项目名称: 甲\n年度目标: |-\n  项目‸\n").is_empty());
    assert!(desk.labels("项目名称: 甲\n# 项目‸\n").is_empty());
    let row = desk.labels("项目名称: 甲\n绩效指标:\n  过程:\n    资金管理:\n      资金到位率: ‸\n");
    assert_eq!(row, ["[半年, 全年]"]);
}

/// Each form has its own.
#[test]
fn the_form_that_a_file_names_is_the_one_that_counts() {
    let mut desk = Desk::new();
    let labels = desk.labels("表: 镇江目标表\n年度: 2026\n‸\n");
    let of_target = desk.labels("年度: 2026\n‸\n");
    assert_ne!(labels, of_target);
    assert!(labels.len() > 5, "{labels:?}");
}

/// What is broken elsewhere, and what is broken right here, hinders nothing.
#[test]
fn broken_files_get_proposals() {
    let mut desk = Desk::new();
    let types = ["常年安排项目", "一次性安排项目"];
    for broken in [
        "项目名称: \"甲\n项目类型: ‸\n",
        "项目名称：甲\n项目类型：‸\n",
        "项目名称: 甲\n支出: [1, 2\n项目类型: ‸\n",
        "\t项目名称: 甲\n项目类型: ‸\n}}}}\n",
        "项目名称: 甲\n项目名称: 甲\n  - x\n项目类型: ‸\n",
    ] {
        assert_eq!(desk.labels(broken), types, "{broken}");
    }
    let labels = desk.labels("项目名称: 甲\n项目类‸\n主管部门: \"\n");
    assert!(labels.contains(&"项目类型".to_owned()), "{labels:?}");
    let text = desk.taken("项目名称: 甲\n项目级‸\n主管部门: \"\n", "项目级次");
    assert_eq!(text, "项目名称: 甲\n项目级次: 市本级\n主管部门: \"\n");
    // A key that has its colon is written anew without another one.
    let text = desk.taken("项目名称: 甲\n项目‸级: 市本级\n", "项目级次");
    assert_eq!(text, "项目名称: 甲\n项目级次: 市本级\n");
}

/// All that is proposed at the top, taken one after the other, is a project file with blanks.
#[test]
fn proposals_make_up_a_project() {
    for form in ["目标表", "申报表", "自评表", "监控表", "镇江目标表"] {
        let mut desk = Desk::new();
        let mut text = format!("表: {form}\n年度: 2026\n");
        loop {
            let marked = format!("{text}‸");
            let offers = desk.offers(&marked);
            let wanted = offers.iter().find(|it| it["detail"] != "_defaults.yaml 里有");
            let Some(label) = wanted.map(|it| it["label"].as_str().expect("a label")) else {
                break;
            };
            text = desk.taken(&marked, label) + "\n";
        }
        let found = desk.write(&text);
        assert!(found.iter().all(|it| it["code"] != "yaml-syntax"), "{form}: {text}\n{found:?}");
        assert!(found.iter().all(|it| it["code"] != "missing-key"), "{form}: {text}\n{found:?}");
        assert!(found.iter().all(|it| it["code"] != "unknown-key"), "{form}: {text}\n{found:?}");
    }
}

#[test]
fn gaps_are_for_editors_that_fill_them_in() {
    let marked = "项目名称: 甲\n‸\n";
    let text = |offers: &[Value]| {
        let offer = offers.iter().find(|it| it["label"] == "年度目标").expect("the key").clone();
        (offer["insertTextFormat"].clone(), offer["textEdit"]["newText"].clone())
    };
    let (format, new) = text(&Desk::new().offers(marked));
    assert_eq!(format, 2);
    assert!(new.as_str().is_some_and(|new| new.starts_with("年度目标: \"$1\"")), "{new}");
    let (format, new) = text(&Desk::with(json!({})).offers(marked));
    assert_eq!(format, Value::Null);
    assert!(new.as_str().is_some_and(|new| new.starts_with("年度目标: \"\"")), "{new}");
}

/// At every character of a file that is cut off there, there is an answer.
#[test]
fn there_is_an_answer_wherever_a_file_ends() {
    let path = Path::new("projects/2026/办公设备.yaml");
    let text = fs::read_to_string(path).expect("a project");
    let mut desk = Desk::new();
    let mut offered = 0;
    for (end, _) in text.char_indices() {
        let cut = &text[..end];
        desk.version += 1;
        desk.editor.note(
            "textDocument/didChange",
            json!({
                "textDocument": {"uri": desk.uri, "version": desk.version},
                "contentChanges": [{"text": cut}]
            }),
        );
        let position = position(cut, end);
        offered += list(&desk.ask("completion", &position)).len().min(1);
        desk.ask("hover", &position);
        let params = json!({"textDocument": {"uri": desk.uri}});
        desk.editor.result("textDocument/documentSymbol", params);
        desk.ask("definition", &position);
    }
    assert!(offered > 50, "only {offered} places had something to offer");
}

#[test]
fn keys_are_explained() {
    let mut desk = Desk::new();
    let explained = |desk: &mut Desk, marked: &str| {
        let (text, position) = at_cursor(marked);
        desk.write(&text);
        let hover = desk.ask("hover", &position);
        hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let text = explained(&mut desk, &FORM.replace("项目类型", "项目‸类型"));
    assert!(text.starts_with("**项目类型**：必填"), "{text}");
    assert!(text.contains("一次性安排项目"), "{text}");
    let text = explained(&mut desk, &FORM.replace("项目负责人", "项目负责‸人"));
    assert!(text.starts_with("**项目负责人**：可以不写"), "{text}");
    let text = explained(&mut desk, "项目名称: 甲\n绩效指标:\n  过程:\n    资‸金管理:\n");
    assert!(text.starts_with("**资金管理**：二级指标"), "{text}");
    // Of a finding, the rule's page.
    let wrong = FORM.replace("中长期目标: ", "中长期目标: ‸（");
    let text = explained(&mut desk, &wrong);
    let page = fs::read_to_string("docs/rules/unbalanced-marks.md").expect("the page");
    assert!(text.contains(page.trim()), "{text}");
}

/// No text of a form or a file is anything to Markdown.
#[test]
fn explanations_are_inert() {
    let workplace = Workplace::new();
    assert_eq!(workplace.run("forms export 目标表 版式").code, 0);
    let path = "版式/target/2026/form.yaml";
    let text = fs::read_to_string(workplace.path(path)).expect("a definition");
    let evil = "![甲](https://example.org/x.png) <img src=x> [乙](command:x)";
    workplace.file(path, text.replace("help: 项目的全称", &format!("help: \"{evil}\"")));
    workplace.file("jixiao.toml", "templates = \"版式\"\n");
    let mut editor = Editor::new(&workplace.path(""));
    let uri = uri(&workplace.path("p/甲.yaml"));
    editor.open(&uri, FORM);
    let line = FORM.lines().position(|it| it.starts_with("项目名称")).expect("the line");
    let at = json!({"line": line, "character": 1});
    let params = json!({"textDocument": {"uri": uri}, "position": at});
    let hover = editor.result("textDocument/hover", params);
    let value = hover["contents"]["value"].as_str().expect("a text");
    assert!(value.contains("example"), "{value}");
    for markup in ["](", "![", " <img"] {
        assert!(!value.contains(markup), "{value}");
    }
}

#[test]
fn the_outline_is_the_form() {
    let mut desk = Desk::new();
    let params = json!({"textDocument": {"uri": desk.uri}});
    let symbols = list(&desk.editor.result("textDocument/documentSymbol", params));
    let names: Vec<&str> = symbols.iter().filter_map(|it| it["name"].as_str()).collect();
    let keys = FORM.lines().filter(|line| !line.starts_with([' ', '#']) && line.contains(':'));
    let keys: Vec<&str> = keys.filter_map(|line| line.split(':').next()).collect();
    assert_eq!(names, keys);
    let funds = symbols.iter().find(|it| it["name"] == "项目资金").expect("the funds");
    assert!(list(&funds["children"]).iter().any(|it| it["name"] == "支出"), "{funds}");
}

#[test]
fn what_a_file_has_by_default_is_found() {
    let workplace = Workplace::new();
    workplace.file("p/甲.yaml", FORM).file("_defaults.yaml", "# 大家的\n项目级次: 市本级\n");
    std::process::Command::new("git")
        .args(["init", "-q"])
        .current_dir(workplace.path(""))
        .status()
        .ok();
    workplace.file("p/_defaults.yaml", "# 大家的\n项目级次: 市本级\n");
    let mut editor = Editor::new(&workplace.path(""));
    let (own, _) = editor.open_file(&workplace.path("p/甲.yaml"));
    let line = FORM.lines().position(|it| it.starts_with("项目级次")).expect("the line");
    let at = json!({"line": line, "character": 1});
    let place = editor
        .result("textDocument/definition", json!({"textDocument": {"uri": own}, "position": at}));
    assert!(place["uri"].as_str().is_some_and(|it| it.ends_with("/p/_defaults.yaml")), "{place}");
    assert_eq!(place["range"]["start"]["line"], 1);
}
