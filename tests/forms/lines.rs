//! Where lines end, and what a page leaves blank.

use std::fs;

use super::data::{FormData, level1};
use super::printed::Printed;
use crate::support::build;
use crate::support::cli::Workplace;
use crate::support::pdf::{Pdf, TextLine};
use crate::support::project::FORM;

/// The lines of the first cell that says `text`, of a form in which an indicator has this
/// value.
fn lines_of_value(text: &str) -> Vec<String> {
    let mut form = FormData::plain();
    form.indicators = [level1("产出指标", "数量指标", &["甲"])].into();
    form.indicators[0]["数量指标"]["甲"] = (text.into(), "完成".into());
    let printed = Printed::new(&form);
    let squeezed: String = text.split_whitespace().collect();
    let mut cells = printed.grids.iter().flat_map(|grid| &grid.cells);
    let cell = cells.find(|cell| cell.text().split_whitespace().collect::<String>() == squeezed);
    cell.expect("the cell").lines.iter().map(TextLine::text).collect()
}

#[test]
fn values_are_not_cut() {
    for (text, lines) in [
        ("一季度≥95%、二季度≥96%、三季度≥97%", vec!["一季度≥95%、", "二季度≥96%、", "三季度≥97%"]),
        ("≥ 85%、≥ 90%、≥ 95%、≥ 98%", vec!["≥ 85%、≥ 90%、", "≥ 95%、≥ 98%"]),
        ("95%、90%、85%、80%、75%、70%", vec!["95%、90%、85%、", "80%、75%、70%"]),
        ("2026-06-30、2026-12-30", vec!["2026-06-30、", "2026-12-30"]),
        (
            "宁财绩〔2025〕5号、宁财绩〔2025〕16号",
            vec!["宁财绩〔2025〕5号、", "宁财绩〔2025〕16号"],
        ),
        ("于2026年6月30日前完成验收", vec!["于2026年6月30日前", "完成验收"]),
        ("100%（2026年12月31日前）", vec!["100%", "（2026年12月31日前）"]),
        ("96.85%（2026-12-31止）", vec!["96.85%", "（2026-12-31止）"]),
        ("依YHZFCG2026-0318-002号", vec!["依YHZFCG2026-0318-", "002号"]),
        ("控制在5,373,303.46元以内", vec!["控制在5,373,303.46元", "以内"]),
        ("新建不少于 1200 平方米停车场", vec!["新建不少于", "1200 平方米停车场"]),
        ("培训企业技术人员达120人次", vec!["培训企业技术人员达", "120人次"]),
        ("6月底前完成报名，12月底前完成考试", vec!["6月底前完成报名，", "12月底前完成考试"]),
    ] {
        assert_eq!(lines_of_value(text), lines, "{text}");
    }
}

#[test]
fn no_letter_stands_alone_on_a_last_line() {
    assert_eq!(lines_of_value("保障各项工作正常开展好"), ["保障各项工作正常", "开展好"]);
}

#[test]
fn what_is_longer_than_a_line_is_cut_all_the_same() {
    let lines = lines_of_value("≥123456789012345678901234567890个");
    assert_eq!(lines.concat(), "≥123456789012345678901234567890个");
    assert!(lines.len() > 1 && lines.iter().all(|line| line.chars().count() > 2), "{lines:?}");
}

#[test]
fn a_department_of_ten_letters_stands_on_one_line() {
    let mut form = FormData::plain();
    form.department = "南京市工业和信息化局".into();
    let printed = Printed::new(&form);
    let mut cells = printed.grids[0].cells.iter();
    let cell = cells.find(|cell| cell.text().starts_with("南京市工业")).expect("the department");
    assert_eq!(cell.lines.len(), 1, "{:?}", cell.text());
}

#[test]
fn digits_are_of_one_width_and_so_are_the_marks_between_them() {
    let mut form = FormData::plain();
    form.necessity = "共5,373,303.46元 霾，0123456789".into();
    let printed = Printed::new(&form);
    let glyphs = &printed.pdf.pages[0].glyphs;
    let line = glyphs.iter().find(|glyph| glyph.text == "霾").expect("the letter").origin.y;
    let glyphs: Vec<_> = glyphs.iter().filter(|glyph| glyph.origin.y == line).collect();
    let advances = |wanted: &str| -> Vec<f64> {
        let glyphs = glyphs.iter().filter(|glyph| glyph.text == wanted);
        glyphs.map(|glyph| glyph.advance).collect()
    };
    let half = |wanted: &str| {
        let advances = advances(wanted);
        let is_half = |advance: &f64| (advance - 4.5).abs() < 0.01;
        assert!(!advances.is_empty() && advances.iter().all(is_half), "{wanted}: {advances:?}");
    };
    "0123456789".split("").filter(|digit| !digit.is_empty()).for_each(half);
    let (point, comma) = (advances("."), advances(","));
    assert!(!point.is_empty() && !comma.is_empty());
    assert!(comma.iter().all(|comma| (comma - point[0]).abs() < 0.01), "{point:?} {comma:?}");
    let at = glyphs.iter().position(|glyph| glyph.text == "霾").expect("the letter");
    let (before, here) = (&glyphs[at - 2], &glyphs[at]);
    let blank = here.origin.x - before.origin.x - before.advance;
    assert!((blank - 4.5).abs() < 0.01, "a blank of {blank} pt");
}

