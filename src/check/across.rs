//! What only shows when several projects are looked at together.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use rust_decimal::Decimal;

use super::citation::{Likeness, conflict_between};
use super::facts::{Facts, Head, KeptCitation};
use super::follow::Money;
use super::outlier;
use super::spot::Spot;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule::{self, Rule};
use crate::form::Department;

/// A project, whatever form it is in.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    year: &'a str,
    name: &'a str,
    department: By<'a>,
}

/// What is the same in two forms of one project, as far as its department has a name
/// or a code.
fn keys(facts: &Facts) -> impl Iterator<Item = Key<'_>> {
    let Facts { head: Head { year, name: project, .. }, department, .. } = facts;
    let Department { name, code } = department;
    let key = |department| Key { year, name: project, department };
    let by_name = (!name.is_empty() || code.is_empty()).then(|| key(By::Name(name)));
    let by_code = (!code.is_empty()).then(|| key(By::Code(code)));
    by_name.into_iter().chain(by_code)
}

/// A department, by its name or its code.
#[derive(PartialEq, Eq, Hash)]
enum By<'a> {
    Name(&'a str),
    Code(&'a str),
}

/// The rules that are broken by several files together.
const RULES: [&Rule; 7] = [
    &rule::DUPLICATE_PROJECT,
    &rule::TARGET_CHANGED,
    &rule::TARGET_DROPPED,
    &rule::INDICATOR_NOT_SET,
    &rule::BUDGET_CHANGED,
    &rule::CITATION_CONFLICT,
    &rule::AMOUNT_OUT_OF_LINE,
];

/// Whether breaches of a rule are found here: in some of the files alone, they are not.
pub fn finds(rule: &Rule) -> bool {
    RULES.contains(&rule)
}

/// Compares projects with one another; what is found knows its files by their names.
pub fn check(facts: &[&Facts]) -> Vec<Diagnostic> {
    let mut found = duplicate_projects(facts);
    found.extend(changes_on_the_way(facts));
    found.extend(citation_conflicts(facts));
    found.extend(amounts_out_of_line(facts));
    let allowances: Vec<_> = facts.iter().flat_map(|fact| &fact.allowances).collect();
    for found in found.iter_mut().filter(|_| !allowances.is_empty()) {
        found.is_allowed = allowances.iter().any(|it| it.allows(found));
    }
    found
}

/// `duplicate-project`: the same project twice in one department and year, and in the same
/// form.
fn duplicate_projects(facts: &[&Facts]) -> Vec<Diagnostic> {
    let mut first: HashMap<_, &Spot> = HashMap::new();
    let mut found = Vec::new();
    for fact in facts {
        let Some(key) = keys(fact).next() else { continue };
        let key = (&fact.head.form, key);
        match first.get(&key) {
            None => {
                first.insert(key, &fact.name_spot);
            }
            Some(other) if other.file == fact.name_spot.file => {}
            Some(other) => found.push(
                Diagnostic::new(
                    &rule::DUPLICATE_PROJECT,
                    format!("有两个项目叫“{}”", fact.head.name),
                )
                .at(fact.name_spot.place())
                .at(other.place().label("另一个"))
                .help("改名称；同一个项目写了两份，就删去一份"),
            ),
        }
    }
    found
}

/// What has become of a project between a form and the one that it follows: the first one
/// of those that it may follow which is there.
fn changes_on_the_way(facts: &[&Facts]) -> Vec<Diagnostic> {
    let mut by_form: HashMap<&str, HashMap<Key, &Facts>> = HashMap::new();
    let followed = facts.iter().flat_map(|fact| &fact.plan.follows);
    by_form.extend(followed.map(|form| (&**form, HashMap::new())));
    for fact in facts {
        if let Some(projects) = by_form.get_mut(&*fact.head.form) {
            for key in keys(fact) {
                projects.entry(key).or_insert(fact);
            }
        }
    }
    let mut found = Vec::new();
    for later in facts {
        let earlier = later.plan.follows.iter().find_map(|form| {
            let projects = by_form.get(&**form)?;
            keys(later).find_map(|key| projects.get(&key))
        });
        if let Some(earlier) = earlier {
            found.extend(later.plan.check(&earlier.plan, &earlier.head.form));
        }
    }
    found
}

/// `citation-conflict`, in two files: of each title or number that contradicts
/// the first one, the first place.
fn citation_conflicts(facts: &[&Facts]) -> Vec<Diagnostic> {
    let mut by_serial: HashMap<(u16, u32), Vec<Rc<KeptCitation>>> = HashMap::new();
    let mut by_title: HashMap<Cow<str>, Vec<Rc<KeptCitation>>> = HashMap::new();
    let mut found = Vec::new();
    for cited in facts.iter().flat_map(|fact| fact.citations()) {
        let citation = &cited.citation;
        let Some(number) = &citation.number else { continue };
        let same_serial = by_serial.entry(number.serial).or_default();
        let same_title = by_title.entry(citation.title.clone()).or_default();
        let earlier = same_serial.iter().chain(same_title.iter());
        let likenesses: Vec<_> = earlier
            .filter_map(|other| Some((citation.likeness(&other.citation)?, other)))
            .collect();
        // Whoever agrees with an earlier one has been told with it, if at all.
        if likenesses.iter().all(|(likeness, _)| *likeness != Likeness::Same) {
            let conflict = likenesses.iter().find(|(_, other)| other.file != cited.file);
            if let Some((likeness, other)) = conflict {
                found.push(conflict_between(*likeness, citation, cited.place(), other.place()));
            }
            let cited = Rc::new(cited);
            same_serial.push(cited.clone());
            same_title.push(cited);
        }
    }
    found
}

/// `amount-out-of-line`: amounts that are far above those of the other forms in the folder.
/// One other form is enough. A form that is alone in its folder is held against those that
/// are alone in theirs.
fn amounts_out_of_line(facts: &[&Facts]) -> Vec<Diagnostic> {
    let mut by_folder: HashMap<&str, Vec<&Facts>> = HashMap::new();
    for fact in facts {
        by_folder.entry(fact.folder()).or_default().push(fact);
    }
    let (alone, mut groups): (Vec<_>, Vec<_>) =
        by_folder.into_values().partition(|group| group.len() == 1);
    groups.push(alone.into_iter().flatten().collect());
    let found = groups.into_iter().flat_map(out_of_line);
    let mut found: Vec<(&str, Diagnostic)> = found.collect();
    found.sort_by_key(|(file, _)| *file);
    found.into_iter().map(|(_, found)| found).collect()
}

/// Those of some forms whose amounts are far above the others', with their files' names.
fn out_of_line<'a>(group: Vec<&'a Facts>) -> Vec<(&'a str, Diagnostic)> {
    let total = |fact: &'a Facts| Some((fact.plan.total()?, &fact.name_spot));
    let mut totals: Vec<(&Money, &Spot)> = group.into_iter().filter_map(total).collect();
    totals.sort_by_key(|(money, name)| (money.amount.value(), name.file.name()));
    let amounts: Vec<Decimal> = totals.iter().map(|(money, _)| money.amount.value()).collect();
    let Some(split) = outlier::split(&amounts) else { return Vec::new() };
    let usual = totals[split / 2];
    let report = |it: &(&Money, &'a Spot)| (it.1.file.name(), report_amount(*it, usual));
    totals[split..].iter().map(report).collect()
}

/// The finding for an amount that is far above the usual one.
fn report_amount(money: (&Money, &Spot), usual: (&Money, &Spot)) -> Diagnostic {
    let place = |(money, name): (&Money, &Spot)| money.spot.as_ref().unwrap_or(name).place();
    let Money { name, amount, .. } = money.0;
    let times = amount.value().checked_div(usual.0.amount.value()).unwrap_or_default();
    let message = format!(
        "{name}是 {amount} 万元，是一起检查的别的表的 {} 倍",
        times.round_dp(0).normalize()
    );
    let in_wan = outlier::in_wan(amount.value());
    Diagnostic::new(&rule::AMOUNT_OUT_OF_LINE, message)
        .at(place(money))
        .at(place(usual).label(format!("这份表是 {} 万元", usual.0.amount)))
        .help(format!(
            "金额的单位是万元；照元写的，各个金额都除以 10000，{name}就是 {in_wan}；没有写错的，不用管"
        ))
}
