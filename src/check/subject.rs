//! What the rules look at.

use crate::diagnostic::Place;
use crate::form::Project;
use crate::form::edition::Manifest;
use crate::source::{Source, Text};

/// A project under examination.
pub struct Subject<'a> {
    /// What it says.
    pub project: &'a Project,
    /// What its edition says.
    pub edition: &'a Manifest,
    /// All its texts, names included, in the form's order.
    pub texts: Vec<Text<'a>>,
    source: &'a Source,
}

/// A name with its two values: an indicator, or an expense item.
pub struct Row<'a> {
    /// The keys above it and its own: `[绩效指标, 一级, 二级, 三级]`, say.
    pub path: &'a [&'a str],
    /// Its name.
    pub name: &'a Text<'a>,
    /// The half-year value.
    pub half_year: &'a Text<'a>,
    /// The full-year value.
    pub full_year: &'a Text<'a>,
}

impl<'a> Subject<'a> {
    /// A project, with the edition that prints it.
    pub fn new(source: &'a Source, edition: &'a Manifest) -> Self {
        Self { project: &source.project, edition, texts: source.texts(), source }
    }

    /// The text under a key at the top.
    pub fn text(&self, key: &str) -> Option<&Text<'a>> {
        self.texts.iter().find(|text| text.path == [key])
    }

    /// Where the value at the end of `path` stands.
    pub fn place(&self, path: &[&str]) -> Option<Place> {
        self.source.place(path)
    }

    /// Where the key at the end of `path` stands.
    pub fn key_place(&self, path: &[&str]) -> Option<Place> {
        self.source.key_place(path)
    }

    /// The indicators of level 3 (三级).
    pub fn indicators(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows("绩效指标", 4)
    }

    /// The expense items.
    pub fn expenses(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows("项目资金", 3)
    }

    /// The names that stand `depth` keys deep under `key`, with their values.
    fn rows(&self, key: &str, depth: usize) -> impl Iterator<Item = Row<'_>> {
        self.texts.windows(3).filter_map(move |texts| match texts {
            [name, half_year, full_year] => {
                (name.is_key && name.path.len() == depth && name.path.first() == Some(&key))
                    .then_some(Row { path: &name.path, name, half_year, full_year })
            }
            _ => None,
        })
    }
}
