//! `jixiao list`: the table for people and for programs, and what is not known.

mod tables;

use std::fs;

use serde_json::{Value, json};

use crate::support::assert_snapshot;
use crate::support::cli::{Outcome, Workplace};
use crate::support::project::{FORM, quoted};

#[test]
fn projects_are_listed_with_their_sums() {
    let workplace = Workplace::with_projects();
    let outcome = workplace.run("list");
    let said = "有 0 处错误、6 处警告，用 jixiao check 查看\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, said));
    assert_snapshot("list", "text", &outcome.stdout);
    assert!(!workplace.path("out").exists());
    assert_eq!(workplace.run("list projects -j 1").stdout, outcome.stdout);
}

#[test]
fn programs_get_exact_amounts() {
    let outcome = Workplace::with_projects().run("list --format json");
    let said = "有 0 处错误、6 处警告，用 jixiao check 查看\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, said));
    let listing = json_of(&outcome);
    assert_eq!(listing["version"], 1);
    assert_eq!(listing["projects"].as_array().map(Vec::len), Some(6));
    assert_eq!(
        listing["projects"][3],
        json!({
            "file": "projects/2026/委托服务费.yaml",
            "folder": "projects/2026",
            "form": "目标表",
            "year": "2026",
            "department": "南京市工业和信息化局",
            "unit": "南京市工业和信息化发展促进中心\n(原:南京市企业服务中心)",
            "person": "李鹏",
            "phone": "86591170",
            "name": "委托服务费",
            "kind": "常年安排项目",
            "tier": "市本级",
            "total": "54.61",
            "half_year": "30",
            "indicators": 19,
            "pages": null,
            "errors": 0,
            "warnings": 2,
        })
    );
    assert_eq!(
        listing["totals"],
        json!({
            "projects": 6,
            "left_out": 0, "with_errors": 0,
            "total": "309.76",
            "half_year": "153.15",
            "indicators": 92,
            "pages": null,
            "errors": 0,
            "warnings": 6,
        })
    );
}

#[test]
fn sums_have_no_rounding() {
    let workplace = Workplace::new();
    for (name, half, total) in [("甲", "0.1", "9999999999999999.000001"), ("乙", "0.2", "0.000002")]
    {
        let yaml = FORM
            .replace("资金总额: 13", &format!("资金总额: {total}"))
            .replace("[6, 13]", &format!("[{half}, {total}]"));
        workplace.file(&format!("projects/{name}.yaml"), yaml);
    }
    let totals = &json_of(&workplace.run("list --format json"))["totals"];
    assert_eq!(totals["half_year"], "0.3");
    assert_eq!(totals["total"], "9999999999999999.000003");
}

#[test]
fn spreadsheets_get_a_table_with_a_byte_order_mark() {
    let outcome = Workplace::with_projects().run("list --format csv");
    assert_eq!(outcome.code, 0);
    let header = "\u{FEFF}项目名称,主管部门,实施单位,项目负责人,项目类型,资金总额,半年,三级指标,错误,\
                  警告,文件\r\n";
    assert!(outcome.stdout.starts_with(header), "{}", outcome.stdout);
    assert!(outcome.stdout.ends_with("\r\n合计：6 个项目,,,,,309.76,153.15,92,0,6,\r\n"));
    let records = records(&outcome);
    assert_eq!(records.len(), 8);
    assert!(records.iter().all(|record| record.len() == 11));
}

