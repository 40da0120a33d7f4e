//! What comments in the files allow: findings that are not told, and comments that allow
//! nothing.

use serde::{Deserialize, Serialize};

use super::across;
use super::spot::Spot;
use crate::diagnostic::rule::{self, Rule};
use crate::diagnostic::{Diagnostic, Edit, Place, SourceFile};
use crate::source::{Allowance, Source};
use crate::text::nearest::nearest;

/// Marks the findings that comments allow, and adds those about comments that allow nothing.
pub fn apply(found: &mut Vec<Diagnostic>, source: &Source) {
    let mut useless = Vec::new();
    for (allowance, is_own) in source.allowances() {
        let mut unused = Vec::new();
        for (name, rule) in &allowance.rules {
            let may_be =
                |rule: &&Rule| **rule != rule::UNUSED_ALLOW && rule.check_severity(None).is_ok();
            let Some(rule) = rule.filter(may_be) else {
                useless.push(unknown(name, *rule, &allowance));
                continue;
            };
            let is_used = mark(found, rule, &allowance);
            // What is found in comparing files, or only with some of those that a default file is
            // for, may be found another time.
            if !is_used && is_own && !across::finds(rule) {
                unused.push(name.as_str());
            }
        }
        if allowance.rules.is_empty() {
            let found = Diagnostic::new(&rule::UNUSED_ALLOW, "看不懂这条注释，它什么也不管");
            let help = "写成“# jixiao: allow 规则”，几条规则之间用逗号";
            let found = found.at(allowance.place.clone()).help(help);
            useless.push(on_form(found));
        } else if !unused.is_empty() {
            useless.push(needless(&unused, &allowance));
        }
    }
    found.extend(useless);
}

/// Marks what of a rule is found in the entry; whether there is something.
fn mark(found: &mut [Diagnostic], rule: &Rule, allowance: &Allowance) -> bool {
    let file = &allowance.place.file;
    let mut is_used = false;
    for found in found.iter_mut().filter(|found| *found.rule == *rule) {
        let Some(place) = found.places.first().filter(|place| place.file.name() == file.name())
        else {
            continue;
        };
        if place.span.as_ref().is_some_and(|span| allowance.entry.contains(&span.start)) {
            found.is_allowed = true;
            is_used = true;
        }
    }
    is_used
}

fn unknown(name: &str, rule: Option<&Rule>, allowance: &Allowance) -> Diagnostic {
    let (message, help) = match rule {
        Some(rule) if *rule == rule::UNUSED_ALLOW => {
            (format!("“{name}”说的就是注释，不能用注释放行"), "删去这条注释".to_owned())
        }
        Some(rule) => {
            let why = rule.check_severity(None).err().unwrap_or_default();
            (why, "删去这条注释，把这一项改好".to_owned())
        }
        None => {
            let near = nearest(name, rule::ALL.iter().map(|rule| rule.name));
            let help = match near {
                Some(near) => format!("是不是“{near}”？"),
                None => "用 jixiao rule 看有哪些规则".to_owned(),
            };
            (format!("没有“{name}”这条规则"), help)
        }
    };
    let found = Diagnostic::new(&rule::UNUSED_ALLOW, message).at(allowance.place.clone());
    on_form(found.help(help))
}

/// The same in the words for those who see no comments.
fn on_form(found: Diagnostic) -> Diagnostic {
    let message = "文件里有一条给程序看的说明，它什么也不管";
    found
        .message_on_form(message)
        .help_on_form("它不印在表上，不用管；要去掉它，请写文件的同事删去")
}

/// A comment that names rules which are not broken there.
fn needless(unused: &[&str], allowance: &Allowance) -> Diagnostic {
    let names = unused.join("、");
    let found = Diagnostic::new(&rule::UNUSED_ALLOW, format!("这里没有“{names}”，不用放行"));
    let found = found.at(allowance.place.clone());
    match unused.len() == allowance.rules.len() {
        true => on_form(found.help("删去这条注释").fix(removal(allowance))),
        false => on_form(found.help(format!("从注释里删去“{names}”"))),
    }
}

/// The removal of a comment that has a line for itself.
fn removal(allowance: &Allowance) -> Option<Edit> {
    let span = allowance.place.span.clone().filter(|_| allowance.is_alone)?;
    let text = allowance.place.file.text();
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at + 1);
    Some(Edit::new(&allowance.place.file, start..end, ""))
}

/// What is kept of a comment for what is found in comparing files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptAllowance {
    /// The entry.
    entry: Spot,
    /// The names of the rules.
    rules: Box<[Box<str>]>,
}

impl KeptAllowance {
    /// Those of a project that are about comparing files.
    pub fn of(source: &Source) -> Box<[Self]> {
        let kept = |(allowance, _): (Allowance, bool)| {
            let rules: Box<[Box<str>]> = allowance
                .rules
                .iter()
                .filter_map(|(_, rule)| rule.filter(|rule| across::finds(rule)))
                .map(|rule| rule.name.into())
                .collect();
            let entry = Place::new(&allowance.place.file, allowance.entry);
            (!rules.is_empty()).then(|| Self { entry: entry.into(), rules })
        };
        source.allowances().filter_map(kept).collect()
    }

    /// The file that it stands in.
    pub fn file(&mut self) -> &mut SourceFile {
        &mut self.entry.file
    }

    /// Whether it allows a finding.
    pub fn allows(&self, found: &Diagnostic) -> bool {
        let is_named = self.rules.iter().any(|rule| **rule == *found.rule.name);
        is_named
            && found.places.first().is_some_and(|place| {
                place.file.name() == self.entry.file.name()
                    && place.span.as_ref().is_some_and(|span| self.entry.contains(span.start))
            })
    }
}
