//! Values as YAML scalars.

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind, Output};

/// Writes a value as a scalar. A text reads back as the same text wherever it
/// may stand: as a key, as a value, between brackets.
pub fn write(out: &mut Output, value: &Value) -> Result<(), Error> {
    let text = value.to_string();
    match value.kind() {
        ValueKind::Number | ValueKind::Bool => out.write_str(&text)?,
        ValueKind::String if is_plain(&text) => out.write_str(&text)?,
        ValueKind::String => out.write_str(&quoted(&text)?)?,
        kind => {
            let message = format!("a value of kind {kind} has no YAML scalar");
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        }
    }
    Ok(())
}

/// A JSON string is a YAML string, too.
fn quoted(text: &str) -> Result<String, Error> {
    serde_json::to_string(text).map_err(|error| {
        Error::new(ErrorKind::WriteFailure, "a text has no JSON string").with_source(error)
    })
}

/// Whether `text` may go without quotes. Nothing that has a meaning in YAML may,
/// nor what other readers take for a number or another value than a text.
fn is_plain(text: &str) -> bool {
    let is_safe = |c: char| c.is_alphanumeric() || "（）()-_./、，".contains(c);
    text.starts_with(|c: char| c.is_alphanumeric())
        && text.chars().all(is_safe)
        && !is_word_for_something_else(text)
}

/// Numbers, dates, truth and nothing, as YAML 1.1 and 1.2 know them.
fn is_word_for_something_else(text: &str) -> bool {
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    text.bytes().all(|b| b.is_ascii_hexdigit() || b"xo_.+-:".contains(&b))
        || words.contains(&text.to_lowercase().as_str())
}
