//! What programs do with the formats.

use std::collections::HashMap;

use serde_json::Value;

/// A JSON Schema, ready for use.
pub struct Schema(boon::Schemas, boon::SchemaIndex);

impl Schema {
    /// The schema that this text holds.
    pub fn new(text: &str) -> Self {
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        compiler
            .add_resource("schema.json", serde_json::from_str(text).expect("JSON"))
            .expect("a resource");
        let index = compiler.compile("schema.json", &mut schemas).expect("a schema");
        Self(schemas, index)
    }

    /// Whether `value` keeps to it.
    pub fn accepts(&self, value: &Value) -> bool {
        self.0.validate(value, self.1).is_ok()
    }

    /// Panics with what is wrong.
    pub fn accept(&self, value: &Value) {
        if let Err(wrong) = self.0.validate(value, self.1) {
            panic!("{wrong:#}");
        }
    }
}

/// The byte at which a line begins.
pub fn line_start(text: &str, line: usize) -> usize {
    text.split_inclusive('\n').take(line - 1).map(str::len).sum()
}

/// The byte at a column in characters of the line that begins at `line`.
pub fn by_characters(text: &str, line: usize, column: usize) -> usize {
    line + text[line..].chars().take(column - 1).map(char::len_utf8).sum::<usize>()
}

/// The byte at a column in UTF-16 code units.
pub fn by_utf16(text: &str, line: usize, column: usize) -> usize {
    let units: Vec<u16> = text[line..].encode_utf16().take(column - 1).collect();
    line + String::from_utf16(&units).expect("whole characters").len()
}

/// A workflow command, read as GitHub documents it.
pub fn command(line: &str) -> Option<(&str, HashMap<&str, String>, String)> {
    let (head, data) = line.strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ')?;
    let properties = properties
        .split(',')
        .map(|property| property.split_once('=').expect("a name and a value"))
        .map(|(name, value)| (name, unescaped(value)))
        .collect();
    Some((name, properties, unescaped(data)))
}

/// `%25` last, so that an escaped per cent sign escapes nothing.
fn unescaped(text: &str) -> String {
    [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")]
        .into_iter()
        .fold(text.to_owned(), |text, (escape, c)| text.replace(escape, c))
}
