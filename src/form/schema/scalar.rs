//! Single values in a schema.

use serde_json::{Value, json};

use super::node::{Items, Node, Type};
use crate::form::{Choices, Kind};

/// What a text must not be: empty.
pub const NOT_BLANK: &str = "\\S";

/// What [`Amount::parse`](crate::form::Amount::parse) takes.
const AMOUNT: &str = "^[0-9]+(\\.[0-9]{1,6})?$";
/// The same, or nothing.
const AMOUNT_OR_NOTHING: &str = "^([0-9]+(\\.[0-9]{1,6})?)?$";

/// What [`Date`](crate::form::Date) reads, but for 长期.
const DATE: &str = "^(19|2[0-9])[0-9]{2}年(([1-9]|1[0-2])月)?$";
const DATE_OR_NOTHING: &str = "^((19|2[0-9])[0-9]{2}年(([1-9]|1[0-2])月)?)?$";
const LONG_TERM: &str = "^((19|2[0-9])[0-9]{2}年(([1-9]|1[0-2])月)?|长期)$";
const LONG_TERM_OR_NOTHING: &str = "^((19|2[0-9])[0-9]{2}年(([1-9]|1[0-2])月)?|长期)?$";

/// A value of a kind that is no rows; where it may be empty, nothing will do, too.
pub fn value(kind: &Kind, may_be_empty: bool, year: &str) -> Node {
    match kind {
        Kind::Year => of_year(year),
        Kind::Amount => {
            number(may_be_empty, "应是金额，如 13 或 54.61：单位是万元，不写单位，也不写千位分隔符")
        }
        Kind::Number => number(may_be_empty, "应是数字，如 20 或 9.5：不写单位"),
        Kind::Date { long_term } => date(*long_term, may_be_empty),
        Kind::Choice(choices) if !choices.values.is_empty() => choice(choices, may_be_empty),
        Kind::Marks(choices) => marks(choices, may_be_empty),
        _ => text(may_be_empty),
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

/// The year as text and as the number that YAML takes it for.
fn of_year(year: &str) -> Node {
    let number = year.parse::<u16>().ok().map(Value::from);
    Node { one_of: number.into_iter().chain([json!(year)]).collect(), ..Node::default() }
}

fn number(may_be_empty: bool, message: &'static str) -> Node {
    let mut types = vec![Type::Number, Type::String];
    let mut pattern = AMOUNT;
    if may_be_empty {
        types.push(Type::Null);
        pattern = AMOUNT_OR_NOTHING;
    }
    Node { types, minimum: Some(0), ..Node::default() }.matching(pattern, message)
}

fn date(long_term: bool, may_be_empty: bool) -> Node {
    let pattern = match (long_term, may_be_empty) {
        (false, false) => DATE,
        (false, true) => DATE_OR_NOTHING,
        (true, false) => LONG_TERM,
        (true, true) => LONG_TERM_OR_NOTHING,
    };
    let message = match long_term {
        false => "应是年或月，如 2026年、2026年3月",
        true => "应是年或月，如 2026年、2026年3月，或长期",
    };
    let mut types = vec![Type::String];
    types.extend(may_be_empty.then_some(Type::Null));
    Node { types, ..Node::default() }.matching(pattern, message)
}

fn choice(choices: &Choices, may_be_empty: bool) -> Node {
    let values = choices.values.iter().map(|text| json!(text));
    let nothing = [json!(""), Value::Null].into_iter().filter(|_| may_be_empty);
    Node { one_of: values.chain(nothing).collect(), ..Node::default() }
}

fn marks(choices: &Choices, may_be_empty: bool) -> Node {
    let mut types = vec![Type::Array];
    types.extend(may_be_empty.then_some(Type::Null));
    Node {
        types,
        items: Some(Items::All(Box::new(choice(choices, false)))),
        min_items: (!may_be_empty).then_some(1),
        unique_items: Some(true),
        ..Node::default()
    }
}
