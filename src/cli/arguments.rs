//! What the program is asked for.

use std::ffi::OsString;
use std::path::Path;

use crate::system::console;

/// The command line, its first word being the program. The shell of Windows leaves `*.yaml` to
/// programs, and knows no command line where someone has double-clicked the program, or dropped
/// files on it: they want to fill in forms.
pub fn arguments() -> Vec<OsString> {
    let given: Vec<OsString> = wild::args_os().collect();
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
    console::is_own() && std::env::args_os().skip(1).all(is_dropped)
}
