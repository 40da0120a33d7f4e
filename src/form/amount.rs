//! Amounts of money.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, Serializer};

/// An amount in 万元: an exact decimal that remembers how it was written.
///
/// The form prints an amount as it was entered: no padded zeros, no thousands
/// separators.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Amount {
    text: String,
    value: Decimal,
}

/// How many places an amount may have after the point: in 万元, the sixth one is
/// a cent.
const MAX_PLACES: u32 = 6;

/// Why a text is no [`Amount`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountError {
    /// It begins with a minus sign.
    Negative,
    /// It is not of the form `12` or `12.34`.
    NotPlain,
    /// It has more digits than an exact decimal holds (28).
    TooLong,
    /// It has more than six places after the point: less than a cent.
    TooFine,
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
        // Zeros before the number would be printed, too.
        if !plain || (text.len() > 1 && text.starts_with('0') && !text.starts_with("0.")) {
            return Err(AmountError::NotPlain);
        }
        let value = Decimal::from_str_exact(text).map_err(|_| AmountError::TooLong)?;
        if value.scale() > MAX_PLACES {
            return Err(AmountError::TooFine);
        }
        Ok(Self { text: text.to_owned(), value })
    }

    /// The amount as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The amount, in 万元.
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// A number that has been computed; `None` where it is no amount.
    pub fn of(value: Decimal) -> Option<Self> {
        Self::parse(&value.normalize().to_string()).ok()
    }

    /// The sum of some amounts, or `None` where it has too many digits.
    pub fn sum<'a>(amounts: impl IntoIterator<Item = &'a Amount>) -> Option<Self> {
        let value = amounts
            .into_iter()
            .try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount.value))?;
        Some(Self { text: value.normalize().to_string(), value })
    }
}

impl TryFrom<String> for Amount {
    type Error = AmountError;

    fn try_from(text: String) -> Result<Self, AmountError> {
        Self::parse(&text)
    }
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Negative => "金额不能是负数",
            Self::NotPlain => "不是金额",
            Self::TooLong => "金额的位数太多",
            Self::TooFine => "金额的小数超过 6 位",
        })
    }
}

impl std::error::Error for AmountError {}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
