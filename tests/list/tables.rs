//! The columns, groups and orders that people ask for, and the files that they get.

use serde_json::Value;

use super::{DECLARATION, json_of, records};
use crate::support::cli::{Outcome, Workplace};
use crate::support::project::{FORM, project_text};
use crate::support::xlsx::{Cell, Workbook};

/// Three departments; one file of the second is broken, and only its folder's defaults say
/// whose it is.
fn bureau() -> Workplace {
    let workplace = Workplace::new();
    let form = |name: &str, department: &str, total: &str| {
        let yaml = project_text(&[("项目名称", name), ("主管部门", department)]);
        yaml.replace("资金总额: 13", &format!("资金总额: {total}"))
            .replace("[6, 13]", &format!("[0.5, {total}]"))
    };
    workplace
        .file("夹/甲/一.yaml", form("项目2", "市卫生局", "13"))
        .file("夹/甲/二.yaml", form("项目10", "市卫生局", "1.10"))
        .file("夹/乙/一.yaml", form("项目1", "市教育局", "200.5"))
        .file("夹/乙/_defaults.yaml", "主管部门: 市教育局\n")
        .file("夹/乙/坏.yaml", "年度: 2026\n项目名称：坏的\n")
        .file("夹/丙/一.yaml", form("项目3", "市财政局", "54.61"));
    workplace
}

fn names(outcome: &Outcome) -> Vec<String> {
    let projects = json_of(outcome)["projects"].as_array().expect("projects").clone();
    projects.iter().map(|it| it["name"].as_str().unwrap_or("—").to_owned()).collect()
}

#[test]
fn a_file_follows_its_ending() {
    let workplace = bureau();
    for (options, start) in [
        ("-o 出.csv", "\u{FEFF}项目名称,"),
        ("-o 出.JSON", "{\n"),
        ("-o 出.html", "<!DOCTYPE html>"),
        ("-o 出.txt", "项目名称  "),
        ("-o 出.txt --format csv", "\u{FEFF}项目名称,"),
        ("--output 出 --format HTML", "<!DOCTYPE html>"),
    ] {
        let outcome = workplace.run(&format!("list 夹 {options}"));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{options}");
        let name = options.split(' ').nth(1).expect("a name");
        let text = std::fs::read_to_string(workplace.path(name)).expect("a file");
        assert!(text.starts_with(start), "{options}: {text}");
        assert!(outcome.stderr.starts_with(&format!("5 个项目写在 {name} 里\n")), "{options}");
    }
    for (options, said) in [
        ("-o 出.pdf", "看不出 出.pdf 要写成什么格式"),
        ("-o 出", "看不出 出 要写成什么格式"),
        ("-o 夹", "它是文件夹"),
        ("--format xlsx", "加上 -o 一览.xlsx"),
        ("-o 夹/甲/一.yaml --format csv", "它是要读的文件"),
    ] {
        let outcome = workplace.run(&format!("list 夹 {options}"));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{options}");
        assert!(outcome.stderr.contains(said), "{options}: {}", outcome.stderr);
    }
}

#[test]
fn the_old_spelling_of_a_format_still_works() {
    let workplace = bureau();
    for format in ["text", "json", "csv"] {
        let outcome = workplace.run(&format!("list 夹 --output {format}"));
        assert_eq!(outcome.stdout, workplace.run(&format!("list 夹 --format {format}")).stdout);
        let note = format!("提示：-o、--output 是“写到哪里”；格式请写 --format {format}，");
        assert!(outcome.stderr.starts_with(&note), "{}", outcome.stderr);
        assert!(!workplace.path(format).exists());
    }
}

/// Groups alone, a line each, in the order of their sums; the same is on the second sheet of a
/// grouped workbook.
#[test]
fn groups_have_a_table_of_their_own() {
    let workplace = bureau();
    let columns = "--by 主管部门 --columns 主管部门,项目名称,资金总额,错误";
    let options = format!("list 夹 {columns} --sort -资金总额");
    let records = records(&workplace.run(&format!("{options} --summary --format csv")));
    assert_eq!(
        records,
        [
            ["主管部门", "项目数", "读不了的文件", "资金总额", "错误"],
            ["市教育局", "1", "1", "200.5", "1"],
            ["市财政局", "1", "0", "54.61", "0"],
            ["市卫生局", "2", "0", "14.1", "0"],
            ["合计", "4", "1", "269.21", "1"],
        ]
    );
    workplace.run(&format!("{options} -o 一览.xlsx"));
    let bytes = std::fs::read(workplace.path("一览.xlsx")).expect("a workbook");
    let book = Workbook::read(&bytes);
    let summary = book.sheets[1].texts();
    assert_eq!(summary[1][0], "市教育局");
    assert_eq!(summary.len(), 5);
    assert_eq!(workplace.run("list 夹 --summary").code, 2);
}

