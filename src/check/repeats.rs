//! Texts that are copies of one another.

use super::Subject;
use super::subject::Answer;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Kind, Role};

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
