//! Names that are the same although they are spelt in two ways.

use std::collections::HashMap;

use super::Subject;
use super::tree::{Planted, trees};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Branch, Branches, core};

/// `duplicate-indicator`: a name that stands twice in its group, once with 指标 at its end.
pub fn duplicate_indicator(subject: &Subject) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for planted in trees(subject) {
        let mut search = Search { subject, planted: &planted, found: &mut found };
        search.group(planted.branches, &[]);
    }
    found
}

struct Search<'a, 'b> {
    subject: &'a Subject<'b>,
    planted: &'a Planted<'b>,
    found: &'a mut Vec<Diagnostic>,
}

impl Search<'_, '_> {
    /// Looks at the names in a group, and at what stands below each.
    fn group(&mut self, branches: &Branches, above: &[&str]) {
        let mut seen: HashMap<&str, &str> = HashMap::new();
        for (name, branch) in branches {
            if let Some(first) = seen.get(core(name)) {
                self.report(above, first, name, matches!(branch, Branch::Group(_)));
            }
            seen.entry(core(name)).or_insert(name);
            if let Branch::Group(below) = branch {
                self.group(below, &[above, &[name]].concat());
            }
        }
    }

    fn report(&mut self, above: &[&str], first: &str, name: &str, is_group: bool) {
        let levels = &self.planted.tree.levels;
        let level = levels.get(above.len()).map_or("", String::as_str);
        let help = match levels.get(above.len() + 1) {
            Some(below) if is_group => format!("只留一个，把另一个下面的{below}移到它下面"),
            _ => "只留一个；本来是两样东西的，把名称写得不同".to_owned(),
        };
        let place = |name: &str| {
            let path = [above, &[name]].concat();
            self.subject.key_place_at(&self.planted.path_to(&path))
        };
        let message = format!("“{name}”和“{first}”是同一个{level}，写了两次");
        let first = place(first).map(|place| place.label("第一次在这里"));
        let found = Diagnostic::new(&rule::DUPLICATE_INDICATOR, message);
        self.found.push(found.at_all(place(name)).at_all(first).help(help));
    }
}
