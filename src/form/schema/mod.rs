//! From the shape of a project file to a JSON Schema, which editors check and
//! complete YAML by.
//!
//! A schema is laxer than reading is. It cannot know what a `_defaults.yaml`
//! supplies, so no key is required; and where the program takes every scalar
//! as the text that it was written as, a validator sees numbers and booleans,
//! which have to pass.

mod node;

use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::edition::{Manifest, core};
use crate::form::{Date, Field, PROJECT, Shape};
use node::{Additional, Node, Snippet, Type};

/// The draft that the YAML extension of VS Code knows best.
const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

/// What a text must not be: empty.
const NOT_BLANK: &str = "\\S";
/// What [`Amount::parse`](crate::form::Amount::parse) takes.
const AMOUNT: &str = "^[0-9]+(\\.[0-9]{1,6})?$";
/// The same, or nothing.
const AMOUNT_OR_NOTHING: &str = "^([0-9]+(\\.[0-9]{1,6})?)?$";

/// What an indicator of level 3 is to reach. Defined once, as is [`FREE`].
const VALUES: &str = "values";
/// Indicators of level 3 whose names are free.
const FREE: &str = "indicators";

/// The JSON Schema of the project files of `year`.
pub fn generate(year: &str, manifest: &Manifest) -> Result<String, Diagnostic> {
    let writer = Writer { year, manifest };
    let schema = Node {
        schema: Some(DIALECT),
        title: Some(format!("{}，{year}年度", manifest.title)),
        description: Some(
            "由 jixiao schema 生成。没有哪一项在这里是必填的，因为项目文件没有写的项可以由 \
             _defaults.yaml 提供；缺不缺，用 jixiao check 检查。"
                .into(),
        ),
        definitions: [(VALUES, writer.values()), (FREE, writer.free())].into(),
        ..writer.record(PROJECT)
    };
    serde_json::to_string_pretty(&schema)
        .map(|text| text + "\n")
        .map_err(|error| Diagnostic::new(&rule::INTERNAL, format!("写不出 JSON Schema：{error}")))
}

struct Writer<'a> {
    year: &'a str,
    manifest: &'a Manifest,
}

impl Writer<'_> {
    fn record(&self, fields: &[Field]) -> Node {
        Node {
            types: vec![Type::Object],
            properties: fields.iter().map(|field| (field.key.into(), self.field(field))).collect(),
            additional_properties: Some(Additional::Allowed(false)),
            min_properties: Some(1),
            ..Node::default()
        }
    }

    fn field(&self, field: &Field) -> Node {
        let node = match field.key {
            "项目类型" => one_of(self.manifest.kinds.keys()),
            "项目级次" => one_of(&self.manifest.levels),
            "绩效指标" => self.indicators(),
            "开始时间" => Some(date(START, "应是年或月，如 2026年、2026年3月")),
            "完成时间" => Some(date(END, "应是年或月，如 2026年、2026年3月，或长期")),
            _ => None,
        };
        let mut node = node.unwrap_or_else(|| self.value(&field.shape, !field.required));
        node.title = Some(field.key.into());
        node.description = Some(field.description.into());
        node.examples = self.examples(field.key);
        node
    }

    fn value(&self, shape: &Shape, may_be_empty: bool) -> Node {
        match shape {
            Shape::Text => text(may_be_empty),
            Shape::Year => self.year(),
            Shape::Amount => amount(may_be_empty),
            Shape::Pair(of) => self.pair(of),
            Shape::Record(fields) => self.record(fields),
            Shape::Names { what, of, may_be_empty } => {
                let of = self.value(of, false).described(format!("{what}，名称自定"));
                names(of, *may_be_empty)
            }
        }
    }

    /// The year as text and as the number that YAML takes it for.
    fn year(&self) -> Node {
        let number = self.year.parse::<u16>().ok().map(Value::from);
        Node { one_of: number.into_iter().chain([json!(self.year)]).collect(), ..Node::default() }
    }

    fn pair(&self, of: &Shape) -> Node {
        Node {
            types: vec![Type::Array],
            items: Some(Box::new(self.value(of, false))),
            min_items: Some(2),
            max_items: Some(2),
            default_snippets: vec![Snippet {
                label: "[半年, 全年]",
                body_text: "[${1:半年}, ${2:全年}]",
            }],
            ..Node::default()
        }
    }

    fn values(&self) -> Node {
        self.pair(&Shape::Text).described("三级指标：[半年(程)指标值, 全年(程)指标值]")
    }

    fn free(&self) -> Node {
        names(Node::reference(VALUES), false).described("二级指标；三级指标的名称自定")
    }

    /// The indicators that the edition knows; `None` where it knows none.
    fn indicators(&self) -> Option<Node> {
        let tree = &self.manifest.indicators.0;
        (!tree.is_empty()).then(|| {
            known(tree, "绩效指标", |groups| match groups.is_empty() {
                true => names(Node::reference(FREE), false).described("一级指标"),
                false => known(groups, "一级指标", |fixed| match fixed.is_empty() {
                    true => Node::reference(FREE),
                    false => {
                        let fixed = fixed.iter().map(|name| (name.clone(), ())).collect();
                        known(&fixed, "二级指标", |()| Node::reference(VALUES))
                    }
                }),
            })
        })
    }

    fn examples(&self, key: &str) -> Vec<Value> {
        let year = format!("{}年", self.year);
        match key {
            "开始时间" => vec![json!(year)],
            "完成时间" => vec![json!(Date::LONG_TERM), json!(year)],
            _ => Vec::new(),
        }
    }
}

