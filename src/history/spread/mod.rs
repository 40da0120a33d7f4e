//! Pages side by side: the old version of a form's page on the left, the new one on the
//! right, with the cells marked that differ.

mod album;

use std::path::Path;

use tiny_skia::{
    BlendMode, Color, Paint, PathBuilder, Pixmap, PixmapPaint, Rect, Stroke, Transform,
};

pub use album::Album;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::history::compare::{ComparedForm, FormVersion, Pair, Paths};
use crate::print::export::{self, File, Format};
use crate::print::typeset::{self, Typesetter};
use crate::print::{self, Options, Printed};
use crate::readback::{self, PageCells};
use crate::source::Forms;

/// The room around each page, in points, and its colour.
const GAP: f32 = 12.0;
const DESK: [u8; 3] = [200, 200, 200];
/// How thick the line around a marked cell is, in points.
const LINE: f32 = 1.5;
/// The tint and the line of a cell that is no more what it was, and of what it is now.
const MARKS: [[[u8; 3]; 2]; 2] = [[[255, 215, 215], [190, 0, 0]], [[210, 245, 210], [0, 120, 0]]];

/// Draws the pages of forms.
pub struct Studio<'a> {
    /// The forms that there are.
    pub forms: &'a Forms,
    /// Typesets them.
    pub typesetter: &'a Typesetter,
    /// Pixels per inch.
    pub ppi: f64,
}

/// A page with what has changed on it.
struct MarkedPage {
    picture: Pixmap,
    /// Whether a cell is marked, or the page itself is not on both sides.
    is_changed: bool,
}

impl Studio<'_> {
    /// The PNGs of the pages that have changed in `form`, called by the place of its file
    /// and the page's number. A form that is on one side only has no marks, and nothing
    /// beside it.
    pub fn draw(&self, form: &ComparedForm) -> Result<Vec<File>, Vec<Diagnostic>> {
        let [old_cells, new_cells] = match form.sides {
            Pair::Kept { .. } => form.cells(),
            Pair::Added(_) | Pair::Removed(_) => Default::default(),
        };
        let old = self.pages(form.sides.before(), &old_cells, MARKS[0])?;
        let new = self.pages(form.sides.after(), &new_cells, MARKS[1])?;
        let stem = Path::new(&form.sides.last().name).with_extension("");
        let mut files = Vec::new();
        for index in 0..old.len().max(new.len()) {
            if let Some(picture) = facing(old.get(index), new.get(index), self.scale()) {
                let path = export::with_ending(&stem, &format!("-{}.png", index + 1));
                files.push(File { path, bytes: encoded(&picture)? });
            }
        }
        Ok(files)
    }

    /// The pages of a version with `cells` marked; none where there is no such version.
    fn pages(
        &self,
        version: Option<&FormVersion>,
        cells: &Paths,
        marks: [[u8; 3]; 2],
    ) -> Result<Vec<MarkedPage>, Vec<Diagnostic>> {
        let Some(version) = version else { return Ok(Vec::new()) };
        let pdf = self.print(version, Format::Pdf { time: None })?;
        let pictures = self.print(version, Format::Png { ppi: self.ppi })?;
        typeset::forget();
        let pdf = pdf.files.into_iter().next().map(|file| file.bytes).unwrap_or_default();
        let areas = readback::areas(pdf, &version.project)
            .map_err(|failure| failure.explain(Path::new(&version.name)))?;
        let pages = areas.iter().zip(&pictures.files);
        pages.map(|(areas, file)| self.page(&file.bytes, areas, cells, marks)).collect()
    }

    fn print(&self, version: &FormVersion, format: Format) -> Result<Printed, Vec<Diagnostic>> {
        let project = &version.project;
        let year = project.year();
        let edition = self.forms.choose(Some(&project.form().name), &year);
        let edition = edition.map_err(|why| why.explain(self.forms, &year))?;
        let options = Options { format, attach: false };
        print::print(project, edition, Path::new(""), self.typesetter, &options)
    }

    fn page(
        &self,
        png: &[u8],
        areas: &PageCells,
        cells: &Paths,
        marks: [[u8; 3]; 2],
    ) -> Result<MarkedPage, Vec<Diagnostic>> {
        let mut picture = Pixmap::decode_png(png)
            .map_err(|error| Diagnostic::new(&rule::INTERNAL, error.to_string()))?;
        let mut is_changed = false;
        for (path, area) in &areas.cells {
            if !cells.contains(path) {
                continue;
            }
            is_changed = true;
            let [left, top, right, bottom] =
                [area.x0, area.y0, area.x1, area.y1].map(|at| at as f32 * self.scale());
            if let Some(area) = Rect::from_ltrb(left, top, right, bottom) {
                mark(&mut picture, area, marks, LINE * self.scale());
            }
        }
        Ok(MarkedPage { picture, is_changed })
    }

    /// Pixels per point.
    fn scale(&self) -> f32 {
        self.ppi as f32 / 72.0
    }
}

/// Tints an area, so that what is printed in it stays black, and draws a line around it.
fn mark(picture: &mut Pixmap, area: Rect, [tint, line]: [[u8; 3]; 2], width: f32) {
    let mut paint = Paint { blend_mode: BlendMode::Multiply, ..Paint::default() };
    paint.set_color(opaque(tint));
    picture.fill_rect(area, &paint, Transform::identity(), None);
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(opaque(line));
    let outline = PathBuilder::from_rect(area);
    let stroke = Stroke { width, ..Stroke::default() };
    picture.stroke_path(&outline, &paint, &stroke, Transform::identity(), None);
}

/// Two pages beside each other; nothing where neither has changed.
fn facing(old: Option<&MarkedPage>, new: Option<&MarkedPage>, scale: f32) -> Option<Pixmap> {
    let is_changed = |page: Option<&MarkedPage>| page.is_none_or(|page| page.is_changed);
    if !is_changed(old) && !is_changed(new) {
        return None;
    }
    let size =
        |page: Option<&MarkedPage>| page.map(|page| (page.picture.width(), page.picture.height()));
    let (old_size, new_size) = (size(old).or(size(new))?, size(new).or(size(old))?);
    let gap = (GAP * scale).ceil() as u32;
    let width = old_size.0 + new_size.0 + 3 * gap;
    let height = old_size.1.max(new_size.1) + 2 * gap;
    let mut spread = Pixmap::new(width, height)?;
    spread.fill(opaque(DESK));
    for (page, x) in [(old, gap), (new, 2 * gap + old_size.0)] {
        if let Some(page) = page {
            let paint = PixmapPaint::default();
            let picture = page.picture.as_ref();
            spread.draw_pixmap(x as i32, gap as i32, picture, &paint, Transform::identity(), None);
        }
    }
    Some(spread)
}

fn opaque([red, green, blue]: [u8; 3]) -> Color {
    Color::from_rgba8(red, green, blue, 255)
}

fn encoded(picture: &Pixmap) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let encoded = picture.encode_png();
    encoded.map_err(|error| Diagnostic::new(&rule::INTERNAL, error.to_string()).into())
}
