//! What streams hold.
//!
//! Where a stream is damaged, programs differ in how much of it they still read. So it
//! is unpacked as a whole, or not at all.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read, Write};

use flate2::bufread::ZlibDecoder;
use hayro_syntax::object::{Array, Dict, Name, Null, Stream};

/// Writes what a stream holds to `out`; not more than `most` bytes, and one more where
/// there are more.
pub fn unpack(stream: &Stream<'_>, most: u64, out: &mut impl Write) -> io::Result<u64> {
    let raw = stream.raw_data();
    let dict = stream.dict();
    // What is decrypted has another length.
    let is_as_long = || dict.get::<u32>("Length").is_some_and(|it| it as usize == raw.len());
    if matches!(raw, Cow::Borrowed(_)) && !is_as_long() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes: Box<dyn Read + '_> = Box::new(raw.as_ref());
    for filter in filters(dict).ok_or(io::ErrorKind::InvalidData)? {
        bytes = match filter.as_str() {
            "FlateDecode" => Box::new(Flate(ZlibDecoder::new(BufReader::new(bytes)))),
            "ASCIIHexDecode" => Box::new(Hex { digits: BufReader::new(bytes), is_over: false }),
            _ => return Err(io::ErrorKind::Unsupported.into()),
        };
    }
    io::copy(&mut bytes.take(most.saturating_add(1)), out)
}

/// The filters of a stream, none of which has parameters.
fn filters<'a>(dict: &Dict<'a>) -> Option<Vec<Name<'a>>> {
    let is_plain = !dict.contains_key("DecodeParms") || dict.get::<Null>("DecodeParms").is_some();
    if !is_plain {
        return None;
    }
    match (dict.get::<Name<'_>>("Filter"), dict.get::<Array<'_>>("Filter")) {
        (Some(filter), _) => Some(vec![filter]),
        (_, Some(filters)) => {
            let names: Vec<_> = filters.iter::<Name<'_>>().collect();
            (names.len() == filters.raw_iter().count()).then_some(names)
        }
        (None, None) => (!dict.contains_key("Filter")).then(Vec::new),
    }
}

/// What Flate has packed, with nothing but white space after it.
struct Flate<R>(ZlibDecoder<BufReader<R>>);

impl<R: Read> Read for Flate<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(out)?;
        if count == 0 && !out.is_empty() {
            expect_blanks(self.0.get_mut())?;
        }
        Ok(count)
    }
}

/// What is written in hexadecimal digits, up to `>`.
struct Hex<R> {
    digits: BufReader<R>,
    is_over: bool,
}

impl<R: Read> Hex<R> {
    /// The value of the next digit; `None` at the end.
    fn digit(&mut self) -> io::Result<Option<u8>> {
        loop {
            let mut byte = [0];
            self.digits.read_exact(&mut byte)?;
            match (byte[0], char::from(byte[0]).to_digit(16)) {
                (_, Some(value)) => return Ok(u8::try_from(value).ok()),
                (b'>', _) => return Ok(None),
                (byte, _) if byte.is_ascii_whitespace() => {}
                _ => return Err(io::ErrorKind::InvalidData.into()),
            }
        }
    }
}

impl<R: Read> Read for Hex<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut count = 0;
        while count < out.len() && !self.is_over {
            let Some(high) = self.digit()? else {
                self.is_over = true;
                expect_blanks(&mut self.digits)?;
                break;
            };
            let low = self.digit()?.ok_or(io::ErrorKind::InvalidData)?;
            out[count] = high << 4 | low;
            count += 1;
        }
        Ok(count)
    }
}

fn expect_blanks(rest: &mut impl BufRead) -> io::Result<()> {
    loop {
        let bytes = rest.fill_buf()?;
        let count = bytes.len();
        match bytes.iter().all(u8::is_ascii_whitespace) {
            true if count == 0 => return Ok(()),
            true => rest.consume(count),
            false => return Err(io::ErrorKind::InvalidData.into()),
        }
    }
}
