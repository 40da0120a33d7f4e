//! Changes to files that are written in as many ways as YAML has.

use jixiao::source::change::Amendment;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_yaml::{Mapping, Value};

use super::said::{at, leaves, said, text_of};
use super::{form, set, try_change};
use crate::support::restyle::{self, Written};

/// A change to some name of a file.
#[derive(Debug, Clone)]
enum Wish {
    Set(String),
    Rename,
    Add(bool),
    Remove,
    Move(bool),
    MoveTo,
}

fn wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        "[一-三: #'\"]{0,5}".prop_map(Wish::Set),
        "[一-三 ]{0,3}丁\n[ #-]{0,2}[戊己]{1,3}".prop_map(Wish::Set),
        Just(Wish::Rename),
        any::<bool>().prop_map(Wish::Add),
        Just(Wish::Remove),
        any::<bool>().prop_map(Wish::Move),
        Just(Wish::MoveTo),
    ]
}

/// The paths of the names that authors choose.
fn names(value: &Value) -> Vec<Vec<String>> {
    fn collect(value: &Value, levels: usize, path: &[String], all: &mut Vec<Vec<String>>) {
        for (name, below) in value.as_mapping().into_iter().flatten() {
            let path = [path, &[text_of(name).expect("a name")]].concat();
            all.push(path.clone());
            if levels > 1 {
                collect(below, levels - 1, &path, all);
            }
        }
    }
    let mut all = Vec::new();
    let expenses = ["项目资金", "支出"].map(str::to_owned);
    collect(&value["项目资金"]["支出"], 1, &expenses, &mut all);
    collect(&value["绩效指标"], 3, &["绩效指标".to_owned()], &mut all);
    all
}

fn map<'a>(value: &'a mut Value, path: &[String]) -> &'a mut Mapping {
    let value = path.iter().fold(value, |value, key| &mut value[key.as_str()]);
    if value.is_null() {
        *value = Mapping::new().into();
    }
    value.as_mapping_mut().expect("a mapping")
}

/// A mapping with an entry before another one, or at the end.
fn inserted(map: &mut Mapping, name: &str, value: Value, before: Option<&str>) {
    let mut entries: Vec<(Value, Value)> = std::mem::take(map).into_iter().collect();
    let index = before.and_then(|before| entries.iter().position(|(name, _)| name == before));
    entries.insert(index.unwrap_or(entries.len()), (name.into(), value));
    map.extend(entries);
}

/// Takes a name out, and the groups above that have nothing else; the field stays.
fn removed(value: &mut Value, path: &[String]) -> Value {
    let (name, above) = path.split_last().expect("a name");
    let least = if path[0] == "绩效指标" { 1 } else { 2 };
    let taken = map(value, above).shift_remove(name.as_str()).expect("the name");
    if map(value, above).is_empty() {
        match above.len() > least {
            true => drop(removed(value, above)),
            false => {
                let (key, above) = above.split_last().expect("the field");
                map(value, above).insert(key.as_str().into(), Value::Null);
            }
        }
    }
    taken
}

