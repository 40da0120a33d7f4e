//! Lines that a template has and nobody has filled in: they are told as that, with what to do
//! about those that are not needed.

use super::misplaced::Names;
use super::on_form::unless_needed_on_form;
use super::places::{Content, Entry, Node};
use super::shape::Checker;
use crate::diagnostic::{Diagnostic, Place, rule};
use crate::form::is_same;

/// A key that has lines below it.
pub struct Above {
    /// The key.
    key: String,
    /// How many entries there are right below it.
    count: usize,
}

impl Above {
    /// The key of some entries.
    pub fn of(key: &str, entries: &[Entry]) -> Self {
        Self { key: key.to_owned(), count: entries.len() }
    }
}

impl<'a> Checker<'a> {
    /// Reports a row below `above` that has neither a name nor values.
    pub(super) fn unfilled(&mut self, above: &str, entry: &Entry, names: &Names<'a>) {
        let value = &entry.value.span;
        // A key without anything in it has no place of its own.
        let start = if entry.key_span.is_empty() { value.start } else { entry.key_span.start };
        // Columns in lines of their own go with it.
        let (end, without) = match &entry.value.content {
            Content::Map(_) if !entry.key_span.is_empty() => {
                let without = match self.unless_needed(names, "") {
                    needed if needed.is_empty() => needed,
                    without => without + "，它下面的各列也一起删去",
                };
                (entry.key_span.end, without)
            }
            _ => (value.end.max(start), self.unless_needed(names, "")),
        };
        let message = format!("“{above}”下面有一行还没有填");
        let found = Diagnostic::new(&rule::EMPTY_VALUE, message);
        let place = Place::new(self.file, start..end);
        let on_form = format!("填上名称和值{}", unless_needed_on_form(&without));
        self.add(found.at(place).help(format!("填上名称和值{without}")).help_on_form(on_form));
    }

    /// What to do with the line of `name` where it is not needed; nothing where the form needs
    /// it, or would have nothing left in that place.
    pub(super) fn unless_needed(&self, names: &Names, name: &str) -> String {
        let mut alone = Vec::new();
        let mut others = false;
        for above in self.above.iter().rev() {
            if above.count > 1 {
                others = true;
                break;
            }
            alone.insert(0, above.key.as_str());
        }
        let mut lines = alone.iter().copied().chain([name]);
        match others && lines.all(|name| !names.is_fixed(name)) {
            false => String::new(),
            true if alone.is_empty() => "；不用的，删去这一行".to_owned(),
            true => format!("；不用的，连同上面的“{}:”一起删去", alone.join(":”“")),
        }
    }
}

impl Names<'_> {
    /// Whether the form fixes a row of this name, or one below it.
    fn is_fixed(&self, name: &str) -> bool {
        let Self::Tree(tree, _) = self else { return false };
        let fixed = tree.names.fixed(tree.levels.len());
        fixed.iter().flatten().any(|fixed| is_same(fixed, name))
    }
}

/// Whether a value is empty, or a row of nothing but empty ones.
pub fn is_unfilled(node: &Node) -> bool {
    match &node.content {
        Content::Text { text, .. } => text.trim().is_empty(),
        Content::List(items) => !items.is_empty() && items.iter().all(is_unfilled),
        Content::Map(entries) => {
            // Marks of which none is made are an empty list.
            let is_none =
                |it: &Node| matches!(&it.content, Content::List(items) if items.is_empty());
            let is_open = |entry: &Entry| is_unfilled(&entry.value) || is_none(&entry.value);
            !entries.is_empty() && entries.iter().all(is_open)
        }
    }
}