#[test]
fn no_spreadsheet_takes_a_text_for_a_formula() {
    for (name, cell) in [
        ("=HYPERLINK(\"http://甲\",\"乙\")", "'=HYPERLINK(\"http://甲\",\"乙\")"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@甲", "'@甲"),
        ("\n=1", "'\n=1"),
        ("甲=1", "甲=1"),
        ("甲,\"乙\"\n丙", "甲,\"乙\"\n丙"),
    ] {
        let workplace = Workplace::new();
        workplace.file("=甲.yaml", named(name));
        let records = records(&workplace.run("list =甲.yaml --format csv"));
        assert_eq!((records[1][10].as_str(), records[1][0].as_str()), ("'=甲.yaml", cell));
    }
}

#[test]
fn a_file_with_errors_has_a_line_and_is_counted() {
    let workplace = Workplace::new();
    workplace
        .file("夹/好.yaml", FORM)
        .file("夹/缺.yaml", "项目名称: 缺项目\n年度: 2026\n")
        .file("夹/乱.yaml", "项目名称：甲\n")
        .file("夹/无版式.yaml", FORM.replace("年度: 2026", "年度: 2016"))
        .file("夹/无字.yaml", FORM.replace("李鹏", "李\u{20BB7}\u{E000}"));
    let outcome = workplace.run("list 夹 没有.yaml");
    assert_eq!(outcome.code, 1);
    assert_eq!(
        outcome.stderr,
        "有 5 处错误、1 处警告，用 jixiao check \"夹\" \"没有.yaml\" 查看\n"
    );
    assert_snapshot("list", "errors", &outcome.stdout);
    let listing = json_of(&workplace.run("list 夹/乱.yaml --format json"));
    assert_eq!(listing["projects"][0]["pages"], Value::Null);
    assert_eq!(listing["projects"][0]["name"], "甲");
    assert_eq!(listing["totals"]["left_out"], 1);
    let records = records(&workplace.run("list 夹/缺.yaml --format csv"));
    let line = ["缺项目", "", "", "", "", "", "", "", "1", "0", "夹/缺.yaml"];
    assert_eq!(records[1], line);
}

const DECLARATION: &str = "\
表: 申报表
年度: 2026
项目名称: 村镇保洁
主管部门及代码: 123001 云湖市城市管理局
实施单位: 云湖市环境卫生管理中心
项目属性: 延续项目
项目期: 3年
项目资金:
  财政拨款: [300, 100]
  其他资金: [0, 2.5]
总体目标:
  中期目标: 村镇整洁。
  年度目标: 村镇整洁。
绩效指标:
  产出指标:
    数量指标:
      保洁村数: ≥70个
";

#[test]
fn projects_of_several_forms_tell_theirs() {
    let workplace = Workplace::new();
    workplace.file("夹/甲.yaml", FORM).file("夹/乙.yaml", DECLARATION);
    let records = records(&workplace.run("list 夹 --format csv"));
    assert_eq!(records[0][..4], ["项目名称", "表", "主管部门", "实施单位"]);
    assert_eq!(records[0][5..9], ["类型", "资金总额", "半年", "三级指标"]);
    let (other, first) = (&records[1], &records[2]);
    assert_eq!(other[..3], ["村镇保洁", "申报表", "123001 云湖市城市管理局"]);
    assert_eq!(other[5..9], ["延续项目", "102.5", "", "1"]);
    assert_eq!(first[..2], ["平台运营服务费", "目标表"]);
    assert_eq!(first[5..9], ["常年安排项目", "13", "6", "15"]);
    // The forms of one project speak of the same money, so each form has a sum of its own.
    assert_eq!(records[3][0], "申报表合计：1 个项目");
    assert_eq!(records[3][6..9], ["102.5", "", "1"]);
    assert_eq!(records[4][0], "目标表合计：1 个项目");
    assert_eq!(records[4][6..9], ["13", "6", "15"]);
    let alone = workplace.run("list 夹/乙.yaml");
    let header = alone.stdout.lines().next().unwrap_or_default();
    let header: Vec<&str> = header.split_whitespace().collect();
    assert_eq!(header[..5], ["项目名称", "主管部门及代码", "实施单位", "项目属性", "资金总额"]);
    // Another form has another word for it.
    let evaluation = fs::read("projects/自评表/村镇保洁.yaml").expect("a project");
    let header = workplace.file("夹/丙.yaml", evaluation).run("list 夹 --format csv").stdout;
    assert!(header.contains(",类型,金额,半年,"), "{header}");
}

#[test]
fn what_is_wrong_with_a_path_is_said() {
    let workplace = Workplace::new();
    workplace.file("空/说明.txt", "").file("甲/表.yaml", FORM).file("乙/表.yaml", FORM);
    let outcome = workplace.run("list 空");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("错误[no-projects]"), "{}", outcome.stderr);
    assert!(outcome.stdout.contains("0 个项目"), "{}", outcome.stdout);
    let outcome = workplace.run("list 甲 乙");
    assert_eq!(outcome.code, 0);
    assert!(outcome.stdout.contains("2 个项目"), "{}", outcome.stdout);
}

#[test]
fn a_text_stays_in_its_line() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", named("第一行\n第二行"));
    let outcome = workplace.run("list 甲.yaml");
    assert_eq!(outcome.stdout.lines().count(), 3);
    assert!(outcome.stdout.contains("\n第一行 第二行  "), "{}", outcome.stdout);
    workplace.file("甲.yaml", named(&"长".repeat(70_000)));
    let outcome = workplace.run("list 甲.yaml");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stdout.contains(&format!("\n{}…  ", "长".repeat(200))));
}

/// The sample project by another name.
fn named(name: &str) -> String {
    FORM.replace("项目名称: 平台运营服务费", &format!("项目名称: {}", quoted(name)))
}

fn json_of(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

fn records(outcome: &Outcome) -> Vec<Vec<String>> {
    let text = outcome.stdout.trim_start_matches('\u{FEFF}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let records = reader.records().map(|record| record.expect("a record"));
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}
