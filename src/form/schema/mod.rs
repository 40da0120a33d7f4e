//! From a form to a JSON Schema, which editors check and complete YAML by.
//!
//! A schema is laxer than reading is. It cannot know what a `_defaults.yaml`
//! supplies, so no key at the top is required; and where the program takes every
//! scalar as the text that it was written as, a validator sees numbers and booleans,
//! which have to pass.

mod node;
mod rows;
mod scalar;

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::{FORM_KEY, Field, Form, Kind, Names, Tree, core};
use crate::diagnostic::{Diagnostic, rule};
use node::{Additional, Node, Type};

/// The draft that the YAML extension of VS Code knows best.
const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

/// The JSON Schema of the project files of a form for `year`.
pub fn generate(year: &str, form: &Form) -> Result<String, Diagnostic> {
    let mut writer = Writer { year, definitions: IndexMap::new() };
    let fields = writer.record(&form.fields);
    let selects_the_form = Node {
        one_of: [&form.name, &form.title].map(|name| json!(name)).into(),
        title: Some(FORM_KEY.into()),
        ..Node::default()
    }
    .described("是哪一种表：写简称或全称");
    let properties = [(FORM_KEY.to_owned(), selects_the_form)].into_iter().chain(fields.properties);
    let schema = Node {
        schema: Some(DIALECT),
        title: Some(format!("{}，{year}年度", form.title)),
        description: Some(
            "由 jixiao schema 生成。没有哪一项在这里是必填的，因为项目文件没有写的项可以由 \
             _defaults.yaml 提供；缺不缺，用 jixiao check 检查。"
                .into(),
        ),
        properties: properties.collect(),
        definitions: writer.definitions,
        ..fields
    };
    serde_json::to_string_pretty(&schema)
        .map(|text| text + "\n")
        .map_err(|error| Diagnostic::new(&rule::INTERNAL, format!("写不出 JSON Schema：{error}")))
}

/// What the file with the schema of a form for `year` is called.
pub fn file_name(year: &str, form: &Form) -> String {
    match form.is_default {
        true => format!("{year}.json"),
        false => format!("{}-{year}.json", form.id),
    }
}

struct Writer<'a> {
    year: &'a str,
    /// What is referred to so far.
    definitions: IndexMap<String, Node>,
}

impl Writer<'_> {
    fn record(&mut self, fields: &[Field]) -> Node {
        Node {
            types: vec![Type::Object],
            properties: fields.iter().map(|field| (field.key.clone(), self.field(field))).collect(),
            additional_properties: Some(Additional::Allowed(false)),
            min_properties: Some(1),
            ..Node::default()
        }
    }

    fn field(&mut self, field: &Field) -> Node {
        let may_be_empty = !field.required;
        let mut node = match &field.kind {
            Kind::Record(fields) => self.record(fields),
            Kind::Table(table) => {
                let row = self.row(&table.columns, None);
                names(row.described(format!("{}，名称自定", table.row)), may_be_empty)
            }
            Kind::Matrix(matrix) => {
                let row = self.row_of_matrix(&matrix.columns);
                let properties = matrix.entered().map(|line| (line.key.clone(), row.clone()));
                Node {
                    types: object(may_be_empty),
                    properties: properties.collect(),
                    additional_properties: Some(Additional::Allowed(false)),
                    min_properties: (!may_be_empty).then_some(1),
                    ..Node::default()
                }
            }
            Kind::Tree(tree) => self.tree(tree, may_be_empty),
            kind => scalar::value(kind, may_be_empty, self.year),
        };
        node.title = Some(field.key.clone());
        node.description = Some(field.help.clone()).filter(|help| !help.is_empty());
        node.examples = self.examples(&field.kind);
        node
    }

    fn tree(&mut self, tree: &Tree, may_be_empty: bool) -> Node {
        let last = tree.levels.last().map_or("", String::as_str);
        let row = self.row(&tree.columns, Some(last));
        let mut rows =
            TreeNode { levels: &tree.levels, row: self.define("values", row), last: None };
        if let [.., above, last] = tree.levels.as_slice() {
            let free = names(rows.row.clone(), false);
            let free = free.described(format!("{above}；{last}的名称自定"));
            rows.last = Some(self.define("indicators", free));
        }
        let mut node = rows.below(&tree.names, 0);
        if may_be_empty {
            node.types = object(true);
            node.min_properties = None;
        }
        node
    }

    /// Puts a node among the definitions, and refers to it. One that is there already
    /// stays.
    fn define(&mut self, name: &str, node: Node) -> Node {
        let numbered = |number: usize| match number {
            1 => name.to_owned(),
            _ => format!("{name}{number}"),
        };
        for name in (1..).map(numbered) {
            match self.definitions.get(&name) {
                Some(other) if *other != node => {}
                Some(_) => return Node::reference(&name),
                None => {
                    self.definitions.insert(name.clone(), node);
                    return Node::reference(&name);
                }
            }
        }
        node
    }

    fn examples(&self, kind: &Kind) -> Vec<Value> {
        let year = json!(format!("{}年", self.year));
        match kind {
            Kind::Date { long_term: true } => vec![json!(super::Date::LONG_TERM), year],
            Kind::Date { long_term: false } => vec![year],
            _ => Vec::new(),
        }
    }
}