#[test]
fn sums_tell_what_they_leave_out() {
    let workplace = bureau();
    let text = workplace.run("list 夹").stdout;
    assert!(text.contains("\n合计：4 个项目（另有 1 份读不了，没有算进来）  "), "{text}");
    let totals = &json_of(&workplace.run("list 夹 --format json"))["totals"];
    assert_eq!((&totals["left_out"], &totals["projects"]), (&1.into(), &5.into()));
    assert_eq!(totals["total"], "269.21");
    let page = workplace.run("list 夹 --format html").stdout;
    assert!(page.contains("<td>合计：4 个项目（另有 1 份读不了，没有算进来）</td>"), "{page}");
    // A file with an error that can be read all the same is no gap in the sums.
    workplace.file("夹/乙/坏.yaml", FORM.replace("李鹏", "李\u{20BB7}\u{E000}"));
    let totals = &json_of(&workplace.run("list 夹 --format json"))["totals"];
    assert_eq!((&totals["left_out"], &totals["errors"]), (&0.into(), &1.into()));
}

#[test]
fn what_is_broken_is_known_by_its_lines_and_its_defaults() {
    let listing = json_of(&bureau().run("list 夹/乙 --format json"));
    let broken = &listing["projects"][1];
    assert_eq!(broken["name"], "坏的");
    assert_eq!(broken["department"], "市教育局");
    assert_eq!(broken["total"], Value::Null);
    // Marks that YAML would take for its own are no part of a text, but others are.
    let workplace = Workplace::new();
    workplace.file("坏.yaml", "项目名称：“甲”乙 # 丙\n主管部门: \"市教育局\n实施单位: '市一中'\n");
    let broken = &json_of(&workplace.run("list 坏.yaml --format json"))["projects"][0];
    let said = ["name", "department", "unit"].map(|key| broken[key].clone());
    assert_eq!(said, ["“甲”乙", "市教育局", "市一中"]);
}

#[test]
fn groups_have_sums_of_their_own() {
    let workplace = bureau();
    let columns = "--columns name,资金总额,errors,file";
    let records = records(&workplace.run(&format!("list 夹 --format csv --by 主管部门 {columns}")));
    let expected = [
        ["主管部门", "项目名称", "资金总额", "错误", "文件"],
        // By their sounds: cai, jiao, wei.
        ["市财政局", "项目3", "54.61", "0", "夹/丙/一.yaml"],
        ["市财政局", "小计：1 个项目", "54.61", "0", ""],
        ["市教育局", "项目1", "200.5", "0", "夹/乙/一.yaml"],
        ["市教育局", "坏的", "", "1", "夹/乙/坏.yaml"],
        ["市教育局", "小计：1 个项目（另有 1 份读不了，没有算进来）", "200.5", "1", ""],
        ["市卫生局", "项目2", "13", "0", "夹/甲/一.yaml"],
        ["市卫生局", "项目10", "1.10", "0", "夹/甲/二.yaml"],
        ["市卫生局", "小计：2 个项目", "14.1", "0", ""],
        ["", "合计：4 个项目（另有 1 份读不了，没有算进来）", "269.21", "1", ""],
    ];
    assert_eq!(records, expected.map(|line| line.map(str::to_owned).to_vec()));
    let listing = json_of(&workplace.run("list 夹 --format json --by folder"));
    let groups = listing["totals_by_group"].as_array().expect("groups");
    let seen = |key: &str| groups.iter().map(|it| it[key].clone()).collect::<Vec<_>>();
    assert_eq!(seen("group"), ["夹/丙", "夹/甲", "夹/乙"]);
    assert_eq!(seen("total"), ["54.61", "14.1", "200.5"]);
    assert_eq!(seen("left_out"), [0, 0, 1]);
}

#[test]
fn a_department_is_the_same_with_its_code() {
    let workplace = Workplace::new();
    let form = project_text(&[("主管部门", "云湖市城市管理局")]);
    workplace.file("夹/甲.yaml", form).file("夹/乙.yaml", DECLARATION);
    let listing = json_of(&workplace.run("list 夹 --format json --by 主管部门及代码"));
    let groups = listing["totals_by_group"].as_array().expect("groups");
    // The money of two forms does not add up.
    assert_eq!(groups.len(), 2);
    assert_eq!(
        (&groups[0]["group"], &groups[0]["form"]),
        (&"云湖市城市管理局".into(), &"申报表".into())
    );
    assert_eq!((&groups[1]["form"], &groups[1]["total"]), (&"目标表".into(), &"13".into()));
    let text = workplace.run("list 夹 --by 主管部门").stdout;
    assert!(text.contains("\n申报表小计：1 个项目  "), "{text}");
    assert!(text.contains("\n目标表合计：1 个项目  "), "{text}");
}

