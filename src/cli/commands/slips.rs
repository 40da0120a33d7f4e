//! Slips of the hand on the command line, told before a command takes them for paths.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::usage;
use crate::cli::usage as mistakes;
use crate::diagnostic::render;

/// How many words a name with blanks in it may have.
const MOST_WORDS: usize = 16;

/// Refuses what is no path: an option behind a dash of Chinese texts, or the parts of a name
/// with blanks in it.
pub fn refuse_slips(paths: &[PathBuf]) -> Result<(), ExitCode> {
    for path in paths {
        if let Some(meant) = mistakes::wide_dash(path) {
            let path = render::shown(path);
            return Err(usage(&format!("“{path}”前面是中文的破折号\n提示：是不是“{meant}”？")));
        }
    }
    for (first, path) in paths.iter().enumerate() {
        if path.exists() {
            continue;
        }
        let mut whole = path.clone().into_os_string();
        for next in paths[first + 1..].iter().take(MOST_WORDS) {
            whole.push(" ");
            whole.push(next);
            let whole = Path::new(&whole);
            if whole.exists() {
                let name = render::shown(whole);
                let word = render::word(whole);
                return Err(usage(&format!(
                    "“{name}”的名称里有空格，没有加引号\n提示：给它加上引号：{word}"
                )));
            }
        }
    }
    Ok(())
}