fn text(may_be_empty: bool) -> Node {
    let mut types = vec![Type::String, Type::Number, Type::Boolean];
    if may_be_empty {
        types.push(Type::Null);
        return Node { types, ..Node::default() };
    }
    Node { types, ..Node::default() }.matching(NOT_BLANK, "不能是空的")
}

/// What [`Date`] reads, but for 长期.
const START: &str = "^(19|2[0-9])[0-9]{2}年(([1-9]|1[0-2])月)?$";
const END: &str = "^((19|2[0-9])[0-9]{2}年(([1-9]|1[0-2])月)?|长期)$";

fn date(pattern: &'static str, message: &'static str) -> Node {
    Node { types: vec![Type::String], ..Node::default() }.matching(pattern, message)
}

fn amount(may_be_empty: bool) -> Node {
    let mut types = vec![Type::Number, Type::String];
    let mut pattern = AMOUNT;
    if may_be_empty {
        types.push(Type::Null);
        pattern = AMOUNT_OR_NOTHING;
    }
    Node { types, minimum: Some(0), ..Node::default() }
        .matching(pattern, "应是金额，如 13 或 54.61：单位是万元，不写单位，也不写千位分隔符")
}

/// One of `texts`; `None` where there are none, so that anything goes.
fn one_of<'a>(texts: impl IntoIterator<Item = &'a String>) -> Option<Node> {
    let one_of: Vec<Value> = texts.into_iter().map(|text| json!(text)).collect();
    (!one_of.is_empty()).then(|| Node { one_of, ..Node::default() })
}

/// A mapping from names that the author chooses.
fn names(of: Node, may_be_empty: bool) -> Node {
    let name = Node::default().matching(NOT_BLANK, "名称不能是空的");
    Node {
        types: if may_be_empty { vec![Type::Object, Type::Null] } else { vec![Type::Object] },
        property_names: Some(Box::new(name)),
        additional_properties: Some(Additional::Like(Box::new(of))),
        min_properties: (!may_be_empty).then_some(1),
        ..Node::default()
    }
}

/// A mapping from known names, and from those that mean the same: editors
/// propose the former only.
fn known<T>(names: &IndexMap<String, T>, what: &str, of: impl Fn(&T) -> Node) -> Node {
    let mut node = Node {
        types: vec![Type::Object],
        additional_properties: Some(Additional::Allowed(false)),
        min_properties: Some(1),
        ..Node::default()
    }
    .described(what);
    for (name, value) in names {
        let value = of(value);
        let variant = match core(name) {
            core if core == name => format!("{core}指标"),
            core => core.to_owned(),
        };
        node.pattern_properties.insert(format!("^{}$", escaped(&variant)), value.clone());
        node.properties.insert(name.clone(), value);
    }
    node
}

/// A regular expression that finds `text`.
fn escaped(text: &str) -> String {
    let escape = |c: char| match "\\^$.|?*+()[]{}/".contains(c) {
        true => format!("\\{c}"),
        false => c.to_string(),
    };
    text.chars().map(escape).collect()
}
