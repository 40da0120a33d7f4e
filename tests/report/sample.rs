//! Findings to print.

use std::fs;
use std::path::Path;

use jixiao::diagnostic::rule;
use jixiao::diagnostic::{Diagnostic, Edit, Place, Severity, SourceFile};

use crate::support::build;

/// What acts on a terminal, a log or the text around it: escape sequences, of
/// seven and of eight bits, a bell, a tab, line breaks, a workflow command, a
/// mark of direction, and invisible characters, some beyond the first plane.
pub const WICKED: &str =
    "\u{1B}[31m甲\u{9B}32m\u{7}\t乙\u{2028}\n::error::丙\u{202E}丁\u{200B}\u{E0001}\u{E0020}";

/// Findings of every kind: of real files, and made up where those have none.
pub fn sample() -> Vec<Diagnostic> {
    let mut found = read("2026 年/甲%#,:乙.yaml", &case("duplicate-keys"));
    found.extend(read("invisible.yaml", &case("invisible")));
    let text = "项目名称: 𮧵甲 “乙\r\n目标: |-\r\n  一\r\n  二\r\n主管: 𮧵(丙）\r\n";
    let windows = SourceFile::new("C:\\表格\\丙.yaml", text);
    let part = |part: &str| {
        let start = text.find(part).expect("this part");
        start..start + part.len()
    };
    found.extend([
        Diagnostic::new(&rule::MIXED_WIDTH, "“(丙）”一半是半角，一半是全角")
            .at(Place::new(&windows, part("(丙）")).label("{0} 在这里"))
            .at(Place::new(&windows, part("“")).label("[对照](1)"))
            .at(Place::from(&windows))
            .help("都改成全角")
            .fix([Edit::new(&windows, part("("), "（")])
            .fix([Edit::new(&windows, part("乙").end..part("乙").end, "”")]),
        Diagnostic { severity: Severity::Hint, ..Diagnostic::new(&rule::REPEATED_TEXT, WICKED) }
            .at(Place::new(&windows, part("|-\r\n  一\r\n  二\r\n"))),
        Diagnostic::new(&rule::NOT_UTF8, "不是 UTF-8：100%0A").at(Path::new("夹/大.yaml")),
        Diagnostic::new(&rule::NO_PROJECTS, "没有项目文件"),
    ]);
    found
}

fn case(name: &str) -> String {
    fs::read_to_string(format!("tests/cases/reading/{name}.yaml")).expect("the case")
}

/// What is wrong with a file that is wrong.
fn read(name: &str, text: &str) -> Vec<Diagnostic> {
    build::try_read(SourceFile::new(name, text), build::forms()).expect_err("a wrong file")
}