#[test]
fn a_group_is_the_same_however_its_lines_break() {
    let workplace = Workplace::new();
    for (number, unit) in
        ["市第一\n中学", "市第一 中学", "市第一中学", "Unit\nA", "Unit A"].into_iter().enumerate()
    {
        workplace.file(&format!("夹/{number}.yaml"), project_text(&[("实施单位", unit)]));
    }
    let listing = json_of(&workplace.run("list 夹 --format json --by unit"));
    let groups = listing["totals_by_group"].as_array().expect("groups");
    let seen = groups.iter().map(|it| (it["group"].clone(), it["projects"].clone()));
    assert_eq!(
        seen.collect::<Vec<_>>(),
        [("市第一中学".into(), 3.into()), ("Unit A".into(), 2.into())]
    );
}

#[test]
fn the_order_is_that_which_is_asked_for() {
    let workplace = bureau();
    let sorted =
        |sort: &str| names(&workplace.run(&format!("list 夹 --format json --sort {sort}")));
    // What is not known comes last either way.
    assert_eq!(sorted("资金总额"), ["项目10", "项目2", "项目3", "项目1", "坏的"]);
    assert_eq!(sorted("-total"), ["项目1", "项目3", "项目2", "项目10", "坏的"]);
    assert_eq!(sorted("-errors，项目名称")[..2], ["坏的", "项目1"]);
    assert_eq!(sorted("name"), ["坏的", "项目1", "项目2", "项目3", "项目10"]);
    let by = names(&workplace.run("list 夹 --format json --by 主管部门 --sort -total"));
    assert_eq!(by, ["项目3", "项目1", "坏的", "项目2", "项目10"]);
}

#[test]
fn columns_have_keys_and_words() {
    let workplace = bureau();
    let header = |columns: &str| {
        let text = workplace.run(&format!("list 夹 --format csv --columns {columns}")).stdout;
        text.trim_start_matches('\u{FEFF}').lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(header("file，form,YEAR、phone,folder"), "文件,表,年度,联系电话,文件夹");
    assert_eq!(header("kind,tier,type"), "项目类型,项目级次");
    assert_eq!(header("立项必要性,项目名称"), "立项必要性,项目名称");
    assert_eq!(header("total,errors"), ",资金总额,错误");
    let listing = json_of(&workplace.run("list 夹 --format json --columns 完成时间"));
    assert_eq!(listing["projects"][0]["fields"]["完成时间"], "长期");
    for (options, said) in [
        ("--columns 资总额", "没有“资总额”这一栏\n提示：是不是“资金总额”？"),
        ("--columns 项目资金", "“项目资金”不是填一句话的栏目"),
        ("--sort -eror", "提示：是不是“errors”？"),
        ("--by 什么都不是的一栏", "提示：可以写 folder、form、"),
        ("--by 资金总额", "要按它排序，用 jixiao list --sort -金额"),
        ("--by 文件", "“--by”：“文件”各不相同，不能分组\n提示：按文件夹分，写 文件夹"),
        ("--columns ,", "“--columns”后面没有写栏"),
    ] {
        let outcome = workplace.run(&format!("list 夹 {options}"));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{options}");
        assert!(outcome.stderr.contains(said), "{options}: {}", outcome.stderr);
    }
}

#[test]
fn pages_are_counted_where_they_are_asked_for() {
    let workplace = Workplace::with_projects();
    let listing = json_of(&workplace.run("list --format json --columns pages"));
    assert_eq!(
        (&listing["totals"]["pages"], &listing["projects"][3]["pages"]),
        (&8.into(), &2.into())
    );
    let sorted = json_of(&workplace.run("list --format json --sort -页数"));
    assert_eq!(sorted["projects"][0]["pages"], 2);
    let text = workplace.run("list --columns 项目名称,pages").stdout;
    assert!(text.lines().next().is_some_and(|header| header.ends_with("页数")), "{text}");
}

#[test]
fn a_workbook_says_the_same_whenever_it_is_written() {
    let workplace = bureau();
    workplace.run("list 夹 -o 一.xlsx --by 主管部门");
    workplace.run("list 夹 -o 二.xlsx --by 主管部门 -j 1");
    let read = |name: &str| std::fs::read(workplace.path(name)).expect("a workbook");
    assert_eq!(read("一.xlsx"), read("二.xlsx"));
    let book = Workbook::read(&read("一.xlsx"));
    let rows = &book.sheets[0].rows;
    let header = ["项目名称", "主管部门", "实施单位", "项目负责人", "项目类型", "资金总额"];
    assert_eq!(book.sheets[0].texts()[0][..6], header);
    assert_eq!(rows[1][5], Cell::Number(54.61));
    assert_eq!(rows[9][0], Cell::Text("合计：4 个项目（另有 1 份读不了，没有算进来）".into()));
    assert_eq!(rows[9][5], Cell::Number(269.21));
}
