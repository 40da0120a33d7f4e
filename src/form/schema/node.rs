//! JSON Schema as far as it is needed here, with its keys in a fixed order.

use indexmap::IndexMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// A schema, or a part of one.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// The dialect, at the top only.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<&'static str>,
    /// Where the schema stands instead: nothing else is looked at then.
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What to write there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The kinds of values that it takes; all of them where there are none.
    #[serde(
        rename = "type",
        skip_serializing_if = "Vec::is_empty",
        serialize_with = "one_or_many"
    )]
    pub types: Vec<Type>,
    /// The values that it takes.
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<Value>,
    /// What a text must match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<&'static str>,
    /// What editors say where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern_error_message: Option<&'static str>,
    /// The least number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<u8>,
    /// What a mapping holds under these keys.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub properties: IndexMap<String, Node>,
    /// What it holds under keys that match.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub pattern_properties: IndexMap<String, Node>,
    /// What it holds under other keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_properties: Option<Additional>,
    /// What all its keys are like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub property_names: Option<Box<Node>>,
    /// How many keys it has at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_properties: Option<u8>,
    /// The keys that it must have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    /// What a list holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Items>,
    /// How long it is at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<usize>,
    /// How long it is at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<usize>,
    /// Whether no item may stand in it twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unique_items: Option<bool>,
    /// Values that editors propose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Value>,
    /// Blanks that editors propose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub default_snippets: Vec<Snippet>,
    /// What is referred to, by name.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub definitions: IndexMap<String, Node>,
}

fn one_or_many<S: Serializer>(types: &[Type], serializer: S) -> Result<S::Ok, S::Error> {
    match types {
        [one] => one.serialize(serializer),
        many => many.serialize(serializer),
    }
}

/// A kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "JSON's own words")]
pub enum Type {
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}

/// What a list holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Items {
    /// Something of this kind, each of them.
    All(Box<Node>),
    /// Something of another kind in each place.
    Each(Vec<Node>),
}

/// What a mapping holds under keys that are not listed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Additional {
    /// Anything, or nothing.
    Allowed(bool),
    /// Something of this kind.
    Like(Box<Node>),
}

/// A blank that editors put in, with its gaps numbered.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Snippet {
    /// What it is called in the editor's list.
    pub label: String,
    /// What is put in.
    pub body_text: String,
}

impl Node {
    /// Refers to one of the definitions.
    pub fn reference(name: &str) -> Self {
        Self { reference: Some(format!("#/definitions/{name}")), ..Self::default() }
    }

    /// Says what to write there.
    pub fn described(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Lets only texts pass that match `pattern`; `message` says so.
    pub fn matching(mut self, pattern: &'static str, message: &'static str) -> Self {
        self.pattern = Some(pattern);
        self.pattern_error_message = Some(message);
        self
    }
}
