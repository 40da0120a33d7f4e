//! Names that a project may have, and its file on any system.

use crate::source;

/// What Windows does not have in names of files, and what leads to other folders.
const FORBIDDEN: &str = "<>:\"/\\|?*";

/// The names of Windows' devices, which no file can have with any ending.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// How long a name may be, in bytes: with its ending, a file's has 255 at most.
const MAX_BYTES: usize = 240;

/// Takes a name that is fit for a file; an ending `.yaml` is not part of it.
pub fn parse_name(text: &str) -> Result<String, String> {
    let name = text.strip_suffix(".yaml").or(text.strip_suffix(".yml")).unwrap_or(text);
    let forbidden = name.chars().find(|&c| FORBIDDEN.contains(c));
    match name {
        _ if name.trim().is_empty() => Err("名称不能是空的".into()),
        _ if source::has_invisible(name) => Err("里面有看不见的字符".into()),
        _ if forbidden.is_some() => {
            Err(format!("文件名里不能有 {}", forbidden.unwrap_or_default()))
        }
        _ if name.starts_with(['.', '_']) => Err("不能以点或下划线开头，那样的文件不排版".into()),
        _ if name.trim() != name || name.ends_with('.') => {
            Err("两头不能有空格，也不能以点结尾".into())
        }
        _ if is_device(name) => Err("Windows 不能有这个名称的文件".into()),
        _ if name.len() > MAX_BYTES => Err(format!("太长，最多 {} 个汉字", MAX_BYTES / 3)),
        _ => Ok(name.to_owned()),
    }
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
