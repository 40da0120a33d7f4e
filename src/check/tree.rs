//! Which names a tree may and must have.

use indexmap::IndexMap;

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Branch, Branches, Column, Kind, Names, Tree, Value, core, is_same};
use crate::text::nearest::nearest;

/// `unknown-indicator`: a name that the form does not have.
pub fn unknown_indicator(subject: &Subject) -> Vec<Diagnostic> {
    let unknown = |planted: Planted| {
        let unknown =
            planted.unknown().into_iter().map(|unknown| unknown.report(subject, &planted));
        unknown.collect::<Vec<_>>()
    };
    trees(subject).flat_map(unknown).collect()
}

/// `missing-fixed-indicator`: a fixed name that a project lacks.
pub fn missing_fixed_indicator(subject: &Subject) -> Vec<Diagnostic> {
    trees(subject).flat_map(|planted| missing_fixed(subject, &planted)).collect()
}

fn missing_fixed(subject: &Subject, planted: &Planted) -> Vec<Diagnostic> {
    let unknown = planted.unknown();
    // A misspelt name has been told already.
    let misspelt: Vec<_> = unknown.iter().filter_map(Unknown::meant).collect();
    let rows = row_names(planted.branches);
    let mut missing: IndexMap<Vec<&str>, Vec<&str>> = IndexMap::new();
    for path in planted.tree.names.fixed(planted.tree.levels.len()) {
        let Some((&name, groups)) = path.split_last() else { continue };
        if !rows.iter().any(|row| is_same(row, name)) && !misspelt.contains(&name) {
            missing.entry(nearest_group(planted.branches, groups)).or_default().push(name);
        }
    }
    let values = values(&planted.tree.columns);
    missing
        .into_iter()
        .map(|(group, names)| {
            let message = format!("缺少 {} 个固定的指标：{}", names.len(), names.join("、"));
            Diagnostic::new(&rule::MISSING_FIXED_INDICATOR, message)
                .at_all(subject.key_place_at(&planted.path_to(&group)))
                .help(format!("补上这些行，{values}；可以从别的项目文件里复制"))
                .help_on_form(format!("补上这些行，{values}"))
        })
        .collect()
}

/// What there is to write in a row.
fn values(columns: &[Column]) -> String {
    let entered: Vec<&Column> = columns.iter().filter(|column| column.is_entered()).collect();
    match entered.as_slice() {
        [column] => format!("各写{}", column.value_name()),
        [first, second] => format!("各写{}、{}两个值", first.short, second.short),
        _ => "各列的值都写上".to_owned(),
    }
}

/// `no-usual-indicator`: a kind of indicator that reviewers will miss.
pub fn no_usual_indicator(subject: &Subject) -> Vec<Diagnostic> {
    trees(subject).flat_map(|planted| no_usual(subject, &planted)).collect()
}

fn no_usual(subject: &Subject, planted: &Planted) -> Vec<Diagnostic> {
    let groups = group_names(planted.branches);
    let mut missing: IndexMap<Vec<&str>, Vec<&str>> = IndexMap::new();
    for name in &planted.tree.usual {
        if groups.iter().any(|group| is_same(group, name)) {
            continue;
        }
        let above = planted.tree.names.above(name).next().unwrap_or_default();
        missing.entry(nearest_group(planted.branches, &[above])).or_default().push(name);
    }
    missing
        .into_iter()
        .map(|(group, names)| {
            Diagnostic::new(&rule::NO_USUAL_INDICATOR, format!("没有{}", names.join("、")))
                .at_all(subject.key_place_at(&planted.path_to(&group)))
                .help("评审时常要求有这类指标，能补就补上")
        })
        .collect()
}

/// `named-like-group`: an indicator that says no more than the group that it stands in.
pub fn named_like_group(subject: &Subject) -> Vec<Diagnostic> {
    let trees = subject.form.indicators();
    let Some((_, tree)) = trees else { return Vec::new() };
    subject
        .indicators()
        .filter_map(|row| {
            let name = row.name.text;
            let depth = row.groups().iter().rposition(|group| is_same(group, name))?;
            let group_level = tree.levels.get(depth).map_or("", String::as_str);
            let level = tree.levels.last().map_or("", String::as_str);
            let message = format!("{level}“{name}”和它所在的{group_level}同名");
            let help = match core(name).contains("满意度") {
                true => "写明是谁的满意度，如“参训人员满意度”",
                false => "写明考核的是什么，如“设备购置数量”",
            };
            let group = subject
                .key_place_at(&row.name.path[..row.name.path.len() - row.names.len() + depth + 1]);
            Some(
                Diagnostic::new(&rule::NAMED_LIKE_GROUP, message)
                    .at(row.name.place.clone())
                    .at_all(group.map(|place| place.label(group_level)))
                    .help(help),
            )
        })
        .collect()
}

