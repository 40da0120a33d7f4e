//! Takes objects from the PDF of a form over into the book.
//!
//! They get new numbers, and what is numbered or named form by form is made
//! different for each of them. Pages and tags point at one another; they are
//! written once each, in the order in which they are first seen. What pages
//! draw with points at nothing but its own parts; it is written parts first, so
//! that what another form has brought already can be told by its bytes.

use std::collections::{HashMap, VecDeque};
use std::io::Write;

use hayro_syntax::Pdf;
use hayro_syntax::object::{
    Array, Dict, MaybeRef, Name as PdfName, ObjRef, Object, String as PdfString,
};
use pdf_writer::{Name, Null, Obj, Ref, Str, TextStr};
use typst::utils::hash128;

use super::failure::Failure;
use super::file::{File, try_object};
use super::front::SCHEME;
use super::outline::Target;

/// The keys under which a page has what it draws with.
const SHARED: [&str; 3] = ["Contents", "Group", "Resources"];
/// How many objects may be one in another; a cycle would have no end.
const DEEPEST: usize = 32;

/// What forms have in common: the hash of each object, and its number.
pub type Shared = HashMap<u128, Ref>;

/// A form of the book, as the contents lead to it.
pub struct Link {
    /// Where it begins.
    pub target: Target,
    /// What those are told who do not see the page.
    pub words: String,
}

/// What is different for each form.
pub struct Mark<'a> {
    /// Its title, which its tags bear.
    pub title: String,
    /// What the IDs of its tags begin with.
    pub prefix: Vec<u8>,
    /// The number of its first key in the tree from pages to tags.
    pub first_key: i32,
    /// The tag above all others, in the form.
    pub root: ObjRef,
    /// The forms that its links lead to, where it is no form itself.
    pub links: Option<&'a [Link]>,
}

/// Takes over objects of one form.
pub struct Copier<'a, W> {
    pdf: &'a Pdf,
    file: &'a mut File<W>,
    shared: &'a mut Shared,
    mark: Mark<'a>,
    numbers: HashMap<ObjRef, Ref>,
    waiting: VecDeque<ObjRef>,
    depth: usize,
}

/// How an object is taken over.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// For this form alone.
    Own,
    /// For all forms that have one of the same bytes.
    Shared,
}

impl<'a, W: Write> Copier<'a, W> {
    /// Takes over from `pdf` into `file`.
    pub fn new(
        pdf: &'a Pdf,
        file: &'a mut File<W>,
        shared: &'a mut Shared,
        mark: Mark<'a>,
    ) -> Self {
        let (numbers, waiting) = (HashMap::new(), VecDeque::new());
        Self { pdf, file, shared, mark, numbers, waiting, depth: 0 }
    }

    /// The book's file.
    pub fn file(&mut self) -> &mut File<W> {
        self.file
    }

