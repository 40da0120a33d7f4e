//! The lines of text on pages, counted again.
//!
//! Rows are as high as the lines that were composed for them: were a line to break once
//! more, its second half would stand on what is below.

use typst::layout::{Frame, FrameItem, Point, Transform};
use typst_layout::PagedDocument;

use crate::diagnostic::{Diagnostic, rule};

/// Stretches of text on one baseline that are no farther apart are one line, in points.
const JOINED: f64 = 1.0;
/// Baselines that are no farther apart are one, in points.
const LEVEL: f64 = 0.5;

/// A stretch of text: its page, its baseline, where it begins and ends, in points.
type Stretch = (usize, f64, f64, f64);

/// That there are other lines of text than were composed.
pub fn find(document: &PagedDocument, composed: usize) -> Option<Diagnostic> {
    let mut stretches = Vec::new();
    for (number, page) in document.pages().iter().enumerate() {
        collect(&page.frame, Transform::identity(), number, &mut stretches);
    }
    let drawn = count(stretches);
    (drawn != composed).then(|| {
        let message = format!("排出了 {drawn} 行字，算好的是 {composed} 行，有的字会叠在一起");
        Diagnostic::new(&rule::DOES_NOT_FIT, message)
            .help("多半是有从右到左书写的，或者要连写的文字：改用汉字")
    })
}

fn count(mut stretches: Vec<Stretch>) -> usize {
    let level = |stretch: &Stretch| (stretch.0, (stretch.1 / LEVEL).round() as i64);
    stretches.sort_by(|a, b| level(a).cmp(&level(b)).then(a.2.total_cmp(&b.2)));
    let mut count = 0;
    let mut last: Option<Stretch> = None;
    for stretch in stretches {
        let is_joined = last
            .is_some_and(|last| level(&last) == level(&stretch) && stretch.2 <= last.3 + JOINED);
        count += usize::from(!is_joined);
        last = Some(stretch);
    }
    count
}

fn collect(frame: &Frame, to_page: Transform, page: usize, stretches: &mut Vec<Stretch>) {
    for (position, item) in frame.items() {
        let here = to_page.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => {
                collect(&group.frame, here.pre_concat(group.transform), page, stretches);
            }
            FrameItem::Text(text) if !text.text.trim().is_empty() => {
                let [start, end] =
                    [Point::zero(), Point::with_x(text.width())].map(|it| it.transform(here));
                stretches.push((page, start.y.to_pt(), start.x.to_pt(), end.x.to_pt()));
            }
            _ => {}
        }
    }
}
