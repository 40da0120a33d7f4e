//! When a project begins and ends.

/// What 开始时间 or 完成时间 says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Date {
    /// `2026年`.
    Year(u16),
    /// `2026年3月`.
    Month(u16, u8),
    /// 长期: as long as one can see.
    LongTerm,
}

impl Date {
    /// How the third one is written.
    pub const LONG_TERM: &str = "长期";

    /// Reads `2026年`, `2026年3月` or `长期`, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        if text == Self::LONG_TERM {
            return Some(Self::LongTerm);
        }
        let (year, rest) = text.split_once('年')?;
        let year = number(year).filter(|year| (1900..3000).contains(year))?;
        if rest.is_empty() {
            return Some(Self::Year(year));
        }
        let month = rest.strip_suffix('月').filter(|month| !month.starts_with('0'))?;
        match number(month)? {
            month @ 1..=12 => Some(Self::Month(year, month as u8)),
            _ => None,
        }
    }

    /// The year, unless it is 长期.
    pub fn year(self) -> Option<u16> {
        match self {
            Self::Year(year) | Self::Month(year, _) => Some(year),
            Self::LongTerm => None,
        }
    }

    /// Whether all of it lies before any of `start`.
    pub fn is_before(self, start: Self) -> bool {
        let last = match self {
            Self::Year(year) => (year, 12),
            Self::Month(year, month) => (year, month),
            Self::LongTerm => return false,
        };
        match start {
            Self::Year(year) => last < (year, 1),
            Self::Month(year, month) => last < (year, month),
            Self::LongTerm => false,
        }
    }
}

fn number(digits: &str) -> Option<u16> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}
