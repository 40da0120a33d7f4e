//! Whether two trees say the same.

use super::form::{FORM, Kind};
use super::{Comment, Map, Tree, Value};

/// Whether two trees have the same values and comments. Only the form's own keys may
/// stand in another order.
pub fn says_the_same(one: &Tree, other: &Tree) -> bool {
    let [one, other] = [one, other].map(Said::by);
    one == other
}

/// What a tree says.
#[derive(PartialEq)]
struct Said<'a> {
    /// The keys in their order with the levels that they are at, and the texts.
    values: Vec<(usize, &'a str, Vec<&'a str>)>,
    /// The comments, sorted.
    comments: Vec<&'a str>,
}

impl<'a> Said<'a> {
    fn by(tree: &'a Tree) -> Self {
        let mut said = Self { values: Vec::new(), comments: Vec::new() };
        said.comment(&tree.header);
        said.map(&tree.root, FORM, 0);
        said.comments.sort_unstable();
        said
    }

    fn map(&mut self, map: &'a Map, kind: Kind, level: usize) {
        for entry in kind.in_order(map) {
            self.comment(&entry.before);
            self.comments.extend(entry.beside.iter().map(String::as_str));
            let texts = match &entry.value {
                Value::Text(text) if !text.is_empty() => vec![text.as_str()],
                Value::Pair(texts) => texts.iter().map(String::as_str).collect(),
                Value::Text(_) | Value::Map(_) => Vec::new(),
            };
            self.values.push((level, &entry.key, texts));
            if let Value::Map(below) = &entry.value {
                self.map(below, kind.below(&entry.key), level + 1);
            }
        }
        self.comment(&map.after);
    }

    fn comment(&mut self, comments: &'a [Comment]) {
        self.comments.extend(comments.iter().map(|comment| comment.text.as_str()));
    }
}
