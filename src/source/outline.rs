//! The lines of a text that YAML cannot be made of: what each of them looks like.

use super::line;
use super::vocabulary::Vocabulary;

/// A line of a text.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The byte at which it begins, behind its indent.
    pub start: usize,
    /// How many half-width blanks there are before it.
    pub indent: usize,
    /// What it says, without blanks at its ends.
    pub text: &'a str,
    /// Whether it belongs to a text that is written in lines of its own, after `|`.
    pub is_in_block: bool,
}

/// A line that begins with a key.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The key, without quotes.
    pub key: &'a str,
    /// What stands behind the colon, without blanks at its ends.
    pub value: &'a str,
    /// The byte at which the value begins.
    pub start: usize,
}

/// The lines of a text, in their order.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    // The indent of the key whose lines these are.
    let mut block = None;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start_matches(' ');
        let indent = line.len() - trimmed.len();
        let text = trimmed.trim_end();
        block = block.filter(|above| text.is_empty() || indent > *above);
        lines.push(Line { start: start + indent, indent, text, is_in_block: block.is_some() });
        if block.is_none() && !text.starts_with('#') && is_header(text) {
            block = Some(indent);
        }
        start += line.len();
    }
    lines
}

/// Whether a text in lines of its own follows: `键: |-`, `- |`.
fn is_header(text: &str) -> bool {
    let text = text.split(" #").next().unwrap_or_default();
    let value = text.rfind(": ").or_else(|| text.rfind("- ").filter(|at| *at == 0));
    value.is_some_and(|at| line::is_block_header(&text[at + 2..]))
}

impl<'a> Line<'a> {
    /// The byte at which it ends.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether there is something on it but a comment.
    pub fn is_something(&self) -> bool {
        !self.text.is_empty() && !self.text.starts_with('#')
    }

    /// Its key and value, where it begins with a key as YAML has it.
    pub fn entry(&self) -> Option<Entry<'a>> {
        if self.is_in_block || !self.is_something() || self.text.starts_with(['[', '{', '|', '>']) {
            return None;
        }
        let (key, from) = match self.text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            Some(quote) => {
                let inner = &self.text[1..];
                let end = inner.find(quote)?;
                let rest = &inner[end + 1..];
                let colon = rest.find(|c| c != ' ').filter(|at| rest[*at..].starts_with(':'))?;
                (&inner[..end], end + 2 + colon + 1)
            }
            None => {
                let is_colon = |(at, _): &(usize, &str)| {
                    self.text[at + 1..].is_empty() || self.text[at + 1..].starts_with(' ')
                };
                let (colon, _) = self.text.match_indices(':').find(is_colon)?;
                (self.text[..colon].trim_end(), colon + 1)
            }
        };
        let behind = self.text.get(from..)?;
        let value = behind.trim_start();
        (!key.is_empty()).then_some(Entry { key, value, start: self.end() - value.len() })
    }

    /// Whether it begins with a key of the forms, however the colon is written. Where there
    /// are no forms to go by, any key does.
    pub fn has_known_key(&self, vocabulary: &Vocabulary) -> bool {
        if self.is_in_block {
            return false;
        }
        if vocabulary.is_empty() {
            return self.entry().is_some();
        }
        // It may be indented with other blanks than YAML's.
        let text = self.text.trim_start();
        [":", "："]
            .iter()
            .filter_map(|colon| line::key_before(text, colon))
            .any(|(key, _)| vocabulary.has(key))
    }
}

impl Entry<'_> {
    /// Whether nothing stands behind the colon: what belongs to the key comes below.
    pub fn is_open(&self) -> bool {
        self.value.is_empty() || self.value.starts_with('#')
    }

    /// Whether the value is written in lines below, after `|`.
    pub fn is_block(&self) -> bool {
        line::is_block_header(self.value)
    }

    /// Whether the value is a row in brackets, or begins like one.
    pub fn is_row(&self) -> bool {
        self.value.starts_with(['[', '{', '【', '［'])
    }
}
