//! `jixiao --version`: which program this is, which forms it prints, and how it was built.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::put_all;
use crate::source::Forms;

/// How the program was built: a mark of all that it was built from, and for what machine.
const BUILD: [(&str, &str); 3] = [
    ("源码", env!("JIXIAO_PROGRAM")),
    ("编译", env!("JIXIAO_PROFILE")),
    ("平台", env!("JIXIAO_TARGET")),
];

/// Shows the version in the first line, as programs look for it there, and the rest below.
pub fn run() -> ExitCode {
    let mut text = format!("jixiao {}\n", env!("CARGO_PKG_VERSION"));
    let forms = Forms::load(None);
    let editions = forms.iter().flat_map(Forms::editions);
    let names: Vec<_> = editions
        .filter_map(|edition| Some((edition.form().ok()?, edition.since)))
        .map(|(form, since)| format!("{} {since} 起", form.name))
        .collect();
    // Writing to a string does not fail.
    let _ = writeln!(text, "内置的表：{}", names.join("、"));
    let _ = writeln!(text, "排版：Typst {}", typst::utils::version().raw());
    for (what, value) in BUILD {
        let _ = writeln!(text, "{what}：{value}");
    }
    put_all(|out| out.write_all(text.as_bytes()))
}
