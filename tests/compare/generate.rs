//! Projects by chance, with few names and words, so that two of them have much in
//! common.

use indexmap::IndexMap;
use jixiao::form::{Amount, Expense, Funds, Indicators, Project, Values};
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

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

fn amount() -> impl Strategy<Value = Amount> {
    let amounts = ["0", "6", "6.0", "13", "0.01", "9999999999999999999999.99"];
    select(amounts.to_vec()).prop_map(|text| Amount::parse(text).expect("an amount"))
}

fn values() -> impl Strategy<Value = Values> {
    let value = select(&["≥85%", "≥90%", "=1项", "=1.0项", "充分", "合理", "", "=1\u{1B}项"][..]);
    (value.clone(), value).prop_map(|(half, full)| Values::from((half.into(), full.into())))
}

fn named<T: std::fmt::Debug>(
    of: impl Strategy<Value = T>,
    most: usize,
) -> impl Strategy<Value = IndexMap<String, T>> {
    hash_map(name(), of, 0..=most).prop_map(IndexMap::from_iter)
}

fn indicators() -> impl Strategy<Value = Indicators> {
    named(named(named(values(), 4), 3), 3)
}

fn funds() -> impl Strategy<Value = Funds> {
    let expense = (amount(), amount()).prop_map(Expense::from);
    (amount(), named(expense, 4)).prop_map(|(total, expenses)| Funds { total, expenses })
}

/// A project.
pub fn project() -> impl Strategy<Value = Project> {
    (vec(text(1), 9), text(2), vec(text(6), 5), funds(), indicators()).prop_map(
        |(facts, unit, texts, funds, indicators)| Project {
            year: facts[0].clone(),
            name: facts[1].clone(),
            department: facts[2].clone(),
            kind: facts[3].clone(),
            level: facts[4].clone(),
            start: facts[5].clone(),
            end: facts[6].clone(),
            unit,
            person: facts[7].clone(),
            phone: facts[8].clone(),
            necessity: texts[0].clone(),
            feasibility: texts[1].clone(),
            content: texts[2].clone(),
            funds,
            long_term_goal: texts[3].clone(),
            annual_goal: texts[4].clone(),
            indicators,
        },
    )
}

/// A project and another one that has some of it.
pub fn pair() -> impl Strategy<Value = (Project, Project)> {
    (project(), project(), any::<[bool; 4]>()).prop_map(|(old, mut new, keep)| {
        if keep[0] {
            new.indicators = old.indicators.clone();
            new.indicators.reverse();
        }
        if keep[1] {
            new.funds.expenses = old.funds.expenses.clone();
            new.funds.expenses.reverse();
        }
        if keep[2] {
            new.necessity = format!("{}\n{}", new.annual_goal, old.necessity);
        }
        if keep[3] {
            new.content = old.content.chars().rev().collect();
        }
        (old, new)
    })
}
