//! Building many forms: what is current stays, and whatever happens, nothing is lost.

mod alone;
mod book;
mod contents;
mod faults;
mod incremental;
mod locks;
mod owners;
mod roots;
mod shares;
mod sorted;

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::support::cli::Workplace;
use crate::support::project::FORM;

/// A folder with so many projects, `p/0.yaml` and so on.
fn workplace(forms: usize) -> Workplace {
    let workplace = Workplace::new();
    for number in 0..forms {
        write_form(&workplace, number, "平台");
    }
    workplace
}

/// Writes the project file with this number; its 项目名称 begins with `name`.
fn write_form(workplace: &Workplace, number: usize, name: &str) {
    let yaml = FORM.replace("项目名称: 平台", &format!("项目名称: {name}{number}号平台"));
    workplace.file(&format!("p/{number}.yaml"), yaml);
}

/// The outputs in `folder`, with their bytes.
fn outputs(workplace: &Workplace, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let bytes = |name: &String| fs::read(workplace.path(&format!("{folder}/{name}")));
    let names = workplace.list(folder).into_iter();
    names.map(|name| (name.clone(), bytes(&name).expect("an output"))).collect()
}

/// The lines of a report.
fn report(workplace: &Workplace, path: &str) -> Vec<Value> {
    let text = fs::read_to_string(workplace.path(path)).expect("a report");
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// What became of each project file, by a report.
fn statuses(workplace: &Workplace, path: &str) -> BTreeMap<String, String> {
    let lines = report(workplace, path);
    let word = |value: &Value| value.as_str().expect("a text").to_owned();
    let forms = lines.iter().filter(|line| line["type"] == "form");
    forms.map(|line| (word(&line["source"]), word(&line["status"]))).collect()
}

/// An edition whose layout does something of its own for projects whose names begin
/// with `停` (never ends), `崩` (fills the stack) or `慌` (panics, in Typst's manner).
fn write_treacherous_edition(workplace: &Workplace) {
    const PLACE: &str = "  set document(title: title, author: author)\n";
    let layout = fs::read_to_string("templates/shared/layout.typ").expect("the layout");
    assert!(layout.contains(PLACE));
    let treacherous = r#"
  if title.starts-with("停") { for a in range(1000000) { for b in range(1000000) { } } }
  if title.starts-with("崩") { let x = (); for i in range(200000) { x = (x,) }; repr(x) }
  if title.starts-with("慌") { panic("慌") }
"#;
    let layout = layout.replace(PLACE, &format!("{treacherous}{PLACE}"));
    workplace.file("版式/target/2026/layout.typ", layout);
}
