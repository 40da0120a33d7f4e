//! Names that the author chooses, written in a way that YAML takes for something else.

use super::Failure;
use super::quotes::{in_chinese_quotes, unquoted};
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

/// `""名称: […]`, `"名称”: […]`: a name whose quotes are too many, too few, or the wrong ones.
pub fn quotes_of_a_name(failure: &Failure) -> Option<Diagnostic> {
    let line = failure.lines[failure.line()];
    if line.is_in_block || !line.text.starts_with('"') {
        return None;
    }
    let end = line.text.find(": [")?;
    let (written, values) = (line.text[..end].trim_end(), &line.text[end + 2..]);
    let within = unquoted(written);
    if within.is_some_and(|name| !name.contains('"')) {
        return None;
    }
    let bare = written.trim_matches(['"', '“', '”', ' ']);
    let is_sure = !bare.is_empty() && !bare.contains(['"', '“', '”', '\\']);
    let name = match is_sure {
        true => bare.to_owned(),
        false => in_chinese_quotes(within.unwrap_or(&written[1..]), '"'),
    };
    let (from, to) = (line.start, line.start + written.len());
    let mended = format!("\"{name}\"");
    let found = Diagnostic::new(&rule::YAML_SYNTAX, "名称的引号没有写对")
        .at(Place::new(failure.file, from..to))
        .help(format!("写成 {mended}: {values}"));
    Some(found.fix(is_sure.then(|| Edit::new(failure.file, from..to, mended))))
}
