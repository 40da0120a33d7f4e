//! The pages, and what draws them.

use std::collections::BTreeMap;

use super::{ByPage, Difference, Kind};
use crate::readback::{Anatomy, PagePart};
use crate::system::fingerprint::Fingerprint;

/// What pages draw with, by its names in PDF and in Chinese.
const TOOLS: [(&str, &str); 5] = [
    ("XObject", "图片或者图形"),
    ("Pattern", "图案"),
    ("Shading", "渐变色"),
    ("ExtGState", "透明或者混合的效果"),
    ("ColorSpace", "颜色的定义"),
];
/// What else a page may have, likewise.
const OTHERS: [(&str, Kind, &str); 6] = [
    ("AA", Kind::Action, "有自动做的动作"),
    ("AF", Kind::Attachment, "有附件"),
    ("Tabs", Kind::Tags, "的跳格次序不同"),
    ("StructParents", Kind::Tags, "的标签编号不同"),
    ("Group", Kind::Content, "有透明的效果"),
    ("UserUnit", Kind::PageSize, "的长度单位不同"),
];

/// Adds what is found.
pub fn find(pdf: &Anatomy, anew: &Anatomy, found: &mut Vec<Difference>) {
    let (count, usual) = (pdf.pages.len(), anew.pages.len());
    if count != usual {
        let how = match count > usual {
            true => format!("多了 {} 页", count - usual),
            false => format!("少了 {} 页", usual - count),
        };
        let message = format!("有 {count} 页，重新排出的有 {usual} 页：{how}");
        found.push(Difference::new(Kind::PageCount, message));
    }
    let mut by_page = ByPage(Vec::new());
    for ((page, anew), number) in pdf.pages.iter().zip(&anew.pages).zip(1..) {
        let mut add = |kind, message: &str| by_page.add(number, kind, message.to_owned());
        paper(page, anew, &mut add);
        // On another paper all stands elsewhere.
        if (page.paper, page.shown, page.turns) == (anew.paper, anew.shown, anew.turns) {
            drawn(page, anew, &mut add);
        }
        for name in changed(&page.resources, &anew.resources) {
            match TOOLS.iter().find(|(tool, _)| tool == name) {
                Some((_, title)) => add(Kind::Content, &format!("用的{title}不同")),
                None if name == "ProcSet" => {}
                None => add(Kind::Content, &format!("用的“{name}”不同")),
            }
        }
        for name in changed(&page.others, &anew.others) {
            match OTHERS.iter().find(|(other, ..)| other == name) {
                Some((_, kind, message)) => add(*kind, message),
                None => add(Kind::Other, &format!("的“{name}”一项不同")),
            }
        }
    }
    found.extend(by_page.into_differences());
    fonts(pdf, anew, found);
}

fn paper(page: &PagePart, anew: &PagePart, add: &mut impl FnMut(Kind, &str)) {
    let millimetres = |edges: [i32; 4]| {
        let length = |from: i32, to: i32| f64::from(to - from).abs() / 72.0 * 25.4;
        format!("{:.0}×{:.0} 毫米", length(edges[0], edges[2]), length(edges[1], edges[3]))
    };
    if page.turns != anew.turns {
        let degrees = (4 + page.turns - anew.turns) % 4 * 90;
        add(Kind::Rotation, &format!("转了 {} 度", u32::from(degrees)));
    }
    if page.paper != anew.paper {
        let (paper, usual) = (millimetres(page.paper), millimetres(anew.paper));
        match paper == usual {
            true => add(Kind::PageSize, "的纸挪了位置"),
            false => add(Kind::PageSize, &format!("的纸是 {paper}，重新排出的是 {usual}")),
        }
    } else if page.shown != anew.shown {
        let shown = millimetres(page.shown);
        add(Kind::Crop, &format!("裁过，只露出 {shown}"));
    }
}

fn drawn(page: &PagePart, anew: &PagePart, add: &mut impl FnMut(Kind, &str)) {
    let before = (&page.drawn, &anew.drawn);
    if before.0.rules != before.1.rules {
        let (count, usual) = (before.0.rules.0, before.1.rules.0);
        match count == usual {
            true => add(Kind::Grid, "表格线的位置或者粗细不同"),
            false => {
                add(Kind::Grid, &format!("有 {count} 段表格线，重新排出的有 {usual} 段"));
            }
        }
    }
    if before.0.glyphs != before.1.glyphs {
        let (count, usual) = (before.0.glyphs.0, before.1.glyphs.0);
        match count == usual {
            true => add(Kind::Glyphs, "字的位置、大小或者样子不同"),
            false => add(Kind::Glyphs, &format!("有 {count} 个字，重新排出的有 {usual} 个")),
        }
    }
    if before.0.others > before.1.others {
        add(Kind::Drawing, "有不是文字也不是表格线的图形");
    }
    if page.content != anew.content && before.0 == before.1 {
        add(Kind::Content, "的画法不同，画出来的字和线看上去一样");
    }
}

fn fonts(pdf: &Anatomy, anew: &Anatomy, found: &mut Vec<Difference>) {
    let of = |anatomy: &Anatomy| {
        let mut all: BTreeMap<String, Vec<Fingerprint>> = BTreeMap::new();
        for (name, fonts) in anatomy.pages.iter().flat_map(|page| &page.fonts) {
            let known = all.entry(name.clone()).or_default();
            for font in fonts.iter().filter(|font| !known.contains(font)).collect::<Vec<_>>() {
                known.push(*font);
            }
        }
        all
    };
    let (fonts, usual) = (of(pdf), of(anew));
    for name in changed(&fonts, &usual) {
        let message = match (fonts.contains_key(name), usual.contains_key(name)) {
            (true, true) => format!("字体“{name}”和重新排出的不同"),
            (true, false) => format!("多了字体“{name}”"),
            (false, _) => format!("字体“{name}”没有了"),
        };
        found.push(Difference::new(Kind::Font, message));
    }
}

/// The keys of what is not the same in both.
fn changed<'a, V: PartialEq>(
    one: &'a BTreeMap<String, V>,
    other: &'a BTreeMap<String, V>,
) -> Vec<&'a String> {
    let added = other.keys().filter(|key| !one.contains_key(*key));
    let mut keys: Vec<_> =
        one.iter().filter(|(key, value)| other.get(*key) != Some(value)).map(|it| it.0).collect();
    keys.extend(added);
    keys
}
