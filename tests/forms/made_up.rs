//! Forms that go to the limits of the layout.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::data::{FormData, expense, level1};
use super::printed::Printed;
use crate::escaping::HOSTILE;
use crate::support::build;

/// A Latin word of 300 characters.
fn word() -> String {
    "Pneumonoultramicroscopic".chars().cycle().take(300).collect()
}

/// A web address of 300 characters.
fn url() -> String {
    let path = "api/v2.0/zh-CN/show_detail?id=20260101&from=index#top,".chars().cycle();
    "https://gxj.nanjing.gov.cn/".chars().chain(path).take(300).collect()
}

/// A text of `length` characters in some paragraphs, no two places alike.
fn long_text(length: usize) -> String {
    let paragraphs = (1..).map(|number| {
        format!(
            "{number}、“第{number}项”工作（含OA系统）由《管理办法》〔2026〕{number}号规定，\
             覆盖企业{number}家、完成率100%；"
        ) + if number % 3 == 0 { "\n" } else { "" }
    });
    let text: String =
        paragraphs.flat_map(|text| text.chars().collect::<Vec<_>>()).take(length).collect();
    text.trim_end().to_owned()
}

/// A plain form with `count` expense items.
fn with_expenses(count: usize) -> FormData {
    let mut form = FormData::plain();
    form.funds.total = "1234567.80".into();
    form.funds.expenses = (1..=count)
        .map(|n| expense(&format!("第{n}项支出"), &format!("{n}.50"), "100.05"))
        .collect();
    form
}

/// A plain form whose indicators are one group for each of `counts`.
fn with_groups(counts: &[usize]) -> FormData {
    let mut form = FormData::plain();
    let groups = counts.iter().enumerate().map(|(group, &count)| {
        let names: Vec<_> = (1..=count).map(|n| format!("第{group}组指标{n}")).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        level1(&format!("一级甲{group}"), &format!("二级乙{group}"), &names)
    });
    form.indicators = groups.collect();
    form
}

#[test]
fn a_file_that_needs_no_defaults_fits_on_one_page() {
    let printed = Printed::new(&FormData::plain());
    printed.check_line_breaks();
    assert_eq!(printed.pdf.pages.len(), 1);
}

#[test]
fn a_form_without_expense_items_keeps_the_header_of_the_expenses() {
    let printed = Printed::new(&with_expenses(0));
    // Titles and facts, texts, three rows of funds, two texts, and the indicators.
    assert_eq!(printed.grids[0].rows(), 4 + 3 + 3 + 2 + 1 + 3);
}

#[test]
fn an_expense_key_that_is_left_empty_is_no_expense_items() {
    let form = with_expenses(0);
    let yaml = form.to_yaml();
    let total = "  资金总额: '1234567.80'\n";
    assert!(yaml.contains(total), "{yaml}");
    let yaml = yaml.replace(total, &format!("{total}  支出: {{}}\n"));
    Printed::check(build::pdf(&build::read_text(&yaml)), &form);
}

#[test]
fn a_few_expense_items_each_have_a_row() {
    for count in [1, 3] {
        let printed = Printed::new(&with_expenses(count));
        assert_eq!(printed.pdf.pages.len(), 1, "{count} items");
    }
}

#[test]
fn forty_expense_items_all_have_a_row() {
    let printed = Printed::new(&with_expenses(40));
    assert_eq!(printed.expected.len(), 4 + 3 + 43 + 2 + 1 + 3);
    assert!(printed.pdf.pages.len() > 1);
}

#[test]
fn more_expense_items_than_a_page_holds_show_their_labels_again() {
    let printed = Printed::new(&with_expenses(120));
    assert!(printed.pages_of(10).len() == 1, "an item is printed once");
    assert!(printed.pdf.pages.len() > 2);
}

#[test]
fn a_group_of_one_indicator_is_one_row() {
    let printed = Printed::new(&with_groups(&[1]));
    assert_eq!(printed.pdf.pages.len(), 1);
}

#[test]
fn a_split_group_shows_its_label_again() {
    // Every page is checked for the header row, and every row for its labels.
    let printed = Printed::new(&with_groups(&[120]));
    let head = printed.indicator_head();
    assert!(printed.pages_of(head).len() > 2, "{:?}", printed.pages_of(head));
}

#[test]
fn groups_of_all_sizes_are_split_between_rows() {
    for counts in [&[1, 120][..], &[120, 1], &[1, 1, 60, 1, 60, 1], &[30, 31, 32]] {
        let printed = Printed::new(&with_groups(counts));
        let head = printed.indicator_head();
        for number in head + 1..printed.expected.len() {
            assert_eq!(printed.pages_of(number).len(), 1, "row {number} of {counts:?}");
        }
    }
}

