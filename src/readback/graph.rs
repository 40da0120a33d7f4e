//! One fingerprint of all that a PDF is: two PDFs with the same one are shown alike by
//! every program, as all that is reached from the catalog is the same.
//!
//! What saving a PDF anew changes does not count: the numbers of the objects, whether an
//! object stands where it is used or somewhere else, how streams are packed, how numbers
//! and strings are written, and of the document information all but title and author.

use std::collections::HashMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, ObjectIdentifier, Stream};

use super::document::info;
use super::plain::is_plain;
use super::unpack::unpack;
use crate::system::fingerprint::{Fingerprint, Fingerprinter};

/// Where a PDF says that the table of its objects is.
const TABLE: &[u8] = b"startxref";
/// What a stream's dictionary says of how it is packed.
const PACKING: [&str; 3] = ["Length", "Filter", "DecodeParms"];
/// What a catalog declares of the language that the file is written in, and nothing that
/// is shown: qpdf does where it encrypts.
const DECLARATIONS: [&str; 1] = ["Extensions"];
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

/// The fingerprint of the whole document.
pub fn fingerprint(pdf: &Pdf) -> Fingerprint {
    let graph = graph(pdf);
    let mut whole = Fingerprinter::default();
    whole.add(graph.as_bytes());
    // Some programs follow the table of objects, and others look for them: a PDF may
    // show different things to the two.
    if found_without_table(pdf) != Some(graph) {
        whole.add(&[DOUBTFUL]);
    }
    let info = info(pdf);
    for text in [info.title, info.author] {
        whole.add(text.unwrap_or_default().as_bytes());
    }
    whole.finish()
}

fn found_without_table(pdf: &Pdf) -> Option<Fingerprint> {
    let mut bytes = pdf.data().as_ref().to_vec();
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(TABLE.len()).position(|part| part == TABLE) {
        at += found + TABLE.len();
        bytes[at - TABLE.len()..at].fill(b' ');
    }
    Pdf::new(bytes).ok().map(|pdf| graph(&pdf))
}

/// The fingerprint of what hangs from the catalog.
fn graph(pdf: &Pdf) -> Fingerprint {
    let root = Step::Value(MaybeRef::Ref(ObjRef::from(pdf.xref().root_id())));
    let mut walk = Walk {
        pdf,
        hash: Fingerprinter::default(),
        known: HashMap::new(),
        count: 0,
        left: vec![root],
    };
    while let Some(step) = walk.left.pop() {
        match step {
            Step::Key(key) => walk.put(NAME, &key),
            Step::Value(MaybeRef::NotRef(object)) => walk.object(object),
            Step::Value(MaybeRef::Ref(reference)) => walk.reference(reference.into()),
        }
    }
    walk.hash.finish()
}

/// What is still to be visited.
enum Step<'a> {
    Key(Name<'a>),
    Value(MaybeRef<Object<'a>>),
}

struct Walk<'a> {
    pdf: &'a Pdf,
    hash: Fingerprinter,
    /// The numbers of the arrays, dictionaries and streams that can be met again.
    known: HashMap<ObjectIdentifier, u64>,
    /// How many arrays, dictionaries and streams have been met.
    count: u64,
    left: Vec<Step<'a>>,
}

impl<'a> Walk<'a> {
    fn put(&mut self, kind: u8, bytes: &[u8]) {
        self.hash.add(&[kind]);
        self.hash.add(bytes);
    }

    fn reference(&mut self, id: ObjectIdentifier) {
        if let Some(number) = self.known.get(&id) {
            let number = number.to_le_bytes();
            return self.put(AGAIN, &number);
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
            Object::Dict(dict) if self.count == 0 => self.dict(DICT, &dict, &DECLARATIONS),
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
        let mut keys: Vec<_> = dict.keys().filter(|key| !without.contains(&key.as_str())).collect();
        keys.sort_unstable();
        self.count += 1;
        self.put(kind, &keys.len().to_le_bytes());
        for key in keys.into_iter().rev() {
            // What cannot be read is not plain, and has been told so.
            if let Some(value) = dict.get_raw::<Object<'_>>(&*key) {
                self.left.push(Step::Value(value));
            }
            self.left.push(Step::Key(key));
        }
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
