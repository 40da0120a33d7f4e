//! Forms of one project that follow each other: the target form, its monitoring at
//! mid-year, its evaluation at the year's end.

use serde::{Deserialize, Serialize};

use super::Subject;
use super::planned::{Indicators, MOST_TOLD};
use super::spot::Spot;
use super::subject::called;
use crate::diagnostic::{Diagnostic, SourceFile, rule};
use crate::form::{Amount, Role};

/// What a form has planned: what is kept of it for holding it against others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The names of the forms that it follows.
    pub follows: Box<[Box<str>]>,
    indicators: Option<Indicators>,
    /// The money that it says was planned when the year began; only of one that follows
    /// another one.
    initial: Option<Box<Money>>,
    /// The money of the year.
    total: Option<Money>,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Money {
    /// What it is called.
    pub name: Box<str>,
    /// How much it is, in 万元.
    pub amount: Amount,
    /// Where it is written, or what it is the sum of.
    pub spot: Option<Spot>,
}

impl Plan {
    /// The plan of a project.
    pub fn of(subject: &Subject) -> Self {
        let follows: Box<[_]> = subject.form.follows.iter().map(|it| it.as_str().into()).collect();
        let initial = money_in(subject, Role::InitialBudget);
        let total = money_of(subject);
        let current = || money_in(subject, Role::CurrentBudget);
        Self {
            indicators: Indicators::of(subject),
            total: total.clone().or_else(current).or_else(|| initial.clone()),
            initial: initial.or(total).filter(|_| !follows.is_empty()).map(Box::new),
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
        let money = self.initial.as_deref_mut().into_iter().chain(&mut self.total);
        let spots = money.filter_map(|money| money.spot.as_mut());
        indicators.into_iter().chain(spots.map(|spot| &mut spot.file))
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
    let name = subject.key(Role::Total).into();
    let spot = subject.total_place().map(Spot::from);
    Some(Money { name, amount, spot })
}

/// The sum of the column that has a role.
fn money_in(subject: &Subject, role: Role) -> Option<Money> {
    let (path, field, column) =
        subject.form.all_fields().into_iter().find_map(|(path, field)| {
            let column = field.kind.columns()?.iter().find(|it| it.role == Some(role))?;
            column.kind.is_decimal().then_some((path, field, column))
        })?;
    let amount = Amount::of(subject.project.sum_of(role)?)?;
    let spot = subject.key_place_at(&subject.form.keys(&path)).map(Spot::from);
    let name = format!("{}的{}合计", field.key, called(column)).into();
    Some(Money { name, amount, spot })
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
                .at_all(self.spot.as_ref().map(Spot::place))
                .at_all(earlier.spot.as_ref().map(|it| it.place().label(form)))
                .help("年初的预算数照前一张表写；前一张表错了，就改那一张"),
        )
    }
}
