//! A printed form, read back row by row and held against the expected grid.

use std::ops::Range;

use super::data::FormData;
use super::expected::{self, ExpectedRow, Style, squeeze};
use super::read_back;
use crate::support::build;
use crate::support::pdf::{Grid, GridCell, Pdf, TextLine};

/// The columns' shares of the grid's width, in percent.
const SHARES: [f64; 5] = [16.0, 16.0, 29.0, 19.5, 19.5];
/// Marks that may not begin a line, and marks that may not end one (禁则).
const CLOSING: &str = "，。、；：！？）》”’〉」』】〕";
const OPENING: &str = "（《“‘〈「『【〔";

/// A form in print, beside what it should be.
pub struct Printed {
    /// The PDF.
    pub pdf: Pdf,
    /// The grid of each page.
    pub grids: Vec<Grid>,
    /// The rows that the form should have.
    pub expected: Vec<ExpectedRow>,
    /// For each page and each row on it, the number of the expected row.
    pub rows: Vec<Vec<usize>>,
}

/// What is printed of an expected cell: mostly one cell, several where it goes
/// on over pages.
type Pieces<'a> = Vec<(usize, &'a GridCell)>;

impl Printed {
    /// Builds a form from its file's text and checks all that holds for every
    /// form.
    pub fn new(form: &FormData) -> Self {
        Self::check(build::pdf(&build::read_text(&form.to_yaml())), form)
    }

    /// Reads a PDF back and checks all that holds for every form.
    pub fn check(bytes: Vec<u8>, form: &FormData) -> Self {
        read_back::check(&bytes, form);
        let pdf = Pdf::open(bytes);
        let grids = pdf.grids();
        let expected = expected::rows(form);
        let rows = match_rows(&grids, &expected);
        let printed = Self { pdf, grids, expected, rows };
        printed.check_texts();
        printed.check_merged_cells();
        printed.check_heads();
        printed.check_columns();
        printed.check_glyphs();
        printed.check_labels();
        printed.check_paragraphs();
        printed.check_around_the_grid(form);
        printed
    }

    /// The pages that hold a part of the expected row `number`.
    pub fn pages_of(&self, number: usize) -> Vec<usize> {
        (0..self.rows.len()).filter(|&page| self.rows[page].contains(&number)).collect()
    }

    /// The number of the header row of the indicators, row 14.
    pub fn indicator_head(&self) -> usize {
        self.expected.iter().rposition(|row| row.head).expect("every form has indicators")
    }

    /// What an expected cell says in each of the places that it is printed in.
    pub fn shown(&self, number: usize, columns: &Range<usize>) -> Vec<String> {
        self.pieces(number, columns).iter().map(|(_, piece)| squeeze(&piece.text())).collect()
    }

