//! The texts on the pages of a document.

use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::text::TextItem;
use typst_layout::PagedDocument;

/// A text on a page.
pub struct PlacedText<'a> {
    /// The number of the page, from 0.
    pub page: usize,
    /// Where its baseline begins and ends on the page.
    pub ends: [Point; 2],
    /// The text.
    pub item: &'a TextItem,
}

/// All texts, page by page.
pub fn all(document: &PagedDocument) -> Vec<PlacedText<'_>> {
    let mut texts = Vec::new();
    for (number, page) in document.pages().iter().enumerate() {
        collect(&page.frame, Transform::identity(), number, &mut texts);
    }
    texts
}

fn collect<'a>(frame: &'a Frame, to_page: Transform, page: usize, texts: &mut Vec<PlacedText<'a>>) {
    for (position, item) in frame.items() {
        let here = to_page.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => {
                collect(&group.frame, here.pre_concat(group.transform), page, texts);
            }
            FrameItem::Text(item) => {
                let ends = [Point::zero(), Point::with_x(item.width())];
                texts.push(PlacedText { page, ends: ends.map(|end| end.transform(here)), item });
            }
            _ => {}
        }
    }
}
