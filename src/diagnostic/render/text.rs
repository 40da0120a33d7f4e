//! For people at a terminal: excerpts in the manner of rustc.

use std::io::{self, Write};
use std::path::Path;

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use indexmap::IndexMap;

use super::harmless;
use crate::diagnostic::{Diagnostic, Place, Severity};

/// How many findings are shown of one file. Whoever has more has one cause for
/// them all.
const MOST: usize = 50;

/// Writes the findings, each with a blank line after it.
pub fn write(out: &mut impl Write, found: &[Diagnostic]) -> io::Result<()> {
    let mut files: IndexMap<&str, usize> = IndexMap::new();
    for diagnostic in found {
        let name = diagnostic.places.first().map_or("", |place| place.file.name());
        let count = files.entry(name).or_default();
        *count += 1;
        if *count <= MOST {
            writeln!(out, "{}\n", render(diagnostic))?;
        }
    }
    for (name, count) in files.into_iter().filter(|(_, count)| *count > MOST) {
        writeln!(out, "{} 还有 {} 处，没有列出\n", clean(name), count - MOST)?;
    }
    Ok(())
}

/// Renders a finding with its excerpts and its help, coloured by escape
/// sequences. No text of the user's comes through as one.
pub fn render(diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE,
    };
    let level = level.with_name(diagnostic.severity.title());
    let title = level.primary_title(clean(&diagnostic.message)).id(diagnostic.rule.name);
    let mut group = Group::with_title(title);
    for places in diagnostic.places.chunk_by(is_one_excerpt) {
        group = add(group, places, diagnostic.places.first());
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.with_name("提示").message(clean(help)));
    }
    let text = harmless::visible(&Renderer::styled().render(&[group]));
    if diagnostic.places.is_empty() { without_margin(&text) } else { text }
}

/// A finding without the line that sets its help apart from an excerpt: there is none.
fn without_margin(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.get(1).is_some_and(|line| anstream::adapter::strip_str(line).to_string().trim() == "|")
    {
        lines.remove(1);
    }
    lines.join("\n")
}

/// A text with its control characters and the like made visible.
pub fn clean(text: &str) -> String {
    harmless::visible(&normalize_untrusted_str(text))
}

/// A path, with what would do something to a terminal made visible.
pub fn shown(path: &Path) -> String {
    clean(&path.display().to_string())
}

/// A path as a word of a command that people may copy: in quotes, and never taken for an
/// option.
pub fn word(path: &Path) -> String {
    let path = shown(path);
    let path = if path.starts_with('-') { format!("./{path}") } else { path };
    // What a shell would make something of within double quotes.
    match cfg!(unix) && path.contains(['$', '`', '"', '\\', '!']) {
        true => format!("'{}'", path.replace('\'', r"'\''")),
        false => format!("\"{path}\""),
    }
}

fn is_one_excerpt(a: &Place, b: &Place) -> bool {
    a.file == b.file && a.span.is_some() && b.span.is_some()
}

/// Adds an excerpt of one file that shows `places`.
fn add<'a>(group: Group<'a>, places: &'a [Place], chief: Option<&Place>) -> Group<'a> {
    let [first, ..] = places else { return group };
    let name = clean(first.file.name());
    if first.span.is_none() {
        return group.element(Origin::path(name));
    }
    let annotations = places.iter().filter_map(|place| {
        let is_chief = chief.is_some_and(|chief| std::ptr::eq(chief, place));
        let kind = if is_chief { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(place.span.clone()?);
        Some(match place.label.is_empty() {
            true => annotation,
            false => annotation.label(clean(&place.label)),
        })
    });
    group.element(Snippet::source(first.file.text()).path(name).annotations(annotations))
}
