//! Files as findings know them: a name, and the text where it is known.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A file by the name that users know it by; cheap to clone.
///
/// Its text is there as long as something looks at it. Findings that are kept, stored or
/// sent have files without texts, which are looked up again when they are shown.
#[derive(Debug, Clone)]
pub struct SourceFile(Arc<Contents>);

#[derive(Debug)]
struct Contents {
    name: Box<str>,
    /// `None` where its text is not known, or there is none.
    opened: Option<Box<Opened>>,
}

#[derive(Debug)]
struct Opened {
    text: String,
    /// What stands before the text: a byte-order mark, or nothing.
    mark: &'static str,
    /// The same file without its text.
    closed: SourceFile,
}

impl PartialEq for SourceFile {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.name(), self.text(), self.mark()) == (other.name(), other.text(), other.mark())
    }
}

impl Eq for SourceFile {}

/// By the name alone: the text is long, and there are many findings in it.
impl Hash for SourceFile {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl SourceFile {
    /// A file `name` that holds `text`, with a byte-order mark or without.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        const MARK: &str = "\u{FEFF}";
        let closed = Self::named(name);
        let mut text = text.into();
        if text.is_empty() {
            return closed;
        }
        let mark = if text.starts_with(MARK) { MARK } else { "" };
        text.drain(..mark.len());
        let name = closed.name().into();
        let opened = Some(Box::new(Opened { text, mark, closed }));
        Self(Arc::new(Contents { name, opened }))
    }

    /// A file `name` whose text is not known.
    pub fn named(name: impl Into<String>) -> Self {
        // A copy is no larger than it must be, and the name stays as long as the findings do.
        let name = name.into().as_str().into();
        Self(Arc::new(Contents { name, opened: None }))
    }

    /// The same file without its text, to be kept; all places in it share one.
    pub fn closed(&self) -> Self {
        self.0.opened.as_ref().map_or(self, |opened| &opened.closed).clone()
    }

    /// The path as the user gave it, or the name of a built-in file.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole text, without a byte-order mark.
    pub fn text(&self) -> &str {
        self.0.opened.as_ref().map_or("", |opened| &opened.text)
    }

    /// The whole text as it stands in the file, with its byte-order mark.
    pub fn whole(&self) -> String {
        [self.mark(), self.text()].concat()
    }

    /// The byte-order mark before the text, if it has one; otherwise nothing.
    pub fn mark(&self) -> &'static str {
        self.0.opened.as_ref().map_or("", |opened| opened.mark)
    }
}

impl Serialize for SourceFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for SourceFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::named)
    }
}

/// Files by their names, each of them as it is the first time that it is asked for.
pub struct Files<F> {
    open: F,
    opened: HashMap<String, Option<SourceFile>>,
}

impl<F: Fn(&str) -> Option<SourceFile>> Files<F> {
    /// Files that `open` finds by their names.
    pub fn new(open: F) -> Self {
        Self { open, opened: HashMap::new() }
    }

    /// The file called `name` with its text; `None` where there is none.
    pub fn get(&mut self, name: &str) -> Option<SourceFile> {
        if let Some(file) = self.opened.get(name) {
            return file.clone();
        }
        let file = (self.open)(name);
        self.opened.insert(name.to_owned(), file.clone());
        file
    }
}
