//! What leads editors to the schema, a year later.

use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

/// `# yaml-language-server: $schema=../../schema/2026.json`.
static MODELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?m)^# *yaml-language-server: *\$schema=(\S*?schema/((?:[\w-]+-)?([0-9]{4})\.json))",
    )
    .expect("a valid pattern")
});

/// What becomes of a comment that leads to the schema of the old year.
pub enum Schema {
    /// Another path takes the place of these bytes.
    Moved(Range<usize>, String),
    /// There is no schema of the new year: it stays.
    Stays(Range<usize>),
}

/// The comment in a text that goes to `target`.
pub fn moved(text: &str, target: &Path, old: &str, new: &str) -> Option<Schema> {
    let captures = MODELINE.captures(text)?;
    let (path, name, year) = (captures.get(1)?, captures.get(2)?, captures.get(3)?);
    if year.as_str() != old {
        return None;
    }
    let at = year.start() - name.start();
    let mut name = name.as_str().to_owned();
    name.replace_range(at..at + old.len(), new);
    let schema = format!("schema/{name}");
    let folder = std::path::absolute(target.parent()?).ok()?;
    for (depth, folder) in folder.ancestors().enumerate() {
        if folder.join(&schema).is_file() {
            return Some(Schema::Moved(path.range(), "../".repeat(depth) + &schema));
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    Some(Schema::Stays(path.range()))
}
