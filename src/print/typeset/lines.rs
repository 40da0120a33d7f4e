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

/// A stretch of text.
struct Stretch {
    page: usize,
    /// The number of its baseline, from the page's top.
    level: i64,
    /// Where it begins and ends, in points.
    ends: [f64; 2],
    is_blank: bool,
}

/// That there are other pages, or other lines of text, than were composed.
pub fn find(document: &PagedDocument, composed: (usize, usize)) -> Option<Diagnostic> {
    let (pages, composed) = composed;
    let laid_out = document.pages().len();
    if laid_out != pages {
        let message = format!("排出了 {laid_out} 页，算好的是 {pages} 页");
        let found = Diagnostic::new(&rule::DOES_NOT_FIT, message);
        return Some(found.help("多半是版式里的表头或名称比一页还高：改短，或把栏放宽"));
    }
    let mut stretches: Vec<Stretch> = Vec::new();
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

/// How many lines of text there are; those of blanks alone are none.
fn count(mut stretches: Vec<Stretch>) -> usize {
    let level = |stretch: &Stretch| (stretch.page, stretch.level);
    stretches.sort_by(|a, b| level(a).cmp(&level(b)).then(a.ends[0].total_cmp(&b.ends[0])));
    let is_joined = |one: &Stretch, next: &Stretch| {
        level(one) == level(next) && next.ends[0] <= one.ends[1] + JOINED
    };
    let lines = stretches.chunk_by(is_joined);
    lines.filter(|line| line.iter().any(|stretch| !stretch.is_blank)).count()
}

fn collect(frame: &Frame, to_page: Transform, page: usize, stretches: &mut Vec<Stretch>) {
    for (position, item) in frame.items() {
        let here = to_page.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => {
                collect(&group.frame, here.pre_concat(group.transform), page, stretches);
            }
            FrameItem::Text(text) => {
                let [start, end] =
                    [Point::zero(), Point::with_x(text.width())].map(|it| it.transform(here));
                stretches.push(Stretch {
                    page,
                    level: (start.y.to_pt() / LEVEL).round() as i64,
                    ends: [start.x.to_pt(), end.x.to_pt()],
                    is_blank: text.text.trim().is_empty(),
                });
            }
            _ => {}
        }
    }
}
