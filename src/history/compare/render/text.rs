//! For people at a terminal, coloured by escape sequences; without them, it says the
//! same.

use std::io::{self, Write};

use clap::builder::styling::{AnsiColor, Style};

use crate::diagnostic::render::one_line;
use crate::history::compare::lines::{ChangeEntry, ChangeLine, ChangePiece, entries};
use crate::history::compare::shorten::shortened;
use crate::history::compare::summary::{self, gist, project_name, whereabouts};
use crate::history::compare::{ComparedForm, Comparison, FormStatus, Pair};

const OLD: Style = AnsiColor::Red.on_default();
const NEW: Style = AnsiColor::Green.on_default();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// How many changes of a form are shown.
const MOST: usize = 200;
/// How many lines of a change are shown.
const MOST_LINES: usize = 100;
/// Up to so many characters, both values stand on one line.
const SHORT: usize = 60;

/// Writes what has changed in each form, and a summary.
pub fn write(out: &mut (impl Write + ?Sized), comparison: &Comparison) -> io::Result<()> {
    for form in &comparison.forms {
        write_form(out, form)?;
        writeln!(out)?;
    }
    let [old, new] = [&comparison.old_label, &comparison.new_label].map(|label| one_line(label));
    writeln!(out, "{BOLD}{old} → {new}{BOLD:#}")?;
    summary::lines(comparison).iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn write_form(out: &mut (impl Write + ?Sized), form: &ComparedForm) -> io::Result<()> {
    let style = match form.status() {
        FormStatus::Added => NEW.bold(),
        FormStatus::Removed => OLD.bold(),
        FormStatus::Changed | FormStatus::Moved => BOLD,
    };
    let title = form.status().title();
    writeln!(out, "{style}{title} {}{style:#}  {}", whereabouts(form), project_name(form))?;
    if let Pair::Added(version) | Pair::Removed(version) = &form.sides {
        match gist(version) {
            gist if gist.is_empty() => {}
            gist => writeln!(out, "  {gist}")?,
        }
    }
    entries(&form.changes).take(MOST).try_for_each(|entry| write_entry(out, &entry))?;
    match form.changes.len().checked_sub(MOST) {
        Some(more) if more > 0 => {
            writeln!(out, "  …（还有 {more} 处改动，用 --format html 看全部）")
        }
        _ => Ok(()),
    }
}

fn write_entry(out: &mut (impl Write + ?Sized), entry: &ChangeEntry) -> io::Result<()> {
    let ChangeEntry { title, remark, is_text, lines } = entry;
    if let ([line], false) = (lines.as_slice(), is_text)
        && line.label.is_empty()
        && let Some(values) = on_one_line(line)
    {
        return writeln!(out, "  {BOLD}{title}{BOLD:#}: {values}");
    }
    let colon = if remark.is_empty() { "" } else { "：" };
    writeln!(out, "  {BOLD}{title}{BOLD:#}{colon}{remark}")?;
    lines.iter().take(MOST_LINES).try_for_each(|line| write_line(out, line))?;
    match lines.len().checked_sub(MOST_LINES) {
        Some(more) if more > 0 => writeln!(out, "    …（还有 {more} 行，用 --format html 看全部）"),
        _ => Ok(()),
    }
}

/// `13 → 15 万元（+2）`, if both sides are there and short.
fn on_one_line(line: &ChangeLine) -> Option<String> {
    let (old, new) = (plain(line.old.as_ref()?), plain(line.new.as_ref()?));
    if line.is_context() || old.chars().count() + new.chars().count() > SHORT {
        return None;
    }
    let unit = unit(line);
    Some(format!("{OLD}{old}{OLD:#} → {NEW}{new}{NEW:#}{unit}{}", note(line)))
}

fn write_line(out: &mut (impl Write + ?Sized), line: &ChangeLine) -> io::Result<()> {
    let label = match line.label.as_str() {
        "" => String::new(),
        label => format!("{label}: "),
    };
    if let Some(values) = on_one_line(line).filter(|_| !line.label.is_empty()) {
        return writeln!(out, "    {label}{values}");
    }
    let (unit, note) = (unit(line), note(line));
    match (&line.old, &line.new) {
        (Some(old), Some(_)) if line.is_context() => {
            return writeln!(out, "      {DIM}{}{DIM:#}", plain(&shortened(old)));
        }
        (None, None) => return writeln!(out, "      {DIM}{}{DIM:#}", line.note),
        _ => {}
    }
    if let Some(old) = &line.old {
        let text = marked(&shortened(old), OLD, ["[-", "-]"]);
        writeln!(out, "    {OLD}- {OLD:#}{label}{text}{unit}{note}")?;
    }
    if let Some(new) = &line.new {
        let text = marked(&shortened(new), NEW, ["{+", "+}"]);
        writeln!(out, "    {NEW}+ {NEW:#}{label}{text}{unit}{note}")?;
    }
    Ok(())
}

fn unit(line: &ChangeLine) -> String {
    if line.unit.is_empty() { String::new() } else { format!(" {}", line.unit) }
}

fn note(line: &ChangeLine) -> String {
    if line.note.is_empty() { String::new() } else { format!("（{}）", line.note) }
}

fn plain(pieces: &[ChangePiece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// The pieces with marks around what has changed, unless that is all of it.
fn marked(pieces: &[ChangePiece], style: Style, [start, end]: [&str; 2]) -> String {
    let is_part = pieces.iter().any(|piece| !piece.is_changed);
    let write = |ChangePiece { text, is_changed }: &ChangePiece| match (is_changed, is_part) {
        (true, true) => {
            let style = style.bold();
            format!("{style}{start}{text}{end}{style:#}")
        }
        (true, false) => format!("{style}{text}{style:#}"),
        (false, _) => text.clone(),
    };
    pieces.iter().map(write).collect()
}
