//! Texts that leave the page.
//!
//! The bundled layout breaks whatever is too long; one of the user's own may not,
//! and Typst says nothing of it.

use typst::layout::{Abs, Frame, FrameItem, Point, Size, Transform};
use typst_layout::PagedDocument;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;

/// How much of a text is shown in the message, in characters.
const SHOWN: usize = 20;

/// The first text that lies outside of its page, if only in part.
pub fn find(document: &PagedDocument) -> Option<Diagnostic> {
    document.pages().iter().enumerate().find_map(|(index, page)| {
        let text = outside(&page.frame, Transform::identity(), page.frame.size())?;
        let shown: String = text.chars().take(SHOWN).collect();
        let message = format!("第 {} 页的“{shown}”超出了页面", index + 1);
        Some(Diagnostic::new(&rule::DOES_NOT_FIT, message).help("检查版式的栏宽、字号和换行"))
    })
}

/// The first text in `frame`, which `to_page` places on the page, that is not
/// wholly on a page of this size.
fn outside(frame: &Frame, to_page: Transform, page: Size) -> Option<String> {
    frame.items().find_map(|(position, item)| {
        let here = to_page.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => {
                outside(&group.frame, here.pre_concat(group.transform), page)
            }
            FrameItem::Text(text) => {
                let ends = [Point::zero(), Point::with_x(text.width())];
                let is_on_page = |end: Point| {
                    let end = end.transform(here);
                    is_within(end.x, page.x) && is_within(end.y, page.y)
                };
                (!ends.into_iter().all(is_on_page)).then(|| text.text.to_string())
            }
            _ => None,
        }
    })
}

fn is_within(at: Abs, length: Abs) -> bool {
    // A blank at the end of a line may hang over.
    at >= Abs::pt(-1.0) && at <= length + Abs::pt(1.0)
}