    /// The cells that an expected cell is printed in; a repeated header row
    /// only where it stands first.
    fn pieces(&self, number: usize, columns: &Range<usize>) -> Pieces<'_> {
        let row = &self.expected[number];
        let mut pieces = Vec::new();
        for page in self.pages_of(number) {
            for (y, _) in self.rows[page].iter().enumerate().filter(|&(_, &found)| found == number)
            {
                let cells = self.grids[page].row(y);
                let cell = cells.into_iter().find(|cell| cell.columns == *columns);
                pieces.extend(cell.map(|cell| (page, cell)));
            }
            if row.head {
                break;
            }
        }
        pieces
    }

    /// Every text is there, complete, in its own cell and in no other.
    fn check_texts(&self) {
        for (number, row) in self.expected.iter().enumerate() {
            for cell in &row.cells {
                let pieces = self.pieces(number, &cell.columns);
                let mut texts: Vec<_> =
                    pieces.iter().map(|(_, piece)| squeeze(&piece.text())).collect();
                // A label may be shown again where its row goes on.
                if cell.style == Style::Label || cell.merged.is_some() {
                    texts.dedup();
                }
                assert_eq!(
                    texts.concat(),
                    squeeze(&cell.text),
                    "row {number}, columns {:?}, pages {:?}",
                    cell.columns,
                    self.pages_of(number),
                );
            }
        }
    }

    /// Rows that share a cell are merged, and no others are.
    fn check_merged_cells(&self) {
        for (page, numbers) in self.rows.iter().enumerate() {
            let grid = &self.grids[page];
            for y in 1..numbers.len() {
                let (above, below) = (&self.expected[numbers[y - 1]], &self.expected[numbers[y]]);
                for cell in &below.cells {
                    let shared = cell.merged.is_some() && above.cells.contains(cell);
                    let printed = grid.row(y);
                    let printed = printed.iter().find(|found| found.columns == cell.columns);
                    let printed = printed.expect("the row has been matched");
                    assert_eq!(
                        printed.rows.contains(&(y - 1)),
                        shared,
                        "page {page}, rows {} and {y}, “{}”",
                        y - 1,
                        cell.text,
                    );
                }
            }
        }
    }

    /// A page that goes on with indicators begins with their header row, and no
    /// header row is the last one on its page.
    fn check_heads(&self) {
        let head = self.indicator_head();
        for (page, numbers) in self.rows.iter().enumerate() {
            if numbers[0] > head {
                panic!("page {page} goes on with indicators without a header row");
            }
            let last = numbers[numbers.len() - 1];
            let goes_on = self.expected.get(last + 1).is_some_and(|row| !row.is_text());
            let alone = self.expected[last].head && goes_on;
            assert!(!alone, "page {page} ends with a header row");
        }
    }

    /// Six edges on every page, at the same places, with rules all alike.
    fn check_columns(&self) {
        // These are the edges of all pages together.
        let xs = &self.grids[0].xs;
        assert_eq!(xs.len(), 6, "edges of columns are at {xs:?}");
        for (x, share) in SHARES.iter().enumerate() {
            let found = (xs[x + 1] - xs[x]) / (xs[5] - xs[0]) * 100.0;
            assert!((found - share).abs() < 0.5, "column {x} takes {found} %");
        }
        for (page, drawn) in self.pdf.pages.iter().enumerate() {
            assert_eq!(drawn.others, 0, "page {page} has more than rules and glyphs");
            assert!((drawn.width - 595.28).abs() < 0.5 && (drawn.height - 841.89).abs() < 0.5);
            for rule in &drawn.rules {
                assert!(rule.black && (0.3..=1.0).contains(&rule.width), "page {page}: {rule:?}");
            }
        }
    }

    /// All ink is inside its cell, no two lines run into one another, and digits
    /// are half an em wide.
    fn check_glyphs(&self) {
        for (page, grid) in self.grids.iter().enumerate() {
            let drawn = &self.pdf.pages[page];
            let paper = kurbo::Rect::new(0.0, 0.0, drawn.width, drawn.height);
            // What any printer can reach: 5 mm from the edges.
            let bounds = paper.inset(-14.2);
            for glyph in &drawn.glyphs {
                let ink = glyph.ink.unwrap_or_default();
                let inside = ink == kurbo::Rect::ZERO || bounds.union(ink) == bounds;
                assert!(inside, "page {page}: {glyph:?} is in the margin");
                assert_ne!(glyph.text, "\u{FFFD}", "page {page}: {glyph:?} has no text");
            }
            for cell in &grid.cells {
                check_cell(page, cell);
            }
            for line in drawn.lines_outside(grid.area()) {
                check_digits(page, &line);
            }
        }
    }

    /// Labels stand in the middle of their cells.
    fn check_labels(&self) {
        for (number, row) in self.expected.iter().enumerate() {
            for cell in row.cells.iter().filter(|cell| cell.style == Style::Label) {
                let pieces = self.pieces(number, &cell.columns);
                if pieces.len() == 1 {
                    check_centred(pieces[0].1);
                }
            }
        }
    }

    /// Long texts begin at the left, keep their paragraphs, and break their
    /// lines where they may.
    fn check_paragraphs(&self) {
        for (number, row) in self.expected.iter().enumerate() {
            for cell in row.cells.iter().filter(|cell| cell.style == Style::Text) {
                let pieces = self.pieces(number, &cell.columns);
                let lines: Vec<_> = pieces
                    .iter()
                    .flat_map(|(_, cell)| cell.lines.iter().map(TextLine::text))
                    .collect();
                let ends = line_ends(lines.iter().map(String::as_str));
                for end in line_ends(cell.text.split('\n')) {
                    assert!(ends.contains(&end), "row {number}: a paragraph goes on at {end}");
                }
                for (_, piece) in &pieces {
                    for line in &piece.lines {
                        let indent = line.left() - piece.area.x0;
                        assert!(indent < 8.0, "row {number} “{}” is indented", line.text());
                    }
                }
            }
        }
    }

    /// No line of any cell begins or ends with a mark that may not stand there.
    pub fn check_line_breaks(&self) {
        let cells = self.grids.iter().flat_map(|grid| &grid.cells);
        for text in cells.flat_map(|cell| cell.lines.iter().map(TextLine::text)) {
            let begins = text.trim().chars().next().is_some_and(|c| CLOSING.contains(c));
            let ends = text.trim().chars().next_back().is_some_and(|c| OPENING.contains(c));
            assert!(!begins && !ends, "a line is broken at the wrong place: “{text}”");
        }
    }

    /// Title and year stand above the first page's grid, and below each grid
    /// the page's number, where there are several; nothing else.
    fn check_around_the_grid(&self, form: &FormData) {
        let count = self.pdf.pages.len();
        for (page, grid) in self.grids.iter().enumerate() {
            let drawn = &self.pdf.pages[page];
            let lines = drawn.lines_outside(grid.area());
            let (above, below): (Vec<_>, Vec<_>) =
                lines.iter().partition(|line| line.baseline() < grid.ys[0]);
            let texts =
                |lines: &[&TextLine]| lines.iter().map(|line| line.text()).collect::<Vec<_>>();
            if page == 0 {
                let year = format!("{}年度", form.year);
                assert_eq!(texts(&above), ["南京市市级项目预算绩效目标表", &year]);
                let (title, year) = (above[0].size(), above[1].size());
                assert!((18.0..=22.0).contains(&title), "the title is {title} pt");
                assert!((year - 12.0).abs() < 0.6, "the year line is {year} pt");
            } else {
                assert_eq!(texts(&above), [""; 0], "page {page}");
            }
            let number = format!("第 {} 页 共 {count} 页", page + 1);
            let footer = if count > 1 { vec![number] } else { vec![] };
            assert_eq!(texts(&below), footer, "page {page}");
            for line in &lines {
                let middle = (line.left() + line.right()) / 2.0;
                let off = (middle - drawn.width / 2.0).abs();
                assert!(off < 1.0, "page {page}: “{}” is {off} off the middle", line.text());
            }
        }
    }
}

