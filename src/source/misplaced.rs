//! Entries that stand at the wrong level, or under a misspelt key: where they
//! belong.

use super::places::{Content, Entry, Node};
use crate::form::{Column, Field, Form, Kind, Table, Tree};
use crate::text::nearest::nearest;

/// The key that an entry belongs under.
pub type Home<'a> = &'a str;

/// Names that the author chooses: of a table, or of one level of a tree.
#[derive(Clone, Copy)]
pub enum Names<'a> {
    /// Those of a table's rows.
    Table(&'a Table),
    /// Those of a level of a tree, from 0.
    Tree(&'a Tree, usize),
}

impl<'a> Names<'a> {
    /// The names of a table.
    pub fn of_table(table: &'a Table) -> Self {
        Self::Table(table)
    }

    /// The names of a tree's first level.
    pub fn of_tree(tree: &'a Tree) -> Self {
        Self::Tree(tree, 0)
    }

    /// What such a name is called.
    pub fn what(&self) -> &'a str {
        match self {
            Self::Table(table) => &table.row,
            Self::Tree(tree, level) => tree.levels.get(*level).map_or("", String::as_str),
        }
    }

    /// What a row of them holds.
    pub fn columns(&self) -> &'a [Column] {
        match self {
            Self::Table(table) => &table.columns,
            Self::Tree(tree, _) => &tree.columns,
        }
    }

    /// How many mappings there are above a row, this one included.
    pub fn depth(&self) -> usize {
        match self {
            Self::Table(_) => 1,
            Self::Tree(tree, level) => tree.levels.len() - level,
        }
    }

    /// The names below one of these; `None` where rows are.
    pub fn below(&self) -> Option<Self> {
        match self {
            Self::Table(_) => None,
            Self::Tree(tree, level) => {
                (level + 1 < tree.levels.len()).then_some(Self::Tree(tree, level + 1))
            }
        }
    }

    /// Whether the form has a name of this level, wherever it may be.
    pub fn has(&self, name: &str) -> bool {
        let Self::Tree(tree, level) = self else { return false };
        tree.names.is_at(name, *level)
    }

    /// Whether they name rows.
    pub fn is_last(&self) -> bool {
        self.below().is_none()
    }

    /// What the names of the level above are called, with one for example.
    pub fn above(&self) -> Option<(&'a str, &'a str)> {
        let Self::Tree(tree, level) = self else { return None };
        let what = tree.levels.get(level.checked_sub(1)?)?;
        let usual = tree.usual.first().map(String::as_str);
        let known = || tree.names.0.values().flat_map(|below| below.names()).next();
        Some((what, usual.or_else(known).unwrap_or(what)))
    }
}

/// The key under which an unknown entry among `fields` should stand, by its name or
/// by its looks: only a tree has rows two levels deeper, and a row belongs
/// under names.
pub fn home_of<'a>(entry: &Entry, fields: &'a [Field], form: &'a Form) -> Option<Home<'a>> {
    let has_it = |field: &&Field| match &field.kind {
        Kind::Record(fields) => fields.iter().any(|field| field.key == entry.key),
        Kind::Matrix(matrix) => matrix.entered().any(|row| row.key == entry.key),
        _ => false,
    };
    if let Some(field) = form.fields.iter().find(has_it) {
        return Some(&field.key);
    }
    let tree = form.fields.iter().find_map(|field| match &field.kind {
        Kind::Tree(tree) if tree.levels.len() > 2 => Some((field, tree)),
        _ => None,
    });
    if let Some((field, tree)) = tree
        && levels(&entry.value, &tree.columns) == Some(tree.levels.len() - 1)
    {
        return Some(&field.key);
    }
    let (names, table) = fields.iter().find_map(|field| match &field.kind {
        Kind::Table(table) => Some((field, table)),
        _ => None,
    })?;
    (is_list(&entry.value) && levels(&entry.value, &table.columns) == Some(0))
        .then_some(names.key.as_str())
}

/// The key of `known` that `key` most likely stands for.
pub fn meant<'a>(key: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    nearest(key.trim_matches(|c: char| c.is_whitespace() || "：:".contains(c)), known)
}

/// The key of `known` that `key` most likely stands for beside keys that are there: those are
/// not meant, and one that default files supply only where it is all but written.
pub fn meant_beside<'a>(
    key: &str,
    known: &[&'a str],
    is_there: impl Fn(&str) -> bool,
    supplied: &[&str],
) -> Option<&'a str> {
    let open = || known.iter().copied().filter(|known| !is_there(known));
    let is_close =
        |near: &&str| strsim::damerau_levenshtein(key.trim(), near) * 4 <= near.chars().count();
    meant(key, open().filter(|known| !supplied.contains(known)))
        .or_else(|| meant(key, open()).filter(is_close))
}

/// The number of the first entry that should stand under the one before it: that
/// one is empty, and this one is a level too shallow.
pub fn stray(entries: &[Entry], names: &Names) -> Option<usize> {
    let wanted = names.depth() - 1;
    let is_stray = |pair: &[Entry]| {
        pair[0].value.content.is_blank()
            && levels(&pair[1].value, names.columns()).is_some_and(|it| it + 1 == wanted)
    };
    (wanted > 0).then(|| entries.windows(2).position(is_stray))?.map(|index| index + 1)
}

/// Whether an entry has one mapping less above its rows than one of `names` should have.
pub fn is_shallow(entry: &Entry, names: &Names) -> bool {
    levels(&entry.value, names.columns()).is_some_and(|it| it + 2 == names.depth())
}

/// Whether an entry is a row that is written as a list.
pub fn is_row(entry: &Entry) -> bool {
    is_list(&entry.value)
}

/// How many mappings there are above the first row in a node.
pub fn levels(node: &Node, columns: &[Column]) -> Option<usize> {
    let mut entered = columns.iter().filter(|column| column.is_entered());
    let is_single = entered.next().is_some() && entered.next().is_none();
    match &node.content {
        Content::List(_) => Some(0),
        Content::Map(entries) => {
            let is_column = |entry: &Entry| columns.iter().any(|it| it.key == entry.key);
            match entries.iter().any(is_column) {
                true => Some(0),
                false => Some(1 + levels(&entries.first()?.value, columns)?),
            }
        }
        Content::Text { .. } if node.content.is_blank() => None,
        Content::Text { .. } => is_single.then_some(0),
    }
}

/// The last entry below another one, and all between the two: the outermost first, itself
/// included.
pub fn last_below(entry: &Entry) -> Vec<&Entry> {
    let mut last = vec![entry];
    while let Some(below) = last.last().and_then(|above| above.value.entries().last()) {
        last.push(below);
    }
    last
}

/// Whether a key is rather a part of a text: `二、落实“三重一大”`, `1. 依据`.
pub fn is_sentence(key: &str) -> bool {
    let begins_as_item =
        key.starts_with(|c: char| c.is_ascii_digit() || "（(①②③④⑤⑥⑦⑧⑨⑩".contains(c));
    begins_as_item || key.contains(['、', '，', '。', '；', '《', '“'])
}

fn is_list(node: &Node) -> bool {
    matches!(node.content, Content::List(_))
}
