//! The cover and the contents of a book, read back.

use std::fs;
use std::slice;

use jixiao::readback;

use super::{workplace, write_form};
use crate::support::cli::Workplace;
use crate::support::pdf::{self, DrawnPage, Pdf, Tag, Tags};
use crate::support::project::project_text;

/// Where the footer begins.
const FOOTER: f64 = 841.89 - 42.5;

/// A book that was read back.
struct Book {
    bytes: Vec<u8>,
    pages: Vec<DrawnPage>,
}

impl Book {
    fn open(workplace: &Workplace, path: &str) -> Self {
        let bytes = fs::read(workplace.path(path)).expect("a book");
        let pages = Pdf::open(bytes.clone()).pages;
        Self { bytes, pages }
    }

    fn parsed(&self) -> hayro_syntax::Pdf {
        hayro_syntax::Pdf::new(self.bytes.clone()).expect("the book is a PDF")
    }

    /// The rows of the table on a page, cell by cell; lines of a cell are joined.
    fn rows(&self, page: usize) -> Vec<Vec<String>> {
        let grids = readback::grids(slice::from_ref(&self.pages[page])).expect("a grid");
        let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
        for cell in &grids[0].cells {
            let text: String = cell.lines.iter().map(|line| line.text()).collect();
            match rows.last_mut().filter(|(row, _)| *row == cell.rows.start) {
                Some((_, row)) => row.push(text),
                None => rows.push((cell.rows.start, vec![text])),
            }
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// What stands on a page outside of its table.
    fn outside(&self, page: usize) -> Vec<String> {
        let grids = readback::grids(slice::from_ref(&self.pages[page])).expect("a grid");
        grids[0].outside.iter().map(|line| line.text()).collect()
    }

    /// What stands below a page.
    fn footer(&self, page: usize) -> String {
        let glyphs = self.pages[page].glyphs.iter().filter(|glyph| glyph.origin.y >= FOOTER);
        let mut glyphs: Vec<_> = glyphs.collect();
        glyphs.sort_by(|one, other| one.origin.x.total_cmp(&other.origin.x));
        glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
    }
}

fn build(workplace: &Workplace, options: &str) -> String {
    let outcome = workplace.run(&format!("build p {options}"));
    assert_eq!(outcome.code, 0, "{outcome:?}");
    outcome.stderr
}

fn write(workplace: &Workplace, path: &str, texts: &[(&str, &str)]) {
    workplace.file(&format!("p/{path}.yaml"), project_text(texts));
}

#[test]
fn the_contents_lead_to_the_forms() {
    let workplace = Workplace::new();
    let long = "这一段很长，要好几页才排得下。\n".repeat(100);
    write(&workplace, "甲处/一", &[("项目名称", "第一个项目"), ("立项必要性", long.trim_end())]);
    write(&workplace, "甲处/二", &[("项目名称", "第二个\n项目")]);
    write(&workplace, "乙处/三", &[("项目名称", "“三”<b>#link(\"x\")[y]</b> $ & {{ 1 }}")]);
    build(&workplace, "--combine 书.pdf");
    let book = Book::open(&workplace, "书.pdf");
    let rows = book.rows(1);
    assert_eq!(rows[0], ["序号", "项目名称", "实施单位", "资金总额（万元）", "页码"]);
    assert_eq!(rows[1], ["乙处"]);
    assert_eq!(rows[2][1], "“三”<b>#link(\"x\")[y]</b> $ & {{ 1 }}");
    assert_eq!(rows[3], ["甲处"]);
    assert_eq!((&*rows[4][0], &*rows[4][1]), ("2", "第一个项目"));
    assert_eq!((&*rows[5][0], &*rows[5][1]), ("3", "第二个项目"));
    let forms: Vec<_> = rows.iter().filter(|row| row.len() == 5).skip(1).collect();
    assert_eq!(forms.len(), 3);
    // The number in the contents is that which is printed on the page, and the page's label.
    let links = pdf::links(&book.parsed());
    assert_eq!(links.len(), 3 * 5);
    let total = book.pages.len() - 2;
    let starts: Vec<usize> = forms.iter().map(|row| row[4].parse().expect("a number")).collect();
    assert!(starts[0] == 1 && starts[2] > starts[1] + 2, "{starts:?}");
    for (index, start) in starts.iter().enumerate() {
        assert_eq!(book.footer(start + 1), format!("第 {start} 页 共 {total} 页"));
        for link in &links[5 * index..5 * (index + 1)] {
            assert_eq!((link.page, link.to), (1, start + 1));
            assert!(link.words.starts_with(&format!("第 {start} 页 ")), "{link:?}");
        }
    }
    let labels = [(0, "封面".to_owned()), (1, "R".to_owned()), (2, "D".to_owned())];
    assert_eq!(pdf::page_labels(&book.parsed()), labels);
    assert_eq!((book.footer(0), book.footer(1)), (String::new(), "I".to_owned()));
    // They are a part of the book as each form is, and come first.
    let tags = Tags::read(&book.parsed());
    let parts = &tags.tops[0].below;
    let titles: Vec<_> = parts.iter().map(|part| part.title.as_deref()).collect();
    assert_eq!(titles[0], Some("封面和目录"));
    assert_eq!(titles[2..], [Some("第一个项目"), Some("第二个项目")]);
    let is_link = |tag: &&Tag| tag.role == "Link";
    let of_links: Vec<_> = parts[0].all().into_iter().filter(is_link).collect();
    let of_links: Vec<_> = of_links.iter().map(|tag| vec![tag.number]).collect();
    let by_key: Vec<_> = links.iter().map(|link| tags.parents[&link.key].clone()).collect();
    assert_eq!(by_key, of_links);
    assert_eq!(parts[1].all().into_iter().filter(is_link).count(), 0);
    assert!(tags.ids.is_sorted_by(|(one, _), (other, _)| one < other), "{:?}", tags.ids);
    let outline = pdf::outline(&book.parsed());
    let titles: Vec<_> = outline.iter().map(|item| (&*item.title, item.page)).collect();
    assert_eq!(titles, [("封面", 0), ("目录", 1), ("乙处", 2), ("甲处", 3)]);
}

#[test]
fn the_cover_tells_what_the_book_is() {
    let workplace = Workplace::new();
    write(&workplace, "一", &[("主管部门", "甲局")]);
    write(&workplace, "二", &[("主管部门", "甲局"), ("项目名称", "第二个")]);
    build(&workplace, "--combine 书.pdf");
    let book = Book::open(&workplace, "书.pdf");
    let title = "南京市市级项目预算绩效目标表";
    assert_eq!(book.outside(0), ["2026年度", title, "合订本"]);
    let total = |page: usize| book.rows(page).iter().skip(1).map(|row| row[3].clone()).collect();
    let amounts: Vec<String> = total(1);
    let one: f64 = amounts[0].parse().expect("an amount");
    let rows = book.rows(0);
    assert_eq!(rows[..2], [["主管部门", "甲局"], ["表格份数", "2 份"]]);
    assert_eq!(rows[2], ["资金总额".to_owned(), format!("{} 万元", one * 2.0)]);
    assert_eq!(rows.len(), 3);
    // No folders, where there is but one.
    assert_eq!(book.rows(1).len(), 3);
}

#[test]
fn several_forms_are_told_apart() {
    let workplace = Workplace::with_all_projects();
    let outcome = workplace.run("build --combine 书.pdf");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let book = Book::open(&workplace, "书.pdf");
    assert_eq!(book.outside(0), ["2026年度", "项目绩效表汇编", "合订本"]);
    let rows = book.rows(0);
    assert_eq!(rows[0], ["表格份数", "10 份"]);
    assert_eq!(rows[1], ["目标表", "6 份，309.76 万元"]);
    assert_eq!(rows[4], ["自评表", "1 份，865.6 万元"]);
    let contents = book.rows(1);
    assert_eq!(contents[0][2], "表");
    let forms: Vec<_> = contents.iter().filter(|row| row.len() == 6).collect();
    assert_eq!(forms.len(), 11);
    assert_eq!(forms[7][..5], ["7", "村镇保洁", "申报表", "云湖市环境卫生管理中心", "880"]);
    assert_eq!(contents.iter().filter(|row| row.len() == 1).count(), 5);
}

#[test]
fn the_contents_run_over_pages() {
    let workplace = Workplace::new();
    for number in 0..60 {
        let name = format!("第{number}号项目");
        write(&workplace, &format!("处/{number:02}"), &[("项目名称", &name)]);
    }
    write(&workplace, "别处", &[("项目名称", "别处的项目")]);
    build(&workplace, "--combine 书.pdf -j1");
    let book = Book::open(&workplace, "书.pdf");
    let front = book.pages.len() - 61;
    assert!(front >= 4, "{front} pages before the forms");
    assert_eq!(book.outside(1), ["目录", "I"]);
    assert_eq!(book.outside(2), ["II"]);
    let mut numbers = Vec::new();
    for page in 1..front {
        let rows = book.rows(page);
        assert_eq!(rows[0][1], "项目名称", "each page has the labels");
        if page > 1 {
            assert_eq!(rows[1], ["处（续）"]);
        }
        assert!(rows.last().expect("a row").len() == 5, "no folder stands alone at the end");
        numbers.extend(rows.iter().skip(1).filter(|row| row.len() == 5).map(|row| row[0].clone()));
    }
    assert_eq!(numbers, (1..=61).map(|number| number.to_string()).collect::<Vec<_>>());
    let links = pdf::links(&book.parsed());
    let to: Vec<_> = links.chunks(5).map(|of_form| of_form[0].to).collect();
    assert_eq!(to, (front..front + 61).collect::<Vec<_>>());
    // Whoever prints them, and however many at a time.
    workplace.run("build p --combine 又.pdf -j4");
    assert!(fs::read(workplace.path("又.pdf")).expect("a book") == book.bytes);
}

#[test]
fn what_is_missing_is_named() {
    let workplace = workplace(3);
    let yaml = fs::read_to_string(workplace.path("p/1.yaml")).expect("a project");
    let bad = yaml.replace("年度: 2026", "年度: 2026年");
    assert_ne!(bad, yaml);
    workplace.file("p/1.yaml", bad).file("p/坏#[x].yaml", "坏：{");
    workplace.file("书.pdf", "the old one");
    let run = || workplace.run("build p --combine 书.pdf --partial");
    let outcome = run();
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("合订本 书.pdf：4 页"), "{outcome:?}");
    assert!(outcome.stderr.contains("警告[partial-book]: 合订本缺 2 份"), "{outcome:?}");
    let book = Book::open(&workplace, "书.pdf");
    assert_eq!(book.rows(0).last().expect("a row"), &["缺", "2 份，没有排成，见目录"]);
    let rows = book.rows(1);
    assert_eq!(rows[2], ["2", "平台1号平台运营服务费", "缺：有错误，没有排成（1.yaml）", "—"]);
    assert_eq!(rows[3][1], "平台2号平台运营服务费");
    assert_eq!(rows[4], ["4", "坏#[x].yaml", "缺：有错误，没有排成（坏#[x].yaml）", "—"]);
    let again = run();
    assert_eq!(again.code, 1);
    assert!(again.stderr.contains("合订本 书.pdf：4 页，N kB，未变"), "{again:?}");
    assert!(again.stderr.contains("警告[partial-book]"), "{again:?}");
    // Once all is well, so is the book.
    write_form(&workplace, 1, "平台");
    fs::remove_file(workplace.path("p/坏#[x].yaml")).expect("a file");
    let outcome = run();
    assert_eq!(outcome.code, 0);
    assert!(outcome.stderr.contains("合订本 书.pdf：5 页，N kB\n"), "{outcome:?}");
    assert!(!outcome.stderr.contains("partial-book"), "{outcome:?}");
    let whole = fs::read(workplace.path("书.pdf")).expect("a book");
    workplace.run("build p --combine 又.pdf");
    assert!(fs::read(workplace.path("又.pdf")).expect("a book") == whole);
    // A book of nothing is none.
    for number in 0..3 {
        workplace.file(&format!("p/{number}.yaml"), "坏");
    }
    let outcome = run();
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("错误[incomplete-book]: 有 3 份"), "{outcome:?}");
    assert!(fs::read(workplace.path("书.pdf")).expect("a book") == whole);
    assert_eq!(workplace.run("build p --partial").code, 2);
}

#[test]
fn a_change_of_what_the_contents_say_changes_the_book() {
    let workplace = workplace(2);
    build(&workplace, "--combine 书.pdf");
    let before = Book::open(&workplace, "书.pdf");
    write(&workplace, "0", &[("实施单位", "另一个单位"), ("项目名称", "平台0号平台")]);
    assert!(!build(&workplace, "--combine 书.pdf").contains("pdf：4 页，N kB，未变"));
    let after = Book::open(&workplace, "书.pdf");
    assert_ne!(before.rows(1)[1], after.rows(1)[1]);
    assert_eq!(after.rows(1)[1][2], "另一个单位");
    assert_eq!(before.rows(1)[2], after.rows(1)[2]);
    // So does a folder.
    fs::create_dir(workplace.path("p/处")).expect("a folder");
    fs::rename(workplace.path("p/1.yaml"), workplace.path("p/处/1.yaml")).expect("a move");
    build(&workplace, "--combine 书.pdf");
    assert_eq!(Book::open(&workplace, "书.pdf").rows(1)[2], ["处"]);
}
