//! What the document says about itself.

use super::super::signatures::local;
use super::{Difference, Kind};
use crate::readback::Anatomy;

const TEXTS: [(&str, Kind, &str); 6] = [
    ("title", Kind::Title, "标题"),
    ("author", Kind::Title, "作者"),
    ("subject", Kind::Title, "主题"),
    ("keywords", Kind::Title, "关键词"),
    ("creator", Kind::Producer, "排表的程序"),
    ("producer", Kind::Producer, "制作 PDF 的软件"),
];
const DATES: [(&str, &str); 2] = [("created", "创建时间"), ("modified", "修改时间")];

/// Adds what is found.
pub fn find(pdf: &Anatomy, anew: &Anatomy, found: &mut Vec<Difference>) {
    for (key, kind, what) in TEXTS {
        let said = |info: &Anatomy| match info.info.get(key) {
            Some(text) if !text.is_empty() => format!("是“{text}”"),
            _ => "是空的".to_owned(),
        };
        add(kind, what, said(pdf), said(anew), found);
    }
    for (key, what) in DATES {
        let said = |info: &Anatomy| {
            let seconds = info.info.get(key).and_then(|text| text.parse().ok());
            seconds.map_or_else(|| "是空的".to_owned(), |time| format!("是 {}", local(time)))
        };
        add(Kind::Dates, what, said(pdf), said(anew), found);
    }
    let mut others: Vec<_> = pdf.info.keys().chain(anew.info.keys()).collect();
    others.retain(|key| key.starts_with('/'));
    others.sort_unstable();
    others.dedup();
    for key in others {
        let said = |info: &Anatomy| match info.info.get(key) {
            Some(text) => format!("是“{text}”"),
            None => "没有".to_owned(),
        };
        let what = format!("文件属性“{}”", key.trim_start_matches('/'));
        add(Kind::Metadata, &what, said(pdf), said(anew), found);
    }
    match (pdf.is_encrypted, anew.is_encrypted) {
        (true, false) => found.push(Difference::new(Kind::Encryption, "文件加了密")),
        (false, true) => found.push(Difference::new(Kind::Encryption, "文件没有加密")),
        _ => {}
    }
}

fn add(kind: Kind, what: &str, said: String, anew: String, found: &mut Vec<Difference>) {
    if said != anew {
        found.push(Difference::new(kind, format!("{what}{said}，重新排出的{anew}")));
    }
}
