//! The tags of a PDF.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, String as PdfString};
use jixiao::readback::decode;

use super::document::catalog;
use super::outline::pages;

/// All tags of a PDF.
#[derive(Debug)]
pub struct Tags {
    /// The tags with nothing above them.
    pub tops: Vec<Tag>,
    /// From IDs to the tags that bear them, as numbers of objects.
    pub ids: Vec<(String, i32)>,
    /// From keys to the tags of what is marked, as numbers of objects.
    pub parents: BTreeMap<i32, Vec<i32>>,
    /// The key of each page.
    pub keys: Vec<i32>,
    /// The key that is free.
    pub next_key: i32,
}

/// A tag.
#[derive(Debug)]
pub struct Tag {
    /// The number of its object.
    pub number: i32,
    /// What it is, such as `TD`.
    pub role: String,
    /// Its title.
    pub title: Option<String>,
    /// Its ID.
    pub id: Option<String>,
    /// The IDs of the headers that it belongs to.
    pub headers: Vec<String>,
    /// The other attributes, as they are written.
    pub attributes: String,
    /// What is marked: the page, from 0, and the number of the mark.
    pub marks: Vec<(usize, i32)>,
    /// The tags below it.
    pub below: Vec<Tag>,
}

impl Tags {
    /// Reads all tags; panics where they do not hang together.
    pub fn read(pdf: &Pdf) -> Self {
        let root = catalog(pdf).get::<Dict<'_>>("StructTreeRoot").expect("the PDF has tags");
        let root_id = catalog(pdf).get_ref("StructTreeRoot").expect("the tags have a number");
        let pages: HashMap<_, _> = pages(pdf).into_iter().zip(0..).collect();
        let tops = root.get::<Array<'_>>("K").expect("there are tags");
        let tops = tops.raw_iter().map(|top| match top {
            MaybeRef::Ref(id) => Tag::read(pdf, id, root_id, &pages),
            MaybeRef::NotRef(top) => panic!("{top:?} is no tag"),
        });
        let id = |key: Object<'_>| decode(&key.into_string().expect("an ID"));
        let number = |value: &MaybeRef<Object<'_>>| value.as_obj_ref().expect("a tag").obj_number;
        let key = |key: Object<'_>| key.into_i32().expect("a number");
        let ids = tree(&root, "IDTree", "Names").into_iter();
        let parents = tree(&root, "ParentTree", "Nums").into_iter();
        let list = |value: MaybeRef<Object<'_>>| {
            let id = value.as_obj_ref().expect("a list of tags, or a tag");
            match pdf.xref().get::<Array<'_>>(id.into()) {
                Some(list) => list.raw_iter().map(|tag| number(&tag)).collect(),
                // That of a link.
                None => vec![id.obj_number],
            }
        };
        let count = parents.len();
        let tags = Self {
            tops: tops.collect(),
            ids: ids.map(|(name, value)| (id(name), number(&value))).collect(),
            parents: parents.map(|(number, value)| (key(number), list(value))).collect(),
            keys: pdf.pages().iter().map(page_key).collect(),
            next_key: root.get("ParentTreeNextKey").expect("a key that is free"),
        };
        assert_eq!(tags.parents.len(), count, "keys are there twice");
        tags
    }
}

