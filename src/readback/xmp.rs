//! What the metadata stream of a PDF says that is shown to people.

use hayro_syntax::Pdf;
use hayro_syntax::object::Stream;

use super::document::catalog;
use super::unpack::unpack;

/// How large the stream may be.
const LARGEST: u64 = 1 << 20;

/// The title, the authors and the description, without the markup around them.
pub fn titles(pdf: &Pdf) -> [Option<String>; 3] {
    let stream = catalog(pdf).ok().and_then(|catalog| catalog.get::<Stream<'_>>("Metadata"));
    let mut bytes = Vec::new();
    if let Some(stream) = stream
        && unpack(&stream, LARGEST, &mut bytes).is_err()
    {
        bytes.clear();
    }
    let text = String::from_utf8_lossy(&bytes);
    ["title", "creator", "description"].map(|name| text_of(&text, name))
}

fn text_of(xmp: &str, name: &str) -> Option<String> {
    let (_, rest) = xmp.split_once(&format!("<dc:{name}"))?;
    let (within, _) = rest.split_once(&format!("</dc:{name}>"))?;
    // Each piece begins with the rest of a tag.
    let texts = within.split('<').filter_map(|piece| Some(piece.split_once('>')?.1.trim()));
    let texts: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
    Some(unescaped(&texts.join("\n")))
}

fn unescaped(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    named.iter().fold(text.to_owned(), |text, (name, c)| text.replace(name, c))
}
