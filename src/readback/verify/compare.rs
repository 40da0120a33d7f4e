//! What stands on pages, held against a project and against the form printed anew.

use std::collections::HashMap;

use crate::form::{Cell, Project};
use crate::readback::{Pages, squeeze};

/// How many characters are quoted of a text, and how many of those are before the first
/// one that differs.
const LONGEST: usize = 30;
const BEFORE: usize = 8;
/// How many characters may be on a page that are not drawn.
const ROOM: usize = 200;
/// How many bytes most characters of a project have.
const LONGEST_CHARACTER: usize = 3;

/// A printed cell: its path and what it says.
type Printed = (Vec<String>, String);

/// Whether the pages may be what is printed of a project: each character of it is drawn,
/// but for spaces and blank lines, of which a page does not take many. A PDF with other
/// data is not worth printing anew, which can take long.
pub fn is_likely(pages: &Pages, project: &Project) -> bool {
    let most = 2 * pages.glyphs + ROOM * pages.sizes.len();
    let cells = project.cells();
    cells.len() <= most
        && cells.iter().map(|cell| cell.text.len()).sum::<usize>() <= LONGEST_CHARACTER * most
}

/// What the pages say otherwise than the project does, in Chinese. Where a page reads as
/// that of the form printed anew, it is in order: some characters look the same.
pub fn differences(
    pages: &Pages,
    project: &Project,
    title: &str,
    reprint: Option<&Pages>,
) -> Vec<String> {
    let mut found = around_the_grid(pages, project, title, reprint);
    let cells = project.cells();
    match (&pages.cells, reprint.map(|reprint| &reprint.cells)) {
        (Err(why), _) => found.push(format!("表格读不出来，没有逐格对照：{why}")),
        (Ok(printed), reprint) if printed.len() == cells.len() => {
            let anew = reprint.and_then(|cells| cells.as_ref().ok());
            let anew = anew.filter(|anew| anew.len() == cells.len());
            found.extend(in_order(printed, &cells, anew));
        }
        (Ok(printed), Some(Ok(anew))) if printed == anew => {}
        (Ok(printed), _) => found.extend(by_path(printed, &cells)),
    }
    found
}

/// The outlines of characters that the form printed anew has other outlines of.
pub fn strange_glyphs(pages: &Pages, reprint: &Pages) -> Option<String> {
    let is_strange = |text: &&String| {
        let (drawn, known) = (&pages.outlines[*text], reprint.outlines.get(*text));
        known.is_some_and(|known| drawn.iter().any(|outline| !known.contains(outline)))
    };
    let strange: String =
        pages.outlines.keys().filter(is_strange).take(LONGEST).map(String::as_str).collect();
    (!strange.is_empty())
        .then(|| format!("这些字的样子和本程序的字体不同，看上去可能是别的字：{strange}"))
}

fn around_the_grid(
    pages: &Pages,
    project: &Project,
    title: &str,
    reprint: Option<&Pages>,
) -> Vec<String> {
    let count = pages.around.len();
    let heading = squeeze(&format!("{title}{}年度", project.year));
    let mut found = Vec::new();
    for (index, [above, below]) in pages.around.iter().enumerate() {
        let number = index + 1;
        let anew = reprint.and_then(|reprint| reprint.around.get(index));
        let heading = if index == 0 { heading.as_str() } else { "" };
        if above != heading && anew.is_none_or(|anew| anew[0] != *above) {
            found.push(format!("第 {number} 页表格上方：{}", contrast(above, heading)));
        }
        let footer = if count > 1 { format!("第{number}页共{count}页") } else { String::new() };
        if *below != footer && anew.is_none_or(|anew| anew[1] != *below) {
            found.push(format!("第 {number} 页表格下方：{}", contrast(below, &footer)));
        }
    }
    if let Some(reprint) = reprint.filter(|reprint| reprint.sizes != pages.sizes) {
        let (found_pages, pages) = (pages.sizes.len(), reprint.sizes.len());
        found.push(match found_pages == pages {
            true => "纸张的大小和重新排出的不同".to_owned(),
            false => format!("有 {found_pages} 页，重新排出的有 {pages} 页"),
        });
    }
    found
}

/// The differences between as many cells, one by one.
fn in_order(printed: &[Printed], cells: &[Cell<'_>], anew: Option<&Vec<Printed>>) -> Vec<String> {
    let differs = |(index, cell): (usize, &Cell<'_>)| {
        let found = squeeze(&printed[index].1);
        let is_as_printed = || anew.is_some_and(|anew| squeeze(&anew[index].1) == found);
        let is_same = found == squeeze(&cell.text) || is_as_printed();
        (!is_same).then(|| difference(&cell.path, &printed[index].1, &cell.text))
    };
    cells.iter().enumerate().filter_map(differs).collect()
}

/// The differences where there are more cells, or fewer.
fn by_path(printed: &[Printed], cells: &[Cell<'_>]) -> Vec<String> {
    let key = |path: &mut dyn Iterator<Item = &str>| path.map(squeeze).collect::<Vec<_>>();
    let mut left: HashMap<_, _> = printed
        .iter()
        .map(|(path, text)| (key(&mut path.iter().map(String::as_str)), text))
        .collect();
    let mut found = Vec::new();
    for cell in cells {
        match left.remove(&key(&mut cell.path.iter().copied())) {
            Some(text) if squeeze(text) == squeeze(&cell.text) => {}
            Some(text) => found.push(difference(&cell.path, text, &cell.text)),
            None => found.push(format!("{}：表上没有这一格", cell.path.join(" › "))),
        }
    }
    for (path, text) in printed {
        if left.contains_key(&key(&mut path.iter().map(String::as_str))) {
            let (path, text) = (path.join(" › "), excerpt(&squeeze(text), 0));
            found.push(format!("{path}：表上印的是“{text}”，数据里没有这一格"));
        }
    }
    found
}

fn difference(path: &[&str], printed: &str, data: &str) -> String {
    format!("{}：{}", path.join(" › "), contrast(&squeeze(printed), &squeeze(data)))
}

/// Two texts that differ, as far as they do.
fn contrast(printed: &str, data: &str) -> String {
    let same = printed.chars().zip(data.chars()).take_while(|(one, other)| one == other).count();
    let from = same.saturating_sub(BEFORE);
    format!("表上印的是“{}”，数据里是“{}”", excerpt(printed, from), excerpt(data, from))
}

/// A text from a character on.
fn excerpt(text: &str, from: usize) -> String {
    let mut rest = text.chars().skip(from);
    let mut excerpt = String::from(if from > 0 { "…" } else { "" });
    excerpt.extend(rest.by_ref().take(LONGEST));
    if rest.next().is_some() {
        excerpt.push('…');
    }
    excerpt
}