#[test]
fn indicators_that_fit_on_a_page_stay_together() {
    // From a form that leaves room for them to one that does not.
    for count in 10..45 {
        let printed = Printed::new(&with_groups(&[3, count]));
        let head = printed.indicator_head();
        let pages = printed.pages_of(head);
        let area = |page: usize| printed.grids[page].area();
        if pages.len() > 1 {
            // Only because they are higher than a page, or the page would be left blank.
            let heights: f64 = pages.iter().map(|&page| block_height(&printed, page)).sum();
            let room = 841.89 - 2.0 * area(pages[1]).y0;
            let first = &printed.grids[pages[0]];
            let above = first.area().y1 - block_height(&printed, pages[0]);
            let blank = 841.89 - area(pages[1]).y0 - above;
            assert!(
                heights > room || blank > room / 3.0,
                "{count}: {heights} pt on {pages:?}, a page has {room} pt, of which {blank} are left"
            );
        }
    }
}

/// How high the part of the indicator block on `page` is.
fn block_height(printed: &Printed, page: usize) -> f64 {
    let head = printed.indicator_head();
    let first = printed.rows[page].iter().position(|&number| number >= head);
    let grid = &printed.grids[page];
    first.map_or(0.0, |first| grid.area().y1 - grid.ys[first])
}

#[test]
fn a_long_text_runs_over_pages_without_a_loss() {
    let text = long_text(6000);
    let with = |set: fn(&mut FormData, String)| {
        let mut form = FormData::plain();
        set(&mut form, text.clone());
        let printed = Printed::new(&form);
        printed.check_line_breaks();
        assert!(printed.pdf.pages.len() > 1);
    };
    with(|form, text| form.necessity = text);
    with(|form, text| form.feasibility = text);
    with(|form, text| form.content = text);
    with(|form, text| form.long_term_goal = text);
    with(|form, text| form.annual_goal = text);
}

#[test]
fn five_long_texts_run_over_many_pages() {
    let text = long_text(6000);
    let mut form = with_groups(&[2, 60]);
    for field in [
        &mut form.necessity,
        &mut form.feasibility,
        &mut form.content,
        &mut form.long_term_goal,
        &mut form.annual_goal,
    ] {
        *field = text.clone();
    }
    Printed::new(&form).check_line_breaks();
}

#[test]
fn a_long_text_of_one_paragraph_runs_over_pages() {
    let mut form = FormData::plain();
    form.content = long_text(6000).replace('\n', "");
    Printed::new(&form).check_line_breaks();
}

#[test]
fn hostile_texts_are_printed_as_they_are_written() {
    for text in HOSTILE {
        let mut form = FormData::plain();
        form.name = (*text).into();
        form.necessity = (*text).into();
        form.funds.expenses = [expense(text, "1", "2")].into();
        form.indicators = [level1(text, text, &[text])].into();
        form.indicators[0][*text][*text] = ((*text).into(), (*text).into());
        Printed::new(&form);
    }
}

#[test]
fn empty_lines_are_kept() {
    let mut form = FormData::plain();
    form.content = "霾\n蘸\n\n\n黠".into();
    let printed = Printed::new(&form);
    let line = |text: &str| {
        let mut glyphs = printed.pdf.pages[0].glyphs.iter();
        glyphs.find(|glyph| glyph.text == text).expect("the character").origin.y
    };
    let pitch = line("蘸") - line("霾");
    assert!((line("黠") - line("蘸") - 3.0 * pitch).abs() < 0.01);
}

#[test]
fn person_and_phone_may_be_missing() {
    for (person, phone) in [("", ""), ("李鹏", ""), ("", "86591170")] {
        let mut form = FormData::plain();
        (form.person, form.phone) = (person.into(), phone.into());
        Printed::new(&form);
    }
}

#[test]
fn a_very_long_project_name_wraps() {
    let mut form = FormData::plain();
    form.name = "全国计算机技术与软件专业技术资格（水平）南京考区考试".repeat(8);
    form.funds.expenses = [expense(&form.name, "1", "2")].into();
    Printed::new(&form).check_line_breaks();
}

/// Prints plain forms with `text` where `set` puts it, alone and between
/// Chinese characters.
fn print_with(text: &str, set: fn(&mut FormData, String)) {
    for text in [text.to_owned(), format!("见{text}，完"), format!("网址：{text}。")] {
        let mut form = FormData::plain();
        set(&mut form, text);
        Printed::new(&form);
    }
}

fn check_unbroken_runs(set: fn(&mut FormData, String)) {
    print_with(&url(), set);
    print_with(&word(), set);
}

