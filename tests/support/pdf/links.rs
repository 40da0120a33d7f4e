//! The links of a PDF.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, String as PdfString};
use jixiao::readback::decode;

use super::outline::pages;

/// A link to a page of the same PDF.
#[derive(Debug, PartialEq, Eq)]
pub struct PageLink {
    /// The page that it is on, from 0.
    pub page: usize,
    /// The page that it leads to, from 0.
    pub to: usize,
    /// What is told of it.
    pub words: String,
    /// The key of its tag in the tree from pages to tags.
    pub key: i32,
}

/// All links, page by page. Panics where one leads to no page.
pub fn links(pdf: &Pdf) -> Vec<PageLink> {
    let pages = pages(pdf);
    let mut found = Vec::new();
    for (page, id) in pages.iter().enumerate() {
        let dict = pdf.xref().get::<Dict<'_>>((*id).into()).expect("a page");
        let annotations = dict.get::<Array<'_>>("Annots");
        for link in annotations.iter().flat_map(|all| all.iter::<Dict<'_>>()) {
            assert_eq!(link.get::<Name<'_>>("Subtype").expect("a kind").as_str(), "Link");
            assert!(!link.contains_key("A"), "a link leads to a page, not to an address");
            let target = link.get::<Array<'_>>("Dest").and_then(|to| to.raw_iter().next());
            let target = target.as_ref().and_then(MaybeRef::as_obj_ref).expect("a page");
            found.push(PageLink {
                page,
                to: pages.iter().position(|page| *page == target).expect("one of the pages"),
                words: decode(&link.get::<PdfString<'_>>("Contents").expect("words")),
                key: link.get("StructParent").expect("a link has a tag"),
            });
        }
    }
    found
}
