//! PDFs that were changed after they were printed, and such as never were.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Object, ObjectIdentifier, Stream};

/// A PDF with other objects in the place of some of its own, by their numbers, as
/// programs do it that add to the end of a file.
pub fn updated(pdf: &[u8], objects: &[(i32, Vec<u8>)]) -> Vec<u8> {
    let trailer = from_last(pdf, "trailer");
    let start: usize = between(&trailer, "startxref", "%%EOF").trim().parse().expect("an offset");
    let size = size(pdf).max(objects.iter().map(|(number, _)| number + 1).max().unwrap_or(0));
    let written = regex::Regex::new(r"/Prev \d+|/Size \d+").expect("a pattern");
    let keys = written.replace_all(between(&trailer, "<<", ">>"), "").into_owned();
    let mut bytes = pdf.to_vec();
    let mut table = String::from("xref\n");
    for (number, object) in objects {
        table += &format!("{number} 1\n{:010} 00000 n \n", bytes.len());
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table_start = bytes.len();
    let end =
        format!("trailer\n<</Size {size}{keys}/Prev {start}>>\nstartxref\n{table_start}\n%%EOF\n");
    bytes.extend((table + &end).bytes());
    bytes
}

/// The first number that no object of a PDF has.
pub fn size(pdf: &[u8]) -> i32 {
    let trailer = from_last(pdf, "trailer");
    let (_, rest) = trailer.split_once("/Size ").expect("a number");
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    rest[..count].parse().expect("a number")
}

/// A PDF with another text for its attached project.
pub fn with_project(pdf: &[u8], text: &str) -> Vec<u8> {
    let number = find(pdf, |stream| stream.dict().contains_key("Params"));
    updated(pdf, &[(number, stream("/Type/EmbeddedFile", text.as_bytes()))])
}

/// A PDF with `edit` done to what its first page draws.
pub fn with_content(pdf: &[u8], edit: impl Fn(String) -> String) -> Vec<u8> {
    let (number, content) = content(pdf);
    updated(pdf, &[(number, stream("", edit(content).as_bytes()))])
}

/// What draws the first page of a PDF, with its number.
pub fn content(pdf: &[u8]) -> (i32, String) {
    let pdf = Pdf::new(pdf.to_vec()).expect("a PDF");
    let page = &pdf.pages()[0];
    let number = page.raw().get_ref("Contents").expect("a stream").obj_number;
    (number, String::from_utf8(page.page_stream().expect("a stream").to_vec()).expect("ASCII"))
}

/// The document information of a PDF, with its number.
pub fn info(pdf: &[u8]) -> (i32, String) {
    let trailer = from_last(pdf, "trailer");
    let number: i32 = between(&trailer, "/Info ", " ").parse().expect("a number");
    (number, dict(pdf, number))
}

/// A signed PDF written anew: all stands some bytes later.
pub fn renumbered(pdf: &[u8]) -> Vec<u8> {
    let numbers = 1..size(pdf);
    let open = Pdf::new(pdf.to_vec()).expect("a PDF");
    let mut bytes = b"%PDF-1.7\n% saved anew\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", size(pdf));
    for number in numbers {
        table += &format!("{:010} 00000 n \n", bytes.len());
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(written(&open, number));
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    let trailer = from_last(pdf, "trailer");
    let previous = regex::Regex::new(r"/Prev \d+").expect("a pattern");
    let keys = previous.replace_all(between(&trailer, "<<", ">>"), "").into_owned();
    bytes.extend(format!("{table}trailer\n<<{keys}>>\nstartxref\n{start}\n%%EOF\n").bytes());
    bytes
}

/// An object as it is written.
fn written(pdf: &Pdf, number: i32) -> Vec<u8> {
    match pdf.xref().get::<Object<'_>>(ObjectIdentifier::new(number, 0)) {
        Some(Object::Dict(dict)) => dict.data().to_vec(),
        Some(Object::Array(array)) => [b"[", array.data(), b"]"].concat(),
        Some(Object::Stream(stream)) => {
            let (dict, data) = (stream.dict().data(), stream.raw_data());
            [dict, b"\nstream\n", &data, b"\nendstream"].concat()
        }
        Some(_) | None => b"null".to_vec(),
    }
}

