//! Names on the command line that stand for nothing, and what they most likely stand for.

use std::path::Path;

use super::history::History;
use crate::diagnostic::near::existing;
use crate::diagnostic::render::clean;
use crate::history::git::names;
use crate::text::nearest::nearest;

/// What there is to say of `name`, which is neither a path nor a revision.
pub fn explain(history: &History, name: &str) -> String {
    let shown = clean(name);
    // The side of `A..B` that is to blame.
    if let Some((old, new)) = name.split_once("...").or_else(|| name.split_once("..")) {
        let sides = [old, new].into_iter().filter(|side| !side.is_empty());
        let mut unknown = sides.filter(|side| history.find(side).is_none());
        return unknown.next().map_or_else(|| nothing(&shown), |side| explain(history, side));
    }
    if let Some((revision, path)) = name.split_once(':') {
        return match history.find(revision) {
            Some(_) => format!("{} 里没有“{}”", clean(revision), clean(path)),
            None => explain(history, revision),
        };
    }
    if let Some(message) = too_early(history, name) {
        return message;
    }
    let names = history.names();
    let near = existing(Path::new(name)).map(|path| path.display().to_string());
    let near = near.or_else(|| nearest(name, names.iter().map(String::as_str)).map(str::to_owned));
    match near {
        Some(near) => format!("{}\n提示：是不是“{}”？", nothing(&shown), clean(&near)),
        None => nothing(&shown),
    }
}

fn nothing(name: &str) -> String {
    format!("“{name}”既不是文件或文件夹，也不是 git 的版本")
}

/// `HEAD~999`: a version before the first one.
fn too_early(history: &History, name: &str) -> Option<String> {
    let (base, steps) = name.split_at(names::base(name).len());
    if steps.is_empty() || !steps.chars().all(|c| "~^0123456789".contains(c)) {
        return None;
    }
    let base = if base == "@" { "HEAD" } else { base };
    history.find(base)?;
    let count = history.count_before(base)?;
    let (shown, base) = (clean(name), clean(base));
    let is_other_side = steps.starts_with('^') && !matches!(steps, "^" | "^1" | "^0") && count > 0;
    let message = match count {
        _ if is_other_side => {
            format!("没有“{shown}”这个版本\n提示：{base} 前面的一个版本是 {base}~1")
        }
        0 => format!("没有“{shown}”这个版本：{base} 前面没有别的版本"),
        count => format!(
            "没有“{shown}”这个版本：{base} 前面只有 {count} 个版本\n提示：最早的是 {base}~{count}"
        ),
    };
    Some(match history.is_shallow() {
        true => format!("{message}；这是浅克隆，更早的用 git fetch --unshallow 取来"),
        false => message,
    })
}
