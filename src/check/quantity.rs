//! Numbers with units: what the values of indicators say, and how texts say the same.

use rust_decimal::Decimal;

use super::deadline;
use crate::form::{Measure, Sign, standard_value};

/// What a value measures: `≥1.2万平方米`. Dates and words measure nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The sign.
    pub sign: Option<Sign>,
    /// The number, as it is written.
    pub number: Decimal,
    /// The unit, as it is written; may be empty.
    pub unit: String,
}

/// Other names of units: how much of which unit each is.
const ALIASES: [(&str, u32, &str); 26] = [
    ("百分比", 1, "%"),
    ("公里", 1_000, "米"),
    ("千米", 1_000, "米"),
    ("km", 1_000, "米"),
    ("KM", 1_000, "米"),
    ("m", 1, "米"),
    ("M", 1, "米"),
    ("平方公里", 1_000_000, "平方米"),
    ("平方千米", 1_000_000, "平方米"),
    ("公顷", 10_000, "平方米"),
    ("㎡", 1, "平方米"),
    ("平米", 1, "平方米"),
    ("平方", 1, "平方米"),
    ("立方", 1, "立方米"),
    ("方", 1, "立方米"),
    ("吨", 1_000_000, "克"),
    ("t", 1_000_000, "克"),
    ("公斤", 1_000, "克"),
    ("千克", 1_000, "克"),
    ("kg", 1_000, "克"),
    ("日", 1, "天"),
    ("个工作日", 1, "工作日"),
    ("人/次", 1, "人次"),
    ("人·次", 1, "人次"),
    ("小时内", 1, "小时"),
    ("h", 1, "小时"),
];

