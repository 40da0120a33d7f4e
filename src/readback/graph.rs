//! One fingerprint of all that a PDF is: programs that go by the standard show two PDFs with
//! the same one alike, as all that is reached from the catalog is the same, and is written
//! so that it is read in one way only.
//!
//! What saving a PDF anew changes does not count: the numbers of the objects, whether an
//! object stands where it is used or somewhere else, how streams are packed, how numbers
//! and strings are written, and of what the document says about itself all but what it is
//! called, what it is about and who has written it. Nor do signatures count, which are
//! looked at by themselves.
//!
//! There is one of each part, too, by which it can be said what differs.

use std::collections::{HashMap, HashSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, ObjectIdentifier, Stream};

use super::document::decode;
use super::plain::is_plain;
use super::revisions::{END, TABLE, position};
use super::signature::{Signing, decoration};
use super::tables;
use super::unpack::unpack;
use super::xmp;
use crate::system::fingerprint::{Fingerprint, Fingerprinter};

/// What a stream's dictionary says of how it is packed.
const PACKING: [&str; 3] = ["Length", "Filter", "DecodeParms"];
/// What a catalog declares of the language that the file is written in, and nothing that
/// is shown: qpdf does where it encrypts.
const DECLARATIONS: &str = "Extensions";
/// What the file says about itself, which programs that save and sign write anew.
const METADATA: &str = "Metadata";
/// What stands on a page besides what is drawn there.
const ANNOTATIONS: &str = "Annots";
/// What is hashed before each thing, so that none is taken for another.
const NOTHING: u8 = 0;
const BOOLEAN: u8 = 1;
const NUMBER: u8 = 2;
const STRING: u8 = 3;
const NAME: u8 = 4;
const ARRAY: u8 = 5;
const DICT: u8 = 6;
const STREAM: u8 = 7;
/// An array, dictionary or stream that was met before, by its number.
const AGAIN: u8 = 8;
/// What programs may read in several ways, as it is written. No printed form has any.
const DOUBTFUL: u8 = 9;
/// A page where it is not entered, by its number.
const STOP: u8 = 10;

/// What is met again wherever it is met, and not entered: the pages, by their numbers.
pub type Stops = HashMap<ObjectIdentifier, u64>;

/// A document as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// Whether programs may read it in several ways.
    pub is_doubtful: bool,
}

/// The whole document without its signatures.
pub fn whole(pdf: &Pdf, signing: &Signing<'_>) -> Whole {
    let tables = tables::read(pdf);
    let none = HashSet::new();
    let graph = graph(pdf, signing, tables.as_ref().map_or(&none, |tables| &tables.freed));
    let mut whole = Fingerprinter::default();
    whole.add(graph.fingerprint.as_bytes());
    // Some programs follow the table of objects, and others look for them: a PDF may
    // show different things to the two.
    let is_read_alike = tables
        .is_some_and(|tables| tables.has_one_info || !signing.signed.is_empty())
        && found_without_table(pdf) == Some(graph);
    if !is_read_alike {
        whole.add(&[DOUBTFUL]);
    }
    let said = pdf.metadata();
    for text in [&said.title, &said.author, &said.subject, &said.keywords] {
        whole.add(decode(text.as_deref().unwrap_or_default()).as_bytes());
    }
    whole.add(xmp::titles(pdf).as_bytes());
    let is_doubtful = graph.is_doubtful || !is_read_alike;
    Whole { fingerprint: whole.finish(), is_doubtful }
}

/// The catalog and the pages: no part goes on beyond them.
pub fn stops(pdf: &Pdf) -> Stops {
    let ids = pdf.pages().iter().filter_map(|page| page.raw().obj_id());
    let mut stops: Stops = ids.zip(1..).collect();
    stops.insert(pdf.xref().root_id(), 0);
    stops
}

