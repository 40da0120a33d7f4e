//! A text that is to take the place of a file's.

use std::fs;
use std::path::Path;

use similar::TextDiff;

use crate::diagnostic::render::clean;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::system::output;

/// A file, and the text that is to take its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// The file as it was read.
    pub before: SourceFile,
    /// The new text, with its byte-order mark where it has one.
    pub after: String,
}

impl Rewrite {
    /// Whether the two differ.
    pub fn is_change(&self) -> bool {
        self.after != self.text_before()
    }

    /// The changes in the format of `diff -u`.
    pub fn diff(&self) -> String {
        let mark = self.before.mark();
        let name = clean(self.before.name());
        let diff = TextDiff::from_lines(self.text_before().as_str(), self.after.as_str())
            .unified_diff()
            .header(&name, &name)
            .to_string();
        // A line end is a part of the line: it stays, or the changes would not apply.
        let harmless = |line: &str| {
            let (start, rest) = line.split_at(line.find(mark).map_or(0, |at| at + mark.len()));
            let text = rest.trim_end_matches(['\r', '\n']);
            format!("{start}{}{}", clean(text), &rest[text.len()..])
        };
        diff.split_inclusive('\n').map(harmless).collect()
    }

    /// Puts the new text in the place of the file, which must not have changed since it
    /// was read.
    pub fn write(&self) -> Result<(), Diagnostic> {
        let path = Path::new(self.before.name());
        let fail = |message: &str, help: String| {
            Err(Diagnostic::new(&rule::UNWRITABLE_FILE, message).at(path).help(help))
        };
        if path.is_symlink() {
            let help = format!("要改它所指的文件，就写那个文件：{}", output::real(path).display());
            return fail("这是符号链接，没有改它所指的文件", help);
        }
        let bytes = fs::read(path).map_err(|cause| Diagnostic::unreadable(path, &cause))?;
        // It may have been written under another of its names.
        if bytes == self.after.as_bytes() {
            return Ok(());
        }
        if bytes != self.text_before().as_bytes() {
            return fail("文件刚刚变了，没有改", "再运行一次".into());
        }
        output::rewrite(path, self.after.as_bytes())
    }

    fn text_before(&self) -> String {
        self.before.whole()
    }
}