    /// What makes the form's objects different from others'.
    pub fn mark(&self) -> &Mark<'a> {
        &self.mark
    }

    /// Lets the object `id` of the form be `number` of the book, which is not
    /// written here.
    pub fn stand_in(&mut self, id: ObjRef, number: Ref) {
        self.numbers.insert(id, number);
    }

    /// The number of an object of the form in the book. It is written in the end.
    pub fn take(&mut self, id: ObjRef) -> Result<Ref, Failure> {
        self.number(id, Kind::Own)
    }

    /// The number of a value in the book, as an object of its own.
    pub fn take_value(&mut self, value: MaybeRef<Object<'a>>) -> Result<Ref, Failure> {
        match value {
            MaybeRef::Ref(id) => self.take(id),
            MaybeRef::NotRef(value) => {
                let id = self.file.reserve()?;
                self.write(id, &value)?;
                Ok(id)
            }
        }
    }

    /// The number of a value that all forms are to have alike.
    pub fn share(&mut self, value: MaybeRef<Object<'a>>) -> Result<Ref, Failure> {
        match value {
            MaybeRef::Ref(id) => self.number(id, Kind::Shared),
            MaybeRef::NotRef(value) => self.intern(&value),
        }
    }

    /// Writes all that was taken, and all that this takes.
    pub fn finish(&mut self) -> Result<(), Failure> {
        while let Some(id) = self.waiting.pop_front() {
            let number = self.take(id)?;
            self.write(number, &self.object(id))?;
        }
        Ok(())
    }

    fn number(&mut self, id: ObjRef, kind: Kind) -> Result<Ref, Failure> {
        if let Some(number) = self.numbers.get(&id) {
            return Ok(*number);
        }
        let number = match kind {
            Kind::Own => {
                self.waiting.push_back(id);
                self.file.reserve()?
            }
            Kind::Shared => self.intern(&self.object(id))?,
        };
        self.numbers.insert(id, number);
        Ok(number)
    }

    /// The object `id` of the form; a reference to none is one to nothing.
    fn object(&self, id: ObjRef) -> Object<'a> {
        self.pdf.xref().get(id.into()).unwrap_or(Object::Null(hayro_syntax::object::Null))
    }

    fn intern(&mut self, value: &Object<'a>) -> Result<Ref, Failure> {
        if self.depth == DEEPEST {
            return Failure::form("PDF 的对象层次太多");
        }
        self.depth += 1;
        let bytes = self.copied(value, Kind::Shared)?;
        self.depth -= 1;
        let hash = hash128(&bytes);
        if let Some(number) = self.shared.get(&hash) {
            return Ok(*number);
        }
        let number = self.file.reserve()?;
        self.put(number, value, &bytes)?;
        self.shared.insert(hash, number);
        Ok(number)
    }

    fn write(&mut self, number: Ref, value: &Object<'a>) -> Result<(), Failure> {
        let bytes = self.copied(value, Kind::Own)?;
        self.put(number, value, &bytes)
    }

    fn put(&mut self, number: Ref, value: &Object<'_>, bytes: &[u8]) -> Result<(), Failure> {
        match value {
            Object::Stream(_) => self.file.write_stream(number, bytes),
            _ => self.file.write(number, bytes),
        }
    }

    fn copied(&mut self, value: &Object<'a>, kind: Kind) -> Result<Vec<u8>, Failure> {
        try_object(|chunk, id| match value {
            Object::Stream(stream) => {
                let data = stream.raw_data();
                let mut copy = chunk.stream(id, &data);
                self.copy_entries(stream.dict(), &mut copy, kind)
            }
            _ => self.copy(value, chunk.indirect(id), kind),
        })
    }

    fn copy(&mut self, value: &Object<'a>, to: Obj<'_>, kind: Kind) -> Result<(), Failure> {
        match value {
            Object::Null(_) => to.primitive(Null),
            Object::Boolean(value) => to.primitive(*value),
            Object::Number(value) => match value.as_f64() {
                whole if whole.fract() == 0.0 => to.primitive(whole as i32),
                real => to.primitive(real as f32),
            },
            Object::String(value) => to.primitive(Str(value.as_bytes())),
            Object::Name(value) => to.primitive(Name(value)),
            Object::Array(array) => {
                let mut copy = to.array();
                for item in array.raw_iter() {
                    self.copy_maybe(&item, copy.push(), kind)?;
                }
            }
            Object::Dict(dict) => self.copy_entries(dict, &mut to.dict(), kind)?,
            Object::Stream(_) => return Failure::form("PDF 的对象读不懂"),
        }
        Ok(())
    }

    fn copy_maybe(
        &mut self,
        value: &MaybeRef<Object<'a>>,
        to: Obj<'_>,
        kind: Kind,
    ) -> Result<(), Failure> {
        match value {
            MaybeRef::Ref(id) => to.primitive(self.number(*id, kind)?),
            MaybeRef::NotRef(value) => self.copy(value, to, kind)?,
        }
        Ok(())
    }

    fn copy_entries(
        &mut self,
        dict: &Dict<'a>,
        copy: &mut pdf_writer::Dict<'_>,
        kind: Kind,
    ) -> Result<(), Failure> {
        let is_tag = is(dict, "Type", "StructElem");
        let is_top = is_tag && dict.get_ref("P") == Some(self.mark.root);
        let link = self.mark.link(dict)?;
        for (key, value) in dict.entries() {
            let name = Name(&key);
            match (key.as_str(), &value) {
                // A stream's length is written with its data.
                ("Length", _) => {}
                ("ID", MaybeRef::NotRef(Object::String(id))) if is_tag => {
                    copy.pair(name, Str(&self.mark.id(id)));
                }
                ("Headers", MaybeRef::NotRef(Object::Array(ids))) => {
                    copy_ids(ids, copy.insert(name), &self.mark)?;
                }
                ("StructParents" | "StructParent", MaybeRef::NotRef(Object::Number(number))) => {
                    copy.pair(name, self.mark.key(number.as_i64())?);
                }
                ("A", _) if let Some(link) = link => link.target.write(copy.insert(Name(b"Dest"))),
                ("Contents", _) if let Some(link) = link => {
                    copy.pair(name, TextStr(&link.words));
                }
                // The book is the document; a form is a part of it.
                ("S", _) if is_top && is(dict, "S", "Document") => {
                    copy.pair(name, Name(b"Part"));
                }
                (text, _) => {
                    let kind = if SHARED.contains(&text) { Kind::Shared } else { kind };
                    self.copy_maybe(&value, copy.insert(name), kind)?;
                }
            }
        }
        if is_top && !dict.contains_key("T") {
            copy.pair(Name(b"T"), TextStr(&self.mark.title));
        }
        Ok(())
    }
}

