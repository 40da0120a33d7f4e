//! Printed forms, as the program itself reads them back.

use jixiao::readback::{self, PageCells};

use super::data::{FormData, level1};
use super::expected::squeeze;
use crate::support::build;

/// The program finds every cell again, with what the project says, and finds nothing
/// odd.
pub fn check(bytes: &[u8], form: &FormData) {
    let project = build::read_text(&form.to_yaml()).project;
    let reading = readback::read(bytes.to_vec(), true).expect("the PDF can be read");
    let pages = reading.pages.expect("the pages were asked for");
    assert_eq!(pages.oddities, []);
    let printed = pages.find(project.form()).expect("the grid can be read").cells;
    let printed: Vec<_> = printed.iter().map(|cell| squeeze(&cell.text)).collect();
    let cells = project.cells();
    let expected: Vec<_> = cells.iter().map(|cell| squeeze(&cell.text)).collect();
    assert_eq!(printed, expected);
    let areas = readback::areas(bytes.to_vec(), &project).expect("the PDF can be read");
    for cell in &cells {
        let mut places = areas.iter().flat_map(|page| &page.cells);
        assert!(places.any(|(path, area)| *path == cell.path && area.area() > 0.0), "{cell:?}");
    }
}

/// A text that runs over pages has an area on each of them, and so has a label that is
/// shown again.
#[test]
fn cells_are_found_on_all_their_pages() {
    let mut form = FormData::plain();
    form.feasibility = "开展服务活动，覆盖企业六百家。\n".repeat(100).trim_end().to_owned();
    let names: Vec<_> = (1..=80).map(|number| format!("指标{number}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    form.indicators = [level1("决策", "项目立项", &names)].into();
    let source = build::read_text(&form.to_yaml());
    let pages = readback::areas(build::pdf(&source), &source.project).expect("a form");
    let areas = |path: &[&str]| -> Vec<usize> {
        let count = |page: &PageCells| page.cells.iter().filter(|(it, _)| it == path).count();
        pages.iter().map(count).collect()
    };
    assert_eq!(areas(&["项目名称"]), [1, 0, 0, 0]);
    assert_eq!(areas(&["实施可行性"]), [1, 1, 0, 0]);
    assert_eq!(areas(&["绩效指标", "决策"]), [0, 0, 1, 1]);
    assert_eq!(areas(&["绩效指标", "决策", "项目立项", "指标80"]), [0, 0, 0, 1]);
    for page in &pages {
        let paper = page.size.to_rect();
        assert!(page.cells.iter().all(|(_, area)| paper.union(*area) == paper));
    }
}
