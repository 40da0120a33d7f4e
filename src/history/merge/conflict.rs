//! What two people want differently, in an officer's words.

use std::fmt;

use super::versions::Versions;

/// How much of a text is quoted, in characters.
const LONGEST: usize = 40;

/// What both sides have changed, each in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// A field.
    Texts {
        /// The keys that lead to the field, and its column where it has two.
        path: Vec<String>,
        /// What it says; `None` where it is not there.
        texts: Versions<Option<String>>,
    },
    /// To what a name belongs.
    Groups {
        /// The keys that lead to the field, and the name.
        path: Vec<String>,
        /// The names that lead to it below the field; `None` where it is not there.
        groups: Versions<Option<Vec<String>>>,
    },
    /// What a name stands for.
    Names {
        /// The keys that lead to the field, and the name.
        path: Vec<String>,
    },
    /// The order of a group.
    Order {
        /// The keys that lead to the group.
        path: Vec<String>,
    },
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |text: &Option<String>, nothing: &str| match text {
            Some(text) => format!("“{}”", shortened(text)),
            None => nothing.to_owned(),
        };
        let (path, texts) = match self {
            Self::Texts { path, texts } => (path, texts),
            Self::Groups { path, groups } => return write_groups(f, path, groups),
            Self::Names { path } => {
                let path = path.join(" › ");
                return write!(f, "冲突：{path}：双方各有一个，不是同一项，不能都叫这个名称");
            }
            Self::Order { path } => {
                return write!(f, "冲突：{}：双方把次序调得不一样", path.join(" › "));
            }
        };
        let Versions { base, ours, theirs } = texts;
        let [ours, theirs] = [ours, theirs].map(|text| said(text, "没有这一项"));
        let base = base
            .as_ref()
            .map_or("原来没有".into(), |base| format!("原为{}", said(&Some(base.clone()), "")));
        write!(f, "冲突：{}：我方{ours}，对方{theirs}，{base}", path.join(" › "))
    }
}

fn write_groups(
    f: &mut fmt::Formatter<'_>,
    path: &[String],
    groups: &Versions<Option<Vec<String>>>,
) -> fmt::Result {
    let said = |group: &Option<Vec<String>>| match group {
        Some(group) => format!("放在“{}”下", group.join(" › ")),
        None => "没有这一项".to_owned(),
    };
    let Versions { base, ours, theirs } = groups;
    let base = match base {
        Some(group) => format!("原在“{}”下", group.join(" › ")),
        None => "原来没有".to_owned(),
    };
    let [ours, theirs] = [ours, theirs].map(said);
    write!(f, "冲突：{}：我方{ours}，对方{theirs}，{base}", path.join(" › "))
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
