//! A comparison in all the ways to write it.

use std::io;
use std::sync::LazyLock;

use jixiao::history::compare::{Comparison, html, json, markdown, text};
use jixiao::text::unseen::is_unseen;

use crate::report::readers::Schema;

/// The comparison, written.
pub struct Written {
    /// On a terminal without colours.
    pub text: String,
    /// For programs.
    pub json: String,
    /// For a comment.
    pub markdown: String,
    /// For a browser.
    pub html: String,
}

/// The schema of the JSON.
pub fn schema() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> =
        LazyLock::new(|| Schema::new(include_str!("../../schema/diff.json")));
    &SCHEMA
}

impl Written {
    /// Writes it.
    pub fn of(comparison: &Comparison) -> Self {
        let coloured = written(|out| text::write(out, comparison));
        Self {
            text: anstream::adapter::strip_str(&coloured).to_string(),
            json: written(|out| json::write(out, comparison)),
            markdown: written(|out| markdown::write(out, comparison)),
            html: written(|out| html::write(out, comparison)),
        }
    }

    /// Whether no text of the user's has got out of its place, nor is unseen.
    #[track_caller]
    pub fn assert_harmless(&self) {
        let Self { text, json, markdown, html } = self;
        for written in [text, json, html] {
            assert!(!written.chars().any(|c| c != '\n' && is_unseen(c)), "{written:?}");
        }
        // The program's own, which keeps forges from seeing references.
        let is_unseen = |c| !matches!(c, '\n' | '\u{2060}') && is_unseen(c);
        assert!(!markdown.chars().any(is_unseen), "{markdown:?}");
        for line in markdown.lines() {
            assert_inert(line);
        }
        for wrong in ["<script", "<b>", "</td></td>"] {
            assert!(!html.contains(wrong), "{wrong} in {html}");
        }
        assert_eq!(html.matches("<td").count(), html.matches("</td>").count());
    }
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("it can be written");
    String::from_utf8(out).expect("UTF-8")
}

const MARKUP: [&str; 12] = [
    "</details>",
    "</summary>",
    "<summary>",
    "<details open>",
    "<details>",
    "<br>",
    "<del>",
    "</del>",
    "<ins>",
    "</ins>",
    "| --- ",
    "### ",
];

/// Nothing that is left of a line between the program's own markup is any.
fn assert_inert(line: &str) {
    let bare = MARKUP.iter().fold(line.to_owned(), |line, markup| line.replace(markup, "\u{1}"));
    let is_row = line.starts_with('|');
    if is_row {
        let bars = line.matches('|').count();
        assert!(matches!(bars, 3 | 5), "{line}");
    }
    for wrong in ['<', '>', '`', '*', '_', '[', ']', '@', '\\', '$', '~', '!', '{', '}'] {
        assert!(!bare.contains(wrong), "{wrong} in {line}");
    }
    for wrong in ["://", "www.", ":tada"] {
        assert!(!bare.contains(wrong), "{wrong} in {line}");
    }
}
