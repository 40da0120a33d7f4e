//! Values that must be one of a list.

use super::Subject;
use super::subject::{Answer, is_blank};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::Kind;
use crate::text::nearest::nearest;

/// `not-in-list`: what is chosen is chosen from the form's lists.
pub fn not_in_list(subject: &Subject) -> Vec<Diagnostic> {
    subject.answers().filter_map(|answer| check(&answer)).collect()
}

fn check(answer: &Answer) -> Option<Diagnostic> {
    let (Kind::Choice(choices) | Kind::Marks(choices)) = answer.kind else { return None };
    let (list, value) = (&choices.values, answer.text.text);
    // A blank at its end is told by another rule.
    if list.is_empty() || is_blank(answer.text) || list.iter().any(|it| it == value.trim()) {
        return None;
    }
    // The beginning of one is that one, however long it is.
    let mut begun = list.iter().filter(|it| it.starts_with(value.trim())).map(String::as_str);
    let begun = begun.next().filter(|_| begun.next().is_none());
    let near = begun.or_else(|| nearest(value, list.iter().map(String::as_str)));
    let (help, on_form) = match (near, list.as_slice()) {
        (Some(near), _) => (format!("是不是“{near}”？"), format!("选“{near}”，或者选别的一个")),
        (None, [only]) => (format!("可以写：{only}"), format!("选“{only}”")),
        (None, list) => {
            let all = list.join("、");
            (format!("可以写：{all}"), format!("选一个：{all}"))
        }
    };
    let message = format!("{}不能是“{value}”", answer.name());
    let found = Diagnostic::new(&rule::NOT_IN_LIST, message).at(answer.text.place.clone());
    Some(found.help(help).help_on_form(on_form))
}
