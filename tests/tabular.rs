//! Tables as texts, pages and workbooks: no text acts, and no number changes.

use jixiao::tabular::{
    ColumnKind, DataColumn, DataRow, DataTable, Datum, RowKind, TableFormat, Tables,
};

use crate::support::xlsx::{Cell, Workbook};

fn row(kind: RowKind, cells: Vec<Datum>) -> DataRow {
    DataRow { kind, is_grave: false, group: None, cells }
}

fn amount(text: &str) -> Datum {
    Datum::Amount(text.parse().expect("a decimal"))
}

fn text(text: &str) -> Datum {
    Datum::Text(text.to_owned())
}

fn sample() -> Tables {
    let columns = vec![
        DataColumn::new("名称", ColumnKind::Text),
        DataColumn::new("金额", ColumnKind::Number),
        DataColumn::new("文件", ColumnKind::Path),
    ];
    let rows = vec![
        row(RowKind::Entry, vec![text("甲\u{FFFE}\u{1}\u{FFFF}乙"), Datum::Count(7), text("@甲")]),
        row(RowKind::Entry, vec![text("=1+1"), amount("1.10"), text("夹/甲.yaml")]),
        row(RowKind::Entry, vec![text("<b>&\"'</b>"), amount("12345678901234.56"), Datum::Empty]),
        row(RowKind::Entry, vec![text("三\n行\n_x000D_"), amount("13"), Datum::Unknown]),
        row(RowKind::Total, vec![text("合计：3 个"), amount("12345678901248.66"), Datum::Empty]),
    ];
    let table = DataTable { title: "一:览/表".into(), columns, rows, ..DataTable::default() };
    Tables { title: "A&B <表>".into(), notes: vec!["注 <1>".into()], tables: vec![table] }
}

fn bytes(format: TableFormat) -> Vec<u8> {
    sample().to_bytes(format).expect("a table")
}

#[test]
fn a_workbook_has_numbers_where_they_are_exact() {
    let book = Workbook::read(&bytes(TableFormat::Xlsx));
    let [sheet] = book.sheets.as_slice() else { panic!("one sheet") };
    assert_eq!(sheet.name, "一览表");
    assert_eq!(sheet.rows[2][..2], [Cell::Text("=1+1".into()), Cell::Number(1.1)]);
    assert_eq!(sheet.rows[1][1..], [Cell::Number(7.0), Cell::Text("@甲".into())]);
    // Sixteen digits are more than a spreadsheet keeps.
    assert_eq!(sheet.rows[3][1], Cell::Text("12345678901234.56".into()));
    assert_eq!(sheet.rows[3][0], Cell::Text("<b>&\"'</b>".into()));
    assert_eq!(sheet.rows[4][1], Cell::Number(13.0));
    assert_eq!(sheet.rows[4][2], Cell::Text(String::new()));
    let note = sheet.rows.last().expect("a row");
    assert_eq!(note[..], [Cell::Text("注 <1>".into())]);
    assert!(!book.parts.iter().any(|(_, xml)| xml.contains("<f>")), "a formula");
    let part = |name: &str| &book.parts.iter().find(|(it, _)| it == name).expect("a part").1;
    assert!(part("xl/styles.xml").contains("quotePrefix=\"1\""));
    for code in ["0.00", "0_._0_0"] {
        assert!(part("xl/styles.xml").contains(&format!("formatCode=\"{code}\"")), "{code}");
    }
    assert!(part("xl/sharedStrings.xml").contains("_x005F_x000D_"), "an escape stays a text");
    for wanted in [
        "<pane ySplit=\"1\"",
        "<autoFilter ref=\"A1:C5\"/>",
        "orientation=\"landscape\"",
        "paperSize=\"9\"",
        "fitToHeight=\"0\"",
        "A&amp;&amp;B &lt;表&gt;",
    ] {
        assert!(sheet.xml.contains(wanted), "{wanted}: {}", sheet.xml);
    }
    assert!(part("xl/workbook.xml").contains("$1:$1"), "the header is repeated");
}

#[test]
fn equal_tables_give_equal_bytes() {
    for format in [TableFormat::Text, TableFormat::Csv, TableFormat::Html, TableFormat::Xlsx] {
        assert_eq!(bytes(format), bytes(format));
    }
}

#[test]
fn a_page_needs_nothing_and_runs_nothing() {
    let page = String::from_utf8(bytes(TableFormat::Html)).expect("UTF-8");
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'"));
    assert!(page.contains("&lt;b&gt;&amp;&quot;&#x27;&lt;&#x2f;b&gt;"), "{page}");
    assert!(page.contains("<title>A&amp;B &lt;表&gt;</title>"), "{page}");
    for active in ["<script", "<b>", "http:", "https:", "src=", "href=", "url("] {
        assert!(!page.contains(active), "{active}");
    }
    for wanted in ["@page { size: A4 landscape", "display: table-header-group", "<thead>"] {
        assert!(page.contains(wanted), "{wanted}");
    }
}

#[test]
fn a_terminal_gets_what_fits() {
    let mut tables = sample();
    let rows = &mut tables.tables[0].rows;
    rows[1].cells[0] = text(&"很长的名称".repeat(10));
    rows[1].cells[2] = text(&format!("{}/甲.yaml", "很长的文件夹".repeat(10)));
    let whole = tables.to_text(None);
    assert!(whole.contains(&"很长的文件夹".repeat(10)), "{whole}");
    let narrow = tables.to_text(Some(60));
    let wide = narrow.lines().map(unicode_width::UnicodeWidthStr::width).max();
    // A character may be wider than what is left.
    assert!(wide.is_some_and(|wide| (55..=60).contains(&wide)), "{narrow}");
    assert!(narrow.contains("…"), "{narrow}");
    assert!(narrow.lines().nth(2).is_some_and(|line| line.ends_with("/甲.yaml")), "{narrow}");
    // Numbers, and the words before sums, stay as they are.
    let tiny = tables.to_text(Some(10));
    assert!(tiny.contains("12345678901234.56") && tiny.contains("合计：3 个"), "{tiny}");
}
