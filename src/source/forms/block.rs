//! The page of a form, as its definition writes it.

use std::num::NonZeroU8;

use super::define::Definer;
use super::left_out::left_out;
use super::raw::{RawBlock, RawCell, RawPage};
use crate::form::{Beside, Block, Content, Fact, Form, Kind, Note, Page, Ref, RowsBlock};

/// How many columns the grid may have.
const MOST_COLUMNS: usize = 60;
/// How many keys lead to a block that is in no group.
const TOP: usize = 3;
/// The width of the page between its margins, upright and across, in points.
const WIDTHS: [f64; 2] = [504.6, 751.2];
/// What a cell keeps free at its left and its right, in points.
const INSET: f64 = 4.0;
/// How small and how large the type may be, in points.
const SIZES: std::ops::RangeInclusive<f64> = 5.0..=16.0;

/// The page; whatever of the form is on none of its blocks is told.
pub fn page(definer: &mut Definer, form: &Form, raw: &RawPage) -> Page {
    let columns = &raw.columns;
    let is_share = |share: &f64| share.is_finite() && *share > 0.0 && *share < 1e6;
    if columns.is_empty() || columns.len() > MOST_COLUMNS || !columns.iter().all(is_share) {
        let message = format!("columns 要有 1 到 {MOST_COLUMNS} 个正数");
        definer.mistakes.add(&["page", "columns"], message, "每列一个数，是它占的份数");
    }
    if !SIZES.contains(&raw.size) {
        definer.mistakes.add(&["page", "size"], "字号要在 5 到 16 之间", "如 9");
    } else if let Some(narrow) = too_narrow(raw) {
        let message = format!("第 {narrow} 列太窄，一个字也放不下");
        definer.mistakes.add(&["page", "columns"], message, "给它的数大一些，或者把别的数写小");
    }
    let mut reader = Reader { definer, form, printed: Vec::new() };
    let blocks = reader.blocks(&raw.blocks, columns.len(), &["page", "blocks"]);
    let printed = reader.printed;
    for missing in left_out(form, &printed) {
        let help = "放进 page 的 blocks；不印的栏目就删去";
        let message = format!("“{}”没有印在页面上", missing.keys.join(" › "));
        let keys = form.keys(&missing.field);
        let place: Vec<&str> = keys.iter().flat_map(|key| ["fields", key]).collect();
        definer.mistakes.add_at_key(&place, message, help);
    }
    Page { landscape: raw.landscape, size: raw.size, columns: columns.clone(), blocks }
}

/// The number of a column in which there is no room for a letter.
fn too_narrow(raw: &RawPage) -> Option<usize> {
    let width = WIDTHS[usize::from(raw.landscape)];
    let total: f64 = raw.columns.iter().sum();
    let fits = |share: &f64| share / total * width >= raw.size + 2.0 * INSET;
    raw.columns.iter().position(|share| !fits(share)).map(|index| index + 1)
}

fn width_of(span: NonZeroU8) -> usize {
    usize::from(span.get())
}

/// Reads blocks; what they name is looked up in `named`.
pub struct Reader<'a, 'b> {
    pub definer: &'a mut Definer<'b>,
    pub form: &'a Form,
    /// What blocks print so far.
    pub printed: Vec<Ref>,
}

impl Reader<'_, '_> {
    /// Blocks that are so many columns wide.
    fn blocks(&mut self, raw: &[RawBlock], width: usize, path: &[&str]) -> Vec<Block> {
        let read = |(index, block): (usize, &RawBlock)| {
            let index = index.to_string();
            self.block(block, width, &[path, &[index.as_str()]].concat())
        };
        raw.iter().enumerate().filter_map(read).collect()
    }

