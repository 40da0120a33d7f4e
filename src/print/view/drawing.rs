//! What is drawn on a page, in pieces that are small to send and cheap to replace.

use std::collections::BTreeMap;
use std::fmt::Write;

use roxmltree::{Document, Node};

use super::Drawing;

/// The attributes of what is drawn, each with what it is where it is not written.
const ATTRIBUTES: [(&str, &str); 11] = [
    ("transform", ""),
    ("d", ""),
    ("x", "0"),
    ("y", "0"),
    ("fill", "#000000"),
    ("fill-rule", "nonzero"),
    ("stroke", "none"),
    ("stroke-width", "1"),
    ("stroke-linecap", "butt"),
    ("stroke-linejoin", "miter"),
    ("stroke-miterlimit", "4"),
];

/// The drawing of a page, and the outlines of its glyphs.
pub fn of(svg: String, glyphs: &mut BTreeMap<String, String>) -> Drawing {
    match items(&svg, glyphs) {
        Some(items) => Drawing::Items(items),
        None => Drawing::Picture(svg),
    }
}

/// The elements of a drawing; `None` where it has others than these.
fn items(svg: &str, glyphs: &mut BTreeMap<String, String>) -> Option<Vec<String>> {
    let document = Document::parse(svg).ok()?;
    let mut items = Vec::new();
    for element in elements(document.root_element()) {
        if element.tag_name().name() == "defs" {
            elements(element).try_for_each(|symbol| define(symbol, glyphs))?;
            continue;
        }
        let mut item = String::new();
        write(element, &mut item)?;
        items.push(item);
    }
    Some(items)
}

fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// Adds the outline of a glyph.
fn define(symbol: Node, glyphs: &mut BTreeMap<String, String>) -> Option<()> {
    let id = symbol.attribute("id").filter(|id| is_id(id))?;
    let mut of = elements(symbol);
    let (path, None) = (of.next()?, of.next()) else { return None };
    let is_path = symbol.tag_name().name() == "symbol" && path.tag_name().name() == "path";
    let outline = path.attribute("d").filter(|it| is_path && is_plain(it))?;
    // Whatever else it may be, it is drawn as an outline.
    if path.attributes().len() > 1 {
        return None;
    }
    if !glyphs.contains_key(id) {
        glyphs.insert(id.to_owned(), outline.to_owned());
    }
    Some(())
}

/// Writes an element; `None` where it is none of those that pages are made of.
fn write(element: Node, out: &mut String) -> Option<()> {
    let name = element.tag_name().name();
    if !["g", "path", "use"].contains(&name) {
        return None;
    }
    let _ = write!(out, "<{name}");
    for attribute in element.attributes() {
        let (key, value) = (attribute.name(), attribute.value());
        if key == "href" {
            let id = value.strip_prefix('#').filter(|id| name == "use" && is_id(id))?;
            let _ = write!(out, " href=\"#{id}\"");
            continue;
        }
        let (_, usual) = ATTRIBUTES.iter().find(|(known, _)| *known == key)?;
        if !is_plain(value) {
            return None;
        }
        if value != *usual {
            let _ = write!(out, " {key}=\"{value}\"");
        }
    }
    let mut below = elements(element).peekable();
    if below.peek().is_none() {
        out.push_str("/>");
        return Some(());
    }
    out.push('>');
    below.try_for_each(|below| write(below, out))?;
    let _ = write!(out, "</{name}>");
    Some(())
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a value is made of numbers, colours and names of functions only: it refers to nothing.
fn is_plain(value: &str) -> bool {
    let is_of_it = |byte: u8| byte.is_ascii_alphanumeric() || b" .,-+()#".contains(&byte);
    value.bytes().all(is_of_it) && !value.contains("url")
}
