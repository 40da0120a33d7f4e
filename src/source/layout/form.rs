//! What a form knows of a tree: the order of its keys, its parts, and the kinds of values.

use super::{Entry, Map};
use crate::form::{Block, Column, FORM_KEY, Field, Form, Kind, Names, Tree, YEAR_KEY, is_same};

/// What a form knows of a value.
#[derive(Debug, Clone, Copy)]
pub enum Known<'a> {
    /// A whole file.
    File(&'a Form),
    /// What stands under a key of the form.
    Field(&'a Field),
    /// Names that the author chooses, so many levels of them, above rows.
    Names {
        /// How many levels there are, this one included.
        levels: usize,
        /// The field that they belong to.
        tree: &'a Tree,
        /// Those that the form has here.
        names: Option<&'a Names>,
    },
    /// A row.
    Row(&'a [Column]),
    /// What a row says in a column.
    Cell(&'a Column),
    /// The year, whatever the form.
    Year,
    /// Nothing: it is of another form, or of one that no one knows.
    Nothing,
}

impl<'a> Known<'a> {
    /// What is known of a whole file.
    pub fn of(form: Option<&'a Form>) -> Self {
        form.map_or(Self::Nothing, Self::File)
    }

    /// What is known of the value under `key`.
    pub fn below(self, key: &str) -> Self {
        let of = |fields: &'a [Field]| {
            fields.iter().find(|field| field.key == key).map_or(Self::Nothing, Self::Field)
        };
        match self {
            Self::File(form) => of(&form.fields),
            Self::Field(Field { kind: Kind::Record(fields), .. }) => of(fields),
            Self::Field(Field { kind: Kind::Tree(tree), .. }) => {
                Self::names(tree.levels.len(), tree, Some(&tree.names), key)
            }
            Self::Field(Field { kind, .. }) => kind.columns().map_or(Self::Nothing, Self::Row),
            Self::Names { levels, tree, names } => Self::names(levels, tree, names, key),
            Self::Row(columns) => {
                let column = columns.iter().find(|column| column.key == key);
                column.map_or(Self::Nothing, Self::Cell)
            }
            Self::Nothing if key == YEAR_KEY => Self::Year,
            Self::Cell(_) | Self::Year | Self::Nothing => Self::Nothing,
        }
    }

    /// What stands below a name of the first of so many levels.
    fn names(levels: usize, tree: &'a Tree, names: Option<&'a Names>, name: &str) -> Self {
        let names = names.and_then(|names| names.find(name)).map(|(_, below)| below);
        match levels {
            0 | 1 => Self::Row(&tree.columns),
            _ => Self::Names { levels: levels - 1, tree, names },
        }
    }

    /// How many levels of names there are that authors choose, above rows.
    pub fn levels(self) -> usize {
        match self {
            Self::Field(Field { kind: Kind::Tree(tree), .. }) => tree.levels.len(),
            Self::Field(Field { kind: Kind::Table(_), .. }) => 1,
            Self::Names { levels, .. } => levels,
            _ => 0,
        }
    }

    /// Whether the names in it are those of a tree: some are the form's, with 指标 at the end
    /// or without.
    pub fn has_form_names(self) -> bool {
        match self {
            Self::Field(field) => matches!(field.kind, Kind::Tree(_)),
            Self::Names { .. } => true,
            _ => false,
        }
    }

    /// How the form writes a name that may stand in it.
    pub fn spelling(self, name: &str) -> Option<&'a str> {
        let names = match self {
            Self::Field(Field { kind: Kind::Tree(tree), .. }) => Some(&tree.names),
            Self::Names { names, .. } => names,
            _ => None,
        };
        names?.find(name).map(|(spelling, _)| spelling)
    }

    /// The entries in the form's order; the author's where they choose the names.
    pub fn in_order(self, map: &Map) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = map.entries.iter().collect();
        match self {
            Self::File(form) => entries.sort_by_key(|entry| position(&entry.key, form)),
            Self::Field(Field { kind: Kind::Record(fields), .. }) => {
                entries.sort_by_key(|entry| index(&entry.key, fields, |field| &field.key));
            }
            Self::Field(Field { kind: Kind::Matrix(matrix), .. }) => {
                entries.sort_by_key(|entry| index(&entry.key, &matrix.rows, |row| &row.key));
            }
            Self::Row(columns) => {
                entries.sort_by_key(|entry| index(&entry.key, columns, |column| &column.key));
            }
            _ => {}
        }
        entries
    }

    /// Where the form has a key among those that stand in it; `None` where it has no such key,
    /// or leaves the order to authors.
    pub fn rank(self, key: &str) -> Option<usize> {
        let ranks = |names: Option<&Names>| names?.names().position(|name| is_same(name, key));
        match self {
            Self::File(form)
                if [FORM_KEY, YEAR_KEY].contains(&key) || form.field(key).is_some() =>
            {
                Some(position(key, form))
            }
            Self::Field(Field { kind: Kind::Record(fields), .. }) => {
                fields.iter().position(|field| field.key == key)
            }
            Self::Field(Field { kind: Kind::Matrix(matrix), .. }) => {
                matrix.rows.iter().position(|row| row.key == key)
            }
            Self::Field(Field { kind: Kind::Tree(tree), .. }) => ranks(Some(&tree.names)),
            Self::Names { names, .. } => ranks(names),
            Self::Row(columns) => columns.iter().position(|column| column.key == key),
            _ => None,
        }
    }

    /// Whether authors choose the names of its entries, and their order.
    pub fn is_named(self) -> bool {
        match self {
            Self::Field(field) => matches!(field.kind, Kind::Table(_) | Kind::Tree(_)),
            Self::Names { .. } => true,
            _ => false,
        }
    }

    /// Whether the form fixes its rows, and prints 0 for those that are not there.
    pub fn has_fixed_rows(self) -> bool {
        matches!(self, Self::Field(Field { kind: Kind::Matrix(_), .. }))
    }

    /// Whether its entries are rows, or may be.
    pub fn has_rows(self) -> bool {
        match self {
            Self::Field(Field { kind: Kind::Tree(tree), .. }) => tree.levels.len() == 1,
            Self::Field(field) => matches!(field.kind, Kind::Table(_) | Kind::Matrix(_)),
            Self::Names { levels, .. } => levels == 1,
            Self::Nothing => true,
            Self::File(_) | Self::Row(_) | Self::Cell(_) | Self::Year => false,
        }
    }

    /// Whether a text that looks like a number is one, and needs no quotes.
    pub fn may_be_number(self) -> bool {
        match self {
            Self::Field(field) => {
                matches!(field.kind, Kind::Year | Kind::Amount | Kind::Number)
            }
            Self::Row(_) | Self::Cell(_) | Self::Year => true,
            Self::File(_) | Self::Names { .. } | Self::Nothing => false,
        }
    }

    /// Whether nothing at all is written where there is no text. Elsewhere empty quotes
    /// show that one is to be filled in.
    pub fn is_blank_when_empty(self) -> bool {
        match self {
            Self::Field(field) => !field.required || !field.kind.is_scalar(),
            Self::Names { .. } => true,
            _ => false,
        }
    }

    /// Whether nothing at all is written where there are no entries.
    pub fn is_blank_without_entries(self) -> bool {
        match self {
            Self::Field(field) => !matches!(field.kind, Kind::Record(_)),
            Self::Names { .. } => true,
            _ => false,
        }
    }
}

