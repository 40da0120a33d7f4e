//! Rows: a single value, a list in the columns' order, or a mapping by the columns' keys.

use super::mend::{self, Mend};
use super::misplaced::meant_beside;
use super::on_form::unless_needed_on_form;
use super::places::{Content, Node, Style};
use super::shape::{self, Checker};
use super::unfilled::is_unfilled;
use crate::diagnostic::{Diagnostic, rule};
use crate::form::{Amount, Column, Kind};

/// Holds the row under `name` against the columns that it should have. Where nothing is filled
/// in, `unless_needed` says what to do with it otherwise.
pub fn check<'a>(
    checker: &mut Checker<'a>,
    name: &str,
    node: &Node,
    columns: &'a [Column],
    unless_needed: &str,
) {
    let entered: Vec<&Column> = columns.iter().filter(|column| column.is_entered()).collect();
    let before = checker.found.len();
    match entered.as_slice() {
        [column] => match &node.content {
            Content::List(items) if items.len() == 1 && column.kind.is_scalar() => {
                let message = format!("“{name}”只有一个值，不用方括号");
                let written = &checker.file.text()[items[0].span.clone()];
                let help = format!("写成“{name}: {written}”");
                checker.report(&rule::WRONG_KIND, message, node, help);
            }
            Content::Text { text, style: Style::Quoted }
                if column.required && text.trim().is_empty() =>
            {
                let help = format!("写上内容{unless_needed}");
                checker.report(&rule::EMPTY_VALUE, format!("“{name}”是空的"), node, help);
            }
            _ => checker.value(name, node, &column.kind, !column.required),
        },
        entered => {
            Row { name, node, columns: entered, all: columns, unless_needed }.check(checker);
        }
    }
    let wanted = match entered.as_slice() {
        [_] => "写上内容".to_owned(),
        entered => format!("填上{}", wanted(entered)),
    };
    let on_form = wanted + unless_needed_on_form(unless_needed);
    let of_row = |found: &&mut Diagnostic| {
        let span = found.places.first().and_then(|place| place.span.as_ref());
        found.on_form.is_none() && span == Some(&node.span)
    };
    for found in checker.found[before..].iter_mut().filter(of_row) {
        let is_of_kind = *found.rule == rule::WRONG_KIND;
        *found = found.clone().help_on_form(&*on_form);
        if is_of_kind {
            *found = found.clone().message_on_form(format!("“{name}”写得不对"));
        }
    }
}

/// `半年、全年两个值`.
fn wanted(columns: &[&Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.short.as_str()).collect();
    format!("{}{}个值", names.join("、"), count(columns.len()))
}

/// How a row is written: `[半年值, 全年值]`.
pub fn written(columns: &[Column]) -> String {
    let names = columns.iter().filter(|column| column.is_entered()).map(Column::value_name);
    let names: Vec<String> = names.collect();
    match names.as_slice() {
        [only] => only.clone(),
        names => format!("[{}]", names.join(", ")),
    }
}

struct Row<'a, 'b> {
    name: &'b str,
    node: &'b Node,
    /// The columns that the file says.
    columns: &'b [&'a Column],
    /// These, and those that are computed.
    all: &'a [Column],
    unless_needed: &'b str,
}

