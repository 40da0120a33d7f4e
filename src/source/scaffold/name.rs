//! What a project may be called, and what its file is called.

use crate::source;
use crate::text::filename;

/// How long a file's name may be, in bytes: with its ending, it has 255 at most.
const MOST_BYTES: usize = 240;

/// Takes the name of a project; an ending `.yaml` is not part of it, nor are blanks at its ends.
pub fn parse_name(text: &str) -> Result<String, String> {
    let text = text.trim();
    let name = text.strip_suffix(".yaml").or(text.strip_suffix(".yml")).unwrap_or(text).trim();
    match name {
        "" => Err("名称不能是空的".into()),
        _ if source::has_invisible(name) => Err("里面有看不见的字符".into()),
        _ => Ok(name.to_owned()),
    }
}

/// What the file of a project is called, without the ending: the project's name or, where no
/// file can be called so, one like it.
pub fn stem(name: &str) -> String {
    match is_of_projects(name) {
        true => name.to_owned(),
        false => filename::name(name),
    }
}

/// Whether a file can be called so on any system, and is taken for a project's.
pub fn is_of_projects(name: &str) -> bool {
    filename::is_possible(name) && !name.starts_with(['.', '_']) && name.len() <= MOST_BYTES
}
