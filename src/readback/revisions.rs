//! Where a PDF ends as it was first written: what others change later is often put behind.

use std::borrow::Cow;
use std::ops::Range;

use hayro_syntax::Pdf;
use hayro_syntax::object::Object;
use memchr::memmem;

/// What a PDF ends with, and each version of it.
pub const END: &[u8] = b"%%EOF";
/// What stands before that, with a number.
pub const TABLE: &[u8] = b"startxref";
/// What one begins with that is written to be shown before all of it is there.
const LINEARIZED: &[u8] = b"/Linearized";
/// What an encrypted PDF has at its end.
const LOCK: &[u8] = b"/Encrypt";
/// Within how many bytes of the beginning that is said.
const HEAD: usize = 1024;

/// How long a PDF is as it was first written.
pub fn written(pdf: &Pdf) -> usize {
    let bytes = pdf.data().as_ref();
    let end = length(bytes).or_else(|| next_end(bytes, 0, &streams(pdf)));
    end.unwrap_or(bytes.len())
}

/// Whether a PDF is encrypted.
pub fn is_encrypted(pdf: &Pdf) -> bool {
    let (bytes, streams) = (pdf.data().as_ref(), streams(pdf));
    let mut from = 0;
    while let Some(found) = position(&bytes[from..], LOCK) {
        let at = from + found;
        from = at + LOCK.len();
        let is_name = bytes.get(from).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if is_name && !is_within(at, &streams) {
            return true;
        }
    }
    false
}

/// The length that a PDF has by its own account, which is written in two parts: the end of
/// the first part is no end.
fn length(bytes: &[u8]) -> Option<usize> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let object = &head[position(head, LINEARIZED)?..];
    let object = &object[..position(object, b">>")?];
    let key = object.windows(3).position(|part| {
        part.starts_with(b"/L") && (part[2].is_ascii_whitespace() || part[2].is_ascii_digit())
    })?;
    let digits = object[key + 2..].trim_ascii_start();
    let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let length = std::str::from_utf8(&digits[..count]).ok()?.parse().ok()?;
    (length <= bytes.len()).then_some(length)
}

/// Where versions may end, each with the sign of that: a stream may hold the same.
pub fn ends(bytes: &[u8]) -> Vec<usize> {
    let mut ends = Vec::new();
    while let Some(end) = next_end(bytes, ends.last().copied().unwrap_or(0), &[]) {
        ends.push(end);
    }
    ends
}

/// Where the first version ends behind a place. What stands in a stream is no mark of the
/// file: character maps end with the same sign, and a text may hold anything.
fn next_end(bytes: &[u8], from: usize, streams: &[Range<usize>]) -> Option<usize> {
    let mut from = from;
    while let Some(found) = position(&bytes[from..], END) {
        let at = from + found;
        from = at + END.len();
        if !is_within(at, streams) && follows_table(&bytes[..at]) {
            return Some(from);
        }
    }
    None
}

/// Whether a place is in one of the streams.
fn is_within(at: usize, streams: &[Range<usize>]) -> bool {
    let before = streams.partition_point(|stream| stream.start <= at);
    before > 0 && at < streams[before - 1].end
}

/// Whether the bytes end where a version of a PDF does.
pub fn ends_version(bytes: &[u8]) -> bool {
    bytes.trim_ascii_end().strip_suffix(END).is_some_and(follows_table)
}

/// Whether the bytes end with the place of a table of objects.
fn follows_table(bytes: &[u8]) -> bool {
    let before = bytes.trim_ascii_end();
    let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0 && before[..before.len() - digits].trim_ascii_end().ends_with(TABLE)
}

/// The bytes of the streams, in their order.
fn streams(pdf: &Pdf) -> Vec<Range<usize>> {
    let all = pdf.data().as_ref().as_ptr_range();
    let place = |object: Object<'_>| match object.into_stream()?.raw_data() {
        Cow::Borrowed(data) => {
            let data = data.as_ptr_range();
            let is_within = all.start <= data.start && data.end <= all.end;
            let offset = |at: *const u8| at as usize - all.start as usize;
            is_within.then(|| offset(data.start)..offset(data.end))
        }
        // What is encrypted looks like nothing.
        Cow::Owned(_) => None,
    };
    let mut streams: Vec<_> = pdf.objects().into_iter().filter_map(place).collect();
    streams.sort_by_key(|stream| stream.start);
    streams
}

/// Where some bytes stand first among others.
pub fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    memmem::find(bytes, part)
}
