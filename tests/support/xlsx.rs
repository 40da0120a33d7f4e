//! Reads workbooks back.

use std::io::{Cursor, Read};

use roxmltree::{Document, Node};
use zip::ZipArchive;

/// A workbook, as far as tests ask for it.
pub struct Workbook {
    /// The worksheets in their order.
    pub sheets: Vec<Sheet>,
    /// All of its XML, part by part.
    pub parts: Vec<(String, String)>,
}

/// A worksheet.
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The cells of each row; those that hold nothing are empty texts.
    pub rows: Vec<Vec<Cell>>,
    /// Its XML.
    pub xml: String,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Text(String),
    Number(f64),
}

impl Workbook {
    /// Reads a workbook; panics where it is none.
    pub fn read(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
        let mut parts = Vec::new();
        for number in 0..archive.len() {
            let mut file = archive.by_index(number).expect("a part");
            let mut text = String::new();
            file.read_to_string(&mut text).expect("XML");
            Document::parse(&text).expect("well-formed XML");
            parts.push((file.name().expect("a name").into_owned(), text));
        }
        let part = |name: &str| parts.iter().find(|(it, _)| it == name).map(|(_, xml)| xml.clone());
        let shared = part("xl/sharedStrings.xml").map_or_else(Vec::new, |xml| strings(&xml));
        let book = part("xl/workbook.xml").expect("the workbook's part");
        let book = Document::parse(&book).expect("XML");
        let names = elements(book.root(), "sheet").map(|it| it.attribute("name").expect("a name"));
        let sheet = |(number, name): (usize, &str)| {
            let xml = part(&format!("xl/worksheets/sheet{}.xml", number + 1)).expect("a sheet");
            Sheet { name: name.to_owned(), rows: rows(&xml, &shared), xml }
        };
        Self { sheets: names.enumerate().map(sheet).collect(), parts }
    }
}

impl Sheet {
    /// The rows as texts.
    pub fn texts(&self) -> Vec<Vec<String>> {
        let text = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
        };
        self.rows.iter().map(|row| row.iter().map(text).collect()).collect()
    }
}

fn strings(xml: &str) -> Vec<String> {
    let document = Document::parse(xml).expect("XML");
    let text = |item: Node| elements(item, "t").filter_map(|it| it.text()).collect::<String>();
    elements(document.root(), "si").map(text).collect()
}

fn rows(xml: &str, shared: &[String]) -> Vec<Vec<Cell>> {
    let document = Document::parse(xml).expect("XML");
    let cell = |cell: Node| {
        let value = elements(cell, "v").find_map(|it| it.text()).unwrap_or_default();
        match cell.attribute("t") {
            Some("s") => Cell::Text(shared[value.parse::<usize>().expect("an index")].clone()),
            None if value.is_empty() => Cell::Text(String::new()),
            None => Cell::Number(value.parse().expect("a number")),
            Some(other) => panic!("a cell of the type {other}"),
        }
    };
    elements(document.root(), "row").map(|row| elements(row, "c").map(cell).collect()).collect()
}

fn elements<'a, 'b>(node: Node<'a, 'b>, name: &'b str) -> impl Iterator<Item = Node<'a, 'b>> {
    node.descendants().filter(move |it| it.has_tag_name(name) || it.tag_name().name() == name)
}
