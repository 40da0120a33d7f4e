//! What can be known of a project file however broken it is: who it is from, above all.

use std::path::Path;
use std::sync::Arc;

use super::STDIN;
use super::choice;
use super::defaults::{Defaults, folders};
use super::document::{self, Document};
use super::forms::Forms;
use super::inputs::{DEFAULTS, Input};
use super::places::{Content, Node};
use crate::diagnostic::{Place, SourceFile};
use crate::form::{Attribute, FORM_KEY, Form, Role, YEAR_KEY};

/// What stands at the top of a file and of its default files, whether or not it is a project.
#[derive(Debug)]
pub struct Glimpse {
    forms: Arc<Forms>,
    form: Option<Arc<Form>>,
    /// The file itself, then its default files, the nearest first.
    layers: Vec<Layer>,
}

/// A file, as far as it can be read.
#[derive(Debug)]
enum Layer {
    /// Its places are known.
    Read(Arc<Document>),
    /// It is not even YAML: there are lines only.
    Lines(SourceFile),
}

impl Glimpse {
    /// What there is to see of `input`.
    pub fn of(input: &Input, defaults: &Defaults) -> Self {
        let forms = defaults.forms().clone();
        let own = input.load().ok().and_then(|own| Document::parse(own, &forms).ok());
        let lines = || match &input.text {
            Some(text) => Some(SourceFile::new(input.name(), text.as_str())),
            None => document::show(&input.path).ok(),
        };
        let own = match own {
            Some(document) => Some(Layer::Read(Arc::new(document))),
            None => lines().map(Layer::Lines),
        };
        let folders = if *input.path == *Path::new(STDIN) { Vec::new() } else { folders(input) };
        let below = folders.iter().filter_map(|folder| match defaults.load(folder) {
            Ok(document) => document.map(Layer::Read),
            Err(_) => broken(&folder.join(DEFAULTS)).map(Layer::Lines),
        });
        let layers: Vec<Layer> = own.into_iter().chain(below).collect();
        let mut glimpse = Self { forms, form: None, layers };
        glimpse.form = glimpse.find_form();
        glimpse
    }

    /// Its form, if that is known.
    pub fn form(&self) -> Option<&Arc<Form>> {
        self.form.as_ref()
    }

    /// Its form, or else the one that it is most likely of: a file may be in the middle of being
    /// written.
    pub fn likely_form(&self) -> Option<Arc<Form>> {
        if let Some(form) = &self.form {
            return Some(form.clone());
        }
        let name = self.text(&[FORM_KEY]);
        let year = self.text(&[YEAR_KEY]).unwrap_or_default();
        let chosen = self.forms.choose(name.as_deref(), &year);
        let chosen = chosen.or_else(|_| self.forms.newest(name.as_deref()));
        chosen.or_else(|_| self.forms.newest(None)).ok()?.form().ok().cloned()
    }

    /// The default file that supplies a key at the top, and where the key stands in it.
    pub fn supplied(&self, key: &str) -> Option<Place> {
        let below = self.layers.iter().skip(1).filter_map(|layer| match layer {
            Layer::Read(document) => Some(document),
            Layer::Lines(_) => None,
        });
        let mut places = below.filter_map(|document| {
            Some(Place::new(&document.file, document.entry(key)?.key_span.clone()))
        });
        places.next()
    }

    /// What the field that has a role says; of a file whose form is not known, what any form
    /// calls it.
    pub fn role(&self, role: Role) -> Option<String> {
        match &self.form {
            Some(form) => self.text(&form.by_role(role)?.0),
            None => {
                let fields = self.forms.definitions().filter_map(|form| form.by_role(role));
                fields.map(|(keys, _)| keys).find_map(|keys| self.text(&keys))
            }
        }
    }

    /// What it says of something.
    pub fn says(&self, attribute: &Attribute) -> Option<String> {
        match attribute {
            Attribute::Form => self.form.as_ref().map(|form| form.name.clone()),
            Attribute::Field(key) => self.text(&[key]),
            attribute => self.role(attribute.role()?),
        }
    }

    fn find_form(&self) -> Option<Arc<Form>> {
        let documents = self.layers.iter().map(|layer| match layer {
            Layer::Read(document) => Some(document.clone()),
            Layer::Lines(_) => None,
        });
        if let Some(documents) = documents.collect::<Option<Vec<_>>>() {
            return Some(choice::choose(&documents, &self.forms).ok()?.form);
        }
        // A form that is not named might be any that the file has no line for.
        let name = self.text(&[FORM_KEY])?;
        let year = self.text(&[YEAR_KEY]).unwrap_or_default();
        let chosen = self.forms.choose(Some(&name), &year);
        chosen.or_else(|_| self.forms.newest(Some(&name))).ok()?.form().ok().cloned()
    }

    /// What the nearest file says that says something.
    fn text(&self, keys: &[&str]) -> Option<String> {
        let said = self.layers.iter().filter_map(|layer| match layer {
            Layer::Read(document) => match document.root().find(keys).and_then(scalar) {
                Some(text) => Some(text),
                // YAML may have taken it for a part of something else.
                None => line_of(document.file.text(), keys),
            },
            Layer::Lines(file) => line_of(file.text(), keys),
        });
        said.map(|text| text.trim().to_owned()).find(|text| !text.is_empty())
    }
}

/// A default file that cannot be read; a link is not followed.
fn broken(path: &Path) -> Option<SourceFile> {
    let is_file = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
    is_file.then(|| document::show(path).ok()).flatten()
}

/// What a text says, or a list of them.
fn scalar(node: &Node) -> Option<String> {
    match &node.content {
        Content::List(items) => {
            let items: Vec<&str> = items.iter().filter_map(Node::text).collect();
            Some(items.join("、"))
        }
        _ => node.text().map(str::to_owned),
    }
}

/// What stands behind a key at the beginning of a line, in whatever way; keys below others
/// have no such line.
fn line_of(text: &str, keys: &[&str]) -> Option<String> {
    let [key] = keys else { return None };
    const QUOTES: [char; 4] = ['"', '\'', '“', '”'];
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(rest) = line.trim_start_matches(QUOTES).strip_prefix(*key) else { continue };
        let rest = rest.trim_start_matches(QUOTES).trim_start();
        let Some(value) = rest.strip_prefix([':', '：']) else { continue };
        let value = value.split(" #").next().unwrap_or_default().trim();
        // A text in lines of its own.
        let value = if value.starts_with(['|', '>']) { lines.next().unwrap_or("") } else { value };
        let value = unquoted(value.trim());
        let is_legible = !value.is_empty() && !value.contains(char::REPLACEMENT_CHARACTER);
        return is_legible.then(|| value.to_owned());
    }
    None
}

/// A text without the marks around it; of some, the second one is missing.
fn unquoted(text: &str) -> &str {
    let opened = ['"', '\''].into_iter().find_map(|mark| Some((mark, text.strip_prefix(mark)?)));
    opened.map_or(text, |(mark, rest)| rest.strip_suffix(mark).unwrap_or(rest).trim())
}
