//! The lines of a text with what they belong to: lines of two entries are never taken for
//! one another, however alike they are. The lines of some groups are marked as a whole: with
//! markers around some of them only, two choices that do not fit together would lose an
//! entry, or write it twice.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use crate::form::Form;
use crate::source::layout::{Comment, Entry, Map, Tree, Value};

const BEGIN: &str = "<";
const END: &str = ">";

/// An entry that goes by a number, the same in all versions that have it.
pub fn numbered(mut entry: Entry, number: usize) -> Entry {
    entry.before.insert(0, Comment::sign(&number.to_string()));
    entry
}

/// A mapping whose last comments go by a number.
pub fn closed(mut map: Map, number: usize) -> Map {
    if !map.after.is_empty() {
        map.after.insert(0, Comment::sign(&number.to_string()));
    }
    map
}

/// A group whose lines [`units`] keeps together.
pub fn enclosed(mut map: Map) -> Map {
    if let Some(first) = map.entries.first_mut() {
        first.before.insert(0, Comment::sign(BEGIN));
        map.after.insert(0, Comment::sign(END));
    }
    map
}

/// A tree without what this file has put into it.
pub fn without_signs(mut tree: Tree) -> Tree {
    take_signs(&mut tree.root);
    tree
}

fn take_signs(map: &mut Map) {
    map.after.retain(|comment| !comment.is_sign());
    for entry in &mut map.entries {
        entry.before.retain(|comment| !comment.is_sign());
        if let Value::Map(below) = &mut entry.value {
            take_signs(below);
        }
    }
}

/// A line of a text, or all lines of an enclosed group. Two are the same that belong to the
/// same and say the same.
#[derive(Debug)]
pub struct Unit {
    /// The lines as they are written.
    pub text: String,
    /// The number of what they belong to.
    of: String,
    /// The lines without the blanks that are due to other lines.
    said: String,
}

/// The lines of a tree's text.
pub fn units(tree: &Tree, form: Option<&Form>) -> Vec<Unit> {
    let (text, said) = (tree.write(form), tree.write_unaligned(form));
    let mut units: Vec<Unit> = Vec::new();
    let (mut of, mut depth, mut is_first) = (String::new(), 0, false);
    for (text, said) in text.split_inclusive('\n').zip(said.split_inclusive('\n')) {
        match (Comment::said_by_sign(text), units.last_mut()) {
            (Some(BEGIN), _) => {
                is_first |= depth == 0;
                depth += 1;
            }
            (Some(END), _) => depth -= 1,
            (Some(number), last) => {
                number.clone_into(&mut of);
                // A blank line belongs to what it stands above.
                if let Some(last) = last.filter(|last| last.text == "\n" && depth == 0) {
                    number.clone_into(&mut last.of);
                }
            }
            (None, Some(group)) if depth > 0 && !is_first => {
                group.text.push_str(text);
                group.said.push_str(said);
            }
            (None, _) => {
                units.push(Unit { text: text.to_owned(), of: of.clone(), said: said.to_owned() });
                is_first = false;
            }
        }
    }
    units
}

impl Unit {
    fn parts(&self) -> (&str, &str) {
        (&self.of, &self.said)
    }
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Unit {}

impl PartialOrd for Unit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Unit {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl Hash for Unit {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}
