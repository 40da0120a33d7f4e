//! Names that the author chooses, written in a way that YAML takes for something else.

use super::Failure;
use crate::diagnostic::{Diagnostic, Edit, Place, rule};

/// `审查数量(其中: 采购): [20份, 40份]`: a colon with a blank behind it within a name.
pub fn colon_in_a_name(failure: &Failure) -> Option<Diagnostic> {
    if !failure.info.contains("mapping values are not allowed") {
        return None;
    }
    let line = failure.lines[failure.line()];
    let entry = line.entry()?;
    // A name that the form has is a key, with something behind it that belongs below.
    let is_known = failure.vocabulary.has(entry.key) || failure.vocabulary.has_group(entry.key);
    let end = entry.start - line.start + entry.value.find(": [")?;
    let (name, values) = (&line.text[..end], &line.text[end + 2..]);
    if is_known || name.contains(['"', '\'', '[', '{', '\\']) {
        return None;
    }
    let message = format!("名称“{name}”里有“: ”，YAML 把前面的当作名称");
    let found = Diagnostic::new(&rule::YAML_SYNTAX, message)
        .at(Place::new(failure.file, line.start..line.start + name.len()))
        .help(format!("给名称加上英文引号：写成 \"{name}\": {values}"));
    // A colon within brackets is no second key.
    let is_sure = entry.key.matches(['(', '（']).count() > entry.key.matches([')', '）']).count();
    let quote = |at| Edit::new(failure.file, at..at, "\"");
    let edits = [quote(line.start), quote(line.start + name.len())];
    Some(found.fix(edits.into_iter().filter(|_| is_sure)))
}
