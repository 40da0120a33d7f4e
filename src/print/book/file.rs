//! A PDF file that is written object by object.
//!
//! Streams go out as they come. Other objects go out compressed, a pack at a
//! time: there are hundreds to a form, nearly all of them tags that repeat.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::Predictor;
use pdf_writer::{Chunk, Filter, Name, Ref, Settings, Str};

use super::failure::Failure;

/// How many objects there are in a pack, which readers unpack as a whole.
const PACK: usize = 200;
/// The most objects that PDF/A allows for.
const MOST: usize = 8_388_607;
/// The second line marks the file as binary.
const HEADER: &[u8] = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n";

/// A PDF file that is being written.
pub struct File<W> {
    to: W,
    length: u64,
    /// Where each object is, from number 1 on.
    places: Vec<Place>,
    /// The numbers of the objects in the pack, and where each begins there.
    packed: Vec<(Ref, usize)>,
    pack: Vec<u8>,
}

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    /// It has a number, and is still to be written.
    Nowhere,
    /// At so many bytes from the beginning.
    At(u64),
    /// In a pack, as one of its objects.
    In { pack: Ref, index: usize },
}

impl<W: Write> File<W> {
    /// A file that is written to `to`.
    pub fn new(to: W) -> Result<Self, Failure> {
        let mut file =
            Self { to, length: 0, places: Vec::new(), packed: Vec::new(), pack: Vec::new() };
        file.put(HEADER)?;
        Ok(file)
    }

    /// A number for an object to come.
    pub fn reserve(&mut self) -> Result<Ref, Failure> {
        if self.places.len() == MOST {
            return Failure::form("一份 PDF 装不下这么多表格，请分成几本");
        }
        self.places.push(Place::Nowhere);
        Ok(Ref::new(self.places.len() as i32))
    }

    /// Writes an object that is no stream.
    pub fn write(&mut self, id: Ref, object: &[u8]) -> Result<(), Failure> {
        self.packed.push((id, self.pack.len()));
        self.pack.extend_from_slice(object);
        self.pack.push(b'\n');
        if self.packed.len() == PACK { self.flush() } else { Ok(()) }
    }

    /// Writes a stream.
    pub fn write_stream(&mut self, id: Ref, object: &[u8]) -> Result<(), Failure> {
        self.places[index(id)] = Place::At(self.length);
        self.put(format!("{} 0 obj\n", id.get()).as_bytes())?;
        self.put(object)?;
        self.put(b"\nendobj\n")?;
        Ok(())
    }

    /// Writes what is left, and the table of all objects.
    pub fn finish(mut self, catalog: Ref, info: Ref, ids: [u128; 2]) -> Result<W, Failure> {
        self.flush()?;
        let id = self.reserve()?;
        let start = self.length;
        self.places[index(id)] = Place::At(start);
        let (widths, table) = self.table();
        let table = deflated(&predicted(&table, widths.iter().sum()))?;
        let stream = object(|chunk, id| {
            let mut stream = chunk.stream(id, &table);
            stream.filter(Filter::FlateDecode);
            let columns = widths.iter().sum::<usize>() as i32;
            stream.decode_parms().predictor(Predictor::PngUp).columns(columns);
            stream.pair(Name(b"Type"), Name(b"XRef"));
            stream.pair(Name(b"Size"), self.places.len() as i32 + 1);
            stream.insert(Name(b"W")).array().items(widths.map(|width| width as i32));
            stream.pair(Name(b"Root"), catalog).pair(Name(b"Info"), info);
            let ids = ids.map(u128::to_be_bytes);
            stream.insert(Name(b"ID")).array().items(ids.iter().map(|id| Str(id)));
        });
        self.write_stream(id, &stream)?;
        self.put(format!("startxref\n{start}\n%%EOF").as_bytes())?;
        self.to.flush()?;
        Ok(self.to)
    }

    /// Writes the pack, if there is anything in it.
    fn flush(&mut self) -> Result<(), Failure> {
        if self.packed.is_empty() {
            return Ok(());
        }
        let pack = self.reserve()?;
        let mut starts = String::new();
        for (index, (id, start)) in self.packed.iter().enumerate() {
            self.places[self::index(*id)] = Place::In { pack, index };
            starts.push_str(&format!("{} {start} ", id.get()));
        }
        let first = starts.len() as i32;
        let mut bytes = starts.into_bytes();
        bytes.append(&mut self.pack);
        let bytes = deflated(&bytes)?;
        let stream = object(|chunk, id| {
            let mut stream = chunk.stream(id, &bytes);
            stream.filter(Filter::FlateDecode);
            stream.pair(Name(b"Type"), Name(b"ObjStm"));
            stream.pair(Name(b"N"), self.packed.len() as i32).pair(Name(b"First"), first);
        });
        self.packed.clear();
        self.write_stream(pack, &stream)
    }

    /// A row for each object, number 0 included; with the widths of its columns.
    fn table(&self) -> ([usize; 3], Vec<u8>) {
        let bytes = |largest: u64| (64 - largest.leading_zeros()).div_ceil(8).max(1) as usize;
        let widths = [1, bytes(self.length.max(MOST as u64)), bytes(PACK as u64)];
        let mut table = Vec::with_capacity((self.places.len() + 1) * widths.iter().sum::<usize>());
        // What is nowhere counts as free, so that references to it are to nothing.
        for place in [&Place::Nowhere].into_iter().chain(&self.places) {
            let row = match *place {
                Place::Nowhere => [0, 0, 0],
                Place::At(start) => [1, start, 0],
                Place::In { pack, index } => [2, pack.get() as u64, index as u64],
            };
            for (value, width) in row.into_iter().zip(widths) {
                table.extend_from_slice(&value.to_be_bytes()[8 - width..]);
            }
        }
        (widths, table)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length += bytes.len() as u64;
        self.to.write_all(bytes)
    }
}

/// The bytes of the object that `write` writes, without its number.
pub fn object(write: impl FnOnce(&mut Chunk, Ref)) -> Vec<u8> {
    let mut chunk = Chunk::with_settings(Settings { pretty: false });
    write(&mut chunk, Ref::new(1));
    let bytes = chunk.as_bytes();
    let inner = bytes.strip_prefix(b"1 0 obj\n").and_then(|rest| rest.strip_suffix(b"\nendobj\n"));
    inner.unwrap_or_else(|| unreachable!("one object was written")).to_vec()
}

/// The bytes of the object that `write` writes, unless it fails.
pub fn try_object(
    write: impl FnOnce(&mut Chunk, Ref) -> Result<(), Failure>,
) -> Result<Vec<u8>, Failure> {
    let mut result = Ok(());
    let bytes = object(|chunk, id| result = write(chunk, id));
    result.map(|()| bytes)
}

fn index(id: Ref) -> usize {
    id.get() as usize - 1
}

fn deflated(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Every row as what it differs by from the one above, which is nearly nothing.
fn predicted(table: &[u8], width: usize) -> Vec<u8> {
    const UP: u8 = 2;
    let mut above = vec![0; width];
    let mut predicted = Vec::with_capacity(table.len() / width * (width + 1));
    for row in table.chunks_exact(width) {
        predicted.push(UP);
        predicted.extend(row.iter().zip(&above).map(|(byte, above)| byte.wrapping_sub(*above)));
        above.copy_from_slice(row);
    }
    predicted
}