/// A tree of the form, with what a project has in it.
pub struct Planted<'a> {
    /// The keys that lead to it.
    keys: Vec<&'a str>,
    /// What the form says of it.
    pub tree: &'a Tree,
    /// What the project has in it.
    pub branches: &'a Branches,
}

/// The trees of the form that a project has something in.
pub fn trees<'a>(subject: &Subject<'a>) -> impl Iterator<Item = Planted<'a>> {
    let (form, project) = (subject.form, subject.project);
    form.all_fields().into_iter().filter_map(move |(path, field)| {
        match (&field.kind, project.at(&path)) {
            (Kind::Tree(tree), Some(Value::Tree(branches))) => {
                Some(Planted { keys: form.keys(&path), tree, branches })
            }
            _ => None,
        }
    })
}

impl<'a> Planted<'a> {
    /// The names that the form does not have; those below one of them are not looked at.
    fn unknown(&self) -> Vec<Unknown<'a>> {
        let mut unknown = Vec::new();
        collect_unknown(&self.tree.names, self.branches, &[], &mut unknown);
        unknown
    }

    /// The keys and names that lead to a name below it.
    pub fn path_to<'b>(&self, names: &[&'b str]) -> Vec<&'b str>
    where
        'a: 'b,
    {
        self.keys.iter().chain(names).copied().collect()
    }
}

fn collect_unknown<'a>(
    known: &'a Names,
    branches: &'a Branches,
    above: &[&'a str],
    unknown: &mut Vec<Unknown<'a>>,
) {
    if known.is_free() {
        return;
    }
    for (name, branch) in branches {
        let path = [above, &[name]].concat();
        match (known.find(name), branch) {
            // That it is blank is told as that.
            (None, _) if name.is_empty() => {}
            (None, _) => unknown.push(Unknown { path, known: known.names().collect() }),
            (Some((_, known)), Branch::Group(below)) => {
                collect_unknown(known, below, &path, unknown);
            }
            (Some(_), Branch::Row(_)) => {}
        }
    }
}

/// A name that the form does not have, and those that it might stand for.
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

    fn report(&self, subject: &Subject, planted: &Planted) -> Diagnostic {
        let (name, depth, tree) = (self.name(), self.path.len(), planted.tree);
        let level = tree.levels.get(depth - 1).map_or("", String::as_str);
        let group = match depth {
            1 => String::new(),
            _ => format!("“{}”下", self.path[depth - 2]),
        };
        let elsewhere = tree.names.above(name).next().filter(|_| depth == 2);
        let help = match (elsewhere, self.meant()) {
            (Some(first), _) => format!("“{name}”应写在“{first}”下"),
            (None, Some(near)) => format!("是不是“{near}”？"),
            (None, None) => format!("可以写：{}", self.known.join("、")),
        };
        Diagnostic::new(&rule::UNKNOWN_INDICATOR, format!("{group}没有“{name}”这个{level}"))
            .at_all(subject.key_place_at(&planted.path_to(&self.path)))
            .help(help)
    }
}

/// The names of all rows.
fn row_names(branches: &Branches) -> Vec<&str> {
    branches
        .iter()
        .flat_map(|(name, branch)| match branch {
            Branch::Row(_) => vec![name.as_str()],
            Branch::Group(below) => row_names(below),
        })
        .collect()
}

/// The names of all groups or, of a tree without groups, those of its rows.
fn group_names(branches: &Branches) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for (name, branch) in branches {
        names.push(name);
        if let Branch::Group(below) = branch
            && below.values().any(|branch| matches!(branch, Branch::Group(_)))
        {
            names.extend(group_names(below));
        }
    }
    names
}

/// As much of the way along some names as the project has.
fn nearest_group<'a>(branches: &'a Branches, names: &[&str]) -> Vec<&'a str> {
    let mut way = Vec::new();
    let mut here = branches;
    for name in names {
        let found = here.iter().find(|(written, _)| is_same(written, name));
        let Some((written, Branch::Group(below))) = found else { break };
        way.push(written.as_str());
        here = below;
    }
    way
}