#[test]
fn an_unbroken_run_breaks_inside_a_wide_cell() {
    check_unbroken_runs(|form, text| form.necessity = text);
}

#[test]
fn an_unbroken_run_breaks_inside_the_columns_two_and_three() {
    check_unbroken_runs(|form, text| form.name = text);
}

#[test]
fn an_unbroken_run_breaks_inside_the_fifth_column_of_the_facts() {
    check_unbroken_runs(|form, text| form.department = text);
    check_unbroken_runs(|form, text| form.person = text);
}

#[test]
fn an_unbroken_run_breaks_inside_the_name_of_an_expense_item() {
    check_unbroken_runs(|form, text| form.funds.expenses = [expense(&text, "1", "2")].into());
}

#[test]
fn an_unbroken_run_breaks_inside_the_labels_of_the_indicators() {
    check_unbroken_runs(|form, text| {
        form.indicators = [level1(&text, "数量指标", &["活动场次"])].into();
    });
    check_unbroken_runs(|form, text| {
        form.indicators = [level1("产出指标", &text, &["活动场次"])].into();
    });
    check_unbroken_runs(|form, text| {
        form.indicators = [level1("产出指标", "数量指标", &[&text, "活动场次"])].into();
    });
}

#[test]
fn an_unbroken_run_breaks_inside_the_values_of_an_indicator() {
    fn with_values(form: &mut FormData, half_year: String, full_year: String) {
        let mut group = level1("产出指标", "数量指标", &["活动场次"]);
        group.1["数量指标"]["活动场次"] = (half_year, full_year);
        form.indicators = [group].into();
    }
    check_unbroken_runs(|form, text| with_values(form, text, "1".into()));
    check_unbroken_runs(|form, text| with_values(form, "1".into(), text));
    check_unbroken_runs(|form, text| with_values(form, text.clone(), text));
}

#[test]
fn a_run_that_marks_hold_together_breaks_inside_its_cell() {
    // No line may break beside these marks, not even next to a Chinese character.
    let run = "甲、%0(“个%AAaa 乙";
    let mut form = FormData::plain();
    form.indicators = [level1(run, run, &[run])].into();
    Printed::new(&form);
    let mut form = FormData::plain();
    form.person = "甲M(=mSIN,,0%(一”、”A个乙".into();
    Printed::new(&form);
}

#[test]
fn the_longest_amounts_stay_in_their_cells() {
    let mut form = FormData::plain();
    let amount = "1234567890123456789012.123456";
    form.funds.total = amount.into();
    form.funds.expenses = [expense("服务费", amount, amount)].into();
    Printed::new(&form);
}

#[test]
fn an_indicator_that_is_higher_than_a_page_runs_on() {
    let mut form = FormData::plain();
    let mut group = level1("产出指标", "数量指标", &["活动场次", "活动内容", "活动人数"]);
    group.1["数量指标"]["活动内容"].1 = long_text(2500);
    form.indicators = [group].into();
    let printed = Printed::new(&form);
    let row = printed.indicator_head() + 2;
    assert!(printed.pages_of(row).len() > 2);
    for (column, label) in [(0, "产出指标"), (1, "数量指标")] {
        let shown = printed.shown(row, &(column..column + 1));
        assert_eq!(shown.len(), printed.pages_of(row).len());
        assert!(shown.iter().all(|text| text == label), "{shown:?}");
    }
}

#[test]
fn labels_higher_than_their_rows_stay_in_their_cells() {
    let mut form = FormData::plain();
    let label = "经济效益和社会效益以及生态效益指标".repeat(3);
    form.indicators = [
        level1(&label, "数量", &["甲"]),
        level1("质量", &label, &["乙"]),
        level1(&format!("又{label}"), &label, &["丙", "丁"]),
    ]
    .into();
    Printed::new(&form);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, rng_seed: RngSeed::Fixed(2026), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back_complete_and_inside_its_cell(
        texts in prop::collection::vec("[一-三个甲-申a-zA-Z0-9（）《》“”，。、；：%=≥_/.(), -]{1,60}", 12)
    ) {
        let text = |index: usize| format!("甲{}乙", texts[index]);
        let mut form = FormData::plain();
        form.name = text(0);
        form.department = text(1);
        form.unit = text(2);
        form.person = text(3);
        form.necessity = text(4).repeat(5);
        form.feasibility = format!("{}\n{}", text(5), text(6));
        form.annual_goal = text(7);
        form.funds.expenses = [expense(&text(8), "0.5", "10")].into();
        form.indicators = [level1(&text(9), &text(10), &[&text(11), &text(0)])].into();
        Printed::new(&form);
    }
}
