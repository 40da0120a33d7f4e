//! A `form.yaml` as it is written, before its names are held against one another.

use std::fmt;
use std::num::NonZeroU8;

use indexmap::IndexMap;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::form::{FontFamilies, Names, Role};

/// A whole `form.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawForm {
    pub name: String,
    pub title: String,
    #[serde(default = "subtitle")]
    pub subtitle: String,
    #[serde(default)]
    pub default: bool,
    #[serde(default)]
    pub follows: Vec<String>,
    pub fonts: FontFamilies,
    pub fields: IndexMap<String, RawField>,
    #[serde(default)]
    pub computed: IndexMap<String, RawFormula>,
    #[serde(default)]
    pub rules: Vec<RawRule>,
    pub page: RawPage,
}

fn subtitle() -> String {
    "{年度}年度".to_owned()
}

/// A kind of values, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RawKind {
    Text,
    Choice,
    Marks,
    Year,
    Date,
    Phone,
    Amount,
    Number,
    Record,
    Table,
    Matrix,
    Tree,
}

/// A field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawField {
    pub kind: RawKind,
    #[serde(default)]
    pub optional: bool,
    pub role: Option<Role>,
    #[serde(default)]
    pub help: String,
    #[serde(default)]
    pub starter: String,
    pub otherwise: Option<RawFormula>,
    pub choices: Option<Vec<String>>,
    pub recurring: Option<String>,
    pub one_off: Option<String>,
    pub long_term: Option<bool>,
    pub fields: Option<IndexMap<String, RawField>>,
    pub row: Option<String>,
    pub rows: Option<IndexMap<String, Option<RawRow>>>,
    pub levels: Option<Vec<String>>,
    pub names: Option<RawNames>,
    pub usual: Option<Vec<String>>,
    pub columns: Option<IndexMap<String, RawColumn>>,
}

/// A row of a matrix.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawRow {
    pub label: Option<String>,
    pub group: Option<String>,
    #[serde(default)]
    pub sum: Vec<String>,
}

/// A column.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawColumn {
    pub kind: Option<RawKind>,
    pub title: Option<String>,
    pub short: Option<String>,
    pub above: Option<String>,
    pub role: Option<Role>,
    #[serde(default)]
    pub optional: bool,
    pub choices: Option<Vec<String>>,
    #[serde(default)]
    pub ticks: bool,
    #[serde(default)]
    pub left: bool,
    pub computed: Option<RawFormula>,
    #[serde(default)]
    pub only: Vec<String>,
}

/// A computed value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawFormula {
    pub sum: Option<Vec<String>>,
    pub ratio: Option<[String; 2]>,
    pub score: Option<[String; 2]>,
    pub most: Option<String>,
    pub fixed: Option<String>,
}

/// A rule of the form's own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawRule {
    pub sum: Option<Vec<String>>,
    pub is: Option<String>,
    pub number: Option<String>,
    pub at_most: Option<String>,
    pub between: Option<[String; 2]>,
    pub filled: Option<Vec<String>>,
    pub below: Option<[String; 2]>,
    pub when: Option<String>,
    #[serde(rename = "in")]
    pub one_of: Option<Vec<String>>,
    #[serde(default)]
    pub warning: bool,
    #[serde(default)]
    pub help: String,
}

/// The page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawPage {
    #[serde(default)]
    pub landscape: bool,
    #[serde(default = "size")]
    pub size: f64,
    pub columns: Vec<f64>,
    pub blocks: Vec<RawBlock>,
}

fn size() -> f64 {
    9.0
}

/// A block of the page: one of the first keys says which, the others how.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct RawBlock {
    pub facts: Option<Vec<Vec<RawCell>>>,
    pub texts: Option<Vec<RawCell>>,
    pub beside: Option<Vec<RawCell>>,
    pub table: Option<String>,
    pub matrix: Option<String>,
    pub tree: Option<String>,
    pub note: Option<String>,
    pub plain: Option<bool>,
    pub group: Option<String>,
    pub blocks: Option<Vec<RawBlock>>,
    pub spans: Option<Vec<NonZeroU8>>,
    pub heads: Option<Vec<String>>,
    pub header: Option<bool>,
}

/// A field by its keys, or a cell in full.
#[derive(Debug, Default)]
pub struct RawCell {
    pub field: Option<String>,
    pub full: RawFullCell,
}

/// A cell in full.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct RawFullCell {
    pub label: Option<String>,
    pub words: Option<String>,
    pub fields: Option<Vec<String>>,
    pub value: Option<String>,
    pub ticks: bool,
    pub span: Option<NonZeroU8>,
    pub label_span: Option<NonZeroU8>,
}

impl<'de> Deserialize<'de> for RawCell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CellVisitor;

        impl<'de> Visitor<'de> for CellVisitor {
            type Value = RawCell;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a field or a cell")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<RawCell, E> {
                Ok(RawCell { field: Some(text.to_owned()), full: RawFullCell::default() })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawCell, A::Error> {
                let full = RawFullCell::deserialize(MapAccessDeserializer::new(map))?;
                Ok(RawCell { field: None, full })
            }
        }

        deserializer.deserialize_any(CellVisitor)
    }
}

/// The names of a tree: lists of them, below names.
#[derive(Debug, Default)]
pub struct RawNames(pub Names);

impl<'de> Deserialize<'de> for RawNames {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NamesVisitor;

        impl<'de> Visitor<'de> for NamesVisitor {
            type Value = RawNames;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("names")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawNames, A::Error> {
                let mut names = Names::default();
                while let Some((name, below)) = map.next_entry::<String, Option<RawNames>>()? {
                    names.0.insert(name, below.unwrap_or_default().0);
                }
                Ok(RawNames(names))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<RawNames, A::Error> {
                let mut names = Names::default();
                while let Some(name) = list.next_element::<String>()? {
                    names.0.insert(name, Names::default());
                }
                Ok(RawNames(names))
            }
        }

        deserializer.deserialize_any(NamesVisitor)
    }
}