    fn block(&mut self, raw: &RawBlock, width: usize, path: &[&str]) -> Option<Block> {
        let said = [
            raw.facts.is_some(),
            raw.texts.is_some(),
            raw.beside.is_some(),
            raw.table.is_some(),
            raw.matrix.is_some(),
            raw.tree.is_some(),
            raw.note.is_some(),
            raw.group.is_some(),
        ];
        if said.iter().filter(|is_said| **is_said).count() != 1 {
            let help = "写 facts、texts、beside、table、matrix、tree、note、group 中的一个";
            self.definer.mistakes.add(path, "一块只能是一种", help);
            return None;
        }
        let has_rows = raw.table.is_some() || raw.matrix.is_some() || raw.tree.is_some();
        let unfit = [
            ("spans", raw.spans.is_some() && raw.note.is_some()),
            ("heads", raw.heads.is_some() && !has_rows),
            ("header", raw.header.is_some() && !has_rows),
            ("blocks", raw.blocks.is_some() && raw.group.is_none()),
            ("plain", raw.plain.is_some() && raw.note.is_none()),
        ];
        for (key, _) in unfit.into_iter().filter(|(_, is_unfit)| *is_unfit) {
            let path = [path, &[key]].concat();
            self.definer.mistakes.add(&path, format!("这种块用不到“{key}”"), "删去");
        }
        if raw.plain == Some(true) && path.len() > TOP {
            let help = "放到 page 的 blocks 里，和 group 并列；或者删去 plain";
            self.definer.mistakes.add(path, "没有线的文字不能放在 group 里", help);
        }
        let spans: Option<Vec<usize>> =
            raw.spans.as_ref().map(|spans| spans.iter().map(|span| width_of(*span)).collect());
        let spans = spans.as_deref();
        if let Some(rows) = &raw.facts {
            return Some(Block::Facts(self.facts(rows, spans, width, path)));
        }
        if let Some(texts) = &raw.texts {
            let label = spans.and_then(|spans| spans.first()).copied().unwrap_or(1);
            self.fits(label + 1, width, path);
            let texts = texts.iter().filter_map(|cell| self.labelled(cell, path)).collect();
            return Some(Block::Texts { label, texts });
        }
        if let Some(texts) = &raw.beside {
            return Some(Block::Beside(self.beside(texts, spans, width, path)));
        }
        if let Some(note) = &raw.note {
            let is_plain = raw.plain.unwrap_or(false);
            return Some(Block::Note(Note { pieces: self.pieces(note, path), is_plain }));
        }
        if let Some(label) = &raw.group {
            self.definer.words(path, label);
            let span = spans.and_then(|spans| spans.first()).copied().unwrap_or(1);
            self.fits(span + 1, width, path);
            let blocks = raw.blocks.as_deref().unwrap_or_default();
            if blocks.is_empty() {
                self.definer.mistakes.add(path, "缺少“blocks”", "补上“blocks: …”");
            }
            let path = [path, &["blocks"]].concat();
            let blocks = self.blocks(blocks, width.saturating_sub(span), &path);
            return Some(Block::Group { label: label.clone(), span, blocks });
        }
        let (key, text) = [("table", &raw.table), ("matrix", &raw.matrix), ("tree", &raw.tree)]
            .into_iter()
            .find_map(|(key, text)| Some((key, text.as_ref()?)))?;
        let rows = self.rows(key, text, raw, spans, width, path)?;
        Some(match key {
            "table" => Block::Table(rows),
            "matrix" => Block::Matrix(rows),
            _ => Block::Tree(rows),
        })
    }

    fn facts(
        &mut self,
        rows: &[Vec<RawCell>],
        spans: Option<&[usize]>,
        width: usize,
        path: &[&str],
    ) -> Vec<Vec<Fact>> {
        let mut longest = 0;
        let read = |(index, row): (usize, &Vec<RawCell>)| {
            let index = index.to_string();
            let path = [path, &["facts", index.as_str()]].concat();
            let mut cells: Vec<Fact> = Vec::new();
            for cell in row {
                self.cells(cell, spans, &mut cells, &path);
            }
            longest = longest.max(cells.len());
            let taken: usize = cells.iter().map(|cell| cell.span).sum();
            match cells.last_mut() {
                // The last one goes on to the right edge.
                Some(last) if taken < width => last.span += width - taken,
                Some(_) => self.fits(taken, width, &path),
                None => self.definer.mistakes.add(&path, "这一行是空的", "写上栏目，或删去"),
            }
            cells
        };
        let facts = rows.iter().enumerate().map(read).collect();
        if let Some(spans) = spans.filter(|spans| spans.len() > longest) {
            let message = format!("spans 有 {} 个数，最长的一行只有 {longest} 格", spans.len());
            self.definer.mistakes.add(&[path, &["spans"]].concat(), message, "一格一个数");
        }
        facts
    }

    /// Adds the cells of a field, or of what is written in full, to a row.
    fn cells(
        &mut self,
        raw: &RawCell,
        spans: Option<&[usize]>,
        cells: &mut Vec<Fact>,
        path: &[&str],
    ) {
        let mut add = |own: Option<usize>, content: Content| {
            let span = own.or_else(|| spans?.get(cells.len()).copied()).unwrap_or(1);
            cells.push(Fact { span, content });
        };
        if let Some(text) = &raw.field {
            let Some(field) = self.scalar(text, path) else { return };
            let name = self.form.keys(&field).last().copied().unwrap_or_default().to_owned();
            add(None, Content::Label(name.clone()));
            return add(None, Content::Fields { name, paths: vec![field] });
        }
        let full = &raw.full;
        if let Some(label) = &full.label {
            self.definer.words(path, label);
            let is_alone = full.fields.is_none() && full.value.is_none();
            let span = if is_alone { full.span.or(full.label_span) } else { full.label_span };
            add(span.map(width_of), Content::Label(label.clone()));
        }
        if let Some(words) = &full.words {
            self.definer.words(path, words);
            add(full.span.map(width_of), Content::Words(words.clone()));
        }
        if let Some(fields) = &full.fields {
            let paths: Vec<_> =
                fields.iter().filter_map(|field| self.scalar(field, path)).collect();
            let name = full.label.clone().unwrap_or_else(|| fields.join("/")).replace('\n', "");
            add(full.span.map(width_of), Content::Fields { name, paths });
        }
        if let Some(value) = &full.value {
            let content = match self.single(value, path) {
                Some(Ref::Field(field)) if full.ticks => self.boxes(field, path),
                Some(Ref::Field(field)) => {
                    let name = self.form.keys(&field).join("/");
                    Some(Content::Fields { name, paths: vec![field] })
                }
                of => of.map(Content::Value),
            };
            if let Some(content) = content {
                add(full.span.map(width_of), content);
            }
        }
        if full.ticks && full.value.is_none() {
            let help = "写成“{label: …, value: 栏目, ticks: true}”";
            self.definer.mistakes.add(path, "ticks 要和 value 一起写", help);
        }
        if [&full.label, &full.words, &full.value].iter().all(|it| it.is_none())
            && full.fields.is_none()
        {
            self.definer.mistakes.add(
                path,
                "这一格里什么也没有",
                "写 label、words、fields 或 value",
            );
        }
    }

