//! Whether two trees say the same.

use super::form::Known;
use super::{Comment, Map, Tree, Value};
use crate::form::Form;

/// Whether two trees have the same values and comments. Only the form's own keys may
/// stand in another order.
pub fn says_the_same(one: &Tree, other: &Tree, form: Option<&Form>) -> bool {
    let [one, other] = [one, other].map(|tree| Said::by(tree, form));
    one == other
}

/// What a tree says.
#[derive(PartialEq)]
struct Said<'a> {
    /// The keys and texts in their order.
    values: Vec<Word<'a>>,
    /// The comments, sorted.
    comments: Vec<&'a str>,
}

/// A part of what a tree says.
#[derive(PartialEq)]
enum Word<'a> {
    /// A key, with the level that it is at.
    Key(usize, &'a str),
    /// A text; there is none where nothing is written.
    Text(&'a str),
    /// A list, or a mapping within one, begins.
    Begin,
    /// It ends.
    End,
}

impl<'a> Said<'a> {
    fn by(tree: &'a Tree, form: Option<&Form>) -> Self {
        let mut said = Self { values: Vec::new(), comments: Vec::new() };
        said.comment(&tree.header);
        said.map(&tree.root, Known::of(form), 0);
        said.comments.sort_unstable();
        said
    }

    fn map(&mut self, map: &'a Map, known: Known, level: usize) {
        for entry in known.in_order(map) {
            self.comment(&entry.before);
            self.comments.extend(entry.beside.iter().map(String::as_str));
            self.values.push(Word::Key(level, &entry.key));
            match &entry.value {
                Value::Text(text) if text.is_empty() => {}
                Value::Map(below) => self.map(below, known.below(&entry.key), level + 1),
                value => self.value(value),
            }
        }
        self.comment(&map.after);
    }

    /// A text or a list; an empty text in a list takes a place in it.
    fn value(&mut self, value: &'a Value) {
        match value {
            Value::Text(text) => self.values.push(Word::Text(text)),
            Value::List(items) => {
                self.values.push(Word::Begin);
                items.iter().for_each(|item| self.value(item));
                self.values.push(Word::End);
            }
            Value::Map(map) => {
                self.values.push(Word::Begin);
                self.map(map, Known::Nothing, 0);
                self.values.push(Word::End);
            }
        }
    }

    fn comment(&mut self, comments: &'a [Comment]) {
        self.comments.extend(comments.iter().map(|comment| comment.text.as_str()));
    }
}