/// The parts of a file, between which blank lines stand.
#[derive(Debug)]
pub struct Parts<'a> {
    form: Option<&'a Form>,
    /// Where the first key of each part but the first stands among the form's.
    starts: Vec<usize>,
}

impl<'a> Parts<'a> {
    /// The parts of files of a form: each begins with the first key of a block of the page.
    /// Blocks of the same make in a row are one part.
    pub fn of(form: Option<&'a Form>) -> Self {
        let mut starts = Vec::new();
        let mut seen: Vec<usize> = Vec::new();
        let mut above: Option<&Block> = None;
        for block in form.iter().flat_map(|form| &form.page.blocks) {
            let fields = block.paths().into_iter().filter_map(|path| path.first().copied());
            let new: Vec<usize> = fields.filter(|index| !seen.contains(index)).collect();
            let Some(first) = new.iter().min() else { continue };
            if above.is_some_and(|above| !is_of_one_make(above, block)) {
                starts.extend(form.map(|form| position(&form.fields[*first].key, form)));
            }
            above = Some(block);
            seen.extend(new);
        }
        Self { form, starts }
    }

    /// The number of the part that a key at the top is in.
    pub fn number(&self, key: &str) -> usize {
        let at = self.form.map_or(0, |form| position(key, form));
        self.starts.iter().filter(|start| **start <= at).count()
    }
}

fn is_of_one_make(one: &Block, other: &Block) -> bool {
    matches!(
        (one, other),
        (Block::Facts(_), Block::Facts(_)) | (Block::Texts { .. }, Block::Texts { .. })
    )
}

/// Where a key at the top stands: what selects the form comes first, what is of other
/// forms last.
fn position(key: &str, form: &Form) -> usize {
    match key {
        FORM_KEY => 0,
        YEAR_KEY => 1,
        _ => 2 + index(key, &form.fields, |field| &field.key),
    }
}

/// Where a key stands in a list; behind it where it is not there.
fn index<T>(key: &str, list: &[T], key_of: impl Fn(&T) -> &str) -> usize {
    list.iter().position(|item| key_of(item) == key).unwrap_or(list.len())
}
