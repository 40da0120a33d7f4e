//! Forms of one project that follow each other: the target form, its monitoring at
//! mid-year, its evaluation at the year's end.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Subject;
use super::subject::called;
use crate::diagnostic::{Diagnostic, Place, SourceFile, rule};
use crate::form::{Amount, Measure, Names, Role, Sign, core, standard_value};
use crate::source::Text;
use crate::text::nearest::nearest;

/// How many indicators of a project are kept: of one that has more, there are none.
const MOST_KEPT: usize = 500;
/// How much is told of two forms.
const MOST_TOLD: usize = 50;
/// How long a value is kept for, in bytes: a longer one is no value to compare.
const LONGEST: usize = 200;

/// What a form has planned: what is kept of it for holding it against others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The names of the forms that it follows.
    pub follows: Vec<String>,
    indicators: Option<Indicators>,
    /// The money that it says was planned when the year began; only of one that follows
    /// another one.
    initial: Option<Money>,
    /// The money of the year.
    total: Option<Money>,
}

/// The indicators of a form. They stand in one file, as they are below one key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Indicators {
    file: SourceFile,
    /// Where their key stands.
    key: Range<usize>,
    groups: Vec<Group>,
}

/// Indicators below the same names. There are many of them: so they are written without
/// the names of their parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Group(
    /// The names above them.
    Vec<String>,
    Vec<Indicator>,
);

/// An indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Indicator(
    /// Its name.
    String,
    /// What it is to reach; empty where it does not say.
    String,
    /// Where its name begins and ends, then the same of what it is to reach.
    [u32; 4],
    /// Whether the form fixes it.
    bool,
);

/// An indicator with the names above it.
#[derive(Clone, Copy)]
struct Row<'a> {
    groups: &'a [String],
    indicator: &'a Indicator,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Money {
    /// What it is called.
    pub name: String,
    /// How much it is, in 万元.
    pub amount: Amount,
    /// Where it is written, or what it is the sum of.
    pub place: Option<Place>,
}

impl Plan {
    /// The plan of a project.
    pub fn of(subject: &Subject) -> Self {
        let follows = subject.form.follows.clone();
        let initial = money_in(subject, Role::InitialBudget);
        let total = money_of(subject);
        let current = || money_in(subject, Role::CurrentBudget);
        Self {
            indicators: Indicators::of(subject),
            total: total.clone().or_else(current).or_else(|| initial.clone()),
            initial: initial.or(total).filter(|_| !follows.is_empty()),
            follows,
        }
    }

    /// The money of the year, unless it is nothing.
    pub fn total(&self) -> Option<&Money> {
        self.total.as_ref().filter(|total| !total.amount.value().is_zero())
    }

    /// The names of the files that it comes from.
    pub fn files(&mut self) -> impl Iterator<Item = &mut SourceFile> {
        let indicators = self.indicators.as_mut().map(|indicators| &mut indicators.file);
        let money = [&mut self.initial, &mut self.total].into_iter().flatten();
        let money = money.filter_map(|money| money.place.as_mut());
        indicators.into_iter().chain(money.map(|spot| &mut spot.file))
    }

    /// Holds it against the plan of a form that it follows, and that is called `earlier_form`.
    pub fn check(&self, earlier: &Self, earlier_form: &str) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if let (Some(later), Some(earlier)) = (&self.indicators, &earlier.indicators) {
            found.extend(later.check(earlier, earlier_form));
        }
        if let (Some(later), Some(earlier)) = (&self.initial, &earlier.total) {
            found.extend(later.check(earlier, earlier_form));
        }
        found.truncate(MOST_TOLD);
        found
    }
}

/// The amount that the form asks for as a whole, where it is written or summed up.
fn money_of(subject: &Subject) -> Option<Money> {
    let amount = Amount::of(subject.project.by_role(Role::Total)?.decimal()?)?;
    let name = subject.key(Role::Total).to_owned();
    let place = subject.total_place();
    Some(Money { name, amount, place: place.map(Place::closed) })
}

/// The sum of the column that has a role.
fn money_in(subject: &Subject, role: Role) -> Option<Money> {
    let (path, field, column) =
        subject.form.all_fields().into_iter().find_map(|(path, field)| {
            let column = field.kind.columns()?.iter().find(|it| it.role == Some(role))?;
            column.kind.is_decimal().then_some((path, field, column))
        })?;
    let amount = Amount::of(subject.project.sum_of(role)?)?;
    let place = subject.key_place_at(&subject.form.keys(&path));
    let name = format!("{}的{}合计", field.key, called(column));
    Some(Money { name, amount, place: place.map(Place::closed) })
}

impl Money {
    /// `budget-changed`: another amount than in the earlier form.
    fn check(&self, earlier: &Self, form: &str) -> Option<Diagnostic> {
        if self.amount.value() == earlier.amount.value() {
            return None;
        }
        let difference = super::funds::difference(self.amount.value(), earlier.amount.value());
        let (name, amount) = (&self.name, &self.amount);
        let (earlier_name, earlier_amount) = (&earlier.name, &earlier.amount);
        let message =
            format!("{name}是 {amount}，{form}里{earlier_name}是 {earlier_amount}，{difference}");
        Some(
            Diagnostic::new(&rule::BUDGET_CHANGED, message)
                .at_all(self.place.clone())
                .at_all(earlier.place.clone().map(|it| it.label(form)))
                .help("年初的预算数照前一张表写；前一张表错了，就改那一张"),
        )
    }
}

