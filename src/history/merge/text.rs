//! Merging one text.

use super::chunks;
use super::versions::Versions;

/// A text as either side would have it: the same in all versions where that is
/// settled.
#[derive(Debug)]
pub struct Text {
    /// The versions, which differ in what is not settled only.
    pub versions: Versions<Option<String>>,
    /// What is not settled.
    pub conflicts: Vec<Versions<Option<String>>>,
}

/// Merges a text: as a whole, or by line where it has several. `None` where a version
/// has no such text.
pub fn merge(texts: Versions<Option<&str>>) -> Text {
    if let Some(settled) = texts.settled() {
        let settled = settled.map(str::to_owned);
        return Text { versions: Versions::all(settled), conflicts: Vec::new() };
    }
    match texts.complete() {
        Some(texts) if texts.into_array().iter().any(|text| text.contains('\n')) => by_line(texts),
        _ => {
            let versions = texts.map(|text| text.map(str::to_owned));
            Text { versions: versions.clone(), conflicts: vec![versions] }
        }
    }
}

fn by_line(texts: Versions<&str>) -> Text {
    let lines = texts.map(|text| text.split('\n').collect::<Vec<_>>());
    let mut merged = Versions::<Vec<&str>>::default();
    let mut conflicts = Vec::new();
    for chunk in chunks::cut(lines.as_ref().map(Vec::as_slice)).into_iter().flat_map(chunks::refine)
    {
        let chunk = match chunk.settled() {
            Some(lines) => Versions::all(*lines),
            None => {
                conflicts.push(chunk.map(|lines| Some(lines.join("\n"))));
                chunk
            }
        };
        merged.base.extend(chunk.base);
        merged.ours.extend(chunk.ours);
        merged.theirs.extend(chunk.theirs);
    }
    Text { versions: merged.map(|lines| Some(lines.join("\n"))), conflicts }
}
