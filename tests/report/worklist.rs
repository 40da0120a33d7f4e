//! `jixiao check --report`: who must mend what, as a page, a workbook or CSV.

use std::fs;

use crate::support::cli::{Outcome, Workplace};
use crate::support::project::{FORM, project_text};
use crate::support::xlsx::{Cell, Workbook};

/// Three departments with something to mend, and one without; and a folder in which nobody
/// says whose a file is.
fn bureau() -> Workplace {
    let workplace = Workplace::new();
    let form = |name: &str, department: &str| {
        project_text(&[("项目名称", name), ("主管部门", department)])
    };
    workplace
        .file("夹/乙/_defaults.yaml", "主管部门: 市教育局\n实施单位: 市一中\n")
        .file("夹/乙/坏.yaml", "年度: 2026\n项目名称：坏的\n项目负责人: 张三 # 科长\n联系电话: 1\n")
        .file("夹/甲/话.yaml", form("话", "市卫生局").replace("\"86591170\"", "\"865\""))
        .file("夹/甲/名.yaml", form("同名", "市卫生局"))
        .file("夹/丙/名.yaml", form("同名", "市卫生局"))
        .file("夹/丁/好.yaml", form("好", "市财政局"))
        .file("夹/戊/空.yaml", "项目名称: \"没有完\n");
    workplace
}

