//! The indicators that a form plans, and what has become of them in one that follows it.

use std::collections::{HashMap, HashSet};
use std::iter;
use std::ops::Range;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{Subject, subject};
use crate::diagnostic::{Diagnostic, Place, SourceFile, rule};
use crate::form::{Measure, Names, Role, Sign, core, standard_value};
use crate::system::packed::{Packed, Packer, Unpacker};
use crate::text::nearest::nearest;

/// How many indicators of a project are kept: of one that has more, there are none.
const MOST_KEPT: usize = 500;
/// How much is told of two forms.
pub const MOST_TOLD: usize = 50;
/// How long a value is kept for, in bytes: a longer one is no value to compare.
const LONGEST: usize = 200;

/// The indicators of a form. They stand in one file, as they are below one key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicators {
    /// The file.
    pub file: SourceFile,
    /// Where their key stands, then the indicators.
    packed: Packed,
}

/// An indicator.
#[derive(Debug, Clone)]
struct Row<'a> {
    /// The names above it.
    groups: Rc<[&'a str]>,
    name: &'a str,
    /// What it is to reach; empty where it does not say.
    target: &'a str,
    name_span: Range<usize>,
    /// Where it says what it is to reach; where its name stands if it does not.
    value_span: Range<usize>,
    /// Whether the form fixes it.
    is_fixed: bool,
}

impl Indicators {
    /// The indicators of a project.
    pub fn of(subject: &Subject) -> Option<Self> {
        let (_, tree) = subject.form.indicators()?;
        let key = subject.key_place(Role::Indicators)?;
        let mut packer = Packer::default();
        packer.span(&key.span?);
        let mut last = None;
        for (count, row) in subject.indicators().enumerate() {
            if count == MOST_KEPT {
                return None;
            }
            let row = Row::of(row, &tree.names)?;
            row.pack(last.as_ref(), &mut packer);
            last = Some(row);
        }
        Some(Self { file: key.file.closed(), packed: packer.finish() })
    }

    /// Where their key stands.
    fn key(&self) -> Range<usize> {
        self.packed.unpack().span().unwrap_or_default()
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let mut unpacker = self.packed.unpack();
        let _key = unpacker.span();
        let first = Row::unpack(None, &mut unpacker);
        iter::successors(first, |last| Row::unpack(Some(last), &mut unpacker)).collect()
    }

    fn place(&self, span: Range<usize>) -> Place {
        Place::new(&self.file, span)
    }

    /// What has become of the indicators of the earlier form.
    pub fn check(&self, earlier: &Self, form: &str) -> Vec<Diagnostic> {
        let here = |span| self.place(span);
        let there = |span| earlier.place(span).label(form);
        let Match { pairs, mut added, mut dropped } = Match::of(self.rows(), earlier.rows());
        // What a form fixes is not the author's to set or to drop.
        added.retain(|row| !row.is_fixed);
        dropped.retain(|row| !row.is_fixed);
        let mut found = Vec::new();
        for (row, before) in pairs.iter().filter(|(row, before)| row.is_changed(before)) {
            let (name, target, wanted) = (row.name, row.target, before.target);
            let message = format!("“{name}”的指标值是“{target}”，{form}里是“{wanted}”");
            found.push(
                Diagnostic::new(&rule::TARGET_CHANGED, message)
                    .at(here(row.value_span.clone()))
                    .at(there(before.value_span.clone()))
                    .help(format!("照{form}写“{wanted}”；批准调整过的，{form}也要改")),
            );
        }
        for row in added.into_iter().take(MOST_TOLD) {
            let message = format!("{form}里没有“{}”这个指标", row.name);
            let unset =
                Diagnostic::new(&rule::INDICATOR_NOT_SET, message).at(here(row.name_span.clone()));
            let same_group = |other: &Row| other.group_cores().eq(row.group_cores());
            let others = dropped.iter().filter(|other| same_group(other)).map(|it| it.name);
            let near = nearest(row.name, others);
            // It has been given another name: one mistake, and not two.
            let before = dropped.iter().position(|it| same_group(it) && Some(it.name) == near);
            found.push(match before.map(|index| dropped.remove(index)) {
                Some(before) => unset
                    .at(there(before.name_span.clone()))
                    .help(format!("是不是“{}”？名称要和{form}一致", before.name)),
                None => unset
                    .at(there(earlier.key()))
                    .help(format!("删去这一行；确实要考核的，{form}也要加上")),
            });
        }
        for row in dropped.into_iter().take(MOST_TOLD) {
            let (name, target) = (row.name, row.target);
            let message = format!("没有“{name}”这个指标，{form}里有，指标值是“{target}”");
            found.push(
                Diagnostic::new(&rule::TARGET_DROPPED, message)
                    .at(here(self.key()))
                    .at(there(row.name_span.clone()))
                    .help(format!("补上这一行；批准取消的，{form}也要删去")),
            );
        }
        found
    }
}

