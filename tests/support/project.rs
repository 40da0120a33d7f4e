//! Projects made up for tests.

use jixiao::diagnostic::SourceFile;
use jixiao::source::Source;
use proptest::sample::Index;

use super::build;

/// A complete project file, without defaults: every key once.
pub const FORM: &str = include_str!("../cases/form.yaml");

/// The sample project with other texts under some of its top-level keys.
pub fn project_with(texts: &[(&str, &str)]) -> Source {
    let file = SourceFile::new("甲.yaml", project_text(texts));
    build::try_read(file, build::forms()).expect("a project")
}

/// Its file.
pub fn project_text(texts: &[(&str, &str)]) -> String {
    let mut yaml = String::new();
    let mut lines = FORM.lines().peekable();
    while let Some(line) = lines.next() {
        let key = line.split(':').next().unwrap_or_default();
        match texts.iter().find(|(name, _)| *name == key) {
            None => yaml.push_str(&format!("{line}\n")),
            Some((_, text)) => {
                yaml.push_str(&format!("{key}: {}\n", quoted(text)));
                while lines.next_if(|line| line.starts_with(' ')).is_some() {}
            }
        }
    }
    yaml
}

/// A text as a double-quoted YAML scalar.
pub fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

/// The sample project's file with some slips of the pen.
pub fn mangled(slips: &[(Index, usize, String)]) -> String {
    mangle(FORM, slips)
}

/// A text with some slips of the pen: at a place, so many characters give way to a
/// text.
pub fn mangle(text: &str, slips: &[(Index, usize, String)]) -> String {
    let mut form: Vec<char> = text.chars().collect();
    for (place, length, text) in slips {
        let start = place.index(form.len());
        let end = (start + length).min(form.len());
        form.splice(start..end, text.chars());
    }
    form.into_iter().collect()
}