/// Finds for each printed row the expected one: the next one, a header row that
/// is repeated at a page's top, or the rest of a long text.
fn match_rows(grids: &[Grid], expected: &[ExpectedRow]) -> Vec<Vec<usize>> {
    let mut next = 0;
    let mut found = Vec::new();
    for (page, grid) in grids.iter().enumerate() {
        let mut numbers = Vec::new();
        for y in 0..grid.rows() {
            let texts: Vec<_> = grid
                .row(y)
                .iter()
                .map(|cell| (cell.columns.clone(), squeeze(&cell.text())))
                .collect();
            let is_repeated =
                |number: &usize| expected[*number].head && expected[*number].texts() == texts;
            let repeated = (0..next).rfind(is_repeated);
            assert!(repeated.is_none() || y == 0, "page {page} repeats a header row at row {y}");
            let at_top = numbers.iter().all(|&number: &usize| number + 1 < next);
            let continued = at_top && next > 0 && is_rest(&texts, &expected[next - 1]);
            let number = match repeated {
                Some(number) => number,
                None if continued => next - 1,
                None => {
                    next += 1;
                    next - 1
                }
            };
            let columns = |texts: &[(Range<usize>, String)]| -> Vec<Range<usize>> {
                texts.iter().map(|(columns, _)| columns.clone()).collect()
            };
            let row = expected.get(number).unwrap_or_else(|| {
                panic!("page {page} has a row too much: {texts:?}");
            });
            assert_eq!(
                columns(&texts),
                columns(&row.texts()),
                "page {page}, row {y}: {texts:?}, not {:?}",
                row.texts(),
            );
            numbers.push(number);
        }
        found.push(numbers);
    }
    assert_eq!(next, expected.len(), "how many rows there are");
    found
}