/// The levels of a tree, from the top down.
struct TreeNode<'a> {
    levels: &'a [String],
    /// What stands under a name of the last level.
    row: Node,
    /// What stands under a name of the level before, where the last one's are free; `None`
    /// where there is no such level.
    last: Option<Node>,
}

impl TreeNode<'_> {
    /// The names of a level with what stands below them.
    fn below(&self, known: &Names, level: usize) -> Node {
        let depth = self.levels.len();
        let above = level.checked_sub(1).and_then(|level| self.levels.get(level));
        if known.is_free() {
            return match &self.last {
                Some(last) if level > 0 && level + 1 == depth => last.clone(),
                _ if level + 1 >= depth => names(self.row.clone(), false),
                _ => {
                    let below = self.below(known, level + 1);
                    let node = names(below, false);
                    above.map_or(node.clone(), |above| node.described(above.clone()))
                }
            };
        }
        let mut node = Node {
            types: vec![Type::Object],
            description: above.cloned(),
            additional_properties: Some(Additional::Allowed(false)),
            min_properties: Some(1),
            ..Node::default()
        };
        for (name, below) in &known.0 {
            let value = match level + 1 == depth {
                true => self.row.clone(),
                false => self.below(below, level + 1),
            };
            // Editors propose the name itself only.
            let variant = match core(name) {
                core if core == name => format!("{core}指标"),
                core => core.to_owned(),
            };
            node.pattern_properties.insert(format!("^{}$", escaped(&variant)), value.clone());
            node.properties.insert(name.clone(), value);
        }
        node
    }
}

/// A mapping, or nothing where that will do.
fn object(may_be_empty: bool) -> Vec<Type> {
    if may_be_empty { vec![Type::Object, Type::Null] } else { vec![Type::Object] }
}

/// A mapping from names that the author chooses.
fn names(of: Node, may_be_empty: bool) -> Node {
    let name = Node::default().matching(scalar::NOT_BLANK, "名称不能是空的");
    Node {
        types: object(may_be_empty),
        property_names: Some(Box::new(name)),
        additional_properties: Some(Additional::Like(Box::new(of))),
        min_properties: (!may_be_empty).then_some(1),
        ..Node::default()
    }
}

/// A regular expression that finds `text`.
fn escaped(text: &str) -> String {
    let escape = |c: char| match "\\^$.|?*+()[]{}/".contains(c) {
        true => format!("\\{c}"),
        false => c.to_string(),
    };
    text.chars().map(escape).collect()
}
