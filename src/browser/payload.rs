//! What is sent to a page: an open form, as far as the page does not know it already.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use serde::Serialize;

use super::clients::Client;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::json;
use crate::live::{Editing, Gone, Sheet};
use crate::print::view::{
    About, Drawing, Rowless, View, ViewCell, ViewEntry, ViewPage, ViewSum, ViewText, about,
};

/// Texts that are longer are not sent along, in bytes.
const LONGEST: usize = 64 << 10;

/// A form for a page.
#[derive(Serialize)]
pub struct SheetPayload<'a> {
    name: &'a str,
    version: u64,
    /// Whether the form can be printed.
    printable: bool,
    /// Whether the pages are those of an earlier text.
    old: bool,
    /// The text of the project file.
    text: Option<&'a str>,
    findings: Vec<Finding<'a>>,
    pages: Vec<PagePayload<'a>>,
    /// Glyphs that the page does not know.
    glyphs: BTreeMap<&'a str, &'a str>,
    /// Their places in the project file are those in `text`.
    cells: Cow<'a, [ViewCell]>,
    others: Cow<'a, [ViewEntry]>,
    rowless: &'a [Rowless],
    sums: &'a [ViewSum],
    edit: Option<&'a Editing>,
    /// What there is to say where the project file has gone.
    gone: Option<&'a Gone>,
}

/// A finding with the cells that it is about.
#[derive(Serialize)]
struct Finding<'a> {
    #[serde(flatten)]
    finding: serde_json::Value,
    /// The numbers of the cells.
    cells: Vec<usize>,
    /// The keys that lead to what it is about in them.
    entry: Option<&'a [String]>,
}

/// A page of the form.
#[derive(Serialize)]
struct PagePayload<'a> {
    width: f64,
    height: f64,
    /// What is on it; nothing where that is what it was before.
    #[serde(flatten)]
    said: Option<Said<'a>>,
}

#[derive(Serialize)]
struct Said<'a> {
    drawing: &'a Drawing,
    texts: &'a [ViewText],
}

impl<'a> SheetPayload<'a> {
    /// The form for a page, which knows it then.
    pub fn of(sheet: &'a Sheet, client: &mut Client) -> Self {
        let is_other = client.open.as_deref() != Some(&sheet.name);
        if is_other {
            client.open = Some(sheet.name.to_string());
            client.pages.clear();
        }
        client.version = sheet.version;
        let view = sheet.view.as_deref();
        let pages = view.map(|view| pages(view, client)).unwrap_or_default();
        let glyphs = view.into_iter().flat_map(|view| &view.glyphs);
        let is_new = |(id, _): &(&String, &String)| client.glyphs.insert((*id).clone());
        let glyphs = glyphs.filter(is_new).map(|(id, path)| (id.as_str(), path.as_str()));
        let text = sheet.file.as_ref().map(|file| file.text());
        Self {
            name: &sheet.name,
            version: sheet.version,
            printable: sheet.is_printable(),
            old: sheet.is_old,
            text: text.filter(|text| text.len() <= LONGEST),
            findings: findings(sheet),
            pages,
            glyphs: glyphs.collect(),
            cells: cells(sheet),
            others: others(sheet),
            rowless: view.map(|view| view.rowless.as_slice()).unwrap_or_default(),
            sums: view.map(|view| view.sums.as_slice()).unwrap_or_default(),
            edit: sheet.editing.as_ref(),
            gone: sheet.gone.as_ref(),
        }
    }
}

/// The pages; those that the client knows, without what is on them.
fn pages<'a>(view: &'a View, client: &mut Client) -> Vec<PagePayload<'a>> {
    let known = std::mem::take(&mut client.pages);
    let page = |(number, page): (usize, &'a ViewPage)| {
        let hash = hash(page);
        client.pages.push(hash);
        let said = Said { drawing: &page.drawing, texts: &page.texts };
        PagePayload {
            width: page.width,
            height: page.height,
            said: (known.get(number) != Some(&hash)).then_some(said),
        }
    };
    view.pages.iter().enumerate().map(page).collect()
}

fn hash(page: &ViewPage) -> u64 {
    static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    let texts: Vec<_> = page.texts.iter().map(|text| (&text.text, text.x.to_bits())).collect();
    match &page.drawing {
        Drawing::Items(items) => HASHER.hash_one((items, texts)),
        Drawing::Picture(svg) => HASHER.hash_one((svg, texts)),
    }
}

fn cells(sheet: &Sheet) -> Cow<'_, [ViewCell]> {
    let cells = sheet.view.as_deref().map(|view| view.cells.as_slice()).unwrap_or_default();
    let mark = mark(sheet);
    if mark == 0 {
        return Cow::Borrowed(cells);
    }
    let mut cells = cells.to_vec();
    let entries = cells.iter_mut().flat_map(|cell| &mut cell.entries);
    entries.for_each(|entry| leave_mark(entry, &sheet.name, mark));
    Cow::Owned(cells)
}

fn others(sheet: &Sheet) -> Cow<'_, [ViewEntry]> {
    let others = sheet.view.as_deref().map(|view| view.others.as_slice()).unwrap_or_default();
    let mark = mark(sheet);
    if mark == 0 {
        return Cow::Borrowed(others);
    }
    let mut others = others.to_vec();
    others.iter_mut().for_each(|entry| leave_mark(entry, &sheet.name, mark));
    Cow::Owned(others)
}

/// How long the byte-order mark of the project file is.
fn mark(sheet: &Sheet) -> usize {
    sheet.file.as_ref().map_or(0, |file| file.mark().len())
}

/// Counts a place in the project file from where its text begins, behind the mark.
fn leave_mark(entry: &mut ViewEntry, name: &str, mark: usize) {
    if let Some((file, start, end)) = &mut entry.place
        && file == name
    {
        *start = start.saturating_sub(mark);
        *end = end.saturating_sub(mark);
    }
}

/// What was found, each with the cells that it is about.
fn findings<'a>(sheet: &'a Sheet) -> Vec<Finding<'a>> {
    let view = sheet.view.as_deref();
    let cells = view.map(|view| view.cells.as_slice()).unwrap_or_default();
    let others = view.map(|view| view.others.as_slice()).unwrap_or_default();
    let about = about(&sheet.found, cells, others);
    let found = json::findings(&sheet.found).into_iter().zip(&sheet.found).zip(about);
    let finding = |((mut finding, found), about): ((serde_json::Value, &Diagnostic), About<'a>)| {
        // Whoever only looks writes the file.
        let (message, help) = found.words(sheet.editing.is_some());
        finding["message"] = message.into();
        finding["help"] = help.into();
        let About { cells, entry } = about;
        Finding { finding, cells, entry: entry.map(|entry| entry.path.as_slice()) }
    };
    found.map(finding).collect()
}