/// Whether a printed row is the rest of `row`: of a long text with the label
/// left out or shown again, or of a row that is higher than a page.
fn is_rest(texts: &[(Range<usize>, String)], row: &ExpectedRow) -> bool {
    let expected = row.texts();
    texts.len() == expected.len()
        && texts.iter().zip(&expected).all(|((columns, text), (place, whole))| {
            columns == place && whole.contains(text.as_str())
        })
        && texts != expected
}

fn check_cell(page: usize, cell: &GridCell) {
    let area = cell.area.inflate(0.1, 0.1);
    for glyph in cell.glyphs() {
        // 小五 to 五号.
        assert!((8.9..=10.6).contains(&glyph.size), "page {page}: {glyph:?}");
        let inside = glyph.ink.is_none_or(|ink| area.union(ink) == area);
        assert!(inside, "page {page}: {glyph:?} sticks out of {:?}", cell.area);
    }
    for pair in cell.lines.windows(2) {
        let distance = pair[1].baseline() - pair[0].baseline();
        assert!(
            distance >= pair[1].size() * 0.95,
            "page {page}: lines run into one another: “{}”, “{}”",
            pair[0].text(),
            pair[1].text(),
        );
    }
    for line in &cell.lines {
        check_digits(page, line);
    }
}

fn check_digits(page: usize, line: &TextLine) {
    let is_digit = |text: &str| text.len() == 1 && text.as_bytes()[0].is_ascii_digit();
    for (index, glyph) in line.glyphs.iter().enumerate().filter(|(_, glyph)| is_digit(&glyph.text))
    {
        // From one digit to the next, and for the last one what the font says.
        let next = line.glyphs.get(index + 1).filter(|next| is_digit(&next.text));
        let advance = next.map_or(glyph.advance, |next| next.origin.x - glyph.origin.x);
        let em = advance / glyph.size;
        assert!((em - 0.5).abs() < 0.01, "page {page}: “{}” is {em} em wide", glyph.text);
    }
}

fn check_centred(cell: &GridCell) {
    let (Some(first), Some(last)) = (cell.lines.first(), cell.lines.last()) else { return };
    for line in &cell.lines {
        let off = (line.left() + line.right()) / 2.0 - cell.area.center().x;
        assert!(off.abs() < 0.5, "“{}” is {off} pt off the middle", line.text());
    }
    // The middle of a Chinese character is 0.38 em above its baseline.
    let middle = (first.baseline() + last.baseline()) / 2.0 - first.size() * 0.38;
    let off = middle - cell.area.center().y;
    assert!(off.abs() < 1.0, "“{}” is {off} pt off the middle", cell.text());
}

/// How many characters, white space aside, there are up to each line's end.
fn line_ends<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<usize> {
    let mut end = 0;
    let ends = lines.into_iter().map(|line| {
        end += squeeze(line).chars().count();
        end
    });
    ends.collect()
}
