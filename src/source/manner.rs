//! How a text is written to a file: its line ends, and the mark before it.

use crate::diagnostic::SourceFile;

/// What a file has that no one sees, and that stays when it is written anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    mark: &'static str,
    has_returns: bool,
}

impl Manner {
    /// The manner of a file. Where it has both line ends, it is the one that more of its
    /// lines have.
    pub fn of(file: &SourceFile) -> Self {
        let returns = file.text().matches("\r\n").count();
        let all = file.text().matches('\n').count();
        Self { mark: file.mark(), has_returns: 2 * returns > all }
    }

    /// What a line ends with.
    pub fn line_end(self) -> &'static str {
        if self.has_returns { "\r\n" } else { "\n" }
    }

    /// A part of a text with these line ends, whichever it has.
    pub fn lines(self, text: &str) -> String {
        let plain = plain(text);
        if self.has_returns { plain.replace('\n', "\r\n") } else { plain }
    }

    /// A whole text, with its mark.
    pub fn whole(self, text: &str) -> String {
        self.mark.to_owned() + &self.lines(text)
    }
}

/// A text whose lines end as those of one in memory do.
pub fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
}
