//! Words of a template that stayed in the form.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Subject;
use super::subject::MOST_SHOWN;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::Kind;
use crate::source::{Style, Text, remark};
use crate::text::scan::strip_any;

/// What templates say to those who fill them in, and what they have where nothing is
/// filled in yet.
static LEFTOVER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        # How long a text may be: （450字内）. 每篇1500字以内 is the length of something else.
        [（(【\[] \s* (?:请|限|控制在|不超过|不得超过|不多于|字数[^）)】\]]{0,6}|约|一般)* \s*
            [0-9]+ (?:\s*[-—~～至]\s*[0-9]+)? \s* 个?(?:汉)?字
            \s* (?:以内|之内|以下|内|左右)? (?:[，,。；;][^）)】\]]{0,20})? [）)】\]]
        | ^\s* [（(【\[] \s* (?:不少于|不低于|至少) \s* [0-9]+ \s* 字 \s* [）)】\]]
        | [（(【\[] \s* (?:不少于|不低于|至少) \s* [0-9]+ \s* 字 \s* [）)】\]] [。；;]? \s* $
        # What to do here.
        | 此处(?:填写|填报|填入|输入|插入) | 在此(?:填写|输入|处填写) | (?:单击|点击)(?:此处|这里|输入)
        | 请(?:输入|选择|勾选|在此|在下方|按实际|据实填|参照样表)
        | [（(【\[] \s* (?:请(?:填|写|说明|注明|简|详|选|勾|列|按实|据实|参照|概括|描述|用)[^）)】\]]{0,30}
            | 必填(?:项)? | 选填 | 可不填 | 单选 | 多选 | 下拉选择) \s* [）)】\]]
        | [（(【\[] \s* (?:简要|简述|详细|概括)(?:说明|描述|介绍|阐述)?[^）)】\]]{0,20} [0-9]+ \s* 个?字 [^）)】\]]{0,6} [）)】\]]
        # What a spreadsheet has where it cannot compute.
        | \#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!)
        # Where something is to be filled in.
        | （ [\ \u{3000}]* ） | 【 [\ \u{3000}]* 】 | [(\[] [\ \u{3000}]+ [)\]]
        | [（(] \s* (?:单位)?(?:盖章|公章|签字|签章) \s* [）)] \s* $
        | ^\s* (?:填写|填报)(?:说明|要求|提示)\s*[:：] | ^\s*(?:示例|样例|范例)\s*[0-9一二三]?\s*[:：]
        | (?:目标|指标|任务)\s*[0-9一二三四五六七八九十]+\s*[:：]\s*(?:…+|\.{3,}|。{2,})
        ",
    )
    .expect("a valid pattern")
});

/// How long a text may be, without brackets, in a sentence of its own at the end. What a text
/// says may be so long, too: 每期信息不超过800字.
static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[\n。])\s*((?:限|不超过|不得超过|控制在)\s*[0-9]+\s*个?字\s*(?:以内|之内|内)?)\s*$",
    )
    .expect("a valid pattern")
});

/// The number of what a template has several of, with its brackets.
const NUMBER: &str = "[（(]?[0-9一二三四五六七八九十]+[）)]?";

/// A line that is nothing but dots, with a number before them or without it.
static DOTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?mx) ^[\ \t\u{{3000}}]* (?:(?:目标|指标|任务)?\s*{NUMBER}\s*[、.．:：]?\s*)?
        (?:…+|⋯+|。{{2,}}|(?:[.．·][\ \t]*){{3,}}) [\ \t；;。.]*$"
    ))
    .expect("a valid pattern")
});

/// A line that begins with such a number: `目标1：`.
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?m)^[ \t\u{{3000}}]*(?:目标|指标|任务)\s*{NUMBER}\s*[:：]"))
        .expect("a valid pattern")
});

