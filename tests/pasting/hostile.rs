//! Blocks that no one would make by chance.

use std::time::Duration;

use cpu_time::ThreadTime;
use jixiao::live::paste::{MOST_COLUMNS, MOST_ROWS, Table};
use serde_json::json;

use super::{INDICATORS, TARGET, cells, changed, form, messages, paste, source, target};

#[test]
fn texts_are_texts() {
    let rows: &[&[&str]] = &[
        &["产出指标", "数量指标", "=cmd|'/c calc'!A1", "<script>alert(1)</script>", "#set page()"],
        &["", "", "- 甲: [1, 2] # 乙", "{{ 7 * 7 }}", "\"引\\号'"],
        &["", "", "丙\n丁", "&amp;", "第一行\n第二行"],
    ];
    let (pasted, text) = target(TARGET, INDICATORS, rows);
    assert_eq!(pasted.summary, "新加 3 行");
    let said: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
    let group = &said["绩效指标"]["产出指标"]["数量指标"];
    assert_eq!(group["=cmd|'/c calc'!A1"][0], "<script>alert(1)</script>");
    assert_eq!(group["- 甲: [1, 2] # 乙"][1], "\"引\\号'");
    assert_eq!(group["丙丁"][1], "第一行\n第二行");
}

#[test]
fn characters_that_no_file_may_hold_are_taken_out_and_told() {
    let rows: &[&[&str]] =
        &[&["产出指标", "数量指标", "甲\u{202e}乙", "1", "2"], &["", "", "丙", "1\u{0}", "2"]];
    let (pasted, text) = target(TARGET, INDICATORS, rows);
    assert!(text.contains("甲乙: [1, 2]\n") && text.contains("丙: [1, 2]\n"), "{text}");
    let rows: Vec<&[usize]> = pasted.problems.iter().map(|it| &*it.rows).collect();
    assert_eq!(rows, [&[1], &[2]], "{}", messages(&pasted));
    assert!(messages(&pasted).contains("去掉了"), "{}", messages(&pasted));
}

#[test]
fn merged_cells_beyond_all_bounds_are_cut() {
    let table: Table = serde_json::from_value(json!([
        [{ "text": "甲", "rows": 1_000_000_000, "columns": 1_000_000_000 }, { "text": "乙" }],
        [{ "text": "丙", "rows": 0, "columns": 0 }],
        [],
    ]))
    .expect("a table");
    let pasted = paste::paste(&source(TARGET), &INDICATORS.map(str::to_owned), &table);
    assert!(pasted.problems.iter().any(|problem| problem.left_out), "{}", messages(&pasted));
    let empty = paste::paste(&source(TARGET), &INDICATORS.map(str::to_owned), &Table::new());
    assert!(empty.changes.is_empty() && empty.summary == "没有可以粘贴的内容");
}

#[test]
fn large_blocks_are_quick() {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in 0..MOST_ROWS + 5 {
        let mut cells = vec!["产出指标".to_owned(), "数量指标".to_owned(), format!("指标{row}")];
        cells.extend((cells.len()..MOST_COLUMNS).map(|column| format!(">={row}.{column}%")));
        rows.push(cells);
    }
    let rows: Vec<Vec<&str>> =
        rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let table = cells(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let source = source(TARGET);
    let focus = INDICATORS.map(str::to_owned);
    let start = ThreadTime::now();
    let pasted = paste::paste(&source, &focus, &table);
    let taken = start.elapsed();
    assert_eq!(pasted.summary, format!("新加 {MOST_ROWS} 行"));
    let told = messages(&pasted);
    assert!(told.contains("一次最多粘贴 2000 行"), "{told}");
    // Tests are built without optimisation, on machines that do other things.
    assert!(taken < Duration::from_millis(1500), "{taken:?}");
    let start = ThreadTime::now();
    let text = changed(TARGET, form("目标表"), &pasted.changes);
    let made = start.elapsed();
    assert!(text.contains("指标1999: "), "{}", text.len());
    assert!(made < Duration::from_millis(3000), "{made:?}");
    if std::env::var_os("JIXIAO_SHOW_TIMES").is_some() {
        eprintln!("{taken:?}, {made:?}");
    }
}
