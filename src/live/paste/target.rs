//! What a block is pasted into: the rows of a table or a tree, and the cell that has the focus.

use super::existing::Existing;
use crate::form::{Block, Column, Kind, RowsBlock, Tree};
use crate::source::Source;

/// A column of the printed rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The names of a level.
    Name(usize),
    /// What rows say in a column.
    Column(usize),
    /// Ticks for a choice.
    Tick {
        /// The column.
        column: usize,
        /// The choice.
        choice: usize,
    },
}

/// The rows that a block is pasted into.
pub struct Target<'a> {
    /// The keys that lead to them.
    pub keys: Vec<&'a str>,
    /// The tree; a table is none.
    pub tree: Option<&'a Tree>,
    /// What rows hold.
    pub columns: &'a [Column],
    /// What the names of each level are called.
    pub levels: Vec<&'a str>,
    /// The headers above the names of each level.
    pub heads: &'a [String],
    /// The columns of the printed rows.
    pub slots: Vec<Slot>,
    /// The rows that there are.
    pub existing: Existing<'a>,
    /// Where the focus is, among the slots.
    pub focus: usize,
    /// The names that lead to the cell with the focus, as far as it has them.
    pub names: Vec<String>,
}

impl<'a> Target<'a> {
    /// What a block is pasted into where the cell at the end of `focus` has the focus; `None` where
    /// it is in no rows.
    pub fn at(source: &'a Source, focus: &[String]) -> Option<Self> {
        let project = &source.project;
        let form = &**project.form();
        let is_it = |path: &[usize]| {
            let keys = form.keys(path);
            keys.len() < focus.len() && keys.iter().zip(focus).all(|(key, of)| key == of)
        };
        let (path, kind) = form.all_fields().into_iter().find_map(|(path, field)| {
            let has_rows = matches!(field.kind, Kind::Table(_) | Kind::Tree(_));
            (has_rows && is_it(&path)).then_some((path, &field.kind))
        })?;
        let (tree, columns, levels) = match kind {
            Kind::Table(table) => (None, &table.columns, vec![table.row.as_str()]),
            Kind::Tree(tree) => {
                (Some(tree), &tree.columns, tree.levels.iter().map(String::as_str).collect())
            }
            _ => return None,
        };
        let keys = form.keys(&path);
        let rest = &focus[keys.len()..];
        let slots = slots(levels.len(), columns);
        let slot = match rest.get(levels.len()) {
            None => Slot::Name(rest.len() - 1),
            Some(key) => Slot::Column(columns.iter().position(|column| column.key == *key)?),
        };
        let is_slot = |it: &Slot| match (*it, slot) {
            (Slot::Tick { column, .. }, Slot::Column(of)) => column == of,
            (it, slot) => it == slot,
        };
        let names = rest.iter().take(levels.len()).cloned().collect();
        let heads = form.page.blocks.iter().find_map(|block| rows_block(block, &path));
        Some(Self {
            focus: slots.iter().position(is_slot)?,
            existing: Existing::of(source, &path, tree),
            heads: heads.map_or(&[], |rows| &rows.heads),
            keys,
            tree,
            columns,
            levels,
            slots,
            names,
        })
    }

    /// The names of the last level are those of rows.
    pub fn last_level(&self) -> usize {
        self.levels.len() - 1
    }

    /// Whether the project file says what stands in a slot.
    pub fn is_entered(&self, slot: Slot) -> bool {
        match slot {
            Slot::Name(_) => true,
            Slot::Column(column) | Slot::Tick { column, .. } => self.columns[column].is_entered(),
        }
    }

    /// What people call a slot.
    pub fn title(&self, slot: Slot) -> String {
        match slot {
            Slot::Name(level) => self.levels[level].to_owned(),
            Slot::Column(column) => self.columns[column].title.replace('\n', ""),
            Slot::Tick { column, choice } => {
                let choices = self.columns[column].to_tick().unwrap_or_default();
                choices.get(choice).cloned().unwrap_or_default()
            }
        }
    }

    /// The keys that lead to a row, or to what it says in a column.
    pub fn path(&self, names: &[String], column: Option<usize>) -> Vec<String> {
        let keys = self.keys.iter().map(|&key| key.to_owned());
        let column = column.map(|column| self.columns[column].key.clone());
        keys.chain(names.iter().cloned()).chain(column).collect()
    }
}

fn slots(levels: usize, columns: &[Column]) -> Vec<Slot> {
    let columns = columns.iter().enumerate().flat_map(|(column, it)| match it.to_tick() {
        None => vec![Slot::Column(column)],
        Some(all) => (0..all.len()).map(|choice| Slot::Tick { column, choice }).collect(),
    });
    (0..levels).map(Slot::Name).chain(columns).collect()
}

/// The block that prints the rows of the field at a path.
fn rows_block<'a>(block: &'a Block, path: &[usize]) -> Option<&'a RowsBlock> {
    match block {
        Block::Table(rows) | Block::Tree(rows) => (rows.path == path).then_some(rows),
        Block::Group { blocks, .. } => blocks.iter().find_map(|block| rows_block(block, path)),
        _ => None,
    }
}