impl<'a> Row<'a> {
    /// A row of a project, of a form that fixes those of the names `known`.
    fn of(row: &subject::Row<'a>, known: &Names) -> Option<Self> {
        let name_span = row.name.place.span.clone()?;
        let target = row.target().map(|answer| answer.text);
        let target = target.filter(|text| text.text.len() <= LONGEST);
        let value_span = target.and_then(|text| text.place.span.clone());
        Some(Self {
            groups: row.groups().into(),
            name: row.name.text,
            target: target.map_or("", |text| text.text.trim()),
            value_span: value_span.unwrap_or_else(|| name_span.clone()),
            name_span,
            is_fixed: is_fixed(known, row.names),
        })
    }

    /// Puts it in behind the `last` one: of names above it that are the same, so many are not
    /// kept again.
    fn pack(&self, last: Option<&Self>, packer: &mut Packer) {
        let known = last.map_or(&[][..], |last| &last.groups);
        let same = known.iter().zip(&*self.groups).take_while(|(known, name)| known == name);
        let same = same.count();
        packer.number(same);
        packer.number(self.groups.len() - same);
        self.groups[same..].iter().for_each(|name| packer.text(name));
        packer.text(self.name);
        packer.text(self.target);
        packer.span(&self.name_span);
        packer.span(&self.value_span);
        packer.number(self.is_fixed.into());
    }

    /// Takes the next one out behind the `last` one.
    fn unpack(last: Option<&Self>, unpacker: &mut Unpacker<'a>) -> Option<Self> {
        let (same, new) = (unpacker.number()?, unpacker.number()?);
        let known = last.map_or(&[][..], |last| &last.groups).get(..same)?;
        let groups = match last {
            Some(last) if new == 0 && known.len() == last.groups.len() => last.groups.clone(),
            _ => {
                let new: Option<Vec<_>> = (0..new).map(|_| unpacker.text()).collect();
                [known, &new?].concat().into()
            }
        };
        Some(Self {
            groups,
            name: unpacker.text()?,
            target: unpacker.text()?,
            name_span: unpacker.span()?,
            value_span: unpacker.span()?,
            is_fixed: unpacker.number()? == 1,
        })
    }

    fn group_cores(&self) -> impl Iterator<Item = &'a str> {
        self.groups.iter().map(|name| core(name))
    }

    /// Whether it is to reach something else than before.
    fn is_changed(&self, before: &Self) -> bool {
        let [target, wanted] = [self, before].map(|row| standard_value(row.target));
        if target.is_empty() || wanted.is_empty() || target == wanted {
            return false;
        }
        // 100% is =100%, and 1.0 is 1.
        let sign = |measure: &Measure| measure.sign.unwrap_or(Sign::Equal);
        match (Measure::parse(&target), Measure::parse(&wanted)) {
            (Some(a), Some(b)) => (sign(&a), a.number, a.unit) != (sign(&b), b.number, b.unit),
            _ => true,
        }
    }
}

/// Which indicators of two forms are the same.
struct Match<'a> {
    /// Those that are in both, the later one first.
    pairs: Vec<(Row<'a>, Row<'a>)>,
    /// Those that are in the later one only.
    added: Vec<Row<'a>>,
    /// Those that are in the earlier one only.
    dropped: Vec<Row<'a>>,
}

impl<'a> Match<'a> {
    fn of(later: Vec<Row<'a>>, earlier: Vec<Row<'a>>) -> Self {
        let mut this = Self { pairs: Vec::new(), added: later, dropped: earlier };
        this.pair(|row| row.group_cores().chain([core(row.name)]).collect());
        // Forms may group the same indicators otherwise.
        this.pair(|row| vec![core(row.name)]);
        this
    }

    /// Pairs those that have the same key, if no others have it.
    fn pair(&mut self, key: impl Fn(&Row<'a>) -> Vec<&'a str>) {
        let by_key = |rows: &[Row<'a>]| {
            let mut by_key: HashMap<Vec<&'a str>, Option<Row<'a>>> = HashMap::new();
            for row in rows {
                by_key
                    .entry(key(row))
                    .and_modify(|other| *other = None)
                    .or_insert(Some(row.clone()));
            }
            by_key
        };
        let (added, dropped) = (by_key(&self.added), by_key(&self.dropped));
        let mut paired: HashSet<Vec<&str>> = HashSet::new();
        for row in &self.added {
            let key = key(row);
            if let (Some(Some(_)), Some(Some(before))) = (added.get(&key), dropped.get(&key)) {
                self.pairs.push((row.clone(), before.clone()));
                paired.insert(key);
            }
        }
        self.added.retain(|row| !paired.contains(&key(row)));
        self.dropped.retain(|row| !paired.contains(&key(row)));
    }
}

/// Whether a form fixes the row that these names lead to.
fn is_fixed(known: &Names, names: &[&str]) -> bool {
    let mut known = known;
    names.iter().all(|name| match known.find(name) {
        Some((_, below)) => {
            known = below;
            true
        }
        None => false,
    })
}
