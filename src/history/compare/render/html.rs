//! One page, old on the left and new on the right.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::render::one_line;
use crate::history::compare::describe::{Item, items};
use crate::history::compare::lines::{ChangeEntry, entries};
use crate::history::compare::summary::{self, gist, project_name, whereabouts};
use crate::history::compare::{ComparedForm, Comparison, FormStatus, Pair};
use crate::tabular::page;

const COMPARISON: &str = include_str!("comparison.html.j2");
/// How many forms that are on one side only are shown in full. Of more than that, only
/// the gist is: a new year has them all new.
const MOST_SOLE: usize = 100;

#[derive(Serialize)]
struct Page {
    title: String,
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
    let page = page::render("comparison.html.j2", COMPARISON, &page_of(comparison));
    out.write_all(page.map_err(io::Error::other)?.as_bytes())
}

fn page_of(comparison: &Comparison) -> Page {
    let mut sole = 0;
    let forms = comparison.forms.iter().map(|form| {
        sole += usize::from(!matches!(form.sides, Pair::Kept { .. }));
        view(form, sole <= MOST_SOLE)
    });
    let (old, new) = (one_line(&comparison.old_label), one_line(&comparison.new_label));
    Page {
        title: format!("表格比较：{old} → {new}"),
        old,
        new,
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
