//! The rules that a form has of its own, as its definition writes them.

use super::define::Definer;
use super::raw::RawRule;
use crate::diagnostic::Severity;
use crate::form::{Condition, Form, Operand, OwnRule, Ref, When};

/// The rules, as far as they make sense.
pub fn read(definer: &mut Definer, form: &Form, raw: &[RawRule]) -> Vec<OwnRule> {
    let read = |(index, rule): (usize, &RawRule)| {
        let index = index.to_string();
        let path = ["rules", index.as_str()];
        Some(OwnRule {
            condition: condition(definer, form, rule, &path)?,
            severity: if rule.warning { Severity::Warning } else { Severity::Error },
            help: rule.help.clone(),
        })
    };
    raw.iter().enumerate().filter_map(read).collect()
}

fn condition(
    definer: &mut Definer,
    form: &Form,
    raw: &RawRule,
    path: &[&str; 2],
) -> Option<Condition> {
    let at = |key: &'static str| [path[0], path[1], key];
    match raw {
        RawRule { sum: Some(of), at_most: None, between: None, filled: None, .. } => {
            let of: Option<Vec<Ref>> =
                of.iter().map(|text| definer.decimals(form, &at("sum"), text)).collect();
            Some(Condition::Sum { of: of?, is: operand(definer, form, raw, path)? })
        }
        RawRule { at_most: Some(column), sum: None, between: None, filled: None, .. } => {
            let column = numbers(definer, form, &at("at-most"), column)?;
            let limit = operand(definer, form, raw, path)?;
            if let Operand::Ref(other @ Ref::Column { .. }) = &limit {
                beside(definer, &at("is"), &column, other)?;
            }
            Some(Condition::AtMost { column, limit })
        }
        RawRule {
            between: Some([least, most]), sum: None, at_most: None, filled: None, ..
        } => {
            let least = definer.number(&at("between"), Some(least))?;
            let most = definer.number(&at("between"), Some(most))?;
            if least > most {
                definer.mistakes.add(&at("between"), "前一个数比后一个大", "换一下先后");
            }
            let column = raw.is.as_deref().unwrap_or_default();
            let column = numbers(definer, form, &at("is"), column)?;
            Some(Condition::Between { column, least, most })
        }
        RawRule { filled: Some(columns), sum: None, at_most: None, between: None, .. } => {
            let columns: Option<Vec<Ref>> =
                columns.iter().map(|text| in_rows(definer, form, &at("filled"), text)).collect();
            let (columns, when) = (columns?, when(definer, form, raw, path)?);
            let (When::Below { column, .. } | When::IsOneOf { column, .. }) = &when;
            for other in &columns {
                beside(definer, &at("filled"), column, other)?;
            }
            Some(Condition::FilledWhen { columns, when })
        }
        _ => {
            let help = "写 sum、at-most、between、filled 中的一个";
            definer.mistakes.add(path, "一条规则只能是一种", help);
            None
        }
    }
}

/// What `is` or `number` says.
fn operand(definer: &mut Definer, form: &Form, raw: &RawRule, path: &[&str; 2]) -> Option<Operand> {
    match (&raw.is, &raw.number) {
        (Some(text), None) => {
            definer.decimals(form, &[path[0], path[1], "is"], text).map(Operand::Ref)
        }
        (None, Some(number)) => {
            let path = [path[0], path[1], "number"];
            definer.number(&path, Some(number)).map(Operand::Number)
        }
        _ => {
            definer.mistakes.add(path, "缺少比较的对象", "写“is: 栏目.列”，或者“number: 一个数”");
            None
        }
    }
}

fn when(definer: &mut Definer, form: &Form, raw: &RawRule, path: &[&str; 2]) -> Option<When> {
    match (&raw.below, &raw.when, &raw.one_of) {
        (Some([column, other]), None, None) => {
            let path = [path[0], path[1], "below"];
            let column = numbers(definer, form, &path, column)?;
            let other = numbers(definer, form, &path, other)?;
            beside(definer, &path, &column, &other)?;
            Some(When::Below { column, other })
        }
        (None, Some(column), Some(texts)) => {
            let column = in_rows(definer, form, &[path[0], path[1], "when"], column)?;
            Some(When::IsOneOf { column, texts: texts.clone() })
        }
        _ => {
            let help = "写“below: [列, 列]”，或者“when: 列”和“in: [文字, …]”";
            definer.mistakes.add(path, "缺少什么时候要填", help);
            None
        }
    }
}

/// A reference to a column of rows.
fn in_rows(definer: &mut Definer, form: &Form, path: &[&str], text: &str) -> Option<Ref> {
    let found = definer.reference(form, path, text)?;
    if !matches!(found, Ref::Column { .. }) {
        definer.mistakes.add(path, format!("“{text}”不是一列"), "写成“栏目.列”");
        return None;
    }
    Some(found)
}

/// A reference to a column of decimals.
fn numbers(definer: &mut Definer, form: &Form, path: &[&str], text: &str) -> Option<Ref> {
    in_rows(definer, form, path, text)?;
    definer.decimals(form, path, text)
}

/// Tells two columns that are not in the same rows.
fn beside(definer: &mut Definer, path: &[&str], one: &Ref, other: &Ref) -> Option<()> {
    if one.path() == other.path() {
        return Some(());
    }
    definer.mistakes.add(path, "两列不在同一栏里，没有办法一行一行地比", "写同一栏的列");
    None
}
