//! The lines of a form's page, before any project has filled them in.
//!
//! Printing fills a pattern in, and reading back looks for it on the pages: so both know
//! of the same cells.

use std::ops::Range;

use super::definition::Form;
use super::formula::Ref;
use super::header;
use super::kind::{Column, Kind};
use super::page::{Beside, Block, Content, Fact, Note, Piece, RowsBlock};

/// Lines of the page that stay together in the same way.
#[derive(Debug)]
pub struct PartPattern {
    /// How they run over pages.
    pub breaks: Breaks,
    /// The lines that are shown again at the top of each page; none but for a tree.
    pub head: Vec<LinePattern>,
    /// The lines.
    pub lines: Vec<LinePattern>,
}

/// How lines run over pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breaks {
    /// Wherever a line of text ends.
    Flow,
    /// Nowhere, as long as they fit on a page; otherwise between two lines.
    Kept,
    /// The same, but that they are a table of their own with a header.
    Paged,
}

/// A line: a row of the grid, or many like it.
#[derive(Debug, Clone)]
pub struct LinePattern {
    /// The labels at the left that go over all lines that share them, the outermost first.
    pub labels: Vec<Slot>,
    /// The cells of the line itself.
    pub cells: Vec<Slot>,
    /// The field whose rows the line is repeated for, by its path.
    pub repeats: Option<Vec<usize>>,
    /// What it is to those below it.
    pub head: Head,
    /// Whether it has no lines around it, as what stands above or below a table.
    pub is_plain: bool,
}

/// What a line is to a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// It neither is one nor stands below one.
    None,
    /// It is one.
    Is,
    /// It stands below those before it, which are shown again above it on a new page.
    Below,
}

/// A cell of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// The columns of the grid that it covers.
    pub columns: Range<usize>,
    /// How many lines it covers; more than one in headers only.
    pub rows: usize,
    /// How it is set.
    pub setting: Setting,
    /// What stands in it.
    pub what: What,
}

/// How a cell is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// The form's fixed words, centred, in the font of labels.
    Label,
    /// What the project says, centred.
    Value,
    /// What the project says, from the left.
    Text,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Words of the form.
    Fixed(String),
    /// What fields say, one right behind the other.
    Fields {
        /// What the cell is called, where it is that of several fields.
        name: String,
        /// The paths of the fields.
        paths: Vec<Vec<usize>>,
    },
    /// All choices of a field, by its path, each with a box that is ticked or not.
    Boxes(Vec<usize>),
    /// A text with what the form says in it.
    Note {
        /// The keys that lead to what it says; where there are several, they are one name.
        path: Vec<String>,
        /// Its pieces, one right behind the other.
        pieces: Vec<Piece>,
    },
    /// A value that is computed, or stands in a matrix.
    Value {
        /// The keys that lead to it.
        path: Vec<String>,
        /// What it is.
        of: Ref,
    },
    /// A name of the row: of a tree, the one of this level.
    Name(usize),
    /// What the row says in a column.
    Column(usize),
    /// A tick, where a choice is made.
    Tick {
        /// The column.
        column: usize,
        /// The choice.
        choice: usize,
    },
}

/// The lines of a form's page.
pub fn of(form: &Form) -> Vec<PartPattern> {
    let width = form.page.columns.len();
    let mut parts: Vec<PartPattern> = Vec::new();
    for block in &form.page.blocks {
        let mut part = PartPattern { breaks: breaks(block), head: Vec::new(), lines: Vec::new() };
        let mut writer = Writer { form, part: &mut part, labels: Vec::new() };
        writer.block(block, 0..width);
        match parts.last_mut() {
            Some(last) if last.breaks == Breaks::Flow && part.breaks == Breaks::Flow => {
                last.lines.extend(part.lines);
            }
            // What is summed up below rows stays with the last of them.
            Some(last) if last.breaks == Breaks::Paged && matches!(block, Block::Facts(_)) => {
                last.lines.extend(part.lines);
            }
            _ => parts.push(part),
        }
    }
    parts
}

/// How a block runs over pages.
fn breaks(block: &Block) -> Breaks {
    match block {
        Block::Facts(_) | Block::Texts { .. } | Block::Note(_) => Breaks::Flow,
        // A header of texts is none without them.
        Block::Table(_) | Block::Matrix(_) | Block::Beside(_) => Breaks::Kept,
        Block::Tree(_) => Breaks::Paged,
        Block::Group { blocks, .. } => {
            let all: Vec<_> = blocks.iter().map(breaks).collect();
            let has_texts = |block: &Block| matches!(block, Block::Texts { .. });
            match () {
                () if all.contains(&Breaks::Paged) => Breaks::Paged,
                () if blocks.iter().any(has_texts) => Breaks::Flow,
                () => Breaks::Kept,
            }
        }
    }
}

