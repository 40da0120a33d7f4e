//! What git leaves in a file that it could not merge.

use super::Failure;
use crate::diagnostic::{Diagnostic, Place, rule};
use crate::source::outline::Line;

/// The beginnings of the lines around the sides of a conflict.
const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Whether a line is one of those.
fn is_marker(text: &str) -> bool {
    MARKERS.iter().any(|marker| {
        text.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// The first conflict in the file, wherever the parser has stopped because of it.
pub fn conflict(failure: &Failure) -> Option<Diagnostic> {
    let mut markers = failure.lines.iter().filter(|line| !line.is_in_block && is_marker(line.text));
    let first = markers.next()?;
    let is_beginning = |line: &&Line| line.text.starts_with(MARKERS[0]);
    let is_end = |line: &&Line| line.text.starts_with(MARKERS[3]);
    let others = markers.clone().filter(is_beginning).count();
    // Those of the first one, up to its end.
    let mut rest: Vec<&Line> = markers.take_while(|line| !is_beginning(line)).collect();
    let end = rest.iter().position(is_end).map_or(rest.len(), |at| at + 1);
    rest.truncate(if is_end(&first) { 0 } else { end });

    let more = if others > 0 { format!("，这样的还有 {others} 处") } else { String::new() };
    let has_base = rest.iter().any(|line| line.text.starts_with(MARKERS[1]));
    let base = if has_base { "“|||||||”下面是双方改以前的，" } else { "" };
    // One that was overlooked when the others were removed.
    let help = match is_beginning(&first) {
        true => format!(
            "“<<<<<<<”下面是一方的，{base}“=======”下面是另一方的：留下要的，别的和这几行标记一起删去"
        ),
        false => "删去这一行；看看上面和下面，两方的内容是不是都留着".to_owned(),
    };
    let place = |line: &Line| Place::new(failure.file, line.start..line.end());
    let found = Diagnostic::new(&rule::YAML_SYNTAX, format!("这是 git 合并时留下的标记{more}"));
    Some(found.at(place(first)).at_all(rest.into_iter().map(place)).help(help))
}
