//! Words that were meant to be replaced, or that contradict the form.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Subject;
use super::subject::{Answer, called};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Kind, Role};
use crate::source::Text;

/// Blanks that were left for others to fill in.
static BLANK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?xi) 20(?:[0-9][X×ｘ✕*_＿?？○〇] | [X×ｘ✕*_＿?？○〇]{2})
            | 二〇(?:[一二三四五六七八九〇][X×ｘ✕] | [X×ｘ✕]{2})
            | X{2,} | X\.X | ×{2,} | ｘ{2,} | ✕{2,} | [○〇]{2,} | \*{2,} | _{2,} | ＿{2,} | \?{2,} | ？{2,}
            | [X×ｘ✕](?:[家个人名次场项户件套台份期%％万元年月日亩天所座处批] | 公里 | 小时 | 平方米)
            | 年[\ \u{3000}]+月(?:[\ \u{3000}]+日|[底前]|$) | [_＿]月[_＿]日
            | 待定 | 待填 | 待补 | 待确认 | 待明确 | 请填写 | [（(\[【]填写 | TODO | TBD
            | ^同上[。]?$ | ^略[。]?$ | ^(?:指标|三级指标)(?:名称)?$",
    )
    .expect("a valid pattern")
});

/// `placeholder`: a blank that nobody has filled in.
pub fn placeholder(subject: &Subject) -> Vec<Diagnostic> {
    let blanks = subject.texts.iter().filter_map(|text| {
        let mut ranges = BLANK.find_iter(text.text).map(|found| found.range());
        Some((text, ranges.find(|range| stands_alone(text.text, range))?))
    });
    // What stands for a value in explanations: 半年值.
    let names = subject.all_rows().flat_map(|row| {
        let names: Vec<String> = row.columns.iter().map(called).collect();
        let is_a_name = |text: &&Text| names.iter().any(|name| name == text.text);
        row.answers().map(|answer| answer.text).filter(is_a_name).collect::<Vec<_>>()
    });
    let names = names.map(|text| (text, 0..text.text.len()));
    blanks
        .chain(names)
        .map(|(text, range)| {
            let message = format!("“{}”还没有填", &text.text[range.clone()]);
            Diagnostic::new(&rule::PLACEHOLDER, message).at(text.part(range)).help("填上实际的内容")
        })
        .collect()
}

/// Whether what looks like a blank is not a part of a longer word, such as
/// 等待定期检查, 待定岗人员, 二〇〇五 or XXL.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let blank = &text[range.clone()];
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let touches = |is: fn(char) -> bool| before.is_some_and(is) || after.is_some_and(is);
    let is_digit = |c: char| "一二三四五六七八九".contains(c);
    match blank {
        "待定" => {
            before != Some('等') && !after.is_some_and(|c| "期点向时岗级性位额损".contains(c))
        }
        _ if blank.starts_with('待') => before != Some('等'),
        // 20XX and 202X, but no 200×300.
        _ if blank.starts_with("20") => {
            let is_short = blank.chars().nth(2).is_some_and(|c| c.is_ascii_digit());
            before.is_none_or(|c| !c.is_ascii_digit())
                && match is_short {
                    true => after.is_some_and(|c| "年度级届学-—～~)）".contains(c)),
                    false => after.is_none_or(|c| !c.is_ascii_alphanumeric()),
                }
        }
        _ if blank.starts_with(['〇', '○']) => !touches(is_digit),
        // X家 and ×月, but no 3×个, 长×宽 or MAX次.
        _ if blank.chars().nth(1).is_some_and(char::is_alphabetic) && !blank.is_ascii() => {
            before.is_none_or(|c| !c.is_ascii_alphanumeric() && !"长宽高深厚-".contains(c))
        }
        _ if blank.is_ascii() => !touches(|c| c.is_ascii_alphanumeric()),
        _ => true,
    }
}

/// `repeated-text`: a text word for word equal to another one.
pub fn repeated_text(subject: &Subject) -> Vec<Diagnostic> {
    // Names of people, units and the project are no texts to copy from.
    let is_long = |role| matches!(role, None | Some(Role::LongTermGoal | Role::AnnualGoal));
    let answers = subject.fields().filter(|it| matches!(it.kind, Kind::Text) && is_long(it.role));
    let texts: Vec<(Answer, String)> = answers.map(|it| (it, words(it.text.text))).collect();
    let is_goal = |answer: &Answer| answer.role == Some(Role::AnnualGoal);
    let mut found = Vec::new();
    for (index, (text, meant)) in texts.iter().enumerate() {
        if is_goal(text) {
            let mut others = texts.iter().filter(|(other, _)| !is_goal(other));
            let same = others.find(|(_, words)| !meant.is_empty() && words == meant);
            found.extend(same.map(|(other, _)| repeated(subject, text, other)));
            continue;
        }
        let first = texts[..index].iter().find(|(it, words)| !is_goal(it) && words == meant);
        let is_text = meant.chars().count() >= SHORTEST;
        found.extend(first.filter(|_| is_text).map(|(first, _)| repeated(subject, text, first)));
    }
    found
}

/// How long a text is at least that is none to be the same by chance, in letters: 无.
const SHORTEST: usize = 8;

/// The letters and digits of a text.
fn words(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn repeated(subject: &Subject, text: &Answer, other: &Answer) -> Diagnostic {
    let key = text.called();
    let message = format!("“{key}”和{}一字不差", other.name());
    let help = match text.role == Some(Role::AnnualGoal) {
        true => format!("{key}写本年度要达到什么，不照抄别的栏目"),
        false => format!("两栏各写各的，{key}不照抄{}", other.called()),
    };
    Diagnostic::new(&rule::REPEATED_TEXT, message)
        .at_all(subject.key_place_at(&text.text.path))
        .at_all(subject.key_place_at(&other.text.path).map(|place| place.label("内容相同")))
        .help(help)
}
