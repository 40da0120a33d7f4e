//! Values as YAML scalars.

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind, Output};

use crate::source::layout::scalar::{self, Position};

/// Writes a value as a scalar. A text reads back as the same text wherever it
/// may stand: as a key, as a value, between brackets.
pub fn write(out: &mut Output, value: &Value) -> Result<(), Error> {
    let text = value.to_string();
    match value.kind() {
        ValueKind::Number | ValueKind::Bool => out.write_str(&text)?,
        ValueKind::String => out.write_str(&scalar::inline(&text, Position::Anywhere))?,
        kind => {
            let message = format!("a value of kind {kind} has no YAML scalar");
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        }
    }
    Ok(())
}
