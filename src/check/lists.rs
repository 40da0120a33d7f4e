//! Values that must be one of a list.

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::text::nearest::nearest;

/// `not-in-list`: 项目类型 and 项目级次 are chosen from the edition's lists.
pub fn not_in_list(subject: &Subject) -> Vec<Diagnostic> {
    let kinds = subject.edition.kinds.keys().map(String::as_str).collect();
    let levels = subject.edition.levels.iter().map(String::as_str).collect();
    [
        check(subject, "项目类型", &subject.project.kind, kinds),
        check(subject, "项目级次", &subject.project.level, levels),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn check(subject: &Subject, key: &str, value: &str, list: Vec<&str>) -> Option<Diagnostic> {
    // A blank at its end is told by another rule.
    if list.is_empty() || list.contains(&value.trim()) {
        return None;
    }
    let help = match nearest(value, list.iter().copied()) {
        Some(near) => format!("是不是“{near}”？"),
        None => format!("可以写：{}", list.join("、")),
    };
    let message = format!("“{key}”不能是“{value}”");
    Some(Diagnostic::new(&rule::NOT_IN_LIST, message).at_all(subject.place(&[key])).help(help))
}
