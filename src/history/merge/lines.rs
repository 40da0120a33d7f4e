//! Merging texts by line, whatever they say.

use super::chunks;
use super::endings;
use super::versions::Versions;
use super::whole::Unit;

/// What stands behind the markers of a conflict.
const LABELS: Versions<&str> = Versions { base: "原来", ours: "我方", theirs: "对方" };

/// A text merged by line.
#[derive(Debug, Default)]
pub struct Lines {
    /// The text, with markers where both sides changed the same lines.
    pub text: Vec<u8>,
    /// How many such places there are.
    pub conflicts: usize,
}

/// Merges three texts by line. The markers are `marker` characters long.
pub fn merge(texts: Versions<&[u8]>, marker: usize) -> Lines {
    let mut conflicts = 0;
    let text = endings::apart(texts, |texts| {
        let merged = merge_as_they_are(texts, marker);
        conflicts = merged.conflicts;
        merged.text
    });
    Lines { text, conflicts }
}

fn merge_as_they_are(texts: Versions<&[u8]>, marker: usize) -> Lines {
    let mut merged = Lines::default();
    let lines = texts.map(|text| text.split_inclusive(|byte| *byte == b'\n').collect::<Vec<_>>());
    for chunk in chunks::cut(lines.as_ref().map(Vec::as_slice)) {
        match chunk.settled() {
            Some(lines) => merged.text.extend(lines.concat()),
            None => merged.conflict(chunk.map(<[_]>::concat), marker),
        }
    }
    merged
}

/// Merges three texts by line; where both sides changed the same lines, they stay as
/// they were.
pub fn merge_or_keep(texts: Versions<&[u8]>) -> Vec<u8> {
    endings::apart(texts, |texts| {
        let lines =
            texts.map(|text| text.split_inclusive(|byte| *byte == b'\n').collect::<Vec<_>>());
        let chunks = chunks::cut(lines.as_ref().map(Vec::as_slice));
        chunks.iter().flat_map(|chunk| chunk.settled().unwrap_or(&chunk.base).concat()).collect()
    })
}

/// Puts markers around everything in which the lines of three texts differ, whoever has
/// changed it.
pub fn mark(units: Versions<&[Unit]>, marker: usize) -> Lines {
    let mut marked = Lines::default();
    for chunk in chunks::cut(units) {
        let is_same = chunk.is_same();
        let text = |units: &[Unit]| units.iter().map(|unit| unit.text.as_str()).collect::<String>();
        let texts = chunk.map(text);
        match is_same {
            true => marked.text.extend(texts.ours.into_bytes()),
            false => marked.conflict(texts.map(String::into_bytes), marker),
        }
    }
    marked
}

/// Merges three texts by line where that is likely to be what both sides want: also
/// lines next to each other that one side each has changed, and lines that both
/// have added at the same place. `None` where it is not.
pub fn guess(texts: Versions<&str>) -> Option<String> {
    let lines = texts.map(|text| text.split_inclusive('\n').collect::<Vec<_>>());
    let mut merged = String::new();
    for chunk in chunks::cut(lines.as_ref().map(Vec::as_slice)).into_iter().flat_map(chunks::refine)
    {
        match chunk.settled() {
            Some(lines) => merged.extend(lines.iter().copied()),
            None if chunk.base.is_empty() => {
                merged.extend(chunk.ours.iter().chain(chunk.theirs).copied());
            }
            None => return None,
        }
    }
    Some(merged)
}

/// How many conflicts of an earlier merge someone has left in a text.
pub fn left_over(text: &[u8]) -> usize {
    let is_marker = |line: &&[u8]| {
        let rest = line.strip_prefix(b"<<<<<<<".as_slice());
        rest.is_some_and(|rest| rest.trim_ascii().is_empty() || rest.starts_with(b" "))
    };
    text.split(|byte| *byte == b'\n').filter(is_marker).count()
}

impl Lines {
    fn conflict(&mut self, texts: Versions<Vec<u8>>, marker: usize) {
        self.conflicts += 1;
        self.part('<', marker, LABELS.ours, &texts.ours);
        self.part('|', marker, LABELS.base, &texts.base);
        self.part('=', marker, "", &texts.theirs);
        self.part('>', marker, LABELS.theirs, &[]);
    }

    /// A marker on a line of its own, and the lines below it.
    fn part(&mut self, sign: char, marker: usize, label: &str, lines: &[u8]) {
        // The last line of a file may have no end.
        if !self.text.is_empty() && !self.text.ends_with(b"\n") {
            self.text.push(b'\n');
        }
        let signs = sign.to_string().repeat(marker);
        self.text.extend(format!("{signs} {label}").trim_end().bytes());
        self.text.push(b'\n');
        self.text.extend(lines);
    }
}