impl<'a> Mark<'a> {
    /// The form that an annotation leads to, if it is a link to one.
    fn link(&self, annotation: &Dict<'_>) -> Result<Option<&'a Link>, Failure> {
        let Some(links) = self.links.filter(|_| is(annotation, "Subtype", "Link")) else {
            return Ok(None);
        };
        let action = annotation.get::<Dict<'_>>("A").unwrap_or_default();
        let address = action.get::<PdfString<'_>>("URI");
        let address = address.as_ref().and_then(|it| str::from_utf8(it.as_bytes()).ok());
        let number = address.and_then(|address| address.strip_prefix(SCHEME)?.parse().ok());
        match number.and_then(|number: usize| links.get(number)) {
            Some(link) => Ok(Some(link)),
            None => Failure::form("PDF 里有不认识的链接"),
        }
    }

    /// An ID of one of its tags, among those of all forms.
    pub fn id(&self, id: &[u8]) -> Vec<u8> {
        [&self.prefix, id].concat()
    }

    /// A key in the tree from pages to tags, among those of all forms.
    pub fn key(&self, key: i64) -> Result<i32, Failure> {
        let number = i32::try_from(key).ok().filter(|key| *key >= 0);
        match number.and_then(|key| key.checked_add(self.first_key)) {
            Some(key) => Ok(key),
            None => Failure::form("标签的编号太大"),
        }
    }
}

/// The IDs of the header cells that a cell belongs to.
fn copy_ids(ids: &Array<'_>, to: Obj<'_>, mark: &Mark<'_>) -> Result<(), Failure> {
    let mut copy = to.array();
    for id in ids.raw_iter() {
        match id {
            MaybeRef::NotRef(Object::String(id)) => copy.item(Str(&mark.id(&id))),
            _ => return Failure::form("表头的编号读不懂"),
        };
    }
    Ok(())
}

fn is(dict: &Dict<'_>, key: &str, name: &str) -> bool {
    dict.get::<PdfName<'_>>(key).is_some_and(|found| found.as_str() == name)
}
