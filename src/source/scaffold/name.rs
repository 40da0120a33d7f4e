//! What a project may be called, and what its file is called on any system.

use crate::source;
use crate::text::filename;

/// What Windows does not have in names of files, and what leads to other folders.
const FORBIDDEN: &str = "<>:\"/\\|?*";

/// The names of Windows' devices, which no file can have with any ending.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// How long a file's name may be, in bytes: with its ending, it has 255 at most.
const MAX_BYTES: usize = 240;

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
    match is_of_files(name) {
        true => name.to_owned(),
        false => filename::name(name),
    }
}

/// Whether a file can be called so on any system, and is taken for a project's.
pub fn is_of_files(name: &str) -> bool {
    !name.contains(|c| FORBIDDEN.contains(c))
        && !name.starts_with(['.', '_'])
        && !name.ends_with('.')
        && name.trim() == name
        && !is_device(name)
        && name.len() <= MAX_BYTES
}

/// `CON`, `com1.txt` and the like.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let is_port = |port: &str| {
        let number = stem.strip_prefix(port).unwrap_or_default();
        number.chars().count() == 1 && number.contains(|c| "0123456789¹²³".contains(c))
    };
    DEVICES.contains(&stem.as_str()) || is_port("COM") || is_port("LPT")
}
