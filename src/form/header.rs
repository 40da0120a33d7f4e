//! The header above rows: one line, or two where columns share one.

use std::ops::Range;

use super::kind::Column;
use super::page::RowsBlock;
use super::pattern::{Slot, fixed};

/// The lines of the header of rows that have so many cells, `names`, before their columns.
/// `spans` are where the cells of a row stand.
pub fn lines(
    rows: &RowsBlock,
    columns: &[Column],
    spans: &[Range<usize>],
    names: usize,
) -> Vec<Vec<Slot>> {
    if !rows.has_header {
        return Vec::new();
    }
    let depth = if columns.iter().any(|column| above(column).is_some()) { 2 } else { 1 };
    let texts = rows.heads.iter().map(String::as_str).chain(std::iter::repeat(""));
    let names_spans = spans.iter().take(names).zip(texts);
    let mut upper: Vec<Slot> = names_spans
        .map(|(columns, text)| Slot { rows: depth, ..fixed(columns.clone(), text) })
        .collect();
    let mut lower: Vec<Slot> = Vec::new();
    let mut rest = spans.iter().skip(names).cloned();
    let mut last_above = None;
    for column in columns {
        let own: Vec<Range<usize>> = rest.by_ref().take(column.printed()).collect();
        let (Some(first), Some(last)) = (own.first(), own.last()) else { continue };
        let whole = first.start..last.end;
        let above = above(column);
        match (above, upper.last_mut()) {
            (None, _) => upper.push(Slot { rows: depth, ..fixed(whole, &column.title) }),
            // It goes on over this one, too.
            (Some(_), Some(slot)) if last_above == above => slot.columns.end = whole.end,
            (Some(text), _) => upper.push(fixed(whole, text)),
        }
        last_above = above;
        let titles: Vec<&str> = match column.to_tick() {
            Some(choices) => choices.iter().map(String::as_str).collect(),
            None if above.is_some() => vec![&column.title],
            None => Vec::new(),
        };
        lower.extend(own.into_iter().zip(titles).map(|(at, title)| fixed(at, title)));
    }
    let lines = if depth == 2 { vec![upper, lower] } else { vec![upper] };
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// The header above that of a column.
fn above(column: &Column) -> Option<&str> {
    let own = column.to_tick().map(|_| column.title.as_str());
    column.above.as_deref().or(own)
}
