//! What the program is asked for.

use std::env;
use std::ffi::OsString;
use std::path::Path;

use glob::MatchOptions;

use crate::system::console;

/// How names are held against a word: as Windows does it, but for hidden files.
const MATCHING: MatchOptions = MatchOptions {
    case_sensitive: false,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// The command line, its first word being the program. The shell of Windows leaves `*.yaml` to
/// programs, and knows no command line where someone has double-clicked the program, or dropped
/// files on it: they want to fill in forms.
pub fn arguments() -> Vec<OsString> {
    let given = env::args_os();
    let given: Vec<OsString> =
        if cfg!(windows) { given.flat_map(expand).collect() } else { given.collect() };
    match is_double_clicked() {
        true => {
            let fill_in = ["edit", "--window", "--"].map(OsString::from);
            let (program, files) = given.split_at(given.len().min(1));
            program.iter().cloned().chain(fill_in).chain(files.iter().cloned()).collect()
        }
        false => given,
    }
}

/// Whether nobody has typed a command: the system has opened a window for this program alone, and
/// all that it was told are files, with their whole paths. Other programs that start this one have
/// such a window, too, but give it a command.
pub fn is_double_clicked() -> bool {
    let is_dropped = |word: OsString| Path::new(&word).is_absolute() && Path::new(&word).exists();
    console::is_own() && env::args_os().skip(1).all(is_dropped)
}

/// The files that a word of the command line names by `*` and `?`, in the order of their names; the
/// word itself where it names none. No name on Windows has these signs. Names do have brackets, which
/// stand for themselves: browsers write `表[1].yaml`.
pub fn expand(word: OsString) -> Vec<OsString> {
    let Some(text) = word.to_str().filter(|it| it.contains(['*', '?']) && !it.starts_with('-'))
    else {
        return vec![word];
    };
    let mut pattern = String::new();
    for sign in text.chars() {
        match sign {
            '[' | ']' => pattern.extend(['[', sign, ']']),
            other => pattern.push(other),
        }
    }
    let files = glob::glob_with(&pattern, MATCHING).into_iter().flatten().flatten();
    let files: Vec<OsString> = files.map(Into::into).collect();
    if files.is_empty() { vec![word] } else { files }
}
