//! Long texts with only as much of them as shows what has changed.

use super::lines::ChangePiece;

/// How many characters of what is equal are shown next to a change, where all of them
/// would be too many.
const AROUND: usize = 30;
/// How many characters are shown of a text that has not changed, next to one that has.
const NEIGHBOUR: usize = 300;
/// How many characters of a piece that has changed are shown: all of it, unless it is
/// longer than any text of a form.
const MOST: usize = 5000;

/// The pieces without what is far from any change.
pub fn shortened(pieces: &[ChangePiece]) -> Vec<ChangePiece> {
    let last = pieces.len().saturating_sub(1);
    let short = |(index, piece): (usize, &ChangePiece)| {
        let (start, end) = match (piece.is_changed, index) {
            (true, _) => (MOST, 0),
            (false, _) if pieces.len() == 1 => (NEIGHBOUR, 0),
            (false, 0) => (0, AROUND),
            (false, index) if index == last => (AROUND, 0),
            (false, _) => (AROUND, AROUND),
        };
        ChangePiece { text: cut(&piece.text, start, end), is_changed: piece.is_changed }
    };
    pieces.iter().enumerate().map(short).collect()
}

/// A text without its middle, if it is much longer than what is left at its ends.
fn cut(text: &str, start: usize, end: usize) -> String {
    let count = text.chars().count();
    let left_out = count.saturating_sub(start + end);
    if left_out <= AROUND {
        return text.to_owned();
    }
    let before: String = text.chars().take(start).collect();
    let after: String = text.chars().skip(count - end).collect();
    format!("{before}…（略 {left_out} 字）…{after}")
}
