//! The names of commits that only git itself can read.

use super::ask::ask;

/// A revision with the ids of commits in the place of their names; `None` where git knows
/// none of that name.
pub fn with_ids(revision: &str) -> Option<String> {
    for dots in ["...", ".."] {
        if let Some((from, to)) = revision.split_once(dots) {
            return Some(format!("{}{dots}{}", id(or_head(from))?, id(or_head(to))?));
        }
    }
    match revision.strip_suffix("^!") {
        Some(commit) => Some(format!("{}^!", id(commit)?)),
        None => id(revision),
    }
}

/// The name that a revision begins with: that of a branch or a tag, or an id.
pub fn base(revision: &str) -> &str {
    let ends = ["~", "^", ":", "..", "@{"].into_iter().filter_map(|end| revision.find(end));
    &revision[..ends.min().unwrap_or(revision.len())]
}

/// Whether a revision begins with the name of a branch or a tag.
pub fn is_reference(revision: &str) -> bool {
    let full = ask(&[
        "rev-parse",
        "--verify",
        "--quiet",
        "--symbolic-full-name",
        "--end-of-options",
        base(revision),
    ]);
    full.is_ok_and(|full| !full.is_empty())
}

fn or_head(name: &str) -> &str {
    if name.is_empty() { "HEAD" } else { name }
}

fn id(name: &str) -> Option<String> {
    let id = ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", name]).ok()?;
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then_some(id)
}
