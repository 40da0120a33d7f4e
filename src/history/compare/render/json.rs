//! For programs: one JSON object, described by `schema/diff.json`.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use crate::diagnostic::render::json::harmless_text;
use crate::history::compare::{
    Change, Comparison, Counts, Difference, Form, GroupChange, Pair, Paragraph, Place, Row,
    RowChange, RowKind, Sides, ValueChange, Version,
};

/// Goes up when a program that reads the object has to change.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Summary {
    #[serde(flatten)]
    counts: Counts,
    unreadable: usize,
    total: Value,
}

/// Writes all that has changed as one object.
pub fn write(out: &mut (impl Write + ?Sized), comparison: &Comparison) -> io::Result<()> {
    let unreadable = comparison.unreadable.iter();
    let unreadable = unreadable.map(|form| json!({ "file": form.name, "side": form.side }));
    let object = json!({
        "version": VERSION,
        "old": comparison.old_label,
        "new": comparison.new_label,
        "forms": comparison.forms.iter().map(form).collect::<Vec<_>>(),
        "unreadable": unreadable.collect::<Vec<_>>(),
        "summary": summary(comparison),
    });
    writeln!(out, "{}", harmless_text(&serde_json::to_string_pretty(&object)?))
}

fn summary(comparison: &Comparison) -> Summary {
    let [old, new] = comparison.totals.map(|total| total.map(|total| total.to_string()));
    let difference = comparison.difference();
    Summary {
        counts: comparison.counts,
        unreadable: comparison.unreadable.len(),
        total: json!({ "old": old, "new": new, "difference": difference.as_ref().map(by) }),
    }
}

fn form(form: &Form) -> Value {
    // What is on one side only is told in full, as no change tells it.
    let version = |version: &Version| match form.sides {
        Pair::Kept { .. } => version_of(version, None),
        _ => version_of(version, Some(cells(version))),
    };
    json!({
        "status": form.status(),
        "old": form.sides.before().map(version),
        "new": form.sides.after().map(version),
        "changes": form.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn version_of(version: &Version, cells: Option<Vec<Value>>) -> Value {
    let Version { name, project } = version;
    json!({
        "file": name,
        "name": project.name,
        "total": project.funds.total.as_str(),
        "cells": cells,
    })
}

fn cells(version: &Version) -> Vec<Value> {
    let cells = version.project.cells().into_iter();
    cells.map(|cell| json!({ "path": cell.path, "text": cell.text })).collect()
}

fn change(change: &Change) -> Value {
    match change {
        Change::Fact { key, words } => json!({ "kind": "fact", "path": [key], "segments": words }),
        Change::Text { key, paragraphs } => json!({
            "kind": "text",
            "path": [key],
            "paragraphs": paragraphs.iter().map(paragraph).collect::<Vec<_>>(),
        }),
        Change::Total(change) => json!({
            "kind": "total",
            "path": ["项目资金", "资金总额"],
            "change": value(change),
        }),
        Change::Row(change) => row_change(change),
        Change::Group(change) => group_change(change),
    }
}

fn paragraph(paragraph: &Paragraph) -> Value {
    let (op, text) = match paragraph {
        Paragraph::Changed(words) => return json!({ "op": "change", "segments": words }),
        Paragraph::Kept(text) => ("equal", text),
        Paragraph::Added(text) => ("insert", text),
        Paragraph::Removed(text) => ("delete", text),
        Paragraph::MovedAway(text) => ("moved-away", text),
        Paragraph::MovedHere(text) => ("moved-here", text),
    };
    json!({ "op": op, "text": text })
}

fn value(ValueChange { old, new, difference }: &ValueChange) -> Value {
    json!({ "old": old, "new": new, "difference": difference.as_ref().map(by) })
}

fn by(Difference { by, per_cent, unit }: &Difference) -> Value {
    let per_cent = per_cent.map(|per_cent| per_cent.to_string());
    json!({ "by": by.to_string(), "per_cent": per_cent, "unit": unit })
}

fn row_change(change: &RowChange) -> Value {
    let kind = match change.kind {
        RowKind::Expense => "expense",
        RowKind::Indicator => "indicator",
    };
    let [half_year, full_year] = change.values().map(|change| change.as_ref().map(value));
    json!({
        "kind": kind,
        "status": status(&change.sides),
        "old": change.sides.before().map(row),
        "new": change.sides.after().map(row),
        "renamed": change.renamed().is_some(),
        "place": place(&change.place),
        "half_year": half_year,
        "full_year": full_year,
    })
}

fn row(Row { path, values: [half_year, full_year] }: &Row) -> Value {
    json!({ "path": path, "half_year": half_year, "full_year": full_year })
}

fn group_change(change: &GroupChange) -> Value {
    json!({
        "kind": "group",
        "status": status(&change.sides),
        "old": change.sides.before(),
        "new": change.sides.after(),
        "renamed": change.renamed().is_some(),
        "place": place(&change.place),
        "rows": change.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

fn status<T>(sides: &Sides<T>) -> &'static str {
    match sides {
        Sides::Added(_) => "added",
        Sides::Removed(_) => "removed",
        Sides::Kept { .. } => "kept",
    }
}

fn place(place: &Place) -> Value {
    match place {
        Place::Same => json!({ "is": "same" }),
        Place::Moved => json!({ "is": "moved" }),
        Place::Reordered { after } => json!({ "is": "reordered", "after": after }),
    }
}