/// The fingerprint of a part of the document.
pub fn part(pdf: &Pdf, part: MaybeRef<Object<'_>>, stops: &Stops) -> Fingerprint {
    let mut walk = Walk::new(pdf, stops, None);
    // Where it is a page itself, it is entered.
    match part {
        MaybeRef::Ref(reference) if stops.contains_key(&reference.into()) => {
            walk.known.insert(reference.into(), 0);
            if let Some(object) = pdf.xref().get(reference.into()) {
                walk.left.push(Step::Value(MaybeRef::NotRef(object)));
            }
        }
        part => walk.left.push(Step::Value(part)),
    }
    walk.finish().fingerprint
}

/// The document as those see it who look for its objects.
fn found_without_table(pdf: &Pdf) -> Option<Whole> {
    let mut bytes = pdf.data().as_ref().to_vec();
    blank(&mut bytes, TABLE, |_| true);
    // Some programs add objects right behind the end, which the first of them is not to be
    // taken for a part of.
    blank(&mut bytes, END, |next| next.is_some_and(u8::is_ascii_digit));
    Pdf::new(bytes).ok().map(|pdf| graph(&pdf, &Signing::find(&pdf), &HashSet::new()))
}

/// Puts blanks in the place of each `part` that stands before such a byte.
fn blank(bytes: &mut [u8], part: &[u8], is_before: impl Fn(Option<&u8>) -> bool) {
    let mut at = 0;
    while let Some(found) = position(&bytes[at..], part) {
        at += found + part.len();
        if is_before(bytes.get(at)) {
            bytes[at - part.len()..at].fill(b' ');
        }
    }
}

/// What hangs from the catalog, without signatures. Some programs find the objects that are
/// `freed`, and some do not.
fn graph(pdf: &Pdf, signing: &Signing<'_>, freed: &HashSet<i32>) -> Whole {
    let stops = Stops::new();
    let mut walk = Walk::new(pdf, &stops, signing.is_pure.then_some(&signing.widgets));
    walk.freed = Some(freed);
    walk.left.push(Step::Value(MaybeRef::Ref(ObjRef::from(pdf.xref().root_id()))));
    walk.is_catalog = true;
    walk.finish()
}