/// Words that make a unit so many times as large.
const SCALES: [(&str, u32); 6] = [
    ("亿", 100_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("十万", 100_000),
    ("万", 10_000),
    ("千", 1_000),
];

/// How far behind a number the name of what it counts may end, in characters: 70个行政村.
const NEAR: usize = 6;

/// Units that stand for one another: whoever writes 70个行政村 may measure 70村.
const ALIKE: [&str; 6] = [
    "个人名位户家村",
    "个家户所处点座条间幅村镇项",
    "个场次期批轮届班节项",
    "个台套件辆部把组张",
    "个份篇册本期件部套幅张",
    "个件起例宗次条项",
];

impl Quantity {
    /// Reads a value; `None` where it is words or a date.
    pub fn parse(value: &str) -> Option<Self> {
        let standard = standard_value(value);
        // 不低于2025年水平 begins with a date once it has its sign.
        if deadline::is_date(&standard) {
            return None;
        }
        let Measure { sign, number, unit } = Measure::parse(&standard)?;
        Some(Self { sign, number, unit: unit.trim().to_owned() })
    }

    /// Whether it is nothing, which needs neither a unit nor a sign.
    pub fn is_zero(&self) -> bool {
        self.number.is_zero()
    }

    /// Whether it has no unit, though it needs one.
    pub fn lacks_unit(&self) -> bool {
        self.unit.is_empty() && !self.is_zero()
    }

    /// Whether it is so many per cent.
    pub fn is_percent(&self) -> bool {
        self.base().1 == "%"
    }

    /// Whether its number means exactly this much: a sign of equality goes without saying.
    pub fn is_exact(&self) -> bool {
        matches!(self.sign, None | Some(Sign::Equal))
    }

    /// Whether it is a limit that is not to be passed upwards.
    pub fn is_upper_limit(&self) -> bool {
        self.sign.is_some_and(Sign::is_upper_limit)
    }

    /// How much it is, counted in [`Self::unit_of_scale`]: of `1.2万平方米`, 12000.
    pub fn amount(&self) -> Option<Decimal> {
        self.number.checked_mul(self.base().0)
    }

    /// The unit without what makes it larger: of `1.2万平方米`, `平方米`.
    pub fn unit_of_scale(&self) -> &str {
        self.base().1
    }

    /// Whether both are measured in the same unit, be it written otherwise or larger. Nothing at
    /// all may be measured in any.
    pub fn is_like(&self, other: &Self) -> bool {
        let is_nothing = |it: &Self| it.is_zero() && it.unit.is_empty();
        self.unit_of_scale() == other.unit_of_scale() || is_nothing(self) || is_nothing(other)
    }

    /// The money that it is, in 万元.
    pub fn money(&self) -> Option<Decimal> {
        let is_money = matches!(self.unit_of_scale(), "元" | "元整" | "元人民币");
        is_money.then(|| self.amount()?.checked_div(Decimal::from(10_000))).flatten()
    }

    /// Whether it is how long something takes: not so long as half a year or all of it.
    pub fn is_duration(&self) -> bool {
        const UNITS: [&str; 7] = ["天", "工作日", "小时", "分钟", "秒", "周", "星期"];
        const HALF_A_YEAR: u32 = 180;
        UNITS.contains(&self.unit_of_scale()) && self.number < Decimal::from(HALF_A_YEAR)
    }

    /// Whether it is so much for each of something: `元/人`.
    pub fn is_ratio(&self) -> bool {
        self.unit.contains(['/', '／', '∕'])
    }

    /// Whether a number with `following` behind it, in a text, can be this one: 70个行政村
    /// and 70村, 12000平方米 and 1.2万㎡.
    pub fn is_said_by(&self, number: Decimal, following: &str) -> bool {
        let (scale, rest) = scale_of(following);
        let said = number.checked_mul(scale.into());
        let is_same = number == self.number || (said.is_some() && said == self.amount());
        is_same && is_unit_of(self.unit_of_scale(), following, rest)
    }

    /// What its unit is a multiple of, and how many times.
    fn base(&self) -> (Decimal, &str) {
        base_of(&self.unit)
    }
}

/// Whether what follows a number in a text, with its scale and without it, begins with a
/// unit or with one that stands for it, or counts what the unit is the name of.
fn is_unit_of(unit: &str, following: &str, rest: &str) -> bool {
    let Some(first) = unit.chars().next() else { return true };
    let near = |text: &str| text.chars().take(NEAR).collect::<String>();
    if [following, rest].iter().any(|text| text.starts_with(first) || near(text).contains(unit)) {
        return true;
    }
    let aliases = ALIASES.iter().filter(|(_, _, base)| *base == unit);
    if aliases
        .into_iter()
        .any(|(alias, ..)| following.starts_with(alias) || rest.starts_with(alias))
    {
        return true;
    }
    let said = rest.chars().next();
    said.is_some_and(|said| ALIKE.iter().any(|units| units.contains(said) && units.contains(first)))
}

/// What a unit is a multiple of, and how many times: of `万平方米`, 10000 and `平方米`.
fn base_of(unit: &str) -> (Decimal, &str) {
    // What is to be reached in the year is so much a year.
    let unit = ["以内", "之内", "左右", "内", "/年"]
        .iter()
        .find_map(|word| unit.strip_suffix(word))
        .unwrap_or(unit);
    let alias = |unit: &str| ALIASES.iter().find(|(alias, ..)| *alias == unit);
    if let Some((_, factor, base)) = alias(unit) {
        return (Decimal::from(*factor), base);
    }
    match scale_of(unit) {
        (scale, rest) if rest.len() < unit.len() => match alias(rest) {
            Some((_, factor, base)) => ((u64::from(scale) * u64::from(*factor)).into(), base),
            None => (scale.into(), rest),
        },
        _ => (Decimal::ONE, unit),
    }
}

/// The scale that a text begins with, and what follows it.
fn scale_of(text: &str) -> (u32, &str) {
    let scale = SCALES.iter().find_map(|(word, scale)| Some((*scale, text.strip_prefix(word)?)));
    scale.unwrap_or((1, text))
}