/// A PDF with `edit` done to what its streams of characters, such as there are, say.
pub fn with_characters(pdf: &[u8], edit: impl Fn(String) -> String) -> Vec<u8> {
    let open = Pdf::new(pdf.to_vec()).expect("a PDF");
    let streams = open.objects().into_iter().filter_map(|object| object.into_stream());
    let maps = streams.filter(|stream| stream.dict().contains_key("WMode"));
    let edited: Vec<_> = maps
        .map(|map| {
            let text = map.decoded().expect("a stream").into_owned();
            let text = edit(String::from_utf8(text).expect("ASCII"));
            (map.obj_id().obj_number, stream("/Type/CMap/WMode 0", text.as_bytes()))
        })
        .collect();
    updated(pdf, &edited)
}

/// A PDF with more in its catalog.
pub fn with_catalog(pdf: &[u8], more: &str) -> Vec<u8> {
    let (number, catalog) = catalog(pdf);
    updated(pdf, &[(number, with_more(&catalog, more))])
}

/// A PDF with more in the dictionary of its first page.
pub fn with_page(pdf: &[u8], more: &str) -> Vec<u8> {
    let (number, page) = first_page(pdf);
    updated(pdf, &[(number, with_more(&page, more))])
}

/// The catalog of a PDF, with its number.
pub fn catalog(pdf: &[u8]) -> (i32, String) {
    let open = Pdf::new(pdf.to_vec()).expect("a PDF");
    let id = open.xref().root_id();
    let catalog: Dict<'_> = open.xref().get(id).expect("a catalog");
    (id.obj_number, String::from_utf8_lossy(catalog.data()).into_owned())
}

/// The first page of a PDF, with its number.
pub fn first_page(pdf: &[u8]) -> (i32, String) {
    let open = Pdf::new(pdf.to_vec()).expect("a PDF");
    let page = open.pages()[0].raw();
    let number = page.obj_id().expect("a number").obj_number;
    (number, String::from_utf8_lossy(page.data()).into_owned())
}

/// The dictionary with this number.
pub fn dict(pdf: &[u8], number: i32) -> String {
    let open = Pdf::new(pdf.to_vec()).expect("a PDF");
    let dict: Dict<'_> = open.xref().get(ObjectIdentifier::new(number, 0)).expect("a dictionary");
    String::from_utf8_lossy(dict.data()).into_owned()
}

/// A PDF as it was printed, but for its streams, which are not packed any more.
pub fn unpacked(pdf: &[u8]) -> Vec<u8> {
    let open = Pdf::new(pdf.to_vec()).expect("a PDF");
    let streams = open.objects().into_iter().filter_map(|object| object.into_stream());
    let streams: Vec<_> = streams
        .filter(|stream| stream.dict().contains_key("Filter"))
        .map(|stream| {
            let text = stream.decoded().expect("a stream").into_owned();
            (stream.obj_id().obj_number, text)
        })
        .collect();
    let trailer = from_last(pdf, "trailer");
    let keys = between(&trailer, "<<", ">>");
    let mut bytes = pdf[..find_part(pdf, b"1 0 obj")].to_vec();
    let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
    let count: usize = between(keys, "/Size ", "/").parse().expect("a number");
    let written_length = regex::Regex::new(r"/Length \d+").expect("a pattern");
    for number in 1..count as i32 {
        let start = find_part(pdf, format!("\n{number} 0 obj\n").as_bytes()) + 1;
        let length = find_part(&pdf[start..], b"endobj\n") + b"endobj\n".len();
        table += &format!("{number} 1\n{:010} 00000 n \n", bytes.len());
        match streams.iter().find(|(it, _)| *it == number) {
            None => bytes.extend(&pdf[start..start + length]),
            Some((_, text)) => {
                let object = &pdf[start..start + length];
                let head = &object[..find_part(object, b"stream\n")];
                let head = String::from_utf8(head.to_vec()).expect("ASCII");
                let head = head.replace("/Filter/FlateDecode", "");
                let head = written_length.replace(&head, format!("/Length {}", text.len()));
                bytes.extend(head.bytes());
                bytes.extend([b"stream\n", text.as_slice(), b"\nendstream\nendobj\n"].concat());
            }
        }
    }
    let start = bytes.len();
    bytes.extend(format!("{table}trailer\n<<{keys}>>\nstartxref\n{start}\n%%EOF").bytes());
    bytes
}

fn find_part(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).position(|window| window == part).expect("the part")
}

/// A stream, packed.
pub fn stream(keys: &str, bytes: &[u8]) -> Vec<u8> {
    packed(keys, &deflated(|out| out.write_all(bytes).expect("memory")))
}

