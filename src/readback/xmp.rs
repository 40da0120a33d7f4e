//! What the metadata stream of a PDF says that is shown to people.

use hayro_syntax::Pdf;
use hayro_syntax::object::Stream;
use roxmltree::{Document, Node};

use super::document::catalog;
use super::unpack::unpack;

/// How large the stream may be.
const LARGEST: u64 = 1 << 20;
/// What is said about the document, by its namespaces and names.
const TOLD: [(&str, &[&str]); 2] = [
    ("http://purl.org/dc/elements/1.1/", &["title", "creator", "description", "subject"]),
    ("http://ns.adobe.com/pdf/1.3/", &["Keywords"]),
];

/// The title, the authors, the description and the keywords, without the markup around them,
/// each in a line with its name; all of the stream where it is no XML.
pub fn titles(pdf: &Pdf) -> String {
    let stream = catalog(pdf).ok().and_then(|catalog| catalog.get::<Stream<'_>>("Metadata"));
    let mut bytes = Vec::new();
    if let Some(stream) = stream
        && unpack(&stream, LARGEST, &mut bytes).is_err()
    {
        bytes.clear();
    }
    let text = String::from_utf8_lossy(&bytes);
    match Document::parse(text.trim_matches(['\u{feff}', '\0'])) {
        Ok(document) => texts(&document),
        Err(_) => text.into_owned(),
    }
}

fn texts(document: &Document<'_>) -> String {
    let is_told = |namespace: Option<&str>, name: &str| {
        TOLD.iter().any(|(it, names)| Some(*it) == namespace && names.contains(&name))
    };
    let mut lines = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
        if is_told(node.tag_name().namespace(), node.tag_name().name()) {
            let within = node.descendants().filter(Node::is_text).filter_map(|it| it.text());
            let words: Vec<_> = within.map(str::trim).filter(|it| !it.is_empty()).collect();
            lines.push(format!("{}: {}", node.tag_name().name(), words.join("\u{0}")));
        }
        let attributes = node.attributes().filter(|it| is_told(it.namespace(), it.name()));
        lines.extend(attributes.map(|it| format!("{}: {}", it.name(), it.value())));
    }
    // Programs write them in orders of their own.
    lines.sort_unstable();
    lines.join("\n")
}
