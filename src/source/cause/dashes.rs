//! Keys with a dash before them, as in a list: a project file has lists of values only.

use std::ops::Range;

use super::Failure;
use crate::diagnostic::{Diagnostic, Edit, Place, SourceFile, rule};
use crate::source::outline::{Entry, Line};

/// A line of a list that begins with a key.
struct Dashed<'a> {
    /// Its number among the lines.
    number: usize,
    /// The byte of the dash, and how many blanks there are before it.
    start: usize,
    indent: usize,
    entry: Entry<'a>,
    /// The byte at which the key begins.
    key: usize,
    /// Whether the list is as far to the left as the key that it belongs to.
    is_aside: bool,
}

/// `- 名称: …` among lines without a dash.
pub fn dash_before_key(failure: &Failure) -> Option<Diagnostic> {
    // The definition of a form has such lists.
    if failure.vocabulary.is_empty() {
        return None;
    }
    tell(failure.file, &failure.lines, 0..failure.text().len())
}

/// Tells the keys with dashes within some bytes of a file, all at once.
pub fn tell(file: &SourceFile, lines: &[Line], within: Range<usize>) -> Option<Diagnostic> {
    let mut dashed: Vec<Dashed> = Vec::new();
    let first = lines.partition_point(|line| line.start < within.start);
    for number in first..lines.partition_point(|line| line.start < within.end) {
        dashed.extend(Dashed::of(number, lines, &dashed));
    }
    let first = dashed.first()?;
    let key = first.entry.key;
    let message = match dashed.len() {
        1 => format!("“{key}”前面多了“- ”"),
        count => format!("“{key}”等 {count} 行的前面多了“- ”"),
    };
    let is_sure = dashed.iter().all(|dashed| dashed.stays_in_line(lines));
    let help = match is_sure && dashed.iter().all(|dashed| dashed.blanks().is_empty()) {
        true => "删去“- ”；一组“键: 内容”不用写成列表",
        false => "删去“- ”，同一组的各行左边对齐，比上一级多空两格；一组“键: 内容”不用写成列表",
    };
    let edit = |dashed: &Dashed| Edit::new(file, dashed.start..dashed.key, dashed.blanks());
    Some(
        Diagnostic::new(&rule::YAML_SYNTAX, message)
            .at(Place::new(file, first.start..first.start + 1))
            .help(help)
            .fix(dashed.iter().filter(|_| is_sure).map(edit)),
    )
}

impl<'a> Dashed<'a> {
    /// The line of this number, if it is one of a list; `known` are those above it.
    fn of(number: usize, lines: &[Line<'a>], known: &[Self]) -> Option<Self> {
        let line = &lines[number];
        let text = line.text.strip_prefix("- ").filter(|_| !line.is_in_block)?.trim_start();
        let key = line.end() - text.len();
        let entry = Line { start: key, text, ..*line }.entry()?;
        let is_aside = is_aside(number, lines, known);
        Some(Self { number, start: line.start, indent: line.indent, entry, key, is_aside })
    }

    /// What takes the place of the dash and the blanks behind it: nothing, or blanks where the
    /// key would be beside the one that the list belongs to.
    fn blanks(&self) -> String {
        " ".repeat(if self.is_aside { self.key - self.start } else { 0 })
    }

    /// Whether what is below the key still is once blanks are there instead of the dash, and
    /// nothing else is.
    fn stays_in_line(&self, lines: &[Line]) -> bool {
        let column = self.indent + self.blanks().len();
        let below = lines[self.number + 1..].iter().filter(|line| line.is_something());
        let mut below = below.take_while(|line| line.indent > self.indent).peekable();
        let first = below.peek().map_or(usize::MAX, |first| first.indent);
        let is_below = |line: &Line| match self.entry.is_open() {
            true => line.is_in_block || line.indent >= first,
            false => line.is_in_block,
        };
        first > column && below.all(is_below)
    }
}

/// Whether the list that a line belongs to is as far to the left as the key above the list.
fn is_aside(number: usize, lines: &[Line], known: &[Dashed]) -> bool {
    let indent = lines[number].indent;
    let above = lines[..number].iter().enumerate().rev();
    let mut above =
        above.filter(|(_, line)| line.is_something() && !line.is_in_block && line.indent <= indent);
    let owner = above.find_map(|(number, line)| {
        let one = known.binary_search_by_key(&number, |one| one.number).map(|at| &known[at]);
        match one {
            // The list is that of the line above.
            Ok(one) if one.indent == indent => Some(one.is_aside),
            _ if line.text.starts_with("- ") => None,
            _ => Some(line.indent == indent && line.entry().is_some_and(|it| it.is_open())),
        }
    });
    owner.unwrap_or(false)
}
