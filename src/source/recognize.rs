//! Whether a text looks like a project file at all: in an editor, any YAML file may be open.

use super::forms::Forms;
use super::outline;
use super::{line, vocabulary::Vocabulary};

/// What a text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A project file: it says so in a comment, or most of its keys are those of forms.
    Project,
    /// Something else: its keys are in other letters than those that forms have.
    Foreign,
    /// It might be either: what stands beside it tells.
    Unclear,
}

/// How `# jixiao: …` begins, and what leads editors to the schema of a form.
const OWN_COMMENT: &str = "jixiao:";
const SCHEMA_COMMENT: &str = "yaml-language-server:";

/// What a text looks like, by the lines that begin at its left edge.
pub fn look(text: &str, forms: &Forms) -> Look {
    let vocabulary = forms.vocabulary();
    if text.lines().filter_map(|line| line.strip_prefix('#')).any(is_own_comment) {
        return Look::Project;
    }
    let keys = keys(text);
    let known = keys.iter().filter(|key| vocabulary.has_at_the_top(key)).count();
    match () {
        () if known > 0 && 2 * known >= keys.len() => Look::Project,
        () if !keys.is_empty() && keys.iter().all(|key| is_of_another_kind(key, vocabulary)) => {
            Look::Foreign
        }
        () => Look::Unclear,
    }
}

/// Whether a comment is one of the program's, or leads to a schema of one of its forms.
fn is_own_comment(comment: &str) -> bool {
    let comment = comment.trim_start();
    let schema = || comment.strip_prefix(SCHEMA_COMMENT)?.trim_start().strip_prefix("$schema=");
    comment.starts_with(OWN_COMMENT)
        || schema().is_some_and(|schema| {
            let schema = schema.trim();
            let stem = schema.rsplit('/').next().and_then(|name| name.strip_suffix(".json"));
            let year = stem.and_then(|stem| stem.rsplit('-').next()).unwrap_or_default();
            let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
            schema.contains("schema/") && is_year
        })
}

/// The keys at the left edge, however their colons are written.
fn keys(text: &str) -> Vec<&str> {
    let lines = outline::lines(text);
    let top = lines.iter().filter(|line| line.indent == 0 && !line.is_in_block);
    let key = |text| [":", "："].iter().find_map(|colon| line::key_before(text, colon));
    top.filter_map(|line| match line.entry() {
        Some(entry) => Some(entry.key),
        None => key(line.text).map(|(key, _)| key),
    })
    .collect()
}

/// Whether a key is in letters that no key of the forms is in.
fn is_of_another_kind(key: &str, vocabulary: &Vocabulary) -> bool {
    key.is_ascii() && !vocabulary.keys().any(str::is_ascii)
}