/// The number that a template gives an indicator: `指标1：培训人数`.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:[一二三]级)?指标\s*(?:[0-9０-９]+|[一二三四五六七八九十]+|[①-⑳]|[A-Z])\s*(?:[:：、.．]|$)")
        .expect("a valid pattern")
});

/// Boxes that nobody has ticked.
const EMPTY_BOXES: [char; 5] = ['□', '☐', '▢', '▫', '◻'];
/// What ticks a box, or takes its place.
const TICKS: [char; 9] = ['☑', '☒', '√', '✓', '✔', '■', '▇', '●', '\u{F0FE}'];

/// `template-leftover`: words of a template that nobody has replaced.
pub fn template_leftover(subject: &Subject) -> Vec<Diagnostic> {
    let answers = subject.answers().filter(|answer| matches!(answer.kind, Kind::Text));
    let texts: Vec<&Text> = answers.map(|answer| answer.text).collect();
    let names: Vec<&Text> = subject.all_rows().map(|row| row.name).collect();
    let mut found: Vec<Diagnostic> = texts
        .iter()
        .chain(&names)
        .filter_map(|text| {
            let range = leftover(text)?;
            let words = text.text[range.clone()].trim();
            let is_of_a_spreadsheet = words.starts_with('#');
            let message = match is_of_a_spreadsheet {
                true => format!("“{words}”是电子表格算不出来时的字"),
                false => format!("“{words}”是样表上的字"),
            };
            let found = Diagnostic::new(&rule::TEMPLATE_LEFTOVER, message).at(text.part(range));
            Some(found.help("删去，写上实际的内容"))
        })
        .collect();
    found.extend(texts.iter().filter_map(|text| unticked(text)));
    found.extend(numbered(&names));
    found
}

/// `template-leftover`: what the template says behind a value, within its quotes or in its
/// lines, where it is no comment any more.
pub fn printed_remark(subject: &Subject) -> Vec<Diagnostic> {
    let answers = subject.answers().filter(|answer| matches!(answer.kind, Kind::Text));
    let values = answers.map(|answer| answer.text);
    let names = subject.texts.iter().filter(|text| text.is_key);
    values.chain(names).filter_map(|text| remark_in(text)).collect()
}

fn remark_in(text: &Text) -> Option<Diagnostic> {
    // The comment of a text without quotes ends it.
    if text.style == Style::Plain || !text.text.contains('#') {
        return None;
    }
    let mut from = 0;
    let lines = text.text.split('\n').map(|line| {
        let start = from;
        from += line.len() + 1;
        (start, line)
    });
    let remarks = lines.filter_map(|(start, line)| {
        let range = remark::of(line)?;
        Some((start + range.start..start + range.end, &line[range]))
    });
    let remarks: Vec<(Range<usize>, &str)> = remarks.collect();
    let (range, said) = remarks.first()?;
    let blanks = said.len() - said.trim_start().len();
    let message = format!("“{}”会印在表上", said.trim());
    let help = match text.style {
        Style::Quoted => "在引号里，“#”后面的不是注释：删去，或移到右边的引号外面",
        _ => "在“|-”下面，“#”后面的不是注释：删去，或移到“|-”后面",
    };
    // Nobody means to print what is set so far apart. Lines that YAML has joined are one.
    let is_shown = text.style == Style::Literal || !text.written().contains('\n');
    let is_sure = |(range, said): &(Range<usize>, &str)| {
        said.starts_with("  ") && said.trim_start().starts_with("# ") && range.start > 0
    };
    let edits = text.edits(remarks.iter().map(|(range, _)| (range.clone(), String::new())));
    let edits = Some(edits)
        .filter(|it| is_shown && it.len() == remarks.len() && remarks.iter().all(is_sure));
    Some(
        Diagnostic::new(&rule::TEMPLATE_LEFTOVER, message)
            .at(text.part(range.start + blanks..range.end))
            .help(help)
            .help_on_form("这是说明，不是内容：删去")
            .fix(edits.unwrap_or_default()),
    )
}

