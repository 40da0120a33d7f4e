//! The six real forms of 2026.

use std::ops::Range;

use super::data::FormData;
use super::printed::Printed;
use crate::support::build;

/// What FORM.md says of a form: its name, its pages, its total, and how many
/// indicators it has.
const FORMS: [(&str, usize, &str, usize); 6] = [
    ("平台运营服务费", 1, "13", 15),
    ("委托服务费", 2, "54.61", 19),
    ("台式机", 1, "6", 15),
    ("服务体系服务费", 2, "35", 15),
    ("全国计算机技术与软件专业技术资格（水平）南京考区考试", 1, "200", 13),
    ("办公设备", 1, "1.15", 15),
];

fn print(name: &str) -> Printed {
    let path = build::real_forms().join(format!("{name}.yaml"));
    let form = FormData::read(&path);
    assert_eq!(form.name, name);
    Printed::check(build::pdf(&build::read_file(&path)), &form)
}

/// The cells on a page: rows, columns and text.
fn cells(printed: &Printed, page: usize) -> Vec<(Range<usize>, Range<usize>, String)> {
    let cells = &printed.grids[page].cells;
    cells.iter().map(|cell| (cell.rows.clone(), cell.columns.clone(), cell.text())).collect()
}

#[test]
fn every_real_form_is_printed_as_its_file_says() {
    for (name, ..) in FORMS {
        print(name).check_line_breaks();
    }
}

#[test]
fn every_real_form_has_the_pages_of_its_original() {
    for (name, pages, ..) in FORMS {
        let printed = print(name);
        assert_eq!(printed.pdf.pages.len(), pages, "{name}");
        let head = printed.indicator_head();
        assert_eq!(printed.pages_of(head), [pages - 1], "{name}");
        if pages == 2 {
            assert_eq!(printed.rows[1][0], head, "{name}: row 14 stands at the top");
        }
    }
}

#[test]
fn every_real_form_has_its_total_and_all_its_indicators() {
    for (name, _, total, indicators) in FORMS {
        let printed = print(name);
        let cells: Vec<_> =
            (0..printed.grids.len()).flat_map(|page| cells(&printed, page)).collect();
        // The value stands two columns right of its label, in the same row.
        let (row, ..) =
            cells.iter().find(|(_, _, text)| text == "资金总额").expect("there is a total");
        let value = cells.iter().find(|(rows, columns, _)| rows == row && *columns == (4..5));
        assert_eq!(value.map(|(.., text)| text.as_str()), Some(total), "{name}");
        let below = printed.expected.len() - printed.indicator_head() - 1;
        assert_eq!(below, indicators, "{name}");
    }
}

#[test]
fn the_office_equipment_form_has_the_official_grid() {
    let printed = print("办公设备");
    let expected: [(Range<usize>, Range<usize>, &str); 50] = [
        (0..1, 0..1, "项目名称"),
        (0..1, 1..3, "办公设备"),
        (0..1, 3..4, "主管部门"),
        (1..2, 0..1, "项目类型"),
        (1..2, 1..3, "常年安排项目"),
        (1..2, 3..4, "项目级次"),
        (1..2, 4..5, "市本级"),
        (2..3, 0..1, "开始时间"),
        (2..3, 1..3, "2025年"),
        (2..3, 3..4, "完成时间"),
        (2..3, 4..5, "长期"),
        (3..4, 0..1, "实施单位"),
        (3..4, 1..3, "南京市工业和信息化发展促进中心\n(原: 南京市企业服务中心)"),
        (3..4, 3..4, "项目负责人/\n联系电话"),
        (3..4, 4..5, "洪艳87775329"),
        (4..5, 0..1, "立项必要性"),
        (5..6, 0..1, "实施可行性"),
        (6..7, 0..1, "项目实施内容"),
        (7..11, 0..1, "项目资金\n(万元)"),
        (7..9, 1..2, "收入"),
        (7..8, 2..3, ""),
        (7..8, 3..4, ""),
        (7..8, 4..5, "全年(程)\n预算数"),
        (8..9, 2..3, "资金总额"),
        (8..9, 3..4, ""),
        (8..9, 4..5, "1.15"),
        (9..11, 1..2, "支出"),
        (9..10, 2..3, ""),
        (9..10, 3..4, "半年(程)\n计划执行数"),
        (9..10, 4..5, "全年(程)\n预算数"),
        (10..11, 2..3, "办公设备"),
        (10..11, 3..4, "1.15"),
        (10..11, 4..5, "1.15"),
        (11..12, 0..1, "中长期目标"),
        (11..12, 1..5, "保障单位履职、促进事业发展。"),
        (12..13, 0..1, "年度目标"),
        (13..14, 0..1, "一级指标"),
        (13..14, 1..2, "二级指标"),
        (13..14, 2..3, "三级指标"),
        (13..14, 3..4, "半年(程)\n指标值"),
        (13..14, 4..5, "全年(程)\n指标值"),
        (14..20, 0..1, "决策"),
        (14..16, 1..2, "项目立项"),
        (14..15, 2..3, "立项程序规范性"),
        (20..25, 0..1, "过程"),
        (20..23, 1..2, "资金管理"),
        (25..28, 0..1, "产出指标"),
        (28..29, 0..1, "效益指标"),
        (28..29, 1..2, "社会效益"),
        (28..29, 2..3, "保障各项业务工作正常开展"),
    ];
    let found = cells(&printed, 0);
    for (rows, columns, text) in expected {
        let cell = (rows, columns, text.to_owned());
        let near: Vec<_> = found.iter().filter(|(rows, ..)| rows.start == cell.0.start).collect();
        assert!(found.contains(&cell), "no {cell:?} among {near:?}");
    }
}
