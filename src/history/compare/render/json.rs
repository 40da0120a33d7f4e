//! For programs: one JSON object, described by `schema/diff.json`.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::diagnostic::render::json::harmless_text;
use crate::history::compare::{
    Change, ComparedForm, ComparedRow, Comparison, Difference, FormChange, FormCounts, FormVersion,
    GroupChange, NewPlace, Pair, Paragraph, RowChange, RowField, Sides, ValueChange,
};

/// Goes up when a program that reads the object has to change.
const VERSION: u32 = 2;

#[derive(Serialize)]
struct Summary {
    #[serde(flatten)]
    counts: FormCounts,
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
    let total = comparison
        .total_name
        .as_ref()
        .map(|_| json!({ "old": old, "new": new, "difference": difference.as_ref().map(by) }));
    Summary {
        counts: comparison.counts,
        unreadable: comparison.unreadable.len(),
        total: json!(total),
    }
}

fn form(form: &ComparedForm) -> Value {
    // What is on one side only is told in full, as no change tells it.
    let version = |version: &FormVersion| match form.sides {
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

fn version_of(version: &FormVersion, cells: Option<Vec<Value>>) -> Value {
    let FormVersion { name, project } = version;
    json!({
        "file": name,
        "form": project.form().name,
        "name": project.name(),
        "total": project.total().as_ref().map(ToString::to_string),
        "cells": cells,
    })
}

fn cells(version: &FormVersion) -> Vec<Value> {
    let cells = version.project.cells().into_iter();
    cells.map(|cell| json!({ "path": cell.path, "text": cell.text })).collect()
}

fn change(change: &Change) -> Value {
    match change {
        Change::Form(change) => form_change(change),
        Change::Fact { field, words } => {
            json!({ "kind": "fact", "path": field.path, "segments": words })
        }
        Change::Text { field, paragraphs } => json!({
            "kind": "text",
            "path": field.path,
            "paragraphs": paragraphs.iter().map(paragraph).collect::<Vec<_>>(),
        }),
        Change::Amount { field, unit, value: change } => json!({
            "kind": "amount",
            "path": field.path,
            "unit": unit,
            "change": value(change),
        }),
        Change::Row(change) => row_change(change),
        Change::Group(change) => group_change(change),
        Change::Other => json!({ "kind": "other" }),
    }
}

fn form_change(FormChange { names, since, sole }: &FormChange) -> Value {
    let side =
        |side: usize| json!({ "form": names[side], "since": since[side], "only": sole[side] });
    json!({ "kind": "form", "old": side(0), "new": side(1) })
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
    let of = &change.of;
    let values = of.columns.iter().zip(change.values());
    let values = values.filter_map(|(column, change)| Some((&column.key, value(&change?))));
    json!({
        "kind": "row",
        "what": of.row(),
        "status": status(&change.sides),
        "old": change.sides.before().map(|it| row(of, it)),
        "new": change.sides.after().map(|it| row(of, it)),
        "renamed": change.renamed().is_some(),
        "place": place(&change.place),
        "values": values.map(|(key, value)| (key.clone(), value)).collect::<Map<_, _>>(),
    })
}

fn row(of: &RowField, ComparedRow { path, values }: &ComparedRow) -> Value {
    let values = of.columns.iter().zip(values);
    let values =
        values.filter_map(|(column, value)| Some((column.key.clone(), json!(value.as_ref()?))));
    json!({ "path": path, "values": values.collect::<Map<_, _>>() })
}

fn group_change(change: &GroupChange) -> Value {
    let of = &change.of;
    json!({
        "kind": "group",
        "what": of.group(change.sides.last()),
        "status": status(&change.sides),
        "old": change.sides.before(),
        "new": change.sides.after(),
        "renamed": change.renamed().is_some(),
        "place": place(&change.place),
        "rows": change.rows.iter().map(|it| row(of, it)).collect::<Vec<_>>(),
    })
}

fn status<T>(sides: &Sides<T>) -> &'static str {
    match sides {
        Sides::Added(_) => "added",
        Sides::Removed(_) => "removed",
        Sides::Kept { .. } => "kept",
    }
}

fn place(place: &NewPlace) -> Value {
    match place {
        NewPlace::Same => json!({ "is": "same" }),
        NewPlace::Moved => json!({ "is": "moved" }),
        NewPlace::Reordered { after } => json!({ "is": "reordered", "after": after }),
    }
}