struct Writer<'a> {
    form: &'a Form,
    part: &'a mut PartPattern,
    /// The labels of the groups around the block.
    labels: Vec<Slot>,
}

impl<'a> Writer<'a> {
    /// Writes a block into these columns of the grid.
    fn block(&mut self, block: &Block, columns: Range<usize>) {
        match block {
            Block::Facts(rows) => rows.iter().for_each(|row| self.facts(row, &columns)),
            Block::Texts { label, texts } => {
                let middle = (columns.start + label).min(columns.end);
                for (name, path) in texts {
                    let label = fixed(columns.start..middle, name);
                    let text = self.field(middle..columns.end, Setting::Text, path);
                    self.line(vec![label, text], Head::None);
                }
            }
            Block::Beside(texts) => self.beside(texts, columns.start),
            Block::Table(rows) => self.table(rows, columns.start),
            Block::Matrix(rows) => self.matrix(rows, columns.start),
            Block::Tree(rows) => self.tree(rows, columns.start),
            Block::Note(note) => self.note(note, columns),
            Block::Group { label, span, blocks } => {
                let middle = (columns.start + span).min(columns.end);
                self.labels.push(fixed(columns.start..middle, label));
                for block in blocks {
                    self.block(block, middle..columns.end);
                }
                self.labels.pop();
            }
        }
    }

    fn line(&mut self, cells: Vec<Slot>, head: Head) {
        let labels = self.labels.clone();
        let line = LinePattern { labels, cells, repeats: None, head, is_plain: false };
        self.part.lines.push(line);
    }

    fn note(&mut self, note: &Note, columns: Range<usize>) {
        let named = |piece: &Piece| match piece {
            Piece::Words(_) => None,
            Piece::Of(of) => Some(self.form.name_of(of)),
        };
        let names: Vec<_> = note.pieces.iter().filter_map(named).collect();
        let what = match (note.pieces.as_slice(), names.as_slice()) {
            ([Piece::Words(text)], _) => What::Fixed(text.clone()),
            (pieces, [path]) => What::Note { path: path.clone(), pieces: pieces.to_vec() },
            (pieces, names) => {
                let last: Vec<&str> =
                    names.iter().filter_map(|name| name.last()).map(String::as_str).collect();
                What::Note { path: vec![last.join("/")], pieces: pieces.to_vec() }
            }
        };
        let cells = vec![Slot { columns, rows: 1, setting: Setting::Text, what }];
        let (labels, head) = (self.labels.clone(), Head::None);
        let line = LinePattern { labels, cells, repeats: None, head, is_plain: note.is_plain };
        self.part.lines.push(line);
    }

    fn field(&self, columns: Range<usize>, setting: Setting, path: &[usize]) -> Slot {
        let name = self.form.keys(path).last().copied().unwrap_or_default().to_owned();
        let what = What::Fields { name, paths: vec![path.to_vec()] };
        Slot { columns, rows: 1, setting, what }
    }

    fn facts(&mut self, row: &[Fact], columns: &Range<usize>) {
        let mut at = columns.start;
        let cells = row.iter().map(|Fact { span, content }| {
            let columns = at..at + span;
            at += span;
            let (setting, what) = match content {
                Content::Label(text) => (Setting::Label, What::Fixed(text.clone())),
                Content::Words(text) => (Setting::Value, What::Fixed(text.clone())),
                Content::Fields { name, paths } => {
                    (Setting::Value, What::Fields { name: name.clone(), paths: paths.clone() })
                }
                Content::Boxes(path) => (Setting::Value, What::Boxes(path.clone())),
                Content::Value(of) => {
                    let path = self.form.name_of(of);
                    (Setting::Value, What::Value { path, of: of.clone() })
                }
            };
            Slot { columns, rows: 1, setting, what }
        });
        let cells = cells.collect();
        self.line(cells, Head::None);
    }

    fn beside(&mut self, texts: &[Beside], start: usize) {
        let mut at = start;
        let mut heads = Vec::new();
        let mut cells = Vec::new();
        for Beside { span, label, path } in texts {
            let columns = at..at + span;
            at += span;
            heads.push(fixed(columns.clone(), label));
            cells.push(self.field(columns, Setting::Text, path));
        }
        self.line(heads, Head::Is);
        self.line(cells, Head::Below);
    }

    fn table(&mut self, rows: &RowsBlock, start: usize) {
        let Some(columns) = self.columns(rows) else { return };
        let spans = spans(&rows.spans, start);
        self.header(header::lines(rows, columns, &spans, 1));
        let mut cells = vec![Slot {
            columns: spans.first().cloned().unwrap_or(start..start),
            rows: 1,
            setting: Setting::Value,
            what: What::Name(0),
        }];
        cells.extend(values(columns, spans.get(1..).unwrap_or_default()));
        self.rows(rows, cells, Vec::new());
    }