    /// All choices of a field.
    fn boxes(&mut self, field: Vec<usize>, path: &[&str]) -> Option<Content> {
        let choices = self.form.field_at(&field).and_then(|field| field.kind.choices());
        if choices.is_none_or(<[String]>::is_empty) {
            let help = "给它写上 kind: choice（或 marks）和 choices";
            self.definer.mistakes.add(path, "打勾的栏目没有可选的值", help);
            return None;
        }
        Some(Content::Boxes(field))
    }

    fn beside(
        &mut self,
        texts: &[RawCell],
        spans: Option<&[usize]>,
        width: usize,
        path: &[&str],
    ) -> Vec<Beside> {
        let mut columns: Vec<Beside> = Vec::new();
        for (index, cell) in texts.iter().enumerate() {
            let Some((label, field)) = self.labelled(cell, path) else { continue };
            let own = cell.full.span.map(width_of).or_else(|| spans?.get(index).copied());
            columns.push(Beside { span: own.unwrap_or(1), label, path: field });
        }
        let taken: usize = columns.iter().map(|column| column.span).sum();
        match columns.last_mut() {
            Some(last) if taken < width => last.span += width - taken,
            _ => self.fits(taken, width, path),
        }
        columns
    }

    fn rows(
        &mut self,
        key: &str,
        text: &str,
        raw: &RawBlock,
        spans: Option<&[usize]>,
        width: usize,
        path: &[&str],
    ) -> Option<RowsBlock> {
        let path = [path, &[key]].concat();
        let field = self.field(text, &path)?;
        let kind = &self.form.field_at(&field)?.kind;
        let names = match (key, kind) {
            ("table", Kind::Table(_)) => 1,
            ("matrix", Kind::Matrix(matrix)) => {
                if matrix.has_groups() {
                    2
                } else {
                    1
                }
            }
            ("tree", Kind::Tree(tree)) => tree.levels.len(),
            _ => {
                let help = "块的名称和栏目的 kind 一致：table、matrix 或 tree";
                self.definer.mistakes.add(&path, format!("“{text}”的 kind 不是 {key}"), help);
                return None;
            }
        };
        let columns = kind.columns().unwrap_or_default();
        let count = names + columns.iter().map(|column| column.printed()).sum::<usize>();
        let mut spans = spans.map_or_else(|| vec![1; count], <[usize]>::to_vec);
        if spans.len() != count {
            let message = format!("spans 要有 {count} 个数，这里有 {} 个", spans.len());
            self.definer.mistakes.add(&path, message, "每一格占几列");
            spans = vec![1; count];
        }
        let taken: usize = spans.iter().sum();
        match spans.last_mut() {
            Some(last) if taken < width => *last += width - taken,
            _ => self.fits(taken, width, &path),
        }
        if let Some(heads) = raw.heads.as_ref().filter(|heads| heads.len() != names) {
            let message = format!("heads 要有 {names} 个，这里有 {} 个", heads.len());
            let help = "名称或标签占几格，就写几个；没有字的写 \"\"";
            self.definer.mistakes.add(&path, message, help);
        }
        let heads = raw.heads.clone().unwrap_or_else(|| match kind {
            Kind::Tree(tree) => tree.levels.clone(),
            _ => Vec::new(),
        });
        Some(RowsBlock { path: field, spans, heads, has_header: raw.header.unwrap_or(true) })
    }

    /// Tells a row that is wider than its block.
    fn fits(&mut self, taken: usize, width: usize, path: &[&str]) {
        if taken > width {
            let message = format!("这里占了 {taken} 列，只有 {width} 列");
            self.definer.mistakes.add(path, message, "改 spans，或在 page 的 columns 里加列");
        }
    }
}
