//! Blanks that were left for others to fill in.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::subject::called;
use super::{Subject, blanks};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::source::Text;
use crate::text::numbering::{COUNTERS, is_counter};

/// Signs that stand for a number.
const CROSSES: [char; 6] = ['X', 'x', '×', 'Ｘ', 'ｘ', '✕'];
/// What such a number may count or measure, besides [`COUNTERS`].
const UNITS: &str = "%％万元年月日天";
/// Units of several characters.
const LONG_UNITS: [&str; 3] = ["公里", "小时", "平方米"];

/// Whether `c` is such a unit of a single character.
fn is_unit(c: char) -> bool {
    is_counter(c) || UNITS.contains(c)
}

/// What stands for something that is to be filled in.
static BLANK: LazyLock<Regex> = LazyLock::new(|| {
    let long_units = LONG_UNITS.join("|");
    Regex::new(&format!(
        r"(?xi) 20(?:[0-9][X×ｘ✕*_＿?？○〇] | [X×ｘ✕*_＿?？○〇]{{2}})
            | 二〇(?:[一二三四五六七八九〇][X×ｘ✕] | [X×ｘ✕]{{2}})
            | X{{2,}} | X\.X | ×{{2,}} | ｘ{{2,}} | ✕{{2,}} | [○〇]{{2,}} | \*{{2,}} | _{{2,}} | ＿{{2,}}
            | \?{{2,}} | ？{{2,}}
            | [X×ｘ✕](?:[{COUNTERS}{UNITS}] | {long_units})
            | 年[\ \u{{3000}}]+月(?:[\ \u{{3000}}]+日|[底前]|$) | [_＿]月[_＿]日
            | 待定 | 待填 | 待补 | 待确认 | 待明确 | 请填写 | [（(\[【]填写 | TODO | TBD
            | ^同上[。]?$ | ^略[。]?$ | ^(?:指标|三级指标)(?:名称)?$",
    ))
    .expect("a valid pattern")
});

/// `placeholder`: a blank that nobody has filled in.
pub fn placeholder(subject: &Subject) -> Vec<Diagnostic> {
    let blanks = subject.texts.iter().filter_map(|text| {
        let mut ranges = may_be_blank(text.text).then(|| BLANK.find_iter(text.text));
        let mut ranges = ranges.iter_mut().flatten().map(|found| found.range());
        let blank = ranges.find(|range| stands_alone(text.text, range));
        let first = blank.into_iter().chain(blanks::unfilled(text.text));
        Some((text, first.min_by_key(|range| range.start)?))
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

/// Whether [`BLANK`], which takes long to build, may find something: it finds nothing
/// without one of these.
fn may_be_blank(text: &str) -> bool {
    const SIGNS: [char; 14] =
        ['X', 'x', 'Ｘ', 'ｘ', '×', '✕', '*', '_', '＿', '?', '？', '○', '〇', '待'];
    const WORDS: [&str; 3] = ["年 ", "年\u{3000}", "填写"];
    const WHOLE: [&str; 4] = ["同上", "略", "指标", "三级指标"];
    let has = |word: &[u8]| {
        text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
    };
    text.contains(SIGNS)
        || WORDS.iter().any(|word| text.contains(word))
        || WHOLE.iter().any(|word| text.starts_with(word))
        || has(b"TODO")
        || has(b"TBD")
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
                && !is_product(text, range)
        }
        _ if blank.is_ascii() => !touches(|c| c.is_ascii_alphanumeric()),
        _ => true,
    }
}

/// Whether the sign and the unit at `range` go on with a product: 人数×天数, 50元×人.
fn is_product(text: &str, range: &Range<usize>) -> bool {
    // What begins with a name of a number: 数据 is none.
    const NO_NUMBERS: [&str; 6] = ["数据", "数字", "数学", "数控", "数码", "数智"];
    // What goes on with 人均, where 均 does not say that all of them do something.
    const SHARES: [&str; 9] = ["标准", "费", "成本", "支出", "经费", "金额", "额", "测算", "核算"];
    let (before, after) = (&text[..range.start], &text[range.end..]);
    if !before.ends_with(char::is_alphanumeric) {
        return false;
    }
    let is_number =
        after.starts_with('数') && !NO_NUMBERS.iter().any(|word| after.starts_with(word));
    let is_share = after.strip_prefix('均').is_some_and(|rest| {
        !rest.starts_with(char::is_alphabetic) || SHARES.iter().any(|word| rest.starts_with(word))
    });
    let is_price = ["元", "单价", "均价"].iter().any(|word| before.ends_with(word));
    // Before a sign that stands for no number: 人×天×标准.
    let goes_on = after.strip_prefix(CROSSES).is_some_and(|factor| {
        let is_unit =
            factor.starts_with(is_unit) || LONG_UNITS.iter().any(|unit| factor.starts_with(unit));
        factor.starts_with(char::is_alphanumeric) && !is_unit
    });
    // Behind another one of the product.
    let sign = before.char_indices().nth_back(1).filter(|(_, c)| CROSSES.contains(c));
    let is_behind = || {
        sign.is_some_and(|(at, _)| {
            before.ends_with(is_unit) && is_product(text, &(at..before.len()))
        })
    };
    is_number || is_share || is_price || goes_on || is_behind()
}