/// A stream of `count` MiB of `text` repeated, packed.
pub fn bomb(keys: &str, text: &str, count: usize) -> Vec<u8> {
    let piece = text.repeat((1 << 20) / text.len());
    let write = |out: &mut ZlibEncoder<Vec<u8>>| {
        (0..count).for_each(|_| out.write_all(piece.as_bytes()).expect("memory"));
    };
    packed(keys, &deflated(write))
}

/// A PDF of the objects 1 and following, of which the first is the catalog.
pub fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (object, number) in objects.iter().zip(1..) {
        table += &format!("{:010} 00000 n \n", bytes.len());
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    let size = objects.len() + 1;
    let end = format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    bytes.extend((table + &end).bytes());
    bytes
}

fn packed(keys: &str, bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len();
    let head = format!("<<{keys}/Filter/FlateDecode/Length {length}>>\nstream\n");
    [head.as_bytes(), bytes, b"\nendstream"].concat()
}

fn deflated(write: impl FnOnce(&mut ZlibEncoder<Vec<u8>>)) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::new(6));
    write(&mut out);
    out.finish().expect("memory")
}

/// A dictionary with more in it.
pub fn with_more(dict: &str, more: &str) -> Vec<u8> {
    let (before, _) = dict.rsplit_once(">>").expect("a dictionary");
    format!("{before}{more}>>").into_bytes()
}

fn find(pdf: &[u8], is_it: impl Fn(&Stream<'_>) -> bool) -> i32 {
    let pdf = Pdf::new(pdf.to_vec()).expect("a PDF");
    let mut streams = pdf.objects().into_iter().filter_map(|object| object.into_stream());
    streams.find(is_it).expect("such a stream").obj_id().obj_number
}

/// The bytes from the last `mark` on.
fn from_last(bytes: &[u8], mark: &str) -> String {
    let at = bytes.windows(mark.len()).rposition(|window| window == mark.as_bytes());
    String::from_utf8_lossy(&bytes[at.expect("the mark")..]).into_owned()
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).expect("a beginning");
    rest.split_once(to).expect("an end").0
}

/// A PDF with `edit` done to the dictionary of the object that holds `mark`.
pub fn with_object(pdf: &[u8], mark: &str, edit: impl Fn(&str) -> String) -> Vec<u8> {
    let open = Pdf::new(pdf.to_vec()).expect("a PDF");
    let dicts = open.objects().into_iter().filter_map(|object| object.into_dict());
    let texts = dicts.filter_map(|dict| {
        Some((dict.obj_id()?.obj_number, String::from_utf8_lossy(dict.data()).into_owned()))
    });
    let (number, text) = texts.into_iter().find(|(_, text)| text.contains(mark)).expect("a mark");
    updated(pdf, &[(number, edit(&text).into_bytes())])
}

/// A PDF with `edit` done to the stream whose dictionary has `key`.
pub fn with_stream(pdf: &[u8], key: &str, keys: &str, edit: impl Fn(String) -> String) -> Vec<u8> {
    let number =
        find(pdf, |stream| stream.dict().data().windows(key.len()).any(|it| it == key.as_bytes()));
    let open = Pdf::new(pdf.to_vec()).expect("a PDF");
    let streams = open.objects().into_iter().filter_map(|object| object.into_stream());
    let held = streams.into_iter().find(|stream| stream.obj_id().obj_number == number);
    let text = held.expect("a stream").decoded().expect("a text").into_owned();
    let text = edit(String::from_utf8(text).expect("UTF-8"));
    updated(pdf, &[(number, stream(keys, text.as_bytes()))])
}

/// A PDF saved anew: streams are packed otherwise, and stand elsewhere.
pub fn resaved(pdf: &[u8]) -> Vec<u8> {
    let open = Pdf::new(pdf.to_vec()).expect("a PDF");
    let streams = open.objects().into_iter().filter_map(|object| object.into_stream());
    let repacked: Vec<_> = streams
        .filter_map(|old| {
            let data = String::from_utf8(old.dict().data().to_vec()).ok()?;
            let plain = data.strip_prefix("<<")?.strip_suffix(">>")?;
            let keys = ["/Filter/FlateDecode", "/Filter /FlateDecode"];
            let keys = keys.iter().fold(plain.to_owned(), |text, key| text.replace(key, ""));
            let length = format!("/Length {}", old.raw_data().len());
            let keys = keys.contains(&length).then(|| keys.replace(&length, ""))?;
            Some((old.obj_id().obj_number, stream(&keys, &old.decoded().ok()?)))
        })
        .collect();
    assert!(!repacked.is_empty());
    updated(pdf, &repacked)
}