impl Indicators {
    fn of(subject: &Subject) -> Option<Self> {
        let (_, tree) = subject.form.indicators()?;
        let key = subject.key_place(Role::Indicators)?;
        let mut groups: Vec<Group> = Vec::new();
        for (count, row) in subject.indicators().enumerate() {
            if count == MOST_KEPT {
                return None;
            }
            let target = row.target().map(|answer| answer.text);
            let target = target.filter(|text| text.text.len() <= LONGEST);
            let [start, end] = span(row.name)?;
            let [value_start, value_end] = target.and_then(span).unwrap_or([start, end]);
            let indicator = Indicator(
                row.name.text.to_owned(),
                target.map(|text| text.text.trim().to_owned()).unwrap_or_default(),
                [start, end, value_start, value_end],
                is_fixed(&tree.names, row.names),
            );
            match groups.last_mut() {
                Some(Group(names, rows)) if names == row.groups() => rows.push(indicator),
                _ => {
                    let names = row.groups().iter().map(|&name| name.to_owned());
                    groups.push(Group(names.collect(), vec![indicator]));
                }
            }
        }
        Some(Self { file: key.file.closed(), key: key.span?, groups })
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let mut all = Vec::new();
        for Group(groups, rows) in &self.groups {
            all.extend(rows.iter().map(|indicator| Row { groups, indicator }));
        }
        all
    }

    fn place(&self, span: Range<usize>) -> Place {
        Place::new(&self.file, span)
    }

    /// What has become of the indicators of the earlier form.
    fn check(&self, earlier: &Self, form: &str) -> Vec<Diagnostic> {
        let here = |span| self.place(span);
        let there = |span| earlier.place(span).label(form);
        let Match { pairs, mut added, mut dropped } = Match::of(self.rows(), earlier.rows());
        // What a form fixes is not the author's to set or to drop.
        added.retain(|row| !row.is_fixed());
        dropped.retain(|row| !row.is_fixed());
        let mut found = Vec::new();
        for (row, before) in pairs.iter().filter(|(row, before)| row.is_changed(before)) {
            let (name, target, wanted) = (row.name(), row.target(), before.target());
            let message = format!("“{name}”的指标值是“{target}”，{form}里是“{wanted}”");
            found.push(
                Diagnostic::new(&rule::TARGET_CHANGED, message)
                    .at(here(row.value_span()))
                    .at(there(before.value_span()))
                    .help(format!("照{form}写“{wanted}”；批准调整过的，{form}也要改")),
            );
        }
        for row in added.into_iter().take(MOST_TOLD) {
            let message = format!("{form}里没有“{}”这个指标", row.name());
            let unset =
                Diagnostic::new(&rule::INDICATOR_NOT_SET, message).at(here(row.name_span()));
            let same_group = |other: &Row| other.group_cores().eq(row.group_cores());
            let others = dropped.iter().filter(|other| same_group(other)).map(Row::name);
            let near = nearest(row.name(), others);
            // It has been given another name: one mistake, and not two.
            let before = dropped.iter().position(|it| same_group(it) && Some(it.name()) == near);
            found.push(match before.map(|index| dropped.remove(index)) {
                Some(before) => unset
                    .at(there(before.name_span()))
                    .help(format!("是不是“{}”？名称要和{form}一致", before.name())),
                None => unset
                    .at(there(earlier.key.clone()))
                    .help(format!("删去这一行；确实要考核的，{form}也要加上")),
            });
        }
        for row in dropped.into_iter().take(MOST_TOLD) {
            let (name, target) = (row.name(), row.target());
            let message = format!("没有“{name}”这个指标，{form}里有，指标值是“{target}”");
            found.push(
                Diagnostic::new(&rule::TARGET_DROPPED, message)
                    .at(here(self.key.clone()))
                    .at(there(row.name_span()))
                    .help(format!("补上这一行；批准取消的，{form}也要删去")),
            );
        }
        found
    }
}

/// Where a text begins and ends.
fn span(text: &Text) -> Option<[u32; 2]> {
    let span = text.place.span.as_ref()?;
    Some([span.start.try_into().ok()?, span.end.try_into().ok()?])
}

impl<'a> Row<'a> {
    fn name(&self) -> &'a str {
        &self.indicator.0
    }

    fn target(&self) -> &'a str {
        &self.indicator.1
    }

    fn name_span(&self) -> Range<usize> {
        let [start, end, ..] = self.indicator.2;
        start as usize..end as usize
    }

    fn value_span(&self) -> Range<usize> {
        let [.., start, end] = self.indicator.2;
        start as usize..end as usize
    }

    fn is_fixed(&self) -> bool {
        self.indicator.3
    }

    fn group_cores(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.groups.iter().map(|name| core(name))
    }

    /// Whether it is to reach something else than before.
    fn is_changed(&self, before: &Self) -> bool {
        let [target, wanted] = [self, before].map(|row| standard_value(row.target()));
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
        this.pair(|row| row.group_cores().chain([core(row.name())]).collect());
        // Forms may group the same indicators otherwise.
        this.pair(|row| vec![core(row.name())]);
        this
    }

    /// Pairs those that have the same key, if no others have it.
    fn pair(&mut self, key: impl Fn(&Row<'a>) -> Vec<&'a str>) {
        let by_key = |rows: &[Row<'a>]| {
            let mut by_key: HashMap<Vec<&'a str>, Option<Row<'a>>> = HashMap::new();
            for row in rows {
                by_key.entry(key(row)).and_modify(|other| *other = None).or_insert(Some(*row));
            }
            by_key
        };
        let (added, dropped) = (by_key(&self.added), by_key(&self.dropped));
        let mut paired: HashSet<Vec<&str>> = HashSet::new();
        for row in &self.added {
            let key = key(row);
            if let (Some(Some(_)), Some(Some(before))) = (added.get(&key), dropped.get(&key)) {
                self.pairs.push((*row, *before));
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
