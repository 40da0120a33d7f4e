//! Amounts of money.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

/// An amount in 万元: an exact decimal that remembers how it was written.
///
/// The form prints an amount as it was entered: no padded zeros, no thousands
/// separators.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amount {
    text: String,
    value: Decimal,
}

/// Why a text is no [`Amount`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountError {
    /// It begins with a minus sign.
    Negative,
    /// It is not of the form `12` or `12.34`.
    NotPlain,
    /// It has more digits than an exact decimal holds (28).
    TooLong,
}

impl Amount {
    /// Reads a plain decimal such as `13`, `54.61` or `0`.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        if text.starts_with(['-', '−', '－']) {
            return Err(AmountError::Negative);
        }
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let plain = match text.split_once('.') {
            Some((whole, fraction)) => digits(whole) && digits(fraction),
            None => digits(text),
        };
        if !plain {
            return Err(AmountError::NotPlain);
        }
        let value = Decimal::from_str_exact(text).map_err(|_| AmountError::TooLong)?;
        Ok(Self {
            text: text.to_owned(),
            value,
        })
    }

    /// The sum of some amounts, or `None` where it has too many digits.
    pub fn sum<'a>(amounts: impl IntoIterator<Item = &'a Amount>) -> Option<Self> {
        let value = amounts
            .into_iter()
            .try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount.value))?;
        Some(Self {
            text: value.normalize().to_string(),
            value,
        })
    }

    /// The exact value, in 万元.
    pub fn value(&self) -> Decimal {
        self.value
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
