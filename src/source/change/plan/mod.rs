//! From a change to a step: what it means for a file of a form, whatever way the file is
//! written.

mod names;
mod rows;
mod values;

use super::super::document::Document;
use super::super::places::{Content, Node};
use super::step::{At, Step};
use super::{Amendment, blank, limits};
use crate::diagnostic::rule::{self, Rule};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::Form;
use crate::source::layout::{Entry, Known, Value};

/// The step that makes a change; `None` where the file says already what is wanted.
pub fn plan<'a>(
    document: &'a Document,
    form: &'a Form,
    change: &Amendment,
) -> Result<Option<Step<'a>>, Diagnostic> {
    let planner = Planner { file: &document.file, root: document.root(), form };
    if !document.is_mapping() {
        let help = "用编辑器打开文件，写成一行一项“键: 值”";
        return Err(planner.refuse("文件里没有“键: 值”").help(help));
    }
    match change {
        Amendment::Set { path, text } => {
            let text = limits::text(&document.file, text)?;
            planner.put(path, Value::Text(text))
        }
        Amendment::Mark { path, marks } => {
            let mut all: Vec<String> = Vec::new();
            for mark in marks {
                let mark = limits::text(&document.file, mark)?;
                if !all.contains(&mark) {
                    all.push(mark);
                }
            }
            planner.put(path, Value::List(all.into_iter().map(Value::Text).collect()))
        }
        Amendment::Rename { path, name } => planner.rename(path, name),
        Amendment::Add { path, before } => planner.add(path, before.as_deref()).map(Some),
        Amendment::AddRows { path, rows } => planner.add_rows(path, rows),
        Amendment::Remove { path } => planner.remove(path).map(Some),
        Amendment::Move { path, to, before } => {
            planner.shift(path, to.as_deref(), before.as_deref())
        }
    }
}

/// An entry without comments.
pub fn entry(key: &str, value: Value) -> Entry {
    Entry { before: Vec::new(), key: key.to_owned(), beside: Vec::new(), value }
}

struct Planner<'a> {
    file: &'a SourceFile,
    root: &'a Node,
    form: &'a Form,
}

/// A path, as far as the file has it.
struct Way<'a, 'p> {
    at: At,
    node: &'a Node,
    /// What is known of each value on the way, that of the whole file first.
    known: Vec<Known<'a>>,
    /// The keys that are not there.
    rest: &'p [String],
}

impl<'a> Way<'a, '_> {
    /// What is known of the value at its end.
    fn last(&self) -> Known<'a> {
        self.known.last().copied().unwrap_or(Known::Nothing)
    }

    /// What is known of the mapping that it is an entry of.
    fn above(&self) -> Known<'a> {
        let above = self.known.len().checked_sub(2).and_then(|above| self.known.get(above));
        above.copied().unwrap_or(Known::Nothing)
    }
}

impl<'a> Planner<'a> {
    fn refuse(&self, message: impl std::fmt::Display) -> Diagnostic {
        self.refuse_by(&rule::WRONG_KIND, message)
    }

    fn refuse_by(&self, rule: &'static Rule, message: impl std::fmt::Display) -> Diagnostic {
        Diagnostic::new(rule, message.to_string()).at(self.file)
    }

    fn is_not_there(&self, key: &str) -> Diagnostic {
        let found = self.refuse_by(&rule::UNKNOWN_KEY, format!("没有“{key}”这一项"));
        found.help("它刚刚改了名或删去了：重新打开这份表再改")
    }

    /// Follows a path as far as it leads.
    fn way<'p>(&self, path: &'p [String]) -> Way<'a, 'p> {
        let mut way =
            Way { at: At::new(), node: self.root, known: vec![Known::File(self.form)], rest: path };
        while let [key, rest @ ..] = way.rest {
            let entries = way.node.entries();
            let Some(index) = entries.iter().position(|entry| entry.key == *key) else { break };
            way.known.push(way.last().below(key));
            way.at.push(index);
            (way.node, way.rest) = (&entries[index].value, rest);
        }
        way
    }

    /// Follows a path to its end.
    fn find<'p>(&self, path: &'p [String]) -> Result<Way<'a, 'p>, Diagnostic> {
        let way = self.way(path);
        match way.rest.first() {
            Some(key) => Err(self.is_not_there(key)),
            None => Ok(way),
        }
    }

    /// What the form knows of a value, be it there or not.
    fn known(&self, path: &[String]) -> Known<'a> {
        path.iter().fold(Known::File(self.form), |known, key| known.below(key))
    }

    /// A step that adds what is not there of a path, with a value at its end, where the form
    /// has it.
    fn insert(&self, way: Way<'a, '_>, value: Value) -> Result<Step<'a>, Diagnostic> {
        let Some((first, below)) = way.rest.split_first() else {
            return Err(self.refuse("没有写是哪一项"));
        };
        self.check_may_have_entries(&way)?;
        let value =
            below.iter().rev().fold(value, |value, key| blank::map(vec![entry(key, value)]));
        let (index, is_before) = place(way.last(), way.node, first);
        let known = way.last().below(first);
        let entry = entry(first, value);
        Ok(Step::Insert { map: way.at, index, entry, known, is_before })
    }

    fn check_may_have_entries(&self, way: &Way) -> Result<(), Diagnostic> {
        match &way.node.content {
            Content::Map(_) => Ok(()),
            Content::Text { text, .. } if text.is_empty() => Ok(()),
            _ => {
                let message = "要改的地方上面一级写错了";
                let help = "用编辑器打开文件，照检查的结果把它改好";
                Err(self.refuse(message).help(help))
            }
        }
    }
}

/// Where a key belongs among those that are there: below the last one that the form has before
/// it, or else above the first one behind it. At the end where the form does not know it.
fn place(known: Known, node: &Node, key: &str) -> (usize, bool) {
    let entries = node.entries();
    let Some(own) = known.rank(key) else { return (entries.len(), false) };
    let ranks = || entries.iter().map(|entry| known.rank(&entry.key));
    let above = ranks().rposition(|rank| rank.is_some_and(|rank| rank < own));
    let below = ranks().position(|rank| rank.is_some_and(|rank| rank > own));
    match (above, below) {
        (Some(above), _) => (above + 1, false),
        (None, Some(below)) => (below, true),
        (None, None) => (entries.len(), false),
    }
}
