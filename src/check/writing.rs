//! Slips of the pen that YAML takes for something else.

use super::Subject;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, Place};
use crate::source::{Style, Text, remark};

/// `folded-text`: a text over several lines that YAML makes one of.
pub fn folded_text(subject: &Subject) -> Vec<Diagnostic> {
    let texts = subject.texts.iter().filter(|text| !text.is_key);
    texts
        .filter(|text| text.style != Style::Literal && is_folded(text.written()))
        .map(|text| {
            let message = format!("“{}”写了几行，相连的行印成一段，换行的地方是空格", name(text));
            let quotes = if text.style == Style::Quoted { "去掉引号，" } else { "" };
            // In a block, it would be a part of the text.
            let remark = match has_remark(text) {
                true => "，行末“#”和后面的说明移到“|-”后面",
                false => "",
            };
            let help = format!(
                "要分段，就{quotes}在冒号后面写“|-”，文字从下一行写起{remark}；要成一段，就写在一行里"
            );
            Diagnostic::new(&rule::FOLDED_TEXT, message)
                .at(text.place.clone())
                .help(help)
                .message_on_form(format!("“{}”在文件里是几行，印成了一段", name(text)))
                .help_on_form("要分段，就在分开的地方按回车；就是一段的，不用管")
        })
        .collect()
}

/// Whether a comment stands behind a text, or looks like one within it.
fn has_remark(text: &Text) -> bool {
    let Some(span) = &text.place.span else { return false };
    let rest = text.place.file.text()[span.end..].lines().next().unwrap_or_default();
    text.written().lines().chain([rest]).any(|line| remark::of(line).is_some())
}

/// Whether a line break stands for a blank: not where a blank line follows, nor
/// behind `\\`.
fn is_folded(written: &str) -> bool {
    let lines: Vec<&str> = written.lines().map(str::trim).collect();
    lines
        .windows(2)
        .any(|pair| !pair[0].is_empty() && !pair[1].is_empty() && !pair[0].ends_with('\\'))
}

/// `comment-in-text`: ` #` within a text, which cuts off the rest.
pub fn comment_in_text(subject: &Subject) -> Vec<Diagnostic> {
    subject.texts.iter().filter(|text| !text.is_key).filter_map(cut).collect()
}

fn cut(text: &Text) -> Option<Diagnostic> {
    let file = &text.place.file;
    let mut end = text.place.span.as_ref()?.end;
    // Where nothing is written, the parser stands at the colon.
    if text.text.is_empty() && file.text()[end..].starts_with(':') {
        end += 1;
    }
    let rest = file.text()[end..].lines().next().unwrap_or_default();
    // In a list over several lines, a comma may stand between.
    let behind = rest.strip_prefix(',').unwrap_or(rest);
    let from = end + rest.len() - behind.len();
    // People set a comment apart by more than one blank, or put one after the sign.
    let comment = behind.strip_prefix(" #")?.trim_end();
    let is_meant = comment.is_empty() || comment.starts_with([' ', '#']);
    (text.style == Style::Plain && !is_meant).then(|| {
        Diagnostic::new(&rule::COMMENT_IN_TEXT, format!("“#{comment}”是注释，不印出来"))
            .at(Place::new(file, from + 1..from + behind.trim_end().len()))
            .help("要印出来，给整段文字加上英文引号；真是注释，就在 # 后面空一格")
            .message_on_form(format!("文件里写在“{}”后面的“#{comment}”没有印出来", name(text)))
            .help_on_form("要印出来，就打在这一栏里；不要印的，不用管")
    })
}

fn name<'a>(text: &Text<'a>) -> &'a str {
    text.path.last().copied().unwrap_or_default()
}
