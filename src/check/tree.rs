//! Which indicators a form may and must have.

use indexmap::IndexMap;

use super::Subject;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, Place};
use crate::form::Indicators;
use crate::form::edition::{core, find, is_same};
use crate::text::nearest::nearest;

/// `unknown-indicator`: an indicator outside the edition's tree.
pub fn unknown_indicator(subject: &Subject) -> Vec<Diagnostic> {
    unknown(subject).into_iter().map(|unknown| unknown.report(subject)).collect()
}

/// `missing-fixed-indicator`: a fixed indicator that the form lacks.
pub fn missing_fixed_indicator(subject: &Subject) -> Vec<Diagnostic> {
    let indicators = &subject.project.indicators;
    // A misspelt name has been told already.
    let misspelt: Vec<_> = unknown(subject).iter().filter_map(Unknown::meant).collect();
    let is_there = |name: &str| {
        let groups = indicators.values().flat_map(IndexMap::values);
        groups.flat_map(IndexMap::keys).any(|other| is_same(other, name))
    };
    let mut missing: IndexMap<Vec<&str>, Vec<&str>> = IndexMap::new();
    for path in subject.edition.indicators.fixed() {
        let [.., name] = path;
        if !is_there(name) && !misspelt.contains(&name) {
            missing.entry(nearest_group(indicators, path)).or_default().push(name);
        }
    }
    missing
        .into_iter()
        .map(|(group, names)| {
            let message = format!("缺少 {} 个固定的指标：{}", names.len(), names.join("、"));
            Diagnostic::new(&rule::MISSING_FIXED_INDICATOR, message)
                .at_all(group_place(subject, &group))
                .help("补上这些行，各写半年、全年两个值；可以从别的项目文件里复制")
        })
        .collect()
}

/// `no-usual-indicator`: a kind of indicator that reviewers will miss.
pub fn no_usual_indicator(subject: &Subject) -> Vec<Diagnostic> {
    let indicators = &subject.project.indicators;
    let is_there = |name: &str| {
        let groups = indicators.values().flat_map(IndexMap::keys);
        indicators.keys().chain(groups).any(|other| is_same(other, name))
    };
    let mut missing: IndexMap<Vec<&str>, Vec<&str>> = IndexMap::new();
    for name in &subject.edition.usual_indicators {
        if is_there(name) {
            continue;
        }
        let above = subject.edition.indicators.above(name).next().unwrap_or_default();
        let group = find(indicators, above).map(|(written, _)| written);
        missing.entry(group.into_iter().collect()).or_default().push(name);
    }
    missing
        .into_iter()
        .map(|(group, names)| {
            Diagnostic::new(&rule::NO_USUAL_INDICATOR, format!("没有{}", names.join("、")))
                .at_all(group_place(subject, &group))
                .help("评审时常要求有这类指标，能补就补上")
        })
        .collect()
}

/// A name that the edition does not have, and those that it might stand for.
struct Unknown<'a> {
    /// The names that lead to it, itself included.
    path: Vec<&'a str>,
    /// The names that it could be.
    known: Vec<&'a str>,
}

impl<'a> Unknown<'a> {
    fn name(&self) -> &'a str {
        self.path.last().copied().unwrap_or_default()
    }

    /// The name that was most likely meant.
    fn meant(&self) -> Option<&'a str> {
        let cores = self.known.iter().map(|known| core(known));
        let near = nearest(core(self.name()), cores)?;
        self.known.iter().copied().find(|known| core(known) == near)
    }

    fn report(&self, subject: &Subject) -> Diagnostic {
        let name = self.name();
        let level = ["一级", "二级", "三级"][self.path.len() - 1];
        let group = match self.path.len() {
            1 => String::new(),
            depth => format!("“{}”下", self.path[depth - 2]),
        };
        let tree = &subject.edition.indicators;
        let elsewhere = tree.above(name).next().filter(|_| self.path.len() == 2);
        let help = match (elsewhere, self.meant()) {
            (Some(level1), _) => format!("“{name}”应写在“{level1}”下"),
            (None, Some(near)) => format!("是不是“{near}”？"),
            (None, None) => format!("可以写：{}", self.known.join("、")),
        };
        Diagnostic::new(&rule::UNKNOWN_INDICATOR, format!("{group}没有“{name}”这个{level}指标"))
            .at_all(group_place(subject, &self.path))
            .help(help)
    }
}

/// The names that the edition does not have; those below one of them are not
/// looked at.
fn unknown<'a>(subject: &'a Subject) -> Vec<Unknown<'a>> {
    let tree = &subject.edition.indicators.0;
    let mut unknown = Vec::new();
    if tree.is_empty() {
        return unknown;
    }
    for (level1, groups) in &subject.project.indicators {
        let Some((_, known_groups)) = find(tree, level1) else {
            unknown.push(Unknown { path: vec![level1], known: names(tree.keys()) });
            continue;
        };
        for (level2, rows) in groups {
            let Some((_, fixed)) = find(known_groups, level2) else {
                let known = names(known_groups.keys());
                unknown.push(Unknown { path: vec![level1, level2], known });
                continue;
            };
            let is_fixed = |name: &&String| fixed.iter().any(|fixed| is_same(fixed, name));
            for name in rows.keys().filter(|name| !fixed.is_empty() && !is_fixed(name)) {
                let known = names(fixed.iter());
                unknown.push(Unknown { path: vec![level1, level2, name], known });
            }
        }
    }
    unknown
}

fn names<'a>(names: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    names.map(String::as_str).collect()
}

/// As much of the way to a fixed indicator as the form has.
fn nearest_group<'a>(indicators: &'a Indicators, [level1, level2, _]: [&str; 3]) -> Vec<&'a str> {
    match find(indicators, level1) {
        None => Vec::new(),
        Some((level1, groups)) => match find(groups, level2) {
            None => vec![level1],
            Some((level2, _)) => vec![level1, level2],
        },
    }
}

/// Where the name at the end of `group` stands, below 绩效指标.
fn group_place(subject: &Subject, group: &[&str]) -> Option<Place> {
    let path: Vec<_> = ["绩效指标"].into_iter().chain(group.iter().copied()).collect();
    subject.key_place(&path)
}