/// What is still to be visited.
enum Step<'a> {
    Key(Name<'a>),
    Value(MaybeRef<Object<'a>>),
    /// An array of so many items begins, which follow.
    Count(usize),
}

struct Walk<'a, 'w> {
    pdf: &'a Pdf,
    stops: &'w Stops,
    /// What does not count where it stands on pages.
    left_out: Option<&'w HashSet<ObjectIdentifier>>,
    /// The numbers of the objects that are not there any more.
    freed: Option<&'w HashSet<i32>>,
    /// Whether the next dictionary is the catalog.
    is_catalog: bool,
    is_doubtful: bool,
    hash: Fingerprinter,
    /// The numbers of the arrays, dictionaries and streams that can be met again.
    known: HashMap<ObjectIdentifier, u64>,
    /// How many arrays, dictionaries and streams have been met.
    count: u64,
    left: Vec<Step<'a>>,
}

impl<'a, 'w> Walk<'a, 'w> {
    fn new(
        pdf: &'a Pdf,
        stops: &'w Stops,
        left_out: Option<&'w HashSet<ObjectIdentifier>>,
    ) -> Self {
        let (hash, known) = (Fingerprinter::default(), HashMap::new());
        Self {
            pdf,
            stops,
            left_out,
            freed: None,
            is_catalog: false,
            is_doubtful: false,
            hash,
            known,
            count: 0,
            left: Vec::new(),
        }
    }

    fn finish(mut self) -> Whole {
        while let Some(step) = self.left.pop() {
            match step {
                Step::Key(key) => self.put(NAME, &key),
                Step::Value(MaybeRef::NotRef(object)) => self.object(object),
                Step::Value(MaybeRef::Ref(reference)) => self.reference(reference.into()),
                Step::Count(count) => self.put(ARRAY, &count.to_le_bytes()),
            }
        }
        Whole { fingerprint: self.hash.finish(), is_doubtful: self.is_doubtful }
    }

    fn put(&mut self, kind: u8, bytes: &[u8]) {
        self.is_doubtful |= kind == DOUBTFUL;
        self.hash.add(&[kind]);
        self.hash.add(bytes);
    }

    fn reference(&mut self, id: ObjectIdentifier) {
        if let Some(number) = self.known.get(&id) {
            let number = number.to_le_bytes();
            return self.put(AGAIN, &number);
        }
        if let Some(number) = self.stops.get(&id) {
            let number = number.to_le_bytes();
            return self.put(STOP, &number);
        }
        if self.freed.is_some_and(|freed| freed.contains(&id.obj_number)) {
            return self.put(DOUBTFUL, b"");
        }
        let Some(object) = self.pdf.xref().get::<Object<'_>>(id) else {
            return self.put(DOUBTFUL, b"");
        };
        let written = match &object {
            Object::Array(array) => array.data(),
            Object::Dict(dict) => dict.data(),
            Object::Stream(stream) => stream.dict().data(),
            _ => return self.object(object),
        };
        self.known.insert(id, self.count);
        if !is_plain(written) {
            self.put(DOUBTFUL, written);
        }
        self.object(object);
    }

    fn object(&mut self, object: Object<'a>) {
        match object {
            Object::Null(_) => self.put(NOTHING, b""),
            Object::Boolean(is_true) => self.put(BOOLEAN, &[is_true.into()]),
            // As precise as programs keep them.
            Object::Number(number) => self.put(NUMBER, &(number.as_f32() + 0.0).to_le_bytes()),
            Object::String(text) => self.put(STRING, &text),
            Object::Name(name) => self.put(NAME, &name),
            Object::Array(array) => self.array(&array),
            Object::Dict(dict) => self.dict(DICT, &dict, &[]),
            Object::Stream(stream) => self.stream(&stream),
        }
    }

    fn array(&mut self, array: &Array<'a>) {
        let items: Vec<_> = array.raw_iter().collect();
        self.count += 1;
        self.put(ARRAY, &items.len().to_le_bytes());
        self.left.extend(items.into_iter().rev().map(Step::Value));
    }

    fn dict(&mut self, kind: u8, dict: &Dict<'a>, without: &[&str]) {
        let is_catalog = std::mem::take(&mut self.is_catalog);
        let is_left_out = |key: &str| match key {
            METADATA | DECLARATIONS => is_catalog,
            ANNOTATIONS => self.annotations(dict).is_some_and(|left| left.is_empty()),
            key => {
                is_catalog && self.left_out.is_some() && decoration().contains(&key)
                    || without.contains(&key)
            }
        };
        let mut keys: Vec<_> = dict.keys().filter(|key| !is_left_out(key.as_str())).collect();
        keys.sort_unstable();
        self.count += 1;
        self.put(kind, &keys.len().to_le_bytes());
        for key in keys.into_iter().rev() {
            let annotations =
                (key.as_str() == ANNOTATIONS).then(|| self.annotations(dict)).flatten();
            if let Some(left) = annotations {
                let count = left.len();
                self.left.extend(left.into_iter().rev().map(Step::Value));
                self.left.push(Step::Count(count));
            } else if let Some(value) = dict.get_raw::<Object<'_>>(&*key) {
                // What cannot be read is not plain, and has been told so.
                self.left.push(Step::Value(value));
            }
            self.left.push(Step::Key(key));
        }
    }

    /// What stands on a page besides signatures, where those do not count.
    fn annotations(&self, dict: &Dict<'a>) -> Option<Vec<MaybeRef<Object<'a>>>> {
        let left_out = self.left_out?;
        let is_other = |item: &MaybeRef<Object<'_>>| {
            item.as_obj_ref().is_none_or(|reference| !left_out.contains(&reference.into()))
        };
        let all = dict.get::<Array<'_>>(ANNOTATIONS)?;
        Some(all.raw_iter().filter(is_other).collect())
    }

    fn stream(&mut self, stream: &Stream<'a>) {
        let mut content = Fingerprinter::default();
        match unpack(stream, u64::MAX, &mut content) {
            Ok(_) => self.put(STREAM, content.finish().as_bytes()),
            Err(_) => self.put(DOUBTFUL, &stream.raw_data()),
        }
        self.dict(STREAM, stream.dict(), &PACKING);
    }
}
