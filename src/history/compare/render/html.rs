//! One page for browsers and printers, old on the left and new on the right. It needs
//! nothing else, runs nothing and may be sent to anybody.

use std::io::{self, Write};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

use crate::diagnostic::render::one_line;
use crate::history::compare::describe::{Item, items};
use crate::history::compare::lines::{ChangeEntry, entries};
use crate::history::compare::summary::{self, gist, project_name, whereabouts};
use crate::history::compare::{ComparedForm, Comparison, FormStatus, Pair};

const PAGE: &str = include_str!("page.html.j2");
/// How many forms that are on one side only are shown in full. Of more than that, only
/// the gist is: a new year has them all new.
const MOST_SOLE: usize = 100;

#[derive(Serialize)]
struct Page {
    old: String,
    new: String,
    summary: Vec<String>,
    forms: Vec<FormView>,
}

#[derive(Serialize)]
struct FormView {
    status: FormStatus,
    title: &'static str,
    name: String,
    whereabouts: String,
    gist: String,
    /// How many changes there are.
    changes: usize,
    entries: Vec<ChangeEntry>,
    /// All that it says, where it is on one side only.
    items: Vec<Item>,
}

/// Writes the page.
pub fn write(out: &mut (impl Write + ?Sized), comparison: &Comparison) -> io::Result<()> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(io::Error::other)?);
    let page = environment.render_named_str("page.html.j2", PAGE, Serde(&page(comparison)));
    writeln!(out, "{}", page.map_err(io::Error::other)?)
}

fn page(comparison: &Comparison) -> Page {
    let mut sole = 0;
    let forms = comparison.forms.iter().map(|form| {
        sole += usize::from(!matches!(form.sides, Pair::Kept { .. }));
        view(form, sole <= MOST_SOLE)
    });
    Page {
        old: one_line(&comparison.old_label),
        new: one_line(&comparison.new_label),
        summary: summary::lines(comparison),
        forms: forms.collect(),
    }
}

fn view(form: &ComparedForm, in_full: bool) -> FormView {
    let sole = match &form.sides {
        Pair::Added(version) | Pair::Removed(version) => Some(version),
        Pair::Kept { .. } => None,
    };
    FormView {
        status: form.status(),
        title: form.status().title(),
        name: project_name(form),
        whereabouts: whereabouts(form),
        gist: sole.map(gist).unwrap_or_default(),
        changes: form.changes.len(),
        entries: entries(&form.changes).collect(),
        items: sole.filter(|_| in_full).map(|sole| items(&sole.project)).unwrap_or_default(),
    }
}
