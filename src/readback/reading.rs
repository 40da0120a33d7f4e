//! All that is read back of a PDF.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use kurbo::{Rect, Size};
use serde::{Deserialize, Serialize};

use super::anatomy::Anatomy;
use super::cells::{FoundForm, cells, find};
use super::document::{self, Info};
use super::graph;
use super::grid::{Broken, Grid, grids};
use super::line::squeeze;
use super::mark::Mark;
use super::oddity::{self, Oddity};
use super::page::{self, DrawnPage};
use super::plain_grid::PlainGrid;
use super::revisions::written;
use super::signature::{Signature, Signing, examine};
use super::unreadable::Unreadable;
use crate::form::{Form, Project};
use crate::system::fingerprint::Fingerprint;

/// What is read back of a PDF: little, and nothing that could do harm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What the PDF says about itself.
    pub info: Info,
    /// How many bytes the PDF has as it was first written.
    pub written: usize,
    /// How many bytes there are behind those.
    pub appended: usize,
    /// The text of the project that it carries.
    pub project: String,
    /// What stands on the pages, where they were asked for.
    pub pages: Option<Printout>,
}

/// What stands on the pages of a PDF, whatever form it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Printout {
    /// The grid of each page; or why they could not be read, in Chinese.
    pub grids: Result<Vec<PlainGrid>, Broken>,
    /// What stands above and below the grid of each page, without white space.
    pub around: Vec<[String; 2]>,
    /// How large the pages are, in whole points.
    pub sizes: Vec<(u32, u32)>,
    /// What no printed form has.
    pub oddities: Vec<Oddity>,
    /// How many glyphs are drawn.
    pub glyphs: usize,
    /// The fingerprint of the whole document without its signatures, however it is saved.
    pub whole: Fingerprint,
    /// Its signatures.
    pub signatures: Vec<Signature>,
    /// What it is made of.
    pub anatomy: Anatomy,
    /// The outlines that characters are drawn with.
    pub outlines: BTreeMap<String, Vec<Fingerprint>>,
}

/// The cells of a form on one of its pages.
#[derive(Debug, PartialEq)]
pub struct PageCells {
    /// How large the page is, in points.
    pub size: Size,
    /// The cells that the project fills in, each with its path, as
    /// [`Project::cells`] has it, and its area from the page's upper left corner. A
    /// label that is shown again has an area on each page.
    pub cells: Vec<(Vec<String>, Rect)>,
}

/// Reads a PDF that carries a project; with what stands on its pages, if asked for.
pub fn read(bytes: Vec<u8>, with_pages: bool) -> Result<Reading, Unreadable> {
    let pdf = document::open(bytes)?;
    let written = written(&pdf);
    let appended = pdf.data().as_ref()[written..].trim_ascii().len();
    let project = document::project(&pdf)?;
    let pages = with_pages.then(|| Printout::read(&pdf)).transpose()?;
    Ok(Reading { info: document::info(&pdf), written, appended, project, pages })
}

/// Where the cells of a form are that this program has just printed from `project`.
pub fn areas(bytes: Vec<u8>, project: &Project) -> Result<Vec<PageCells>, Unreadable> {
    let pages = page::read(&document::open(bytes)?)?;
    let printed = grids(&pages).and_then(|grids| cells(&plain(&grids), project.form()));
    let printed = printed.map_err(Unreadable::Damaged)?;
    let of_project = project.cells();
    if printed.len() != of_project.len() {
        return Err(Unreadable::damaged("表里的格子和项目的不同"));
    }
    let blank = |page: &DrawnPage| PageCells {
        size: Size::new(page.width, page.height),
        cells: Vec::new(),
    };
    let mut found: Vec<_> = pages.iter().map(blank).collect();
    for (cell, printed) in of_project.iter().zip(&printed) {
        let path: Vec<_> = cell.path.iter().map(|part| (*part).to_owned()).collect();
        for &(page, area) in &printed.areas {
            if let Some(found) = found.get_mut(page) {
                found.cells.push((path.clone(), area));
            }
        }
    }
    Ok(found)
}

impl Printout {
    fn read(pdf: &Pdf) -> Result<Self, Unreadable> {
        let pages = page::read(pdf)?;
        let grids = grids(&pages);
        let readable = grids.as_deref().unwrap_or_default();
        let oddities = oddity::find(&pages, readable);
        let signing = Signing::find(pdf);
        let graph::Whole { fingerprint: whole, is_doubtful } = graph::whole(pdf, &signing);
        let mut anatomy = Anatomy::read(pdf, &signing, &pages, readable)?;
        anatomy.is_doubtful = is_doubtful;
        let mark = |id| Mark::of_widget(id, pdf, &pages, readable);
        let signatures = examine(pdf, &signing, whole, mark);
        let around =
            pages.iter().enumerate().map(|(index, page)| around(page, readable.get(index)));
        let around = around.collect();
        let size = |page: &DrawnPage| (page.width.round() as u32, page.height.round() as u32);
        let grids = grids.map(|grids| plain(&grids));
        let sizes = pages.iter().map(size).collect();
        let glyphs = pages.iter().map(|page| page.glyphs.len()).sum();
        let outlines = outlines(&pages);
        Ok(Self { grids, around, sizes, oddities, glyphs, whole, signatures, anatomy, outlines })
    }

    /// What a project of `form` fills in, or why it is not there, in Chinese.
    pub fn find(&self, form: &Form) -> Result<FoundForm, Broken> {
        find(self.grids.as_ref().map_err(Broken::clone)?, form)
    }
}

fn plain(grids: &[Grid]) -> Vec<PlainGrid> {
    grids.iter().map(Grid::plain).collect()
}

/// What stands above and below a page's grid. What is beside it counts as above.
fn around(page: &DrawnPage, grid: Option<&Grid>) -> [String; 2] {
    let grid = grid.map_or(Rect::ZERO, Grid::area);
    let lines = page.lines_outside(grid);
    let (below, above): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.baseline() > grid.y1);
    [above, below].map(|lines| lines.iter().map(|line| squeeze(&line.text())).collect())
}

fn outlines(pages: &[DrawnPage]) -> BTreeMap<String, Vec<Fingerprint>> {
    let mut outlines: BTreeMap<String, Vec<Fingerprint>> = BTreeMap::new();
    for glyph in pages.iter().flat_map(|page| &page.glyphs) {
        if !outlines.contains_key(&glyph.text) {
            outlines.insert(glyph.text.clone(), Vec::new());
        }
        if let Some(known) = outlines.get_mut(&glyph.text)
            && !known.contains(&glyph.outline)
        {
            known.push(glyph.outline);
        }
    }
    outlines
}
