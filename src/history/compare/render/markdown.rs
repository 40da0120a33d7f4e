//! For a comment on a merge request at GitLab, GitHub, Gitee or Forgejo.
//!
//! No text of the user's can become markup, a mention or a reference to anything; see
//! [`super::inert`].

use std::io::{self, Write};

use super::inert::inert;
use crate::diagnostic::render::one_line;
use crate::history::compare::lines::{ChangeEntry, ChangeLine, ChangePiece, entries};
use crate::history::compare::shorten::shortened;
use crate::history::compare::summary::{self, gist, project_name, whereabouts};
use crate::history::compare::{ComparedForm, Comparison, Pair};

/// Forges refuse comments of more than some 65,000 characters.
const MOST: usize = 60_000;
/// How many lines of a change are shown.
const MOST_LINES: usize = 50;

/// Writes a summary and what has changed in each form, as far as a comment holds it.
pub fn write(out: &mut (impl Write + ?Sized), comparison: &Comparison) -> io::Result<()> {
    let mut comment = Comment { text: head(comparison), length: 0, is_full: false };
    comment.length = comment.text.chars().count();
    let shown = comparison.forms.iter().take_while(|form| comment.add_form(form)).count();
    let left_out = comparison.forms.len() - shown;
    if left_out > 0 {
        comment.text.push_str(&format!("\n…（还有 {left_out} 份表格的改动，这里写不下）\n"));
    }
    out.write_all(comment.text.as_bytes())
}

fn head(comparison: &Comparison) -> String {
    let [old, new] =
        [&comparison.old_label, &comparison.new_label].map(|label| inert(&one_line(label)));
    let lines = summary::lines(comparison).into_iter().map(|line| format!("- {}\n", inert(&line)));
    format!("### 表格比较：{old} → {new}\n\n{}", lines.collect::<String>())
}

/// What has been written.
struct Comment {
    text: String,
    /// Its characters.
    length: usize,
    /// Whether something did not fit; then nothing more is written.
    is_full: bool,
}

impl Comment {
    /// Adds a text, if it fits.
    fn add(&mut self, text: &str) -> bool {
        let length = self.length + text.chars().count();
        self.is_full |= length > MOST;
        if !self.is_full {
            self.text.push_str(text);
            self.length = length;
        }
        !self.is_full
    }

    /// Adds a form; `false` if there was no room even for its name.
    fn add_form(&mut self, form: &ComparedForm) -> bool {
        let (title, name) = (form.status().title(), inert(&project_name(form)));
        let mut heading =
            format!("\n#### {title}：{name}\n\n文件：{}\n", inert(&whereabouts(form)));
        if let Pair::Added(version) | Pair::Removed(version) = &form.sides {
            let gist = inert(&gist(version));
            heading += &if gist.is_empty() { gist } else { format!("\n{gist}\n") };
        }
        if !self.add(&heading) {
            return false;
        }
        let (texts, others): (Vec<ChangeEntry>, Vec<ChangeEntry>) =
            entries(&form.changes).partition(|entry| entry.is_text);
        let mut shown = 0;
        if !others.is_empty()
            && self.add("\n| 项目 | 旧 | 新 | 说明 |\n| --- | --- | --- | --- |\n")
        {
            shown += others.iter().take_while(|entry| self.add(&rows(entry))).count();
        }
        shown += texts.iter().take_while(|entry| self.add(&details(entry))).count();
        let left_out = form.changes.len() - shown;
        if left_out > 0 {
            self.text.push_str(&format!("\n…（还有 {left_out} 处改动，这里写不下）\n"));
        }
        true
    }
}

/// A change as rows of a table.
fn rows(entry: &ChangeEntry) -> String {
    let title = inert(&entry.title);
    let is_told = !entry.remark.is_empty() || entry.lines.is_empty();
    let first = is_told.then(|| row(&title, "", "", &inert(&entry.remark)));
    let lines = entry.lines.iter().take(MOST_LINES).enumerate().map(|(index, line)| {
        let is_first = index == 0 && !is_told;
        let label = match (is_first, inert(&line.label)) {
            (true, label) if label.is_empty() => title.clone(),
            (true, label) => format!("{title}<br>{label}"),
            (false, label) => label,
        };
        let [old, new] = [(&line.old, "del"), (&line.new, "ins")]
            .map(|(pieces, tag)| side(pieces.as_deref(), tag, line.unit));
        row(&label, &old, &new, &inert(&line.note))
    });
    let more = left_out(entry).map(|note| row("", "", "", &note));
    first.into_iter().chain(lines).chain(more).collect()
}

/// How many lines of a change are not shown.
fn left_out(entry: &ChangeEntry) -> Option<String> {
    let more = entry.lines.len().saturating_sub(MOST_LINES);
    (more > 0).then(|| format!("…（还有 {more} 行，没有列出）"))
}

fn row(label: &str, old: &str, new: &str, note: &str) -> String {
    format!("| {label} | {old} | {new} | {note} |\n")
}

fn side(pieces: Option<&[ChangePiece]>, tag: &str, unit: &str) -> String {
    let text = pieces.map(|pieces| marked(pieces, tag)).unwrap_or_default();
    if text.is_empty() || unit.is_empty() { text } else { format!("{text} {unit}") }
}

/// A long text that can be folded away.
fn details(entry: &ChangeEntry) -> String {
    let more = left_out(entry).map(|note| format!("| | {note} |\n"));
    let lines: String = entry.lines.iter().take(MOST_LINES).map(paragraph).chain(more).collect();
    format!(
        "\n<details open><summary>{}</summary>\n\n| | |\n| --- | --- |\n{lines}\n</details>\n",
        inert(&entry.title)
    )
}

/// A paragraph as rows of a table, one for each side that it is on.
fn paragraph(line: &ChangeLine) -> String {
    let note = inert(&line.note);
    match (&line.old, &line.new) {
        (None, None) => format!("| | {note} |\n"),
        (Some(old), Some(_)) if line.is_context() => format!("| | {} |\n", marked(old, "del")),
        (old, new) => [("旧", "del", old), ("新", "ins", new)]
            .into_iter()
            .filter_map(|(side, tag, pieces)| Some((side, marked(pieces.as_ref()?, tag))))
            .map(|(side, text)| format!("| {side}{} | {text} |\n", in_brackets(&note)))
            .collect(),
    }
}

fn in_brackets(note: &str) -> String {
    if note.is_empty() { String::new() } else { format!("（{note}）") }
}

/// The pieces with the parts that have changed in an element, unless that is all of
/// them.
fn marked(pieces: &[ChangePiece], tag: &str) -> String {
    let is_part = pieces.iter().any(|piece| !piece.is_changed);
    let write = |piece: &ChangePiece| match piece.is_changed && is_part {
        true => format!("<{tag}>{}</{tag}>", inert(&piece.text)),
        false => inert(&piece.text),
    };
    shortened(pieces).iter().map(write).collect()
}
