//! Texts that leave the page.
//!
//! The bundled layout sets finished lines, none longer than its column; one of the user's own
//! may set whatever it likes, and Typst says nothing of it.

use typst::layout::{Abs, Point};
use typst_layout::PagedDocument;

use super::texts::PlacedText;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;

/// How much of a text is shown in the message, in characters.
pub const SHOWN: usize = 20;

/// The first of the texts that lies outside of its page, if only in part.
pub fn find(document: &PagedDocument, texts: &[PlacedText]) -> Option<Diagnostic> {
    let is_on_page = |text: &&PlacedText| {
        let size = document.pages()[text.page].frame.size();
        let is_within = |end: &Point| is_within(end.x, size.x) && is_within(end.y, size.y);
        text.ends.iter().all(is_within)
    };
    let text = texts.iter().find(|text| !is_on_page(text))?;
    let shown: String = text.item.text.chars().take(SHOWN).collect();
    let message = format!("第 {} 页的“{shown}”超出了页面", text.page + 1);
    Some(Diagnostic::new(&rule::DOES_NOT_FIT, message).help("检查版式的栏宽、字号和换行"))
}

fn is_within(at: Abs, length: Abs) -> bool {
    // A blank at the end of a line may hang over.
    at >= Abs::pt(-1.0) && at <= length + Abs::pt(1.0)
}