impl<'a> Row<'a, '_> {
    fn check(&self, checker: &mut Checker<'a>) {
        let Self { name, node, .. } = *self;
        let form = self.form("，用半角方括号和半角逗号");
        let written = &checker.file.text()[node.span.clone()];
        if let Some(mended) = mend::row(written, self.columns.len()) {
            let message = format!("“{name}”的方括号或逗号是全角的");
            return checker.fixable(&rule::WRONG_KIND, message, node, Some(mended), &form);
        }
        if checker.listed(node) {
            return;
        }
        let is_list = matches!(node.content, Content::List(_));
        let is_complete = self.columns.iter().all(|column| column.required);
        if is_list && is_complete && self.length() == self.columns.len() && is_unfilled(node) {
            let help = format!("填上{}{}", self.wanted(), self.unless_needed);
            let message = format!("“{name}”的值还没有填");
            return checker.report(&rule::EMPTY_VALUE, message, node, help);
        }
        if let Some(mended) = self.in_chinese_quotes() {
            let message = format!("“{name}”的金额加了中文引号");
            return checker.fixable(&rule::BAD_AMOUNT, message, node, Some(mended), &form);
        }
        match &node.content {
            Content::List(items) if items.len() == self.columns.len() => {
                for (item, column) in items.iter().zip(self.columns) {
                    self.value(checker, item, column);
                }
            }
            Content::List(items) if matches!(items.as_slice(), [item] if is_left_open(item)) => {
                let example = self.columns.iter().map(|column| example(&column.kind));
                let help = format!(
                    "“…”要换成真的值：写上{}，如 [{}]",
                    self.wanted(),
                    example.collect::<Vec<_>>().join(", ")
                );
                checker.report(&rule::EMPTY_VALUE, format!("“{name}”的值没有填"), node, help);
            }
            Content::List(items) => self.wrong_length(checker, items.len()),
            content if content.is_blank() => {
                checker.report(&rule::EMPTY_VALUE, format!("“{name}”是空的"), node, form);
            }
            Content::Text { text, .. } => {
                let message = format!("“{name}”应是{}，这里却是一段文字", self.wanted());
                let mended = mend::brackets(text, self.columns.len());
                checker.fixable(&rule::WRONG_KIND, message, node, mended, &form);
            }
            Content::Map(entries) => {
                let keys: Vec<&str> = self.columns.iter().map(|it| it.key.as_str()).collect();
                if !entries.iter().any(|entry| keys.contains(&entry.key.as_str())) {
                    let is = shape::kind(node);
                    let message = format!("“{name}”应是{}，这里却是{is}", self.wanted());
                    let mended = mend::brackets(written, self.columns.len());
                    return checker.fixable(&rule::WRONG_KIND, message, node, mended, &form);
                }
                for entry in entries {
                    match self.columns.iter().find(|column| column.key == entry.key) {
                        Some(column) => self.value(checker, &entry.value, column),
                        None if entry.key == "<<" => {}
                        None if self.all.iter().any(|column| column.key == entry.key) => {
                            checker.computed(entry);
                        }
                        None => checker.unknown_among(entry, entries, &keys),
                    }
                }
                // A misspelt one has been told as such.
                let is_there = |key: &str| entries.iter().any(|entry| entry.key == key);
                let meant: Vec<&str> = entries
                    .iter()
                    .filter(|entry| !keys.contains(&entry.key.as_str()))
                    .filter_map(|entry| meant_beside(&entry.key, &keys, is_there, &[]))
                    .collect();
                self.missing(checker, |key| meant.contains(&key) || is_there(key));
            }
        }
    }

    fn value(&self, checker: &mut Checker<'a>, item: &Node, column: &'a Column) {
        let name = format!("{} {}", self.name, column.value_name());
        checker.value(&name, item, &column.kind, !column.required);
    }

    /// How many values a list has.
    fn length(&self) -> usize {
        match &self.node.content {
            Content::List(items) => items.len(),
            _ => 0,
        }
    }

    /// `[“1”, “2.5”]`: what to write for amounts of which several are in Chinese quotes.
    fn in_chinese_quotes(&self) -> Option<Mend> {
        let Content::List(items) = &self.node.content else { return None };
        let are_amounts = self.columns.iter().all(|column| matches!(column.kind, Kind::Amount));
        if !are_amounts || items.len() != self.columns.len() {
            return None;
        }
        let said: Vec<&str> = items.iter().map(Node::text).collect::<Option<_>>()?;
        let bare = |text: &&str| text.trim_matches(['“', '”', '‘', '’', '＂']).trim().to_owned();
        let values: Vec<String> = said.iter().map(bare).collect();
        let is_quoted =
            said.iter().zip(&values).filter(|(said, bare)| **said != **bare).count() > 1;
        let text = format!("[{}]", values.join(", "));
        let is_good = is_quoted && values.iter().all(|value| Amount::parse(value).is_ok());
        is_good.then_some(Mend { text, is_safe: false })
    }

    /// Tells the columns that a mapping lacks.
    fn missing(&self, checker: &mut Checker<'a>, is_there: impl Fn(&str) -> bool) {
        let missing: Vec<&str> = self
            .columns
            .iter()
            .filter(|column| column.required && !is_there(&column.key))
            .map(|column| column.key.as_str())
            .collect();
        let Some(first) = missing.first() else { return };
        let message = format!("“{}”缺少 {} 项：{}", self.name, missing.len(), missing.join("、"));
        let help = format!("在它下面加上“{first}: …”");
        checker.report(&rule::MISSING_KEY, message, self.node, help);
    }

    fn wrong_length(&self, checker: &mut Checker<'a>, found: usize) {
        let (node, count) = (self.node, self.columns.len());
        let form = self.form("，用半角方括号和半角逗号");
        let written = &checker.file.text()[node.span.clone()];
        let are_amounts = self.columns.iter().all(|column| matches!(column.kind, Kind::Amount));
        let (mended, help) = match found {
            // YAML takes no value behind the last comma for none at all.
            1.. if found + 1 == count && written.trim_end_matches([']', ' ']).ends_with(',') => {
                let nothing = if are_amounts { "0" } else { "无" };
                let values = written.trim_start_matches('[').trim_end_matches([']', ' ', ',']);
                let help = format!("逗号后面也要写一个值，没有时写成 [{values}, {nothing}]");
                (None, help)
            }
            0.. if found <= count => (mend::separators(written, count), form),
            _ if are_amounts => (mend::thousands(written, count), form),
            _ => (None, self.form("；值里有半角逗号时，给它加上英文引号")),
        };
        let message = format!("“{}”应有{}，这里有 {found} 个", self.name, self.wanted());
        checker.fixable(&rule::WRONG_LENGTH, message, node, mended, &help);
    }

    fn wanted(&self) -> String {
        wanted(self.columns)
    }

    /// `写成 [半年值, 全年值]，…`.
    fn form(&self, advice: &str) -> String {
        format!("写成 {}{advice}", written(self.all))
    }
}

/// Whether all that a value says is that something is to come.
fn is_left_open(node: &Node) -> bool {
    node.text().is_some_and(|text| !text.is_empty() && text.chars().all(|c| "….。·".contains(c)))
}

/// A value of a kind.
fn example(kind: &Kind) -> &'static str {
    match kind {
        Kind::Amount => "1.15",
        Kind::Number => "10",
        Kind::Date { .. } => "2026年12月",
        _ => "=2台",
    }
}

/// A number of things, as people say it.
fn count(number: usize) -> String {
    match number {
        2 => "两".to_owned(),
        3..=10 => "三四五六七八九十".chars().nth(number - 3).map(String::from).unwrap_or_default(),
        _ => format!(" {number} "),
    }
}