#[test]
fn a_long_text_has_its_label_on_each_page() {
    let mut form = FormData::plain();
    form.feasibility = "条件已经具备，人员已经到位。\n".repeat(90).trim_end().into();
    let printed = Printed::new(&form);
    assert!(printed.pdf.pages.len() > 1);
    for (page, grid) in printed.grids.iter().enumerate() {
        let labels = grid.cells.iter().filter(|cell| cell.text() == "实施可行性").count();
        let texts = grid.cells.iter().filter(|cell| cell.text().starts_with("条件")).count();
        assert_eq!(labels, texts, "page {page}");
    }
}

#[test]
fn indicators_are_cut_between_groups_rather_than_leave_the_page_blank() {
    let mut form = FormData::plain();
    let groups = ["决策", "过程", "产出指标", "效益指标", "满意度指标", "其他指标"];
    let names: Vec<String> = (1..=6).map(|n| format!("第{n}个")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    form.indicators = groups.iter().map(|group| level1(group, "二级", &names)).collect();
    let printed = Printed::new(&form);
    assert_eq!(printed.pdf.pages.len(), 2);
    let (first, second) = (&printed.grids[0], &printed.grids[1]);
    let blank = 841.89 - second.area().y0 - first.area().y1;
    assert!(blank < (841.89 - 2.0 * second.area().y0) / 3.0, "{blank} pt are left");
    // The last group of the first page is whole, and the next page begins with the header.
    let of_first = |group: &str| first.cells.iter().any(|cell| cell.text() == group);
    let of_second = |group: &str| second.cells.iter().any(|cell| cell.text() == group);
    for group in groups {
        assert!(of_first(group) != of_second(group), "{group} is cut");
    }
    assert!(of_second("一级指标"));
}

#[test]
fn texts_side_by_side_that_are_higher_than_a_page_run_on() {
    let form = std::fs::read_to_string("projects/申报表/村镇保洁.yaml").expect("the form");
    let at = form.find("目标1").expect("the goal");
    let start = form[..at].rfind('\n').expect("a line") + 1;
    for count in [20, 42, 52, 120] {
        let more: String =
            (1..=count).map(|n| format!("{}第{n}段文字。\n", &form[start..at])).collect();
        let long = form[..start].to_owned() + &more + &form[start..];
        let pdf = Pdf::open(build::pdf(&build::read_text(&long)));
        let text: String =
            pdf.pages.iter().flat_map(|page| &page.glyphs).map(|it| it.text.as_str()).collect();
        for n in 1..=count {
            assert_eq!(text.matches(&format!("第{n}段")).count(), 1, "{n} of {count}");
        }
        // Its first page is not left blank.
        let grid = pdf.grids()[0].area();
        let blank = 841.89 - 42.52 - grid.y1;
        assert!(blank < (841.89 - 85.04) / 3.0 + 12.0, "{count}: {blank} pt are left");
    }
}

#[test]
fn a_full_width_blank_is_as_wide_as_a_letter() {
    let mut form = FormData::plain();
    form.necessity = "甲方\n　　霾乙方".into();
    let printed = Printed::new(&form);
    let left = |text: &str| {
        let mut glyphs = printed.pdf.pages[0].glyphs.iter();
        glyphs.find(|glyph| glyph.text == text).expect("the letter").origin.x
    };
    let indent = left("霾") - left("甲");
    assert!((indent - 18.0).abs() < 0.01, "an indent of {indent} pt");
}

#[test]
fn marks_alone_fill_their_lines() {
    let mut form = FormData::plain();
    form.necessity = "（".repeat(60) + &"，".repeat(120);
    let printed = Printed::new(&form);
    let mut cells = printed.grids[0].cells.iter();
    let cell = cells.find(|cell| cell.text().starts_with('（')).expect("the text");
    assert!(cell.lines.len() < 8, "{:?}", cell.text());
}

/// What stands below the title may be of any length, or not be there at all.
#[test]
fn what_is_below_the_title_has_its_lines() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", FORM);
    assert_eq!(workplace.run("forms export 目标表 mine").code, 0);
    let definition = workplace.path("mine/target/2026/form.yaml");
    let text = fs::read_to_string(&definition).expect("the definition");
    let long = format!("\"{}\"", "（{年度}年度预算绩效目标草案）".repeat(4));
    let mut tops = Vec::new();
    for subtitle in ["\"\"", "\" \"", "\"{年度}年度\"", &long] {
        let with = text.replacen("\ntitle:", &format!("\nsubtitle: {subtitle}\ntitle:"), 1);
        fs::write(&definition, with).expect("a definition");
        let outcome = workplace.run("build 甲.yaml --templates mine --force");
        assert_eq!(outcome.code, 0, "{subtitle}: {}", outcome.stderr);
        let pdf = Pdf::open(fs::read(workplace.path("out/甲.pdf")).expect("the form"));
        let mut glyphs = pdf.pages[0].glyphs.iter();
        tops.push(glyphs.find(|glyph| glyph.text == "称").expect("项目名称").origin.y);
    }
    assert!(tops[0] == tops[1] && tops[1] < tops[2] && tops[2] < tops[3], "{tops:?}");
}