/// The change, and what it makes of what the file says.
fn plan(wish: &Wish, before: &Value, picked: Index, other: Index) -> Option<(Amendment, Value)> {
    let mut after = before.clone();
    let names = names(before);
    let path = picked.get(&names).clone();
    let (name, above) = path.split_last()?;
    let beside: Vec<String> = map(&mut after, above).keys().filter_map(text_of).collect();
    let some = other.get(&beside).clone();
    let change = match wish {
        Wish::Set(text) => {
            let leaves = leaves(form("目标表"), before);
            let leaf = picked.get(&leaves);
            *at(&mut after, &leaf.steps) = text.as_str().into();
            return Some((set(&leaf.path, text), after));
        }
        Wish::Rename => {
            let name = "改: 名";
            let index = beside.iter().position(|other| *other == path[path.len() - 1])?;
            let value = map(&mut after, above).shift_remove(&path[path.len() - 1])?;
            let behind = beside.get(index + 1).map(String::as_str);
            inserted(map(&mut after, above), name, value, behind);
            Amendment::Rename { path: path.clone(), name: name.to_owned() }
        }
        Wish::Add(is_before) => {
            let row: Value = vec![Value::from(""), "".into()].into();
            let levels = if path[0] == "绩效指标" { 4 - path.len() } else { 0 };
            let chain = |value: Value, _| Value::from(Mapping::from_iter([("".into(), value)]));
            let value = (0..levels).fold(row, chain);
            let before = is_before.then(|| some.clone());
            inserted(map(&mut after, above), "新 的", value, before.as_deref());
            Amendment::Add { path: [above, &["新 的".to_owned()]].concat(), before }
        }
        Wish::Remove => {
            removed(&mut after, &path);
            Amendment::Remove { path: path.clone() }
        }
        Wish::Move(is_before) => {
            let before = is_before.then(|| some.clone());
            if before.as_ref() != Some(name) {
                let value = map(&mut after, above).shift_remove(name.as_str())?;
                inserted(map(&mut after, above), name, value, before.as_deref());
            }
            Amendment::Move { path: path.clone(), to: None, before }
        }
        Wish::MoveTo => {
            let is_like = |other: &&Vec<String>| {
                other[0] == path[0] && other.len() == above.len() && *other != above
            };
            let groups: Vec<&Vec<String>> = names.iter().filter(is_like).collect();
            if groups.is_empty() || path[0] != "绩效指标" {
                return None;
            }
            let to = (*other.get(&groups)).clone();
            if map(&mut after, &to).contains_key(name.as_str()) {
                return None;
            }
            let value = before_at(before, &path);
            inserted(map(&mut after, &to), name, value, None);
            removed(&mut after, &path);
            Amendment::Move { path: path.clone(), to: Some(to), before: None }
        }
    };
    Some((change, after))
}

fn before_at(value: &Value, path: &[String]) -> Value {
    path.iter().fold(value, |value, key| &value[key.as_str()]).clone()
}

/// What a value says, an empty one being nothing.
fn bare(value: &Value) -> Value {
    match value {
        Value::Mapping(map) if map.is_empty() => Value::Null,
        Value::Mapping(map) => {
            map.iter().map(|(key, value)| (key.clone(), bare(value))).collect::<Mapping>().into()
        }
        Value::Sequence(items) => items.iter().map(bare).collect::<Vec<_>>().into(),
        other => text_of(other).filter(|it| !it.is_empty()).map_or(Value::Null, Value::from),
    }
}

/// The keys in their order.
fn keys(value: &Value) -> String {
    let map = value.as_mapping().into_iter().flatten();
    map.map(|(key, value)| format!("{key:?}({})", keys(value))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn any_way_of_writing_is_kept(
        said_form in restyle::forms(),
        dice in prop::collection::vec(any::<u8>(), 20..60),
        with_comments in any::<bool>(),
        wish in wish(),
        picked in any::<Index>(),
        other in any::<Index>(),
    ) {
        let Written { text, comments } = restyle::write(&said_form, &dice, with_comments);
        let before = said(&text);
        let Some((change, expected)) = plan(&wish, &before, picked, other) else { return Ok(()) };
        match try_change(&text, form("目标表"), std::slice::from_ref(&change)) {
            Ok(after) => {
                let now = said(&after);
                prop_assert_eq!(bare(&now), bare(&expected), "{:?}\n{}\n=====\n{}", change, text, after);
                prop_assert_eq!(keys(&now), keys(&expected), "{:?}\n{}\n=====\n{}", change, text, after);
                if !matches!(wish, Wish::Remove | Wish::MoveTo) {
                    for comment in comments {
                        prop_assert!(after.contains(&comment), "{:?}\n{}\n{}", change, text, after);
                    }
                }
            }
            Err(found) => {
                prop_assert_ne!(found[0].rule.name, "internal", "{:?}\n{}", change, text);
                let is_known = ["这里的写法太特别", "要改的内容中间有注释"];
                let message = &found[0].message;
                prop_assert!(is_known.iter().any(|it| message.starts_with(it)), "{:?}: {}", change, message);
                if std::env::var_os("JIXIAO_SHOW_REFUSALS").is_some() {
                    eprintln!("REFUSED {change:?} {message}\n{text}");
                }
            }
        }
    }
}