impl Tag {
    fn read(pdf: &Pdf, id: ObjRef, above: ObjRef, pages: &HashMap<ObjRef, usize>) -> Self {
        let tag = pdf.xref().get::<Dict<'_>>(id.into()).expect("a tag");
        assert_eq!(tag.get_ref("P"), Some(above), "a tag hangs from another one");
        let text = |key| tag.get::<PdfString<'_>>(key).map(|text| decode(&text));
        let page = tag.get_ref("Pg").map(|page| pages[&page]);
        let (mut marks, mut below) = (Vec::new(), Vec::new());
        for kid in tag.get::<Array<'_>>("K").iter().flat_map(|kids| kids.raw_iter()) {
            match kid {
                MaybeRef::Ref(kid) => below.push(Self::read(pdf, kid, id, pages)),
                MaybeRef::NotRef(Object::Number(mark)) => {
                    marks.push((page.expect("marks are on a page"), mark.as_i64() as i32));
                }
                // A link is on the page, and no part of what is drawn.
                MaybeRef::NotRef(Object::Dict(mark)) if mark.contains_key("Obj") => {}
                MaybeRef::NotRef(Object::Dict(mark)) => {
                    let page = mark.get_ref("Pg").map(|page| pages[&page]).or(page);
                    let mark = mark.get::<i32>("MCID").expect("a mark has a number");
                    marks.push((page.expect("marks are on a page"), mark));
                }
                MaybeRef::NotRef(kid) => panic!("{kid:?} in a tag"),
            }
        }
        let (headers, attributes) = attributes(&tag);
        Self {
            number: id.obj_number,
            role: tag.get::<Name<'_>>("S").expect("a tag has a role").as_str().to_owned(),
            title: text("T"),
            id: text("ID"),
            headers,
            attributes,
            marks,
            below,
        }
    }

    /// This tag and all below it.
    pub fn all(&self) -> Vec<&Tag> {
        [self].into_iter().chain(self.below.iter().flat_map(Tag::all)).collect()
    }

    /// All that it says, with IDs as `id` has them and pages counted from `first`.
    pub fn outlined(&self, first: usize, id: &dyn Fn(&str) -> String) -> String {
        let mut text = format!("{} {:?} {}", self.role, self.title, self.attributes);
        let ids = self.id.iter().chain(&self.headers);
        ids.for_each(|found| write!(text, " {}", id(found)).expect("memory"));
        for (page, mark) in &self.marks {
            write!(text, " {}:{mark}", page - first).expect("memory");
        }
        for tag in &self.below {
            write!(text, " [{}]", tag.outlined(first, id)).expect("memory");
        }
        text
    }
}

/// The headers that a tag belongs to, and what else its attributes say.
fn attributes(tag: &Dict<'_>) -> (Vec<String>, String) {
    let (mut headers, mut others) = (Vec::new(), String::new());
    let all = tag.get::<Array<'_>>("A");
    for attributes in all.iter().flat_map(|all| all.iter::<Dict<'_>>()) {
        for (key, value) in attributes.entries() {
            match value {
                MaybeRef::NotRef(Object::Array(ids)) if key.as_str() == "Headers" => {
                    headers.extend(ids.iter::<PdfString<'_>>().map(|id| decode(&id)));
                }
                value => write!(others, "{}={value:?};", key.as_str()).expect("memory"),
            }
        }
    }
    (headers, others)
}

fn page_key(page: &hayro_syntax::page::Page<'_>) -> i32 {
    page.raw().get("StructParents").expect("a page has a key")
}

/// The pairs of a tree of names or numbers, which must be sorted and within the
/// limits that its nodes state.
fn tree<'a>(root: &Dict<'a>, tree: &str, key: &str) -> Vec<(Object<'a>, MaybeRef<Object<'a>>)> {
    fn walk<'a>(node: &Dict<'a>, key: &str, found: &mut Vec<(Object<'a>, MaybeRef<Object<'a>>)>) {
        let before = found.len();
        for kid in node.get::<Array<'_>>("Kids").iter().flat_map(|kids| kids.iter::<Dict<'_>>()) {
            walk(&kid, key, found);
        }
        let pairs = node.get::<Array<'_>>(key);
        let mut pairs = pairs.iter().flat_map(|pairs| pairs.raw_iter());
        while let (Some(MaybeRef::NotRef(key)), Some(value)) = (pairs.next(), pairs.next()) {
            found.push((key, value));
        }
        if let Some(limits) = node.get::<Array<'_>>("Limits") {
            let limits: Vec<_> = limits.iter::<Object<'_>>().collect();
            let keys = [&found[before].0, &found[found.len() - 1].0];
            assert!(limits.iter().eq(keys), "{limits:?} are not the limits");
        }
    }
    let mut found = Vec::new();
    if let Some(tree) = root.get::<Dict<'_>>(tree) {
        walk(&tree, key, &mut found);
    }
    let sorted = found.is_sorted_by(|(one, _), (other, _)| match (one, other) {
        (Object::String(one), Object::String(other)) => one.as_bytes() < other.as_bytes(),
        (Object::Number(one), Object::Number(other)) => one.as_i64() < other.as_i64(),
        _ => false,
    });
    assert!(sorted, "{tree} is not sorted");
    found
}