fn records(outcome: &Outcome) -> Vec<Vec<String>> {
    let text = outcome.stdout.trim_start_matches('\u{FEFF}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let records = reader.records().map(|record| record.expect("a record"));
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_finding_has_a_row_that_says_who_must_mend_it() {
    let workplace = bureau();
    let outcome = workplace.run("check 夹 --report CSV");
    assert_eq!(outcome.code, 1);
    assert_eq!(
        outcome.stderr,
        workplace.run("check 夹").stderr.lines().last().unwrap_or_default().to_owned() + "\n"
    );
    assert!(outcome.stdout.starts_with('\u{FEFF}') && outcome.stdout.ends_with("\r\n"));
    let records = records(&outcome);
    let header = [
        "主管部门",
        "实施单位",
        "项目负责人",
        "文件",
        "行",
        "级别",
        "有什么问题",
        "怎样改",
        "规则",
    ];
    assert_eq!(records[0], header);
    // By department, then by file; one that nobody knows comes last.
    let files: Vec<&str> = records[1..].iter().map(|it| it[3].as_str()).collect();
    assert_eq!(files, ["夹/乙/坏.yaml", "夹/甲/名.yaml", "夹/甲/话.yaml", "夹/戊/空.yaml"]);
    let broken = &records[1];
    assert_eq!(broken[..3], ["市教育局", "市一中", "张三（1）"]);
    assert_eq!(broken[4..6], ["2", "错误"]);
    assert_eq!(broken[8], "fullwidth-colon");
    let phone = &records[3];
    assert_eq!(phone[0], "市卫生局");
    assert_eq!(
        (phone[2].as_str(), phone[5].as_str(), phone[8].as_str()),
        ("李鹏（865）", "警告", "bad-phone")
    );
    assert_eq!(phone[7], "固定电话 8 位，外地的加区号，手机 11 位；几个号码用顿号隔开");
    // A finding in several files names all of them.
    assert_eq!(records[2][8], "duplicate-project");
    assert!(records[2][6].contains("\n另见：夹/丙/名.yaml 第 "), "{}", records[2][6]);
    assert_eq!(records[4][0], "");
}

#[test]
fn a_page_has_the_sums_and_escapes_every_text() {
    let workplace = bureau();
    let wicked = "<script>alert(1)</script>&\"'";
    let text = project_text(&[("主管部门", wicked), ("联系电话", "865")]);
    workplace.file("夹/己/坏.yaml", text);
    let outcome = workplace.run("check 夹 --report html -o 出/报告.HTM");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(
        outcome.stderr.starts_with("报告写在 出/报告.HTM 里\n7 份项目文件，"),
        "{}",
        outcome.stderr
    );
    let page = fs::read_to_string(workplace.path("出/报告.HTM")).expect("a page");
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"), "{page}");
    let sentence =
        "7 份项目文件，其中 2 份有错误，3 份只有警告，2 份没有问题；共 2 处错误、3 处警告";
    assert!(page.contains(&format!("<p>{sentence}</p>")), "{page}");
    for wanted in [
        "<h2>按主管部门汇总</h2>",
        "<tr class=\"group\"><th colspan=\"8\" scope=\"rowgroup\">市教育局</th></tr>",
        "<td>市财政局</td><td class=\"number\">1</td><td class=\"number\">0</td>",
        "文件夹 夹&#x2f;戊",
    ] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
    let again = workplace.run("check 夹 --report html -o 再.html");
    assert_eq!(again.code, 1);
    assert_eq!(fs::read_to_string(workplace.path("再.html")).expect("a page"), page);
}

#[test]
fn a_workbook_has_the_sums_on_a_sheet_of_their_own() {
    let workplace = bureau();
    workplace.run("check 夹 --report xlsx -o 一.xlsx");
    workplace.run("check 夹 --report xlsx -o 二.xlsx");
    let bytes = fs::read(workplace.path("一.xlsx")).expect("a workbook");
    assert_eq!(bytes, fs::read(workplace.path("二.xlsx")).expect("a workbook"));
    let book = Workbook::read(&bytes);
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["明细", "按主管部门汇总"]);
    assert_eq!(book.sheets[0].rows[1][4], Cell::Number(2.0));
    let sums = book.sheets[1].texts();
    let expected = [
        ["主管部门", "项目文件", "有错误的文件", "只有警告的文件", "错误", "警告"],
        // Those with most to mend come first.
        ["市教育局", "1", "1", "0", "1", "0"],
        ["文件夹 夹/戊", "1", "1", "0", "1", "0"],
        ["市卫生局", "3", "0", "2", "0", "2"],
        ["市财政局", "1", "0", "0", "0", "0"],
        ["合计", "6", "2", "2", "2", "2"],
    ];
    assert_eq!(sums, expected.map(|row| row.map(str::to_owned).to_vec()));
}

/// Departments in which nothing is to be mended take one line together.
#[test]
fn what_is_in_order_takes_one_line() {
    let workplace = bureau();
    for number in 1..=3 {
        let name = format!("第{number}局");
        let form = project_text(&[("项目名称", name.as_str()), ("主管部门", name.as_str())]);
        workplace.file(&format!("夹/{number}.yaml"), form);
    }
    workplace.run("check 夹 --report xlsx -o 一.xlsx");
    let book = Workbook::read(&fs::read(workplace.path("一.xlsx")).expect("a workbook"));
    let sums = book.sheets[1].texts();
    let fine = ["另有 4 个主管部门没有问题", "4", "0", "0", "0", "0"].map(str::to_owned);
    assert_eq!(sums[4], fine);
    assert_eq!(sums.len(), 6);
}

#[test]
fn each_department_gets_its_own() {
    let workplace = bureau();
    let outcome = workplace.run("check 夹 --report xlsx --by 主管部门 -o 出");
    assert_eq!(outcome.code, 1);
    let said = "3 份报告写在 出 文件夹里，一个主管部门一份；另有 1 个主管部门没有问题，没有写\n";
    assert!(outcome.stderr.starts_with(said), "{}", outcome.stderr);
    assert_eq!(workplace.list("出"), ["市卫生局.xlsx", "市教育局.xlsx", "文件夹 夹-戊.xlsx"]);
    let book = Workbook::read(&fs::read(workplace.path("出/市卫生局.xlsx")).expect("a workbook"));
    let [sheet] = book.sheets.as_slice() else { panic!("one sheet") };
    let rows = sheet.texts();
    assert_eq!(rows[1][3], "夹/甲/名.yaml");
    assert_eq!(rows[2][3], "夹/甲/话.yaml");
    let note = "3 份项目文件，其中 0 份有错误，2 份只有警告，1 份没有问题；共 0 处错误、2 处警告";
    assert_eq!(rows[3][0], note);
    // What an earlier run has left is not to be taken for this one's.
    workplace.file("夹/乙/坏.yaml", FORM);
    let outcome = workplace.run("check 夹 --report xlsx --by 主管部门 -o 出");
    assert!(
        outcome.stderr.contains("出 里另有 1 份 .xlsx 文件，不是这一次写的\n"),
        "{}",
        outcome.stderr
    );
    workplace.file("夹/乙/坏.yaml", "项目名称：甲\n");
    workplace.run("check 夹 --report csv --by 文件夹 -o 夹子");
    assert_eq!(workplace.list("夹子"), ["夹-乙.csv", "夹-戊.csv", "夹-甲.csv"]);
    workplace.run("check 夹 --report html --by 项目名称 -o 名称");
    assert!(workplace.path("名称/同名.html").exists());
}

#[test]
fn no_text_leads_out_of_the_folder() {
    let workplace = Workplace::new();
    let names = ["../../外", "/etc/x", "con", "..", "\u{202E}局", "局", "-rf", "甲\n乙", "."];
    for (number, name) in names.into_iter().enumerate() {
        let text = project_text(&[("项目类型", name), ("联系电话", "865")]);
        workplace.file(&format!("夹/{number}.yaml"), text);
    }
    workplace.run("check 夹 --report csv --by 项目类型 -o 出");
    let expected = [
        "con_.csv",
        "etc-x.csv",
        "rf.csv",
        "外.csv",
        "局.csv",
        "甲乙.csv",
        "（无名）-2.csv",
        "（无名）.csv",
    ];
    assert_eq!(workplace.list("出"), expected);
    // The sign that turns the direction of writing keeps a file from being read, but it is no
    // part of what it says.
    let records = fs::read_to_string(workplace.path("出/局.csv")).expect("a report");
    assert!(records.contains("夹/4.yaml") && records.contains("夹/5.yaml"), "{records}");
    assert!(!workplace.path("外.csv").exists());
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let workplace = bureau();
    workplace.file("别处.csv", "别动").file("出/别的.csv", "");
    std::os::unix::fs::symlink(workplace.path("别处.csv"), workplace.path("出/市教育局.csv"))
        .expect("a link");
    workplace.run("check 夹 --report csv --by 主管部门 -o 出");
    assert_eq!(fs::read_to_string(workplace.path("别处.csv")).expect("a file"), "别动");
    let written = fs::read_to_string(workplace.path("出/市教育局.csv")).expect("a report");
    assert!(written.contains("fullwidth-colon"), "{written}");
}

#[test]
fn what_is_found_in_other_files_is_told_too() {
    let workplace = Workplace::new();
    workplace
        .file("夹/_defaults.yaml", "主管部门：市教育局\n")
        .file("夹/一.yaml", FORM)
        .file("夹/二.yaml", FORM);
    let outcome = workplace.run("check 夹 --report csv");
    let records = records(&outcome);
    assert_eq!(records.len(), 2);
    assert_eq!(records[1][0], "市教育局");
    assert_eq!(records[1][3], "夹/_defaults.yaml");
    workplace.run("check 夹 --report html -o 一.html");
    let page = fs::read_to_string(workplace.path("一.html")).expect("a page");
    assert!(page.contains("其中有的在另外 1 处，不在项目文件里"), "{page}");
    let outcome = workplace.run("check 没有 --report csv");
    assert_eq!(outcome.code, 1);
    assert_eq!(self::records(&outcome)[1][3], "没有");
}

#[test]
fn what_does_not_fit_together_is_told() {
    let workplace = bureau();
    for (options, said) in [
        ("--report xlsx", "加上 -o 报告.xlsx"),
        ("--report xlsx -o -", "加上 -o 报告.xlsx"),
        ("--report xlsx -o 报告.csv", "提示：写成 -o \"报告.xlsx\"，或者 --report csv\n"),
        ("--report html -o 报告", "提示：写成 -o \"报告.html\"\n"),
        ("--report html -o 夹", "夹：它是文件夹"),
        ("--report html --by 主管部门", "“--by”要和“-o”同用"),
        ("--report html --by 主管部门 -o 报告.html", "报告.html 不是"),
        ("--report html --by 主管部们 -o 出", "提示：是不是“主管部门”？"),
        ("--report html --by errors -o 出", "“--by”：“错误”是数字，不能分组"),
        (
            "--report html --by 文件 -o 出",
            "“--by”：“文件”各不相同，不能分组\n提示：按文件夹分，写 文件夹",
        ),
        ("--report pdf", "“--report <格式>”不能是“pdf”"),
        ("--report html --format json", "不能与"),
        ("--report html --diff", "不能与"),
        ("-o 报告.html", "加上 --report html"),
    ] {
        let outcome = workplace.run(&format!("check 夹 {options}"));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{options}");
        assert!(outcome.stderr.contains(said), "{options}: {}", outcome.stderr);
        assert!(!workplace.path("出").exists() && !workplace.path("报告.html").exists());
    }
}

#[test]
fn a_report_of_nothing_is_one_all_the_same() {
    let workplace = Workplace::new();
    workplace.file("夹/好.yaml", FORM);
    let outcome = workplace.run("check 夹 --report html");
    assert_eq!(outcome.code, 0);
    assert_eq!(outcome.stderr, "1 份项目文件，0 处错误，0 处警告\n");
    assert!(outcome.stdout.contains("1 份项目文件，其中 0 份有错误"), "{}", outcome.stdout);
    let outcome = workplace.run("check 夹 --report html --by 主管部门 -o 出");
    assert_eq!(outcome.stderr, "没有问题，没有写报告\n1 份项目文件，0 处错误，0 处警告\n");
    assert!(!workplace.path("出").exists());
}
