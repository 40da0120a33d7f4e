//! What a PDF is made of, part by part, as plain data: so that it can be said which part
//! of one PDF is not as in another.
//!
//! Parts are compared by what they hold, not by where they stand: each has the fingerprint
//! of all that hangs from it.

mod notes;
mod page;

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{DateTime, Dict, MaybeRef, Name, Object, String as PdfString};
use serde::{Deserialize, Serialize};

use super::document::{attached, catalog, decode, seconds};
use super::graph::{self, Stops};
use super::grid::Grid;
use super::page::DrawnPage;
use super::revisions::is_encrypted;
use super::signature::{Signing, decoration};
use super::tables;
use super::unreadable::Unreadable;
use crate::system::fingerprint::Fingerprint;

pub use notes::{FieldPart, Note};
pub use page::{Drawn, PagePart};

/// How many parts of a kind are told apart. A form has fewer.
const MOST: usize = 300;
/// How many characters are kept of a text.
const LONGEST: usize = 60;
/// What a catalog has that is looked at more closely.
const LOOKED_AT: [&str; 4] = ["Type", "Pages", "Names", "Extensions"];

/// What the document information may say, by its keys in PDF and by those here.
const INFO: [(&str, &str); 8] = [
    ("Title", "title"),
    ("Author", "author"),
    ("Subject", "subject"),
    ("Keywords", "keywords"),
    ("Creator", "creator"),
    ("Producer", "producer"),
    ("CreationDate", "created"),
    ("ModDate", "modified"),
];

/// What a PDF is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Anatomy {
    /// What the document information says, by its keys, and the dates in seconds since the
    /// beginning of 1970 (UTC); what else it has by its keys in PDF, after a slash.
    pub info: BTreeMap<String, String>,
    /// Whether programs may read it in several ways.
    pub is_doubtful: bool,
    /// Whether the PDF is encrypted.
    pub is_encrypted: bool,
    /// What else hangs from the catalog, by its keys; the names by theirs, after a slash.
    pub parts: BTreeMap<String, Fingerprint>,
    /// The attached files, by their names.
    pub files: BTreeMap<String, Fingerprint>,
    /// The fields that can be filled in.
    pub fields: Vec<FieldPart>,
    /// The pages.
    pub pages: Vec<PagePart>,
    /// What stands on the pages besides what is drawn there.
    pub notes: Vec<Note>,
    /// Signature fields that no one has signed yet, by their names.
    pub empty_signatures: Vec<String>,
}

impl Anatomy {
    /// Takes a PDF apart.
    pub fn read(
        pdf: &Pdf,
        signing: &Signing<'_>,
        pages: &[DrawnPage],
        grids: &[Grid],
    ) -> Result<Self, Unreadable> {
        let stops = graph::stops(pdf);
        let parts = parts(pdf, signing, &stops)?;
        let files = attached(pdf)?.into_iter().take(MOST).map(|file| {
            let text = |key: &str| Some(decode(file.get::<PdfString<'_>>(key)?.as_bytes()));
            let name = text("UF").or_else(|| text("F")).unwrap_or_default();
            let whole = MaybeRef::NotRef(Object::Dict(file.clone()));
            (clip(&name), graph::part(pdf, whole, &stops))
        });
        Ok(Self {
            info: info(pdf),
            is_doubtful: false,
            is_encrypted: is_encrypted(pdf),
            parts,
            files: files.collect(),
            fields: notes::fields(pdf),
            pages: page::pages(pdf, pages, &stops),
            notes: notes::notes(pdf, signing, pages, grids),
            empty_signatures: signing.empty.iter().take(MOST).map(|name| clip(name)).collect(),
        })
    }
}

fn parts(
    pdf: &Pdf,
    signing: &Signing<'_>,
    stops: &Stops,
) -> Result<BTreeMap<String, Fingerprint>, Unreadable> {
    let catalog = catalog(pdf)?;
    let is_known =
        |key: &str| LOOKED_AT.contains(&key) || signing.is_pure && decoration().contains(&key);
    let names = catalog.get::<Dict<'_>>("Names").unwrap_or_default();
    let of_catalog = catalog.entries().filter(|(key, _)| !is_known(key.as_str()));
    let of_catalog = of_catalog.map(|(key, value)| (key.as_str().to_owned(), value));
    let of_names = names.entries().filter(|(key, _)| key.as_str() != "EmbeddedFiles");
    let of_names = of_names.map(|(key, value)| (format!("/{}", key.as_str()), value));
    let all = of_catalog.chain(of_names).take(MOST);
    Ok(all.map(|(key, value)| (clip(&key), graph::part(pdf, value, stops))).collect())
}

fn info(pdf: &Pdf) -> BTreeMap<String, String> {
    let metadata = pdf.metadata();
    let texts = [
        ("title", &metadata.title),
        ("author", &metadata.author),
        ("subject", &metadata.subject),
        ("keywords", &metadata.keywords),
        ("creator", &metadata.creator),
        ("producer", &metadata.producer),
    ];
    let texts = texts
        .into_iter()
        .filter_map(|(key, text)| Some((key.to_owned(), clip(&decode(text.as_deref()?)))));
    let date = |date: Option<DateTime>| Some(date.and_then(seconds)?.to_string());
    let dates = [("created", metadata.creation_date), ("modified", metadata.modification_date)];
    let dates = dates.into_iter().filter_map(|(key, it)| Some((key.to_owned(), date(it)?)));
    let mut info: BTreeMap<_, _> = texts.chain(dates).collect();
    let written = tables::read(pdf).and_then(|tables| tables.info).unwrap_or_default();
    for (key, _) in written.entries().take(MOST) {
        let is_told = INFO.iter().any(|(it, as_)| *it == key.as_str() && info.contains_key(*as_));
        if !is_told {
            info.insert(format!("/{}", clip(key.as_str())), text_of(&written, key.as_str()));
        }
    }
    info
}

/// What a dictionary says under a key.
fn text_of(dict: &Dict<'_>, key: &str) -> String {
    let text = dict.get::<PdfString<'_>>(key).map(|text| decode(text.as_bytes()));
    let name = || Some(dict.get::<Name<'_>>(key)?.as_str().to_owned());
    clip(&text.or_else(name).unwrap_or_default())
}

fn clip(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
