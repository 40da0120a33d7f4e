//! What there is in the PDF of a form.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, Rect};

use super::failure::Failure;
use crate::system::pdf_tree::{self, TreePair};

/// What a catalog may hold. Whatever else one may come to hold would be lost.
const CATALOG: [&str; 11] = [
    "Type",
    "Pages",
    "Metadata",
    "OutputIntents",
    "Lang",
    "StructTreeRoot",
    "MarkInfo",
    "ViewerPreferences",
    "Outlines",
    "Names",
    "PageLabels",
];
/// What a page may inherit from the nodes above it, which the book has others of.
const INHERITED: [&str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];
/// How deep the tree of pages may be; a cycle would have no end.
const DEEPEST: usize = 32;

/// The parts of a form that a book takes.
pub struct Form<'a> {
    /// The catalog.
    pub catalog: Dict<'a>,
    /// The pages, in their order.
    pub pages: Vec<ObjRef>,
    /// The nodes of the page tree, which the pages hang from.
    pub nodes: Vec<ObjRef>,
    /// Where the first page has its upper edge.
    pub top: f32,
    /// The root of the tags.
    pub structure: Dict<'a>,
    /// Where that is.
    pub structure_id: ObjRef,
}

impl<'a> Form<'a> {
    /// The form in `pdf`.
    pub fn read(pdf: &'a Pdf) -> Result<Self, Failure> {
        let Some(catalog) = pdf.xref().get::<Dict<'a>>(pdf.xref().root_id()) else {
            return Failure::form("PDF 没有 Catalog");
        };
        expect_keys("Catalog", &catalog, &CATALOG)?;
        if let Some(names) = catalog.get::<Dict<'_>>("Names") {
            check_names(&names)?;
        }
        let structure = catalog.get::<Dict<'_>>("StructTreeRoot");
        let (Some(structure), Some(structure_id)) = (structure, catalog.get_ref("StructTreeRoot"))
        else {
            return Failure::form("PDF 没有标签");
        };
        let root = catalog.get_raw::<Object<'_>>("Pages").and_then(|pages| pages.as_obj_ref());
        let (mut pages, mut nodes) = (Vec::new(), Vec::new());
        if let Some(root) = root {
            walk_pages(pdf, root, DEEPEST, &mut pages, &mut nodes)?;
        }
        let first = pages.first().and_then(|page| pdf.xref().get::<Dict<'_>>((*page).into()));
        let Some(sheet) = first.and_then(|page| page.get::<Rect>("MediaBox")) else {
            return Failure::form("PDF 没有页面");
        };
        Ok(Self { catalog, pages, nodes, top: sheet.y1 as f32, structure, structure_id })
    }
}

/// Refuses a dictionary with other keys than these.
pub fn expect_keys(name: &str, dict: &Dict<'_>, known: &[&str]) -> Result<(), Failure> {
    match dict.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Failure::form(format!("{name} 里有不认识的 {}", key.as_str())),
        None => Ok(()),
    }
}

/// The pairs in a tree of names or numbers, whose leaves have them under `key`.
pub fn tree_pairs<'a>(tree: &Dict<'a>, key: &str) -> Result<Vec<TreePair<'a>>, Failure> {
    pdf_tree::tree_pairs(tree, key).map_err(Failure::Form)
}

fn walk_pages(
    pdf: &Pdf,
    id: ObjRef,
    depth: usize,
    pages: &mut Vec<ObjRef>,
    nodes: &mut Vec<ObjRef>,
) -> Result<(), Failure> {
    let node = pdf.xref().get::<Dict<'_>>(id.into()).filter(|_| depth > 0);
    let Some(node) = node else {
        return Failure::form("PDF 的页面读不懂");
    };
    if node.get::<Name<'_>>("Type").is_some_and(|kind| kind.as_str() == "Page") {
        pages.push(id);
        return Ok(());
    }
    if let Some(key) = INHERITED.iter().find(|key| node.contains_key(key)) {
        return Failure::form(format!("页面共用一个 {key}"));
    }
    nodes.push(id);
    let kids = node.get::<Array<'_>>("Kids");
    for kid in kids.iter().flat_map(|kids| kids.raw_iter()) {
        match kid {
            MaybeRef::Ref(kid) => walk_pages(pdf, kid, depth - 1, pages, nodes)?,
            MaybeRef::NotRef(_) => return Failure::form("PDF 的页面读不懂"),
        }
    }
    Ok(())
}

/// PDF/A wants a list of attachments even where there are none.
fn check_names(names: &Dict<'_>) -> Result<(), Failure> {
    expect_keys("Names", names, &["EmbeddedFiles"])?;
    let files = names.get::<Dict<'_>>("EmbeddedFiles").unwrap_or_default();
    match tree_pairs(&files, "Names")?.is_empty() {
        true => Ok(()),
        false => Failure::form("合订本里的表格不带附件"),
    }
}
