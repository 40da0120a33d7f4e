//! Keys that are too far to the left or to the right, so that those below do not go on
//! with what is above.

use super::Failure;
use crate::diagnostic::{Diagnostic, Place, rule};
use crate::source::outline::{Entry, Line};

/// How much further to the right what belongs to a key stands.
const STEP: usize = 2;

/// A line with its key.
#[derive(Clone, Copy)]
struct Keyed<'a> {
    line: Line<'a>,
    entry: Entry<'a>,
}

/// Where a line should stand.
struct Target<'a> {
    indent: usize,
    /// The one that it is in line with, or else that it belongs to.
    like: Keyed<'a>,
    is_below: bool,
}

/// A key that is not in line with its like. The parser stops where the next one is.
pub fn out_of_line(failure: &Failure) -> Option<Diagnostic> {
    let about = ["block mapping", "block collection", "mapping values"];
    if !about.iter().any(|words| failure.info.contains(words)) {
        return None;
    }
    let keyed = |line: &Line<'_>| -> bool { line.entry().is_some() };
    let here = failure.lines.get(failure.line()).filter(|line| keyed(line))?;
    let keys: Vec<Keyed> = failure
        .lines
        .iter()
        .filter_map(|line| Some(Keyed { line: *line, entry: line.entry()? }))
        .collect();
    let at = keys.iter().position(|key| key.line.start == here.start)?;
    let causes = unusual(failure, &keys, at).or_else(|| too_far_left(failure, &keys, at));
    let (wrong, target) = causes.or_else(|| uneven(&keys, at))?;
    Some(report(failure, wrong, &target))
}

fn report(failure: &Failure, wrong: Keyed, target: &Target) -> Diagnostic {
    let Keyed { line, entry } = wrong;
    let message = match (line.indent, line.indent < target.indent) {
        (0, true) => format!("“{}”没有缩进", entry.key),
        (indent, true) => format!("“{}”少缩进了 {} 格", entry.key, target.indent - indent),
        (indent, false) => format!("“{}”多缩进了 {} 格", entry.key, indent - target.indent),
    };
    let like = target.like.entry.key;
    let help = match (target.is_below, target.indent) {
        (true, indent) => format!("它属于“{like}”：前面空 {indent} 格"),
        (false, 0) => format!("前面不空格，和“{like}”左边对齐"),
        (false, indent) => format!("前面空 {indent} 格，和“{like}”左边对齐"),
    };
    let place = Place::new(failure.file, line.start..line.start + key_length(&wrong));
    Diagnostic::new(&rule::YAML_SYNTAX, message).at(place).help(help)
}

/// The length of a key as it is written.
fn key_length(key: &Keyed) -> usize {
    let behind = key.line.end() - key.entry.start;
    let written = key.line.text[..key.line.text.len() - behind].trim_end();
    written.strip_suffix(':').unwrap_or(written).trim_end().len()
}

/// Whether a key stands at the left edge, as the form has it.
fn is_of_the_form(failure: &Failure, key: &Keyed) -> bool {
    key.line.indent == 0 && failure.vocabulary.has_at_the_top(key.entry.key)
}

/// The first key of the level that the one at `at` is not in line with, where no other key
/// of the file is so far to the right.
fn unusual<'a>(
    failure: &Failure,
    keys: &[Keyed<'a>],
    at: usize,
) -> Option<(Keyed<'a>, Target<'a>)> {
    let indent = keys[at].line.indent;
    let above = keys[..at].iter().rposition(|key| key.line.indent < indent)?;
    let wrong = *keys[above + 1..at].first()?;
    let mut others = keys[..above].iter().chain(&keys[at..]);
    let is_usual = others.any(|key| key.line.indent == wrong.line.indent);
    let is_right_above = is_of_the_form(failure, &keys[above]) || keys[above].line.indent > 0;
    let target = Target { indent, like: keys[at], is_below: false };
    (is_right_above && !is_usual).then_some((wrong, target))
}

/// The key above the one at `at` that is not as far to the right as it should be: that one
/// is in line with its like, or belongs to the one before it.
fn too_far_left<'a>(
    failure: &Failure,
    keys: &[Keyed<'a>],
    at: usize,
) -> Option<(Keyed<'a>, Target<'a>)> {
    let wanted = keys[at].line.indent;
    let index = keys[..at].iter().rposition(|key| key.line.indent < wanted)?;
    let wrong = keys[index];
    let above = keys[..index].last().filter(|_| !is_of_the_form(failure, &wrong))?;
    let is_there = |indent: usize, like: &Keyed<'a>, is_below| {
        (indent > wrong.line.indent).then_some((wrong, Target { indent, like: *like, is_below }))
    };
    let has_value = !wrong.entry.is_open() && !wrong.entry.is_block();
    let is_beside = above.line.indent == wanted || above.entry.is_row();
    if has_value && above.entry.is_open() && wrong.entry.is_row() {
        return is_there(above.line.indent + STEP, above, true);
    }
    if has_value && !above.entry.is_open() {
        return is_there(above.line.indent, above, false).filter(|_| is_beside);
    }
    let like = keys[..index].iter().rev().find(|key| key.line.indent <= wanted)?;
    match like.line.indent == wanted {
        true => is_there(wanted, like, false),
        // The first of its like is in line with the next one.
        false if above.entry.is_open() && is_usual(keys, wanted) => {
            is_there(wanted, &keys[at], false)
        }
        false => None,
    }
}

/// Whether keys often stand so far to the right.
fn is_usual(keys: &[Keyed], indent: usize) -> bool {
    keys.iter().filter(|key| key.line.indent == indent).count() > 1
}

/// The key at `at` itself, which stands between two levels.
fn uneven<'a>(keys: &[Keyed<'a>], at: usize) -> Option<(Keyed<'a>, Target<'a>)> {
    let wrong = keys[at];
    // The levels that are open at this line, and the last key of each.
    let mut levels: Vec<Keyed> = Vec::new();
    for key in &keys[..at] {
        levels.retain(|level| level.line.indent < key.line.indent);
        levels.push(*key);
    }
    let below = keys.get(at + 1).filter(|next| next.line.indent > wrong.line.indent);
    let like = match below {
        // Those below it stand right of those of its level.
        Some(below) => levels.iter().rfind(|level| level.line.indent < below.line.indent)?,
        None if wrong.entry.is_row() => levels.iter().rfind(|level| level.entry.is_row())?,
        None => return None,
    };
    let target = Target { indent: like.line.indent, like: *like, is_below: false };
    let is_near = like.line.indent.abs_diff(wrong.line.indent) <= STEP;
    (is_near && like.line.indent != wrong.line.indent).then_some((wrong, target))
}
