//! A walk over all that knows of a field, place by place.

use std::collections::HashSet;

use boon::{Compiler, Schemas};
use jixiao::form::{Kind, Project, schema};
use jixiao::history::compare::{
    Change, Compared, ComparedForm, Comparison, FormVersion, Pair, Sides, describe, text,
};
use jixiao::history::merge::{Outcome, Versions, merge};
use jixiao::readback::{self, squeeze};
use jixiao::source;
use jixiao::source::scaffold::{self, Wish};
use serde_json::Value as Json;
use typst::syntax::{SyntaxNode, ast};

use super::places::Place;
use crate::support::build::Press;

/// A project that is changed at all of its places.
pub struct Walk<'a> {
    press: &'a Press,
    project: &'a Project,
    /// The places.
    pub places: Vec<Place>,
}

impl<'a> Walk<'a> {
    /// A walk over the places of a project.
    pub fn new(press: &'a Press, project: &'a Project) -> Self {
        Self { press, project, places: Place::all(project) }
    }

    /// Changes the project at each place, and all of them at once.
    pub fn go(&self) {
        assert_eq!(self.read_back(self.project), *self.project, "the example is as it is read");
        for (index, place) in self.places.iter().enumerate() {
            let changed = place.change(self.project);
            assert!(changed != *self.project, "{}", self.name(place));
            self.is_printed(place, &changed);
            self.is_compared(place, &changed);
            self.is_kept(place, &changed);
            self.is_described(place, &changed);
            let others = self.places[index..].iter().chain(&self.places);
            let other = others.into_iter().find(|other| other.field != place.field);
            self.is_merged(place, &changed, other.expect("another field"));
        }
        self.is_asked_for();
        self.is_read_from_the_page();
    }

    fn name(&self, place: &Place) -> String {
        format!("{}: {}", self.project.form().name, place.keys(self.project.form()).join(" › "))
    }

    /// It stands in a cell of the page, or in the heading, and the source of the page says
    /// what stands in that cell.
    fn is_printed(&self, place: &Place, changed: &Project) {
        let before: HashSet<_> = self.project.cells().into_iter().map(key).collect();
        let cells = changed.cells().into_iter().map(key);
        let mut texts: Vec<String> =
            cells.filter(|cell| !before.contains(cell)).map(|(_, text)| text).collect();
        if matches!(place.kind(changed.form()), Kind::Year) {
            assert!(texts.is_empty());
            texts.push(changed.form().subtitle(&changed.year()));
        }
        assert!(!texts.is_empty(), "{} is in no cell", self.name(place));
        let generate = |project: &Project| {
            let generated = self.press.generate(project, None, None).expect("a source");
            let mut strings = Vec::new();
            collect_strings(generated.source.root(), &mut strings);
            strings
        };
        let strings = generate(changed);
        assert!(strings != generate(self.project), "{} is not set", self.name(place));
        // Lines and paragraphs of a text may be strings of their own.
        let said: String = strings.iter().map(|string| squeeze(string)).collect();
        for text in texts {
            assert!(said.contains(&squeeze(&text)), "{}: {text:?} is not set", self.name(place));
        }
    }

    /// One change is told, which is named after it.
    fn is_compared(&self, place: &Place, changed: &Project) {
        let version =
            |project: &Project| FormVersion { name: "甲.yaml".into(), project: project.clone() };
        let pair = Pair::Kept { old: version(self.project), new: version(changed) };
        let comparison = Comparison::of([Compared::of(pair)], "旧", "新");
        let [ComparedForm { changes, .. }] = comparison.forms.as_slice() else {
            panic!("{} makes no difference", self.name(place))
        };
        let keys = place.keys(changed.form());
        let [change] = changes.as_slice() else { panic!("{}: {changes:#?}", self.name(place)) };
        let is_named = match change {
            Change::Fact { field, .. }
            | Change::Text { field, .. }
            | Change::Amount { field, .. } => field.path == keys,
            Change::Row(row) => {
                let (column, path) = keys.split_last().expect("keys");
                let has_changed: Vec<bool> = match &row.sides {
                    // A row that the form fixes, and the project did not have.
                    Sides::Added(new) => {
                        new.values.iter().map(|it| it.as_deref() != Some("0")).collect()
                    }
                    _ => row.values().iter().map(Option::is_some).collect(),
                };
                let columns = row.of.columns.iter().zip(has_changed);
                let changed = columns.filter(|(_, has_changed)| *has_changed);
                let changed: Vec<&str> = changed.map(|(it, _)| it.key.as_str()).collect();
                row.sides.last().path == path && changed == [*column]
            }
            _ => false,
        };
        assert!(is_named, "{}: {change:#?}", self.name(place));
        let mut told = Vec::new();
        text::write(&mut told, &comparison).expect("it can be written");
        let told = String::from_utf8(told).expect("UTF-8");
        let name = match &place.cell {
            None => keys.last().copied(),
            Some((names, _)) => names.last().map(String::as_str),
        };
        assert!(told.contains(name.expect("a name")), "{}: {told}", self.name(place));
        assert!(describe(changed) != describe(self.project), "{}", self.name(place));
    }

    /// It is written to a project file, and read from it, also from one that `fmt` has
    /// laid out.
    fn is_kept(&self, place: &Place, changed: &Project) {
        assert_eq!(self.read_back(changed), *changed, "{}", self.name(place));
        let formatted = source::formatted(changed, &self.press.forms);
        let formatted = formatted.unwrap_or_else(|found| panic!("{found:#?}"));
        assert_eq!(self.press.read(&formatted).project, *changed, "{}", self.name(place));
    }