/// The bytes of what is left of a template in a text.
fn leftover(text: &Text) -> Option<Range<usize>> {
    let said = text.text;
    let words = LEFTOVER.find_iter(said).map(|found| found.range());
    // 每篇（1500字以内） is about something else.
    let mut words = words.filter(|range| !said[..range.start].ends_with(['篇', '稿', '份', '报']));
    // What is measured may be so long.
    let may_end_so = text.column.is_none()
        && said.trim_end().ends_with(['字', '内'])
        && said.contains(|c: char| c.is_ascii_digit());
    let length = || may_end_so.then(|| Some(LENGTH.captures(said)?.get(1)?.range())).flatten();
    let dots = || has_dots(said).then(|| Some(DOTS.find(said)?.range())).flatten();
    words.next().or_else(length).or_else(dots).or_else(|| bare_heading(said))
}

/// Whether [`DOTS`] may find something.
fn has_dots(text: &str) -> bool {
    let mut count = 0;
    text.contains(['…', '⋯'])
        || text.contains("。。")
        || text.chars().any(|c| {
            count = match c {
                '.' | '．' | '·' => count + 1,
                ' ' | '\t' => count,
                _ => 0,
            };
            count == 3
        })
}

/// A heading that has nothing below it, or at once another one.
fn bare_heading(text: &str) -> Option<Range<usize>> {
    // Few texts have headings, and the pattern takes long to build.
    let is_heading = |line: &str| strip_any(line.trim_start(), &["目标", "指标", "任务"]).is_some();
    if !text.split('\n').any(is_heading) {
        return None;
    }
    let mut headings = HEADING.find_iter(text).map(|found| found.range()).peekable();
    while let Some(heading) = headings.next() {
        let end = headings.peek().map_or(text.len(), |next| next.start);
        let below = text[heading.end..end]
            .trim_matches(|c: char| c.is_whitespace() || "；;。.".contains(c));
        if below.is_empty() {
            return Some(heading);
        }
    }
    None
}

/// A choice of which nothing is chosen. A single box may be meant for a mark.
fn unticked(text: &Text) -> Option<Diagnostic> {
    let mut boxes = text.text.char_indices().filter(|(_, c)| EMPTY_BOXES.contains(c));
    let (at, empty) = boxes.next()?;
    if boxes.next().is_none() || text.text.contains(TICKS) {
        return None;
    }
    let message = format!("“{empty}”没有勾选，是样表上的字");
    Some(
        Diagnostic::new(&rule::TEMPLATE_LEFTOVER, message)
            .at(text.part(at..at + empty.len_utf8()))
            .help("只写选中的那一项，方框和别的选项删去"),
    )
}

/// Indicators that bear the template's numbers: one finding for all of them.
fn numbered(names: &[&Text]) -> Option<Diagnostic> {
    // Few names begin so, and the pattern takes long to build.
    let may_be = |name: &&&Text| {
        let name = name.text.trim_start();
        let rest = name.strip_prefix(['一', '二', '三']).and_then(|it| it.strip_prefix('级'));
        rest.unwrap_or(name).starts_with("指标")
    };
    let numbered = names.iter().filter(may_be);
    let numbered = numbered.filter_map(|name| Some((name, NUMBERED.find(name.text)?.range())));
    let numbered: Vec<_> = numbered.collect();
    let (first, range) = numbered.first()?;
    let words = first.text[range.clone()].trim();
    let message = match numbered.len() {
        1 => format!("“{words}”是样表上的字"),
        count => format!("“{words}”等 {count} 处是样表上的字"),
    };
    let help = match range.end == first.text.len() {
        true => "写上指标的名称".to_owned(),
        false => format!("删去“{words}”，只留指标的名称"),
    };
    let places = numbered.iter().take(MOST_SHOWN).map(|(name, range)| name.part(range.clone()));
    let found = Diagnostic::new(&rule::TEMPLATE_LEFTOVER, message).at_all(places);
    Some(found.help(help))
}
