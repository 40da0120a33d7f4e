//! What may be written into a file.

use super::super::characters;
use crate::diagnostic::{Diagnostic, SourceFile, rule};

/// How long a name may be, in characters: YAML takes no more than 1,024 for a key, with its
/// quotes.
const LONGEST_NAME: usize = 1_000;

/// A text with the line breaks that files have, and none at its end; an error where it has
/// what no file may hold.
pub fn text(file: &SourceFile, text: &str) -> Result<String, Diagnostic> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    refuse_invisible(file, &text)?;
    Ok(text.trim_end_matches('\n').to_owned())
}

/// A name that a row may have, or a group.
pub fn name(file: &SourceFile, name: &str) -> Result<(), Diagnostic> {
    if name.contains(['\n', '\r']) {
        let found = Diagnostic::new(&rule::WRONG_KIND, "名称只能写一行");
        return Err(found.at(file).help("删去名称里的换行"));
    }
    if name.chars().map(|c| if "\"\\".contains(c) { 2 } else { 1 }).sum::<usize>() > LONGEST_NAME {
        let message = format!("名称太长，最多 {LONGEST_NAME} 个字");
        return Err(Diagnostic::new(&rule::WRONG_KIND, message).at(file).help("写得短一些"));
    }
    refuse_invisible(file, name)
}

fn refuse_invisible(file: &SourceFile, text: &str) -> Result<(), Diagnostic> {
    let Some(what) = characters::refused(text) else { return Ok(()) };
    let message = format!("这段文字里有{what}");
    let help = if text.contains('\t') {
        "换成空格"
    } else {
        "删去它：从前一个字到后一个字重新打一遍"
    };
    Err(Diagnostic::new(&rule::INVISIBLE_CHARACTER, message).at(file).help(help))
}
