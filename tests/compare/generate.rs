//! Projects by chance, with few names and words, so that two of them have much in
//! common.

use std::sync::Arc;

use indexmap::IndexMap;
use jixiao::form::{Amount, Branch, Column, Field, Form, Kind, Project, Row, Value};
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::sample::form;

/// Words of texts and names, among them what acts on terminals, pages and comments.
pub const WORDS: &[&str] = &[
    "维护升级",
    "平台",
    "服务",
    "企业",
    "600",
    "家",
    "，",
    "、",
    "；",
    " ",
    "OA",
    "系统",
    "的",
    "\u{1B}[31m",
    "\u{9B}1m",
    "\u{202E}",
    "\u{200B}",
    "\t",
    "<script>",
    "</td>",
    "&lt;",
    "|",
    "`",
    "```",
    "@all",
    "#12",
    "!5",
    "**",
    "_",
    "[a](http://b.c)",
    "![](x)",
    "https://x.cn",
    "{{ 7 }}",
    "{%",
    ":tada:",
    "-->",
    "\\",
    "\"",
    "'",
    "$x$",
    "~~",
    "\r",
];

fn text(lines: usize) -> impl Strategy<Value = String> {
    let line = vec(select(WORDS), 0..6).prop_map(|words| words.concat());
    vec(line, 1..=lines).prop_map(|lines| lines.join("\n"))
}

fn name() -> impl Strategy<Value = String> {
    let plain = select(&["数量指标", "质量指标", "完成率", "完成度", "培训场次", "培训人次"][..]);
    prop_oneof![4 => plain.prop_map(str::to_owned), 1 => text(1)]
}

fn named<T: std::fmt::Debug>(
    of: impl Strategy<Value = T>,
    most: usize,
) -> impl Strategy<Value = IndexMap<String, T>> {
    hash_map(name(), of, 0..=most).prop_map(IndexMap::from_iter)
}

fn amount() -> impl Strategy<Value = Value> {
    let amounts = ["0", "6", "6.0", "13", "0.01", "9999999999999999999999.99"];
    let amount = select(amounts.to_vec());
    let amount = amount.prop_map(|text| Value::Amount(Amount::parse(text).expect("an amount")));
    prop_oneof![8 => amount, 1 => Just(Value::Text(String::new()))]
}

/// What stands in a column.
fn cell(column: &Column) -> BoxedStrategy<Value> {
    if column.formula.is_some() {
        return Just(Value::Text(String::new())).boxed();
    }
    match &column.kind {
        Kind::Text => {
            let values = ["≥85%", "≥90%", "=1项", "=1.0项", "充分", "合理", "", "=1\u{1B}项"];
            let value = select(values.to_vec()).prop_map(str::to_owned);
            prop_oneof![8 => value, 1 => text(2)].prop_map(Value::Text).boxed()
        }
        kind => value(kind),
    }
}

fn row(columns: &[Column]) -> impl Strategy<Value = Row> + use<> {
    columns.iter().map(cell).collect::<Vec<_>>()
}

/// What stands in a field.
fn value(kind: &Kind) -> BoxedStrategy<Value> {
    match kind {
        Kind::Amount | Kind::Number => amount().boxed(),
        Kind::Choice(choices) if !choices.values.is_empty() => {
            select(choices.values.clone()).prop_map(Value::Text).boxed()
        }
        Kind::Marks(choices) => {
            let all = choices.values.clone();
            let most = all.len();
            subsequence(all, 0..=most).prop_map(Value::Marks).boxed()
        }
        Kind::Record(fields) => values(fields).prop_map(Value::Record).boxed(),
        Kind::Table(table) => named(row(&table.columns), 4).prop_map(Value::Rows).boxed(),
        Kind::Matrix(matrix) => {
            let rows = matrix.rows.iter().filter(|row| row.sum.is_empty());
            let names: Vec<String> = rows.map(|row| row.key.clone()).collect();
            let rows = vec((any::<bool>(), row(&matrix.columns)), names.len());
            let rows = rows.prop_map(move |rows| {
                let rows = names.iter().cloned().zip(rows);
                let rows = rows.filter(|(_, (is_there, _))| *is_there);
                Value::Rows(rows.map(|(name, (_, row))| (name, row)).collect())
            });
            rows.boxed()
        }
        Kind::Tree(tree) => branches(tree.levels.len(), &tree.columns),
        Kind::Text => text(4).prop_map(Value::Text).boxed(),
        _ => text(1).prop_map(Value::Text).boxed(),
    }
}

fn branches(depth: usize, columns: &[Column]) -> BoxedStrategy<Value> {
    let mut of = named(row(columns).prop_map(Branch::Row), 4).boxed();
    for _ in 1..depth {
        of = named(of.prop_map(Branch::Group), 2).boxed();
    }
    of.prop_map(Value::Tree).boxed()
}

fn values(fields: &[Field]) -> impl Strategy<Value = Vec<Value>> + use<> {
    fields.iter().map(|field| value(&field.kind)).collect::<Vec<_>>()
}

/// A project of a form.
fn project_of(form: Arc<Form>) -> BoxedStrategy<Project> {
    let values = values(&form.fields);
    values.prop_map(move |values| Project::new(form.clone(), values)).boxed()
}

/// The forms to compare: the bundled ones, and those made up in two editions.
const FORMS: [(&str, &str); 8] = [
    ("目标表", "2026"),
    ("申报表", "2026"),
    ("自评表", "2026"),
    ("监控表", "2026"),
    ("镇江目标表", "2026"),
    ("试验表", "2026"),
    ("试验表", "2027"),
    ("简表", "2026"),
];

fn any_form() -> impl Strategy<Value = Arc<Form>> {
    select(&FORMS[..]).prop_map(|(name, year)| form(name, year))
}

/// A project.
pub fn project() -> impl Strategy<Value = Project> {
    any_form().prop_flat_map(project_of)
}

/// A project and another one of the same form that has some of it.
pub fn pair() -> impl Strategy<Value = (Project, Project)> {
    any_form().prop_flat_map(|form| {
        let keep = vec(any::<[bool; 2]>(), form.fields.len());
        (project_of(form.clone()), project_of(form), keep).prop_map(|(old, mut new, keep)| {
            for (index, [is_kept, is_changed]) in keep.into_iter().enumerate() {
                if let (true, Some(value)) = (is_kept, old.at(&[index])) {
                    let value = if is_changed { turned(value) } else { value.clone() };
                    new.set(&[index], value);
                }
            }
            (old, new)
        })
    })
}

/// Two projects, most of them of different forms or editions.
pub fn any_two() -> impl Strategy<Value = (Project, Project)> {
    (project(), project())
}

/// The same in another order.
fn turned(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(text.lines().rev().collect::<Vec<_>>().join("\n")),
        Value::Rows(rows) => Value::Rows(rows.clone().into_iter().rev().collect()),
        Value::Tree(branches) => Value::Tree(branches.clone().into_iter().rev().collect()),
        Value::Record(values) => Value::Record(values.iter().map(turned).collect()),
        Value::Amount(_) | Value::Marks(_) => value.clone(),
    }
}
