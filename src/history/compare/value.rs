//! Values that have changed: amounts and what indicators are to reach.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::form::{Amount, Kind, Measure};

/// What a value is to those who compare it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// A number with the unit of all its kind, which may be empty.
    Number(&'static str),
    /// A text that may measure something.
    Measure,
    /// Any other text.
    Words,
}

/// A value before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueChange {
    /// As it was written.
    pub old: String,
    /// As it is written.
    pub new: String,
    /// By how much it has changed; `None` where that cannot be said.
    pub difference: Option<Difference>,
}

/// By how much a number has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The new number less the old one; zero where it is only written in another way.
    pub by: Decimal,
    /// The same in per cent of the old one, of which there is none for 0.
    pub per_cent: Option<Decimal>,
    /// What is counted.
    pub unit: String,
}

impl ValueKind {
    /// What values of a kind are.
    pub fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Amount | Kind::Number => Self::Number(kind.unit()),
            Kind::Text => Self::Measure,
            _ => Self::Words,
        }
    }

    /// The unit of all its values.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Number(unit) => unit,
            Self::Measure | Self::Words => "",
        }
    }

    fn difference(self, old: &str, new: &str) -> Option<Difference> {
        match self {
            Self::Number(unit) => {
                let [old, new] = [old, new].map(|text| Amount::parse(text).ok());
                Difference::between(old?.value(), new?.value(), unit)
            }
            Self::Measure => {
                let (old, new) = (Measure::parse(old)?, Measure::parse(new)?);
                let is_comparable = old.unit == new.unit && old.sign == new.sign;
                is_comparable.then(|| Difference::between(old.number, new.number, new.unit))?
            }
            Self::Words => None,
        }
    }
}

impl ValueChange {
    /// A value on both sides; `None` where it is written as it was.
    pub fn of(old: &str, new: &str, kind: ValueKind) -> Option<Self> {
        (old != new).then(|| Self {
            old: old.into(),
            new: new.into(),
            difference: kind.difference(old, new),
        })
    }
}

impl Difference {
    /// The difference of two numbers, if it has not too many digits.
    pub fn between(old: Decimal, new: Decimal, unit: &str) -> Option<Self> {
        let by = new.checked_sub(old)?.normalize();
        Some(Self { by, per_cent: per_cent(by, old), unit: unit.to_owned() })
    }

    /// Whether the number is the same and only written in another way.
    pub fn is_none(&self) -> bool {
        self.by.is_zero()
    }
}

/// To one place after the point; `None` where that would say nothing.
fn per_cent(by: Decimal, of: Decimal) -> Option<Decimal> {
    let share = by.checked_div(of)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let rounded = share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    Some(rounded.normalize()).filter(|rounded| !rounded.is_zero())
}
