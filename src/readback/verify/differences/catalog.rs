//! What hangs from the catalog: actions, attached files, bookmarks and so on.

use super::{Difference, Kind};
use crate::readback::Anatomy;

/// What no printed form has, by its key and in Chinese.
const ODD: [(&str, Kind, &str); 6] = [
    ("OpenAction", Kind::Action, "文件里有打开时自动做的动作"),
    ("AA", Kind::Action, "文件里有自动做的动作"),
    ("/JavaScript", Kind::Action, "文件里有脚本"),
    ("OCProperties", Kind::Layer, "文件里有可以隐藏的图层"),
    ("Collection", Kind::Layer, "文件是一个文件包"),
    ("Requirements", Kind::Action, "文件要求打开它的软件做特别的事"),
];
/// What a printed form has, likewise.
const USUAL: [(&str, Kind, &str); 10] = [
    ("Metadata", Kind::Metadata, "文件属性（XMP）"),
    ("Outlines", Kind::Bookmarks, "书签"),
    ("StructTreeRoot", Kind::Tags, "无障碍阅读的标签"),
    ("MarkInfo", Kind::Tags, "无障碍阅读的标签"),
    ("Lang", Kind::Tags, "文件的语言"),
    ("OutputIntents", Kind::Other, "颜色的说明"),
    ("ViewerPreferences", Kind::Other, "打开时的显示方式"),
    ("PageMode", Kind::Other, "打开时的显示方式"),
    ("PageLayout", Kind::Other, "打开时的显示方式"),
    ("PageLabels", Kind::Other, "页码的标签"),
];
/// What is looked at elsewhere.
const ELSEWHERE: [&str; 3] = ["AcroForm", "AF", "Version"];

/// Adds what is found.
pub fn find(pdf: &Anatomy, anew: Option<&Anatomy>, found: &mut Vec<Difference>) {
    let is_odd = |key: &&(&str, Kind, &str)| pdf.parts.contains_key(key.0);
    let odd = ODD.iter().filter(is_odd);
    found.extend(odd.map(|(_, kind, message)| Difference::new(*kind, *message)));
    files(pdf, anew, found);
    let Some(anew) = anew else { return };
    let keys = pdf.parts.keys().chain(anew.parts.keys());
    let differs = |key: &&String| pdf.parts.get(*key) != anew.parts.get(*key);
    for key in keys.filter(differs) {
        if ODD.iter().any(|(odd, ..)| odd == key) || ELSEWHERE.contains(&key.as_str()) {
            continue;
        }
        let usual = USUAL.iter().find(|(usual, ..)| usual == key);
        let (kind, what) = match usual {
            Some((_, kind, what)) => (*kind, (*what).to_owned()),
            None => (Kind::Other, format!("“{}”一项", key.trim_start_matches('/'))),
        };
        let how = match (pdf.parts.contains_key(key), anew.parts.contains_key(key)) {
            (true, true) => "和重新排出的不同",
            (true, false) => "是重新排出的没有的",
            (false, _) => "没有了",
        };
        found.push(Difference::new(kind, format!("{what}{how}")));
    }
}

fn files(pdf: &Anatomy, anew: Option<&Anatomy>, found: &mut Vec<Difference>) {
    let added = |name: &&String| match anew {
        Some(anew) => !anew.files.contains_key(*name),
        None => *name != "project.yaml",
    };
    let message = |name: &String| format!("多了附件“{name}”");
    found.extend(
        pdf.files.keys().filter(added).map(|name| Difference::new(Kind::Attachment, message(name))),
    );
    let Some(anew) = anew else { return };
    for (name, file) in &anew.files {
        match pdf.files.get(name) {
            Some(other) if other == file => {}
            Some(_) => found.push(Difference::new(
                Kind::Attachment,
                format!("附件“{name}”的内容或者说明和重新排出的不同"),
            )),
            None => found.push(Difference::new(Kind::Attachment, format!("附件“{name}”没有了"))),
        }
    }
    if pdf.files == anew.files && pdf.parts.get("AF") != anew.parts.get("AF") {
        found.push(Difference::new(Kind::Attachment, "附件的登记和重新排出的不同"));
    }
}
