//! Blocks of cells from spreadsheets, pasted into forms.
//!
//! The blocks are in `tests/cases/pasting`: as a clipboard has them (`.html`, `.tsv`), and as the
//! page in the browser reads them (`.json`).

mod blocks;
mod hostile;
mod rows;
mod values;

use std::fmt::Write;
use std::sync::Arc;

use jixiao::form::Form;
use jixiao::live::paste::{self, Pasted, Table};
use jixiao::source::{Defaults, Input, Source, Texts};

use crate::changing::{changed, form};
use crate::support::build::{forms, root};

/// A form with one indicator, and one that is to be filled in.
const TARGET: &str = "\
年度: 2026
项目资金:
  支出:
    培训费: [1, 20]
绩效指标:
  产出指标:
    数量指标:                   # 做多少
      企业培训场次: [≥2场, ≥6场]
    质量指标:
      \"\": [\"\", \"\"]
  效益指标:
    社会效益:
      提升企业服务能力: [较好, 很好]
";

/// The indicators of a form.
const INDICATORS: &[&str; 4] = &["绩效指标", "产出指标", "数量指标", "企业培训场次"];

/// A block as the page in the browser sends it.
fn block(name: &str) -> Table {
    let path = root().join("tests/cases/pasting").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).expect("a block")).expect("a table")
}

/// A block of single cells.
fn cells(rows: &[&[&str]]) -> Table {
    let cell = |text: &&str| serde_json::json!({ "text": text });
    let rows: Vec<Vec<_>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    serde_json::from_value(serde_json::json!(rows)).expect("a table")
}

fn source(text: &str) -> Source {
    let input = Input { text: Some(text.to_owned()), ..Input::of(root().join("甲.yaml"), root()) };
    Texts::of(&input, &Defaults::new(forms().clone())).sketch().expect("a form")
}

/// What pasting comes to, and the text with it.
fn pasted(text: &str, form: &Arc<Form>, focus: &[&str], table: &Table) -> (Pasted, String) {
    let focus: Vec<String> = focus.iter().map(|&key| key.to_owned()).collect();
    let pasted = paste::paste(&source(text), &focus, table);
    let text = changed(text, form, &pasted.changes);
    (pasted, text)
}

/// What pasting into the default form comes to; where lists begin is left out.
fn target(text: &str, focus: &[&str], rows: &[&[&str]]) -> (Pasted, String) {
    let (pasted, mut text) = pasted(text, form("目标表"), focus, &cells(rows));
    while text.contains(":  ") {
        text = text.replace(":  ", ": ");
    }
    (pasted, text)
}

/// What people are told.
fn told(pasted: &Pasted) -> String {
    let mut told = format!("{}\n", pasted.summary);
    for problem in &pasted.problems {
        let what = if problem.left_out { "没有粘贴" } else { "看一看" };
        let _ = writeln!(told, "[{what}] {:?} {}。{}", problem.rows, problem.message, problem.help);
    }
    told
}

/// All messages in one text.
fn messages(pasted: &Pasted) -> String {
    pasted.problems.iter().map(|problem| format!("{}\n", problem.message)).collect()
}