    fn read_back(&self, project: &Project) -> Project {
        self.press.read(&yaml(project)).project
    }

    /// The JSON Schema has it, and takes the project.
    fn is_described(&self, place: &Place, changed: &Project) {
        let form = changed.form();
        let schema = schema::generate(&changed.year(), form).expect("a schema");
        let schema: Json = serde_json::from_str(&schema).expect("JSON");
        let mut keys = place.keys(form);
        let columns = form.field_at(&place.field).and_then(|field| field.kind.columns());
        let entered = columns.unwrap_or_default().iter().filter(|column| column.is_entered());
        // A row with a single value has no key for it.
        if place.cell.is_some() && entered.count() == 1 {
            keys.pop();
        }
        let found = keys.iter().try_fold(&schema, |node, key| property(&schema, node, key));
        assert!(found.is_some(), "{} is not in the schema", self.name(place));
        let is_another = |choices: &[String]| choices.len() != 1;
        if place.kind(form).choices().is_none_or(is_another) {
            let mut schemas = Schemas::new();
            let mut compiler = Compiler::new();
            compiler.add_resource("file:///schema.json", schema).expect("a resource");
            let index = compiler.compile("file:///schema.json", &mut schemas).expect("a schema");
            let value = serde_yaml::from_str(&yaml(changed)).expect("a value");
            let valid = schemas.validate(&value, index).map_err(|error| error.to_string());
            assert_eq!(valid, Ok(()), "{}", self.name(place));
        }
    }

    /// It is merged with a change of another field.
    fn is_merged(&self, place: &Place, changed: &Project, other: &Place) {
        let files = [self.project, changed, &other.change(self.project)].map(yaml);
        let [base, ours, theirs] = files.each_ref().map(|file| file.as_bytes());
        let merged = merge(Versions { base, ours, theirs }, 7, &self.press.forms, None);
        assert_eq!(merged.outcome, Outcome::Settled, "{}", self.name(place));
        let text = String::from_utf8(merged.bytes).expect("UTF-8");
        assert_eq!(self.press.read(&text).project, other.change(changed), "{}", self.name(place));
    }

    /// A new project file asks for it, unless the form has a template of its own for these.
    fn is_asked_for(&self) {
        let form = self.project.form();
        let edition = self.press.forms.edition(form).expect("the edition");
        if edition.starter().is_some() {
            return;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let beside = scaffold::Place::new(folder.path(), "甲", &self.press.forms);
        let wish =
            Wish { name: "甲", recurrence: None, year: None, form: Some(&form.name), from: None };
        let text = scaffold::render(&wish, &beside.expect("a place"), &self.press.forms);
        let text = text.unwrap_or_else(|found| panic!("{found:#?}"));
        for place in &self.places {
            let keys = form.keys(&place.field).into_iter();
            for key in keys.chain(place.column(form).map(|column| column.key.as_str())) {
                assert!(text.contains(key), "{}: {key} is not in {text}", self.name(place));
            }
        }
    }

    /// All that is changed at once is printed, and found on the pages again.
    fn is_read_from_the_page(&self) {
        let changed =
            self.places.iter().fold(self.project.clone(), |changed, it| it.change(&changed));
        let text = yaml(&changed);
        let source = self.press.read(&text);
        let pdf = self.press.try_pdf(&source).unwrap_or_else(|found| panic!("{found:#?}"));
        let reading = readback::read(pdf, true).expect("the PDF can be read");
        assert_eq!(reading.project, text);
        let pages = reading.pages.expect("the pages were asked for");
        assert_eq!(pages.oddities, []);
        let printed = pages.find(changed.form()).expect("the form is there").cells;
        let printed: Vec<_> = printed.iter().map(|it| squeezed(&it.path, &it.text)).collect();
        let cells = changed.cells();
        let cells: Vec<_> = cells.iter().map(|it| squeezed(&it.path, &it.text)).collect();
        assert_eq!(printed, cells, "{}", changed.form().name);
    }
}

fn yaml(project: &Project) -> String {
    source::to_yaml(project).expect("a text")
}

fn key(cell: jixiao::form::Cell) -> (String, String) {
    (cell.path.join("\0"), cell.text.into_owned())
}

/// A cell without white space: where its lines end is up to the page.
fn squeezed(path: &[impl AsRef<str>], text: &str) -> (Vec<String>, String) {
    (path.iter().map(|key| readback::squeeze(key.as_ref())).collect(), readback::squeeze(text))
}

/// What the strings in a tree of Typst's syntax say.
fn collect_strings(node: &SyntaxNode, strings: &mut Vec<String>) {
    match node.cast::<ast::Str>() {
        Some(string) => strings.push(string.get().to_string()),
        None => node.children().for_each(|node| collect_strings(node, strings)),
    }
}

/// What a schema says of a key below a node.
fn property<'a>(schema: &'a Json, node: &'a Json, key: &str) -> Option<&'a Json> {
    let node = match node["$ref"].as_str() {
        Some(reference) => schema.pointer(reference.trim_start_matches('#'))?,
        None => node,
    };
    let free = &node["additionalProperties"];
    [&node["properties"][key], &node["patternProperties"][format!("^{key}$")]]
        .into_iter()
        .find(|node| node.is_object())
        .or(Some(free).filter(|node| node.is_object()))
}