    fn tree(&mut self, rows: &RowsBlock, start: usize) {
        let Some(Kind::Tree(tree)) = self.form.field_at(&rows.path).map(|field| &field.kind) else {
            return;
        };
        let spans = spans(&rows.spans, start);
        let levels = tree.levels.len();
        let before = self.part.lines.len();
        self.header(header::lines(rows, &tree.columns, &spans, levels));
        // The first lines of a part of its own are shown again on each of its pages.
        if before == 0 {
            self.part.head = self.part.lines.split_off(0);
        }
        let name = |level: usize| Slot {
            columns: spans.get(level).cloned().unwrap_or(start..start),
            rows: 1,
            setting: Setting::Value,
            what: What::Name(level),
        };
        let mut cells = vec![name(levels - 1)];
        cells.extend(values(&tree.columns, spans.get(levels..).unwrap_or_default()));
        self.rows(rows, cells, (0..levels - 1).map(name).collect());
    }

    /// A line that is repeated for each row of a field; `groups` are the labels that rows
    /// share.
    fn rows(&mut self, rows: &RowsBlock, cells: Vec<Slot>, groups: Vec<Slot>) {
        let labels = [self.labels.clone(), groups].concat();
        let repeats = Some(rows.path.clone());
        let head = Head::Below;
        self.part.lines.push(LinePattern { labels, cells, repeats, head, is_plain: false });
    }

    fn matrix(&mut self, rows: &RowsBlock, start: usize) {
        let Some(Kind::Matrix(matrix)) = self.form.field_at(&rows.path).map(|field| &field.kind)
        else {
            return;
        };
        let spans = spans(&rows.spans, start);
        let names = if matrix.has_groups() { 2 } else { 1 };
        self.header(header::lines(rows, &matrix.columns, &spans, names));
        let values = spans.get(names..).unwrap_or_default();
        let (first, last) = (spans[0].clone(), spans[names - 1].clone());
        for (index, row) in matrix.rows.iter().enumerate() {
            let (group, label) = match &row.group {
                Some(group) => (Some(fixed(first.clone(), group)), last.clone()),
                None => (None, first.start..last.end),
            };
            let mut cells = vec![fixed(label, &row.label)];
            for (column, columns) in values.iter().enumerate() {
                let of = Ref::Cell { field: rows.path.clone(), row: index, column };
                let what = What::Value { path: self.form.name_of(&of), of };
                let setting = match matrix.columns.get(column) {
                    Some(column) if column.left => Setting::Text,
                    _ => Setting::Value,
                };
                cells.push(Slot { columns: columns.clone(), rows: 1, setting, what });
            }
            let labels = self.labels.iter().cloned().chain(group).collect();
            let head = Head::Below;
            let line = LinePattern { labels, cells, repeats: None, head, is_plain: false };
            self.part.lines.push(line);
        }
    }

    fn header(&mut self, lines: Vec<Vec<Slot>>) {
        lines.into_iter().for_each(|cells| self.line(cells, Head::Is));
    }

    fn columns(&self, rows: &RowsBlock) -> Option<&'a [Column]> {
        self.form.field_at(&rows.path)?.kind.columns()
    }
}

/// Where cells of these widths stand, one beside the other.
fn spans(widths: &[usize], start: usize) -> Vec<Range<usize>> {
    let mut at = start;
    let place = |width: &usize| {
        let columns = at..at + width;
        at += width;
        columns
    };
    widths.iter().map(place).collect()
}

/// A cell with words of the form, as a label.
pub fn fixed(columns: Range<usize>, text: &str) -> Slot {
    Slot { columns, rows: 1, setting: Setting::Label, what: What::Fixed(text.to_owned()) }
}

/// The cells of what a row says.
fn values(columns: &[Column], spans: &[Range<usize>]) -> Vec<Slot> {
    let mut cells = Vec::new();
    let mut spans = spans.iter().cloned();
    for (index, column) in columns.iter().enumerate() {
        let setting = if column.left { Setting::Text } else { Setting::Value };
        let slot = |columns, setting, what| Slot { columns, rows: 1, setting, what };
        match column.to_tick() {
            None => {
                cells.extend(spans.next().map(|span| slot(span, setting, What::Column(index))));
            }
            Some(choices) => {
                let ticks = (0..choices.len()).map(|choice| What::Tick { column: index, choice });
                let ticks = ticks.zip(spans.by_ref());
                cells.extend(ticks.map(|(tick, span)| slot(span, Setting::Value, tick)));
            }
        }
    }
    cells
}
