//! What stands on the command line, as values.

use std::num::{NonZeroU16, NonZeroUsize};
use std::time::Duration;

use super::Denied;
use crate::batch::Share;
use crate::diagnostic::rule::{self, Rule};
use crate::text::nearest::nearest;

pub fn rule(name: &str) -> Result<&'static Rule, String> {
    Rule::named(name).ok_or_else(|| match nearest(name, rule::ALL.iter().map(|rule| rule.name)) {
        Some(near) => format!("没有这条规则；是不是“{near}”？"),
        None => match rule_about(name) {
            Some(rule) => format!("没有这条规则；是不是 {}（{}）？", rule.name, rule.summary()),
            None => "没有这条规则；用 jixiao rule 看有哪些".into(),
        },
    })
}

/// The rule whose summary has most of the words of `about`, pair by pair of characters.
fn rule_about(about: &str) -> Option<&'static Rule> {
    let letters: Vec<char> = about.chars().filter(|c| !c.is_whitespace()).collect();
    let pairs: Vec<String> = letters.windows(2).map(String::from_iter).collect();
    let shared = |text: &str| pairs.iter().filter(|pair| text.contains(pair.as_str())).count();
    let rated = rule::ALL.iter().map(|rule| (shared(rule.summary()), rule));
    // The first of those that are as good as one another.
    let best = rated.rev().max_by_key(|(shared, _)| *shared)?;
    (best.0 > 0 && best.0 * 2 >= pairs.len()).then_some(best.1)
}

pub fn denied(name: &str) -> Result<Denied, String> {
    match name {
        "warnings" => Ok(Denied::Warnings),
        _ => rule(name).map(Denied::Rule),
    }
}

pub fn share(text: &str) -> Result<Share, String> {
    text.parse().map_err(str::to_owned)
}

pub fn timeout(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.filter(|it| !it.is_zero()).ok_or_else(|| "应是大于 0 的秒数".into())
}

pub fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "应是 1 以上的整数".into())
}

/// A port that a program may answer on.
pub fn port(text: &str) -> Result<NonZeroU16, String> {
    text.parse().map_err(|_| "应是 1 到 65535 之间的整数".into())
}

/// A resolution that is high enough for a picture and low enough for memory.
pub fn ppi(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(ppi) if (10.0..=1200.0).contains(&ppi) => Ok(ppi),
        _ => Err("应是 10 到 1200 之间的数".into()),
    }
}

pub fn year(text: &str) -> Result<u16, String> {
    let is_year = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    is_year.then(|| text.parse().ok()).flatten().ok_or_else(|| "应是四位数字的年度，如 2027".into())
}
