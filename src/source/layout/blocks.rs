//! Comments of several lines: which lines are of one comment, and in which column that is.

use std::collections::VecDeque;

use super::comments::Found;

/// Gives all lines of a comment one column, for as many of the next comments as stand before
/// byte `until`, where the next key stands. `columns` are those of the keys that comments can
/// be about, the outermost first, and the last one stands right above; `has_lines` says that
/// it has a text in lines of its own.
///
/// Lines right below one another are one comment, unless they stand in the columns of two
/// different keys. It is about the key in whose column one of its lines stands.
pub fn settle(comments: &mut VecDeque<Found>, until: usize, columns: &[usize], has_lines: bool) {
    let is_of_a_key = |column: usize| columns.contains(&column);
    let innermost = columns.last().copied().unwrap_or_default();
    let mut rest = comments.make_contiguous();
    let end = rest.iter().take_while(|comment| comment.at < until && comment.is_alone).count();
    rest = &mut rest[..end];
    while let Some(length) = length_of_one(rest, is_of_a_key) {
        let (lines, others) = rest.split_at_mut(length);
        let of_a_key = lines.iter().map(|line| line.column).find(|column| is_of_a_key(*column));
        let column = of_a_key.or(lines.iter().map(|line| line.column).min()).unwrap_or_default();
        // Beside the key it would stand above the text.
        let column = if has_lines { column.min(innermost) } else { column };
        lines.iter_mut().for_each(|line| line.column = column);
        rest = others;
    }
}

/// How many lines the first comment has.
fn length_of_one(lines: &[Found], is_of_a_key: impl Fn(usize) -> bool) -> Option<usize> {
    let mut above = lines.first()?;
    let mut of_a_key = Some(above.column).filter(|column| is_of_a_key(*column));
    let mut length = 1;
    for line in &lines[1..] {
        let own = Some(line.column).filter(|column| is_of_a_key(*column));
        let is_other = own.is_some() && of_a_key.is_some() && own != of_a_key;
        if line.line != above.line + 1 || is_other {
            break;
        }
        of_a_key = of_a_key.or(own);
        (above, length) = (line, length + 1);
    }
    Some(length)
}
