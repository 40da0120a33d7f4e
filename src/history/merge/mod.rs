//! Three versions of a project file made one: what it was, and what two people have
//! made of it. They are merged by key, not by line.
//!
//! Where both want different things, that is a [`Conflict`]: the field is named, and
//! its lines stand between markers, as git does it.

mod bare;
mod branches;
mod chunks;
mod clashes;
mod conflict;
mod contested;
mod endings;
mod fields;
mod files;
mod forest;
mod idle;
mod lines;
mod named;
mod names;
mod onto;
mod order;
mod pairs;
mod remarks;
mod revert;
mod rows;
mod spellings;
mod text;
mod tree;
mod values;
mod versions;
mod whole;

pub use conflict::Conflict;
pub use fields::{Contested, Party, Reconciled, Resolution, reconcile};
pub use versions::Versions;

use crate::source::Forms;
use files::Files;

/// What a merge comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The file, with markers where there are conflicts.
    pub bytes: Vec<u8>,
    /// How that came about.
    pub outcome: Outcome,
}

/// How a merge ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// By key; nothing is left to decide.
    Settled,
    /// By key, but for these.
    Conflicts(Vec<Conflict>),
    /// By line, as it would be with any other file.
    ByLine {
        /// Why not by key.
        reason: String,
        /// How many conflicts there are.
        conflicts: usize,
    },
}

impl Outcome {
    /// What there is to say about it, a line each.
    pub fn messages(&self) -> Vec<String> {
        match self {
            Self::Settled => Vec::new(),
            Self::Conflicts(conflicts) => conflicts.iter().map(Conflict::to_string).collect(),
            Self::ByLine { reason, .. } => vec![format!("{reason}，改为按行合并")],
        }
    }

    /// Whether something is left to decide.
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Settled => true,
            Self::Conflicts(_) => false,
            Self::ByLine { conflicts, .. } => *conflicts == 0,
        }
    }
}

/// Merges three versions of a file. Markers are `marker` characters long; `supplied` is
/// the form that the file's default files name. A text in which lines alone can be merged
/// keeps its layout; other ones have the canonical layout.
pub fn merge(
    files: Versions<&[u8]>,
    marker: usize,
    forms: &Forms,
    supplied: Option<&str>,
) -> Merged {
    by_key(files, marker, forms, supplied).unwrap_or_else(|reason| {
        let lines = lines::merge(files, marker);
        let conflicts = match lines.conflicts {
            0 => lines::left_over(&lines.text),
            conflicts => conflicts,
        };
        let outcome = Outcome::ByLine { reason, conflicts };
        Merged { bytes: lines.text, outcome }
    })
}

/// Merges two versions that git takes for one that both sides come from. No one reads
/// the result: what is not settled is as it was before both of them.
pub fn ancestor(files: Versions<&[u8]>, forms: &Forms, supplied: Option<&str>) -> Vec<u8> {
    let by_key = Files::read(files, forms, supplied).and_then(|files| {
        let (merged, conflicts) = tree::merge(&files.trees, files.form());
        match conflicts.is_empty() {
            true => files.settled(&merged.ours),
            false => {
                let base = whole::without_signs(merged.base);
                Ok(files.written(&base.write(files.form())))
            }
        }
    });
    by_key.unwrap_or_else(|_| lines::merge_or_keep(files))
}

/// Merges by key; or says why that cannot be.
fn by_key(
    files: Versions<&[u8]>,
    marker: usize,
    forms: &Forms,
    supplied: Option<&str>,
) -> Result<Merged, String> {
    let files = Files::read(files, forms, supplied)?;
    let (merged, conflicts) = tree::merge(&files.trees, files.form());
    if conflicts.is_empty() {
        let bytes = files.settled(&merged.ours)?;
        return Ok(Merged { bytes, outcome: Outcome::Settled });
    }
    let units = merged.map(|tree| whole::units(&tree, files.form()));
    let marked = lines::mark(units.as_ref().map(Vec::as_slice), marker);
    if marked.conflicts == 0 {
        return Err("双方只差几个空格".into());
    }
    let bytes = files.written(&String::from_utf8_lossy(&marked.text));
    Ok(Merged { bytes, outcome: Outcome::Conflicts(conflicts) })
}
