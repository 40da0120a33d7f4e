//! Where the lines of a text may end, and how well.

use std::sync::LazyLock;

use icu_segmenter::options::{LineBreakOptions, WordBreakInvariantOptions};
use icu_segmenter::{
    GraphemeClusterSegmenter, LineSegmenter, LineSegmenterBorrowed, WordSegmenter,
    WordSegmenterBorrowed,
};

use super::together;

/// How good a place is for a line's end; the first are the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    BehindMark,
    AtBlank,
    BetweenWords,
    BetweenLetters,
    /// In what belongs together, between two of its parts: behind `年`, behind a hyphen.
    BetweenParts,
    /// In what belongs together.
    Within,
    /// Where no line ends.
    Anywhere,
    /// Before a mark that no line begins with, or behind one that no line ends with.
    Wrong,
    /// Not even between two characters.
    Never,
}

impl End {
    /// How many kinds of bad places there are, the least bad first.
    pub const BAD: usize = 4;

    /// Which kind of a bad place it is; `None` where it is a good one.
    pub fn badness(self) -> Option<usize> {
        match self {
            Self::BehindMark | Self::AtBlank | Self::BetweenWords | Self::BetweenLetters => None,
            Self::BetweenParts => Some(0),
            Self::Within => Some(1),
            Self::Anywhere => Some(2),
            Self::Wrong | Self::Never => Some(3),
        }
    }
}

/// For each character of a text, how good a place there is for a line's end before it.
pub fn ends(text: &str) -> Vec<End> {
    static LINES: LazyLock<LineSegmenterBorrowed<'static>> =
        LazyLock::new(|| LineSegmenter::new_lstm(LineBreakOptions::default()));
    // Chinese quotation marks open and close, which those of other languages do not.
    let marked = text.replace(['“', '‘'], "《").replace(['”', '’'], "》");
    let mut places = vec![End::Never; text.len() + 1];
    for at in GraphemeClusterSegmenter::new().segment_str(text) {
        places[at] = match is_wrong(&marked, at) {
            true => End::Wrong,
            false => End::Anywhere,
        };
    }
    for at in LINES.segment_str(&marked) {
        let before = text[..at].chars().next_back();
        places[at] = match before {
            _ if places[at] == End::Never => End::Never,
            Some(c) if c.is_whitespace() => End::AtBlank,
            Some('，' | '。' | '、' | '；' | '：' | '！' | '？' | ',' | ';') => {
                End::BehindMark
            }
            _ => End::BetweenLetters,
        };
    }
    for at in words(text) {
        if places[at] == End::BetweenLetters {
            places[at] = End::BetweenWords;
        }
    }
    // What is in brackets may stand on a line of its own, whatever is before it.
    for (at, _) in marked.match_indices(['（', '(']) {
        if matches!(places[at], End::Anywhere | End::BetweenLetters | End::BetweenWords) {
            places[at] = End::AtBlank;
        }
    }
    for stretch in together::stretches(text) {
        let inner = places.iter_mut().enumerate().take(stretch.end).skip(stretch.start + 1);
        for (at, place) in inner {
            let is_part = text.is_char_boundary(at) && is_part(text, at);
            if *place <= End::Within || *place == End::Anywhere && is_part {
                *place = if is_part { End::BetweenParts } else { End::Within };
            }
        }
    }
    text.char_indices().map(|(at, _)| places[at]).collect()
}

/// The ends of the words of a text, in bytes.
fn words(text: &str) -> impl Iterator<Item = usize> {
    static WORDS: LazyLock<WordSegmenterBorrowed<'static>> =
        LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));
    WORDS.segment_str(text)
}

/// Whether a line that ends at a place would end or begin with a mark that may not be there.
fn is_wrong(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    before.ends_with(['（', '(', '《', '〈', '「', '『', '【', '〖', '〔', '［', '｛'])
        || after.starts_with([
            '，', '。', '、', '；', '：', '？', '！', '）', ')', '》', '〉', '」', '』', '】',
            '〗', '〕', '］', '｝', ',', ';', ':', '.', '%', '％', '‰', '℃',
        ])
}

/// Whether a place in what belongs together is between two of its parts: behind what ends
/// one, and not between two digits.
fn is_part(text: &str, at: usize) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    match before {
        Some('年' | '月' | '至' | '〕' | '-' | '/' | '_' | '?' | '&' | '=' | '~' | '～' | '—') => {
            true
        }
        Some('.') => !is_digit(after),
        _ => matches!(after, Some('~' | '～')),
    }
}
