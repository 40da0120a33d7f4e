//! The outline of a PDF, and what it calls its pages.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, String as PdfString};
use jixiao::readback::decode;

use super::document::catalog;

/// A line of an outline.
#[derive(Debug, PartialEq, Eq)]
pub struct OutlineItem {
    /// Its text.
    pub title: String,
    /// The page that it leads to, from 0.
    pub page: usize,
    /// Whether what is below it is seen.
    pub open: bool,
    /// The lines below it.
    pub below: Vec<OutlineItem>,
}

/// The outline. Panics where its links or counts are at odds.
pub fn outline(pdf: &Pdf) -> Vec<OutlineItem> {
    let Some(root) = catalog(pdf).get::<Dict<'_>>("Outlines") else { return Vec::new() };
    let id = catalog(pdf).get_ref("Outlines").expect("the outline has a number");
    let (items, lines) = items(pdf, &root, id);
    assert_eq!(root.get::<i32>("Count"), Some(lines), "the lines of the outline");
    items
}

/// How pages are labelled, as it stands in the catalog: first page, and style or prefix.
pub fn page_labels(pdf: &Pdf) -> Vec<(i32, String)> {
    let labels = catalog(pdf).get::<Dict<'_>>("PageLabels").expect("the pages have labels");
    let numbers = labels.get::<Array<'_>>("Nums").expect("the labels are a tree of numbers");
    let mut items = numbers.iter::<Object<'_>>();
    let mut found = Vec::new();
    while let (Some(page), Some(label)) = (items.next(), items.next()) {
        let label = label.into_dict().expect("a label");
        let prefix = || decode(&label.get::<PdfString<'_>>("P").expect("a style or a prefix"));
        let style = label.get::<Name<'_>>("S").map(|style| style.as_str().to_owned());
        let style = style.unwrap_or_else(prefix);
        found.push((page.into_i32().expect("a page number"), style));
    }
    found
}

/// The numbers of the pages' objects, in their order.
pub(super) fn pages(pdf: &Pdf) -> Vec<ObjRef> {
    fn walk(node: &Dict<'_>, found: &mut Vec<ObjRef>) {
        let kids = node.get::<Array<'_>>("Kids").expect("a node has kids");
        for (kid, page) in kids.raw_iter().zip(kids.iter::<Dict<'_>>()) {
            match page.get::<Name<'_>>("Type").expect("a page has a type").as_str() {
                "Pages" => walk(&page, found),
                _ => found.push(kid.as_obj_ref().expect("a page has a number")),
            }
        }
    }
    let mut found = Vec::new();
    walk(&catalog(pdf).get::<Dict<'_>>("Pages").expect("there are pages"), &mut found);
    found
}

fn items(pdf: &Pdf, above: &Dict<'_>, above_id: ObjRef) -> (Vec<OutlineItem>, i32) {
    let pages = pages(pdf);
    let (mut found, mut lines) = (Vec::new(), 0);
    let (mut next, mut previous) = (above.get_ref("First"), None);
    while let Some(id) = next {
        let item = pdf.xref().get::<Dict<'_>>(id.into()).expect("a line of the outline");
        assert_eq!(item.get_ref("Parent"), Some(above_id));
        assert_eq!(item.get_ref("Prev"), previous);
        let target = item.get::<Array<'_>>("Dest").and_then(|target| target.raw_iter().next());
        let target = target.as_ref().and_then(MaybeRef::as_obj_ref).expect("a page");
        let (below, lines_below) = items(pdf, &item, id);
        let count = item.get::<i32>("Count").unwrap_or(0);
        assert_eq!(count.abs(), lines_below);
        found.push(OutlineItem {
            title: decode(&item.get::<PdfString<'_>>("Title").expect("a title")),
            page: pages.iter().position(|page| *page == target).expect("one of the pages"),
            open: count > 0,
            below,
        });
        lines += 1 + count.max(0);
        (next, previous) = (item.get_ref("Next"), Some(id));
    }
    assert_eq!(above.get_ref("Last"), previous);
    (found, lines)
}
