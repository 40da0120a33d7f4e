//! A file, and who it is from.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::form::{Attribute, Form};
use crate::source::{Defaults, Glimpse, Input};
use crate::text::collation::Collation;
use crate::text::joining::joined;

/// A file, and who it is from.
#[derive(Debug)]
pub struct Holder {
    /// The path, as the user gave it.
    pub file: String,
    /// Whether it is one of the project files.
    pub is_project: bool,
    /// Its form, if that is known.
    pub form: Option<Arc<Form>>,
    /// What it says of itself, for each of the attributes that were asked for.
    pub says: Vec<Option<String>>,
    /// The group that it belongs to.
    pub group: Group,
    /// How much was found in it.
    pub errors: usize,
    /// The warnings.
    pub warnings: usize,
    /// The hints.
    pub hints: usize,
}

/// What some files have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Group {
    /// What they say, such as their department.
    Said(String),
    /// They do not say it, and lie in the same folder.
    Folder(String),
    /// What was found is in no file.
    Nowhere,
}

impl Group {
    /// What people read above its files.
    pub fn title(&self) -> String {
        match self {
            Self::Said(text) => text.clone(),
            Self::Folder(folder) => format!("文件夹 {folder}"),
            Self::Nowhere => "不属于哪个文件".to_owned(),
        }
    }

    /// The order of two groups: those that are only known by their folders come last.
    pub fn compare(&self, other: &Self, order: &Collation) -> Ordering {
        let rank = |group: &Self| match group {
            Self::Said(_) => 0,
            Self::Folder(_) => 1,
            Self::Nowhere => 2,
        };
        let titles = || order.compare(&self.title(), &other.title());
        rank(self).cmp(&rank(other)).then_with(titles)
    }
}

impl Holder {
    /// What can be known of `input`, a project file in which nothing was found so far.
    pub fn of(input: &Input, defaults: &Defaults, wanted: &[Attribute], by: &Attribute) -> Self {
        let file = input.name();
        let glimpse = Glimpse::of(input, defaults);
        let says = |attribute: &Attribute| match attribute {
            Attribute::File => Some(file.clone()),
            Attribute::Folder => Some(input.folder_name()),
            attribute => glimpse.says(attribute),
        };
        let group = match says(by).and_then(|text| by.group(&text)) {
            _ if file.is_empty() => Group::Nowhere,
            Some(text) => Group::Said(text),
            None => Group::Folder(input.folder_name()),
        };
        let shown = |attribute: &Attribute| Some(shown(attribute, &says(attribute)?, &glimpse));
        Self {
            says: wanted.iter().map(shown).collect(),
            form: glimpse.form().cloned(),
            is_project: true,
            file,
            group,
            errors: 0,
            warnings: 0,
            hints: 0,
        }
    }
}

/// What a file says of itself, in a cell: a person with the telephone number.
fn shown(attribute: &Attribute, said: &str, glimpse: &Glimpse) -> String {
    let phone = match attribute {
        Attribute::File | Attribute::Folder => return said.to_owned(),
        Attribute::Person => glimpse.says(&Attribute::Phone),
        _ => None,
    };
    let phone = phone.map(|phone| format!("（{}）", joined(&phone)));
    joined(said) + &phone.unwrap_or_default()
}
