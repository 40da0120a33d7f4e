//! What stands on pages, held against a project and against the form printed anew.

use std::collections::HashMap;

use crate::form::{Cell, Project};
use crate::readback::{Broken, Filled, FoundForm, Printout, page_number, squeeze};

/// How many characters are quoted of a text, and how many of those are before the first
/// one that differs.
const LONGEST: usize = 30;
const BEFORE: usize = 8;
/// How many characters may be on a page that are not drawn.
const ROOM: usize = 200;
/// How many bytes most characters of a project have.
const LONGEST_CHARACTER: usize = 3;

/// Whether the pages may be what is printed of a project: each character of it is drawn,
/// but for spaces and blank lines, of which a page does not take many. A PDF with other
/// data is not worth printing anew, which can take long.
pub fn is_likely(pages: &Printout, project: &Project) -> bool {
    let most = 2 * pages.glyphs + ROOM * pages.sizes.len();
    let cells = project.cells();
    cells.len() <= most
        && cells.iter().map(|cell| cell.text.len()).sum::<usize>() <= LONGEST_CHARACTER * most
}

/// What the pages say otherwise than the project does, in Chinese. Where a page reads as
/// that of the form printed anew, it is in order: some characters look the same.
pub fn differences(pages: &Printout, project: &Project, reprint: Option<&Printout>) -> Vec<String> {
    let form = project.form();
    let cells = project.cells();
    let printed = pages.find(form);
    let anew = reprint.map(|reprint| (reprint, reprint.find(form)));
    let mut found = around_the_grid(
        around(pages, &printed),
        project,
        anew.as_ref().map(|(reprint, anew)| around(reprint, anew)),
    );
    let anew = anew.and_then(|(_, anew)| Some(anew.ok()?.cells));
    match printed {
        Err(why) => found.push(format!("表格读不出来，没有逐格对照：{why}")),
        Ok(printed) if printed.cells.len() == cells.len() => {
            let anew = anew.filter(|anew| anew.len() == cells.len());
            found.extend(in_order(&printed.cells, &cells, anew.as_deref()));
        }
        Ok(printed) if anew.is_some_and(|anew| is_same(&printed.cells, &anew)) => {}
        Ok(printed) => found.extend(by_path(&printed.cells, &cells)),
    }
    found
}

/// What stands above and below the grid of each page, but for what is the form's own.
fn around<'a>(pages: &'a Printout, found: &'a Result<FoundForm, Broken>) -> &'a [[String; 2]] {
    found.as_ref().map_or(&pages.around, |found| &found.around)
}

/// Whether the same cells say the same, wherever they are.
fn is_same(printed: &[Filled], anew: &[Filled]) -> bool {
    let is_same = |one: &Filled, other: &Filled| one.path == other.path && one.text == other.text;
    printed.len() == anew.len() && printed.iter().zip(anew).all(|(one, other)| is_same(one, other))
}

/// The outlines of characters that the form printed anew has other outlines of.
pub fn strange_glyphs(pages: &Printout, reprint: &Printout) -> Option<String> {
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
    around: &[[String; 2]],
    project: &Project,
    reprint: Option<&[[String; 2]]>,
) -> Vec<String> {
    let count = around.len();
    let form = project.form();
    let heading = squeeze(&format!("{}{}", form.title, form.subtitle(&project.year())));
    let mut found = Vec::new();
    for (index, [above, below]) in around.iter().enumerate() {
        let number = index + 1;
        let anew = reprint.and_then(|reprint| reprint.get(index));
        let heading = if index == 0 { heading.as_str() } else { "" };
        if above != heading && anew.is_none_or(|anew| anew[0] != *above) {
            found.push(format!("第 {number} 页表格上方：{}", contrast(above, heading)));
        }
        let footer = if count > 1 { page_number(number, count) } else { String::new() };
        if *below != footer && anew.is_none_or(|anew| anew[1] != *below) {
            found.push(format!("第 {number} 页表格下方：{}", contrast(below, &footer)));
        }
    }
    found
}

/// The differences between as many cells, one by one.
fn in_order(printed: &[Filled], cells: &[Cell<'_>], anew: Option<&[Filled]>) -> Vec<String> {
    let differs = |(index, (printed, cell)): (usize, (&Filled, &Cell<'_>))| {
        let found = squeeze(&printed.text);
        let is_as_printed = || anew.is_some_and(|anew| squeeze(&anew[index].text) == found);
        let is_same = found == squeeze(&cell.text) || is_as_printed();
        (!is_same).then(|| difference(&cell.path, &printed.text, &cell.text))
    };
    printed.iter().zip(cells).enumerate().filter_map(differs).collect()
}

/// The differences where there are more cells, or fewer.
fn by_path(printed: &[Filled], cells: &[Cell<'_>]) -> Vec<String> {
    let key = |path: &mut dyn Iterator<Item = &str>| path.map(squeeze).collect::<Vec<_>>();
    let mut left: HashMap<_, _> = printed
        .iter()
        .map(|cell| (key(&mut cell.path.iter().map(String::as_str)), &cell.text))
        .collect();
    let mut found = Vec::new();
    for cell in cells {
        match left.remove(&key(&mut cell.path.iter().copied())) {
            Some(text) if squeeze(text) == squeeze(&cell.text) => {}
            Some(text) => found.push(difference(&cell.path, text, &cell.text)),
            None => found.push(format!("{}：表上没有这一格", cell.path.join(" › "))),
        }
    }
    for Filled { path, text, .. } in printed {
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
