//! Amounts in 元 among those in 万元.

use rust_decimal::Decimal;

/// How many times as large as the others an amount is at least that is told: 元 for 万元 makes
/// ten thousand of one.
const OUT_OF_LINE: u32 = 1_000;
/// How many times as large as the next smaller one it is at least: amounts that grow by and by
/// are no mistake.
const GAP: u32 = 10;
/// How large it is at least, in 万元, where there is but one other to compare it with: the one
/// may be for a small thing and the other for a building.
const LARGE: u32 = 10_000;
/// How many 元 are a 万元.
pub const YUAN: u32 = 10_000;

/// Where those amounts begin, in a list from the smallest to the largest, that are far above
/// the others; these are at least as many, and the one in their middle is the usual one.
pub fn split(amounts: &[Decimal]) -> Option<usize> {
    let is_times = |more: Decimal, times: u32, less: Decimal| {
        less.checked_mul(Decimal::from(times)).is_some_and(|limit| more >= limit)
    };
    let mut splits = amounts.len().div_ceil(2).max(1)..amounts.len();
    splits.find(|&index| {
        let amount = amounts[index];
        is_times(amount, GAP, amounts[index - 1])
            && is_times(amount, OUT_OF_LINE, amounts[index / 2])
            && (index > 1 || amount >= Decimal::from(LARGE))
    })
}

/// What an amount in 元 is in 万元.
pub fn in_wan(amount: Decimal) -> Decimal {
    amount.checked_div(Decimal::from(YUAN)).unwrap_or_default().normalize()
}
