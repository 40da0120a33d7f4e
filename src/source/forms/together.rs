//! Forms held against one another: names that two of them have, and names that none has.

use std::sync::Arc;

use super::{DEFINITION, Edition, Forms, Origin};
use crate::diagnostic::{Diagnostic, Place, SourceFile, rule};
use crate::form::Form;
use crate::text::nearest::nearest;

/// What is wrong with forms of one's own beside the other ones that there are.
pub fn disagreements(forms: &Forms) -> Vec<Diagnostic> {
    let all: Vec<(&Edition, &Arc<Form>)> = forms
        .editions()
        .iter()
        .filter_map(|edition| Some((edition, edition.form().ok()?)))
        .collect();
    let mut found = Vec::new();
    for (index, (edition, form)) in all.iter().enumerate() {
        let Some(file) = edition.files.get(DEFINITION) else { continue };
        if edition.origin == Origin::Bundled {
            continue;
        }
        // Of two of one's own, the later one is told.
        let others = all.iter().enumerate().filter(|(at, (other, _))| {
            other.id != edition.id && (other.origin == Origin::Bundled || *at < index)
        });
        for (_, (other, before)) in others {
            if before.name == form.name || before.title == form.title {
                found.push(same_name(file, other));
            }
            if before.is_default && form.is_default {
                let message = format!("和 {} 都是默认的表", other.folder());
                let help = "默认的只有一种：删去“default: true”";
                found.push(told(file, "default", message, help));
            }
        }
        let names: Vec<&str> = all.iter().map(|(_, form)| form.name.as_str()).collect();
        for name in form.follows.iter().filter(|name| !names.contains(&name.as_str())) {
            let help = match nearest(name, names.iter().copied()) {
                Some(near) => format!("是不是“{near}”？"),
                None => "写那种表的简称，就是它的 name".to_owned(),
            };
            found.push(told(file, "follows", format!("没有“{name}”这种表"), help));
        }
        if form.follows.contains(&form.name) {
            found.push(told(file, "follows", "这种表不能接着它自己", "删去它自己的名称"));
        }
    }
    found
}

fn same_name(file: &SourceFile, other: &Edition) -> Diagnostic {
    let folder = other.folder();
    match other.origin {
        Origin::Bundled => {
            let message = format!("和程序自带的 {folder} 同名，会不声不响地代替它");
            let help =
                format!("另一种表，就改 name 和 title；要代替它，就把文件夹改名为 {}", other.id);
            told(file, "name", message, help)
        }
        Origin::Folder(_) => {
            let message = format!("和 {folder} 同名，分不清用哪一个");
            told(file, "name", message, "改 name 和 title，或删去一个")
        }
    }
}

/// A finding at the line of a key.
fn told(
    file: &SourceFile,
    key: &str,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostic {
    let begins = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
    let mut start = 0;
    let mut place = Place::from(file);
    for line in file.text().split_inclusive('\n') {
        if begins(line) {
            place = Place::new(file, start..start + line.trim_end().len());
            break;
        }
        start += line.len();
    }
    Diagnostic::new(&rule::BAD_FORM, message).at(place).help(help)
}
