//! Merging what one person is changing in a form with what has become of its file meanwhile:
//! by field, and where both have changed one field, as the person chooses.

use serde::{Deserialize, Serialize};

use super::conflict::Conflict;
use super::contested;
use super::files::Files;
use super::lines;
use super::revert::revert;
use super::tree;
use super::versions::Versions;
use crate::source::Forms;
use crate::source::layout::{Known, Tree};

/// What a merge by field comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciled {
    /// The whole text, with its byte-order mark; `None` as long as something is left to choose.
    /// It is the text of the other side with what has changed on this one.
    pub text: Option<String>,
    /// What is left to choose, in the order of the form.
    pub contested: Vec<Contested>,
}

/// A field that both sides have changed, each in another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contested {
    /// The keys that lead to it, as changes have them; none where it is the whole file.
    pub path: Vec<String>,
    /// Why, in an officer's words, a line each.
    pub messages: Vec<String>,
    /// What it said before; `None` where it was not there.
    pub base: Option<String>,
    /// What it says on this side.
    pub mine: Option<String>,
    /// What it says on the other side.
    pub theirs: Option<String>,
}

/// What is to become of a contested field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// The keys that lead to it.
    pub path: Vec<String>,
    /// Who is to have it.
    pub side: Party,
}

/// One of two who change a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// Who merges.
    Mine,
    /// The other one.
    Theirs,
}

/// Merges three texts of a file by field: `base` is the one that both sides come from, `ours`
/// what the person has made of it. `supplied` is the form that the file's default files name.
/// A field that is contested goes by its choice, if there is one.
pub fn reconcile(
    texts: Versions<&str>,
    choices: &[Resolution],
    forms: &Forms,
    supplied: Option<&str>,
) -> Reconciled {
    if let Some(text) = texts.settled() {
        return Reconciled { text: Some((*text).to_owned()), contested: Vec::new() };
    }
    by_field(texts, choices, forms, supplied)
        .unwrap_or_else(|reason| by_file(texts, choices, &reason))
}

fn by_field(
    texts: Versions<&str>,
    choices: &[Resolution],
    forms: &Forms,
    supplied: Option<&str>,
) -> Result<Reconciled, String> {
    let files = Files::read_anyhow(texts.map(str::as_bytes), forms, supplied)?;
    let known = Known::of(files.form());
    let asked = |conflicts: &[Conflict]| -> Vec<Vec<String>> {
        let roots = files.trees.as_ref().map(|tree| &tree.root);
        conflicts.iter().map(|it| contested::asked_about(it, roots, known)).collect()
    };
    let mut trees = files.trees.clone();
    let (mut merged, mut conflicts) = tree::merge(&trees, files.form());
    let open: Vec<Vec<String>> = asked(&conflicts)
        .into_iter()
        .filter(|path| !choices.iter().any(|choice| path.starts_with(&choice.path)))
        .collect();
    // What a choice does not settle by itself is settled with its comments, or with all of its
    // key.
    for width in [Width::Value, Width::Entry, Width::Key] {
        let left = asked(&conflicts);
        let unsettled: Vec<&Vec<String>> =
            left.iter().filter(|path| !open.contains(path)).collect();
        if unsettled.is_empty() {
            break;
        }
        for choice in choices {
            let is_of_it = |path: &&&Vec<String>| match width {
                Width::Value | Width::Entry => path.starts_with(&choice.path),
                Width::Key => path.first() == choice.path.first(),
            };
            if unsettled.iter().any(|path| is_of_it(&path)) {
                give_way(&mut trees, &files, choice, width);
            }
        }
        (merged, conflicts) = tree::merge(&trees, files.form());
    }
    if conflicts.is_empty() {
        let text = files.settled_on_theirs(&merged.ours)?;
        return Ok(Reconciled { text: Some(text), contested: Vec::new() });
    }
    Ok(Reconciled { text: None, contested: contested::of(&conflicts, &files.trees, files.form()) })
}

/// How much of a file goes by a choice.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Width {
    /// What the field says.
    Value,
    /// That with its comments.
    Entry,
    /// All that is below the same key at the top.
    Key,
}

/// Has the side that is not chosen say what was said before, so that the other one is followed.
fn give_way(trees: &mut Versions<Tree>, files: &Files, choice: &Resolution, width: Width) {
    let Versions { base, ours, theirs } = trees;
    let tree = match choice.side {
        Party::Mine => theirs,
        Party::Theirs => ours,
    };
    let path = match width {
        Width::Value | Width::Entry => choice.path.as_slice(),
        Width::Key => &choice.path[..choice.path.len().min(1)],
    };
    let with_comments = width != Width::Value;
    revert(&mut tree.root, &base.root, path, with_comments, Known::of(files.form()));
}

/// Merges texts that cannot be merged by field: by line, or else one of the two is chosen.
fn by_file(texts: Versions<&str>, choices: &[Resolution], reason: &str) -> Reconciled {
    let chosen = choices.iter().find(|choice| choice.path.is_empty());
    let by_line = lines::guess(texts).filter(|_| lines::left_over(texts.ours.as_bytes()) == 0);
    let text = match chosen.map(|choice| choice.side) {
        Some(Party::Mine) => Some(texts.ours.to_owned()),
        Some(Party::Theirs) => Some(texts.theirs.to_owned()),
        None => by_line,
    };
    let contested = Contested {
        path: Vec::new(),
        messages: vec![format!("{reason}，不能按栏目合并")],
        base: Some(texts.base.to_owned()),
        mine: Some(texts.ours.to_owned()),
        theirs: Some(texts.theirs.to_owned()),
    };
    let contested = if text.is_some() { Vec::new() } else { vec![contested] };
    Reconciled { text, contested }
}

impl Conflict {
    /// The keys that lead to it.
    pub(super) fn path(&self) -> &[String] {
        match self {
            Self::Texts { path, .. }
            | Self::Groups { path, .. }
            | Self::Names { path }
            | Self::Order { path } => path,
        }
    }
}
