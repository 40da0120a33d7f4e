//! What stands on pages that no printed form has, and what can be filled in.

use super::super::marks::named;
use super::{ByPage, Cells, Difference, Kind, numbers};
use crate::readback::{Anatomy, FieldPart, Note};

/// What stands on pages, by its names in PDF and in Chinese.
const NOTES: [(&str, &str); 24] = [
    ("Stamp", "图章（没有电子签名）"),
    ("FreeText", "文字框"),
    ("Text", "便笺"),
    ("Ink", "手写的笔迹"),
    ("Link", "链接"),
    ("Highlight", "高亮"),
    ("Underline", "下划线"),
    ("StrikeOut", "删除线"),
    ("Squiggly", "波浪线"),
    ("Square", "方框"),
    ("Circle", "圆圈"),
    ("Line", "线条"),
    ("Polygon", "多边形"),
    ("PolyLine", "折线"),
    ("Caret", "插入符"),
    ("Redact", "涂黑的标记"),
    ("Watermark", "水印"),
    ("FileAttachment", "附件的图标"),
    ("Widget", "可以填写的栏目"),
    ("Screen", "播放的画面"),
    ("Movie", "影片"),
    ("Sound", "声音"),
    ("RichMedia", "多媒体"),
    ("3D", "立体图"),
];
/// What can be filled in, likewise.
const FIELDS: [(&str, &str); 3] = [("Tx", "文字栏"), ("Btn", "按钮或勾选框"), ("Ch", "选择栏")];
/// A window for what another note says.
const WINDOW: &str = "Popup";

/// Adds what is found.
pub fn find(pdf: &Anatomy, cells: &Cells<'_>, found: &mut Vec<Difference>) {
    let mut notes = ByPage(Vec::new());
    for note in pdf.notes.iter().filter(|note| note.kind != WINDOW) {
        notes.add(note.page, Kind::Annotation, about(note, cells));
        if note.acts && note.kind != "Link" {
            notes.add(note.page, Kind::Action, "有点一下就会做的动作".to_owned());
        }
    }
    found.extend(notes.0.into_iter().map(|(kind, message, pages)| {
        let count = match pages.len() {
            1 => String::new(),
            count => format!("，共 {count} 处"),
        };
        Difference::new(kind, format!("{}{message}{count}", numbers(&pages)))
    }));
    found.extend(pdf.fields.iter().map(field));
    let empty = pdf.empty_signatures.iter();
    let is_signed = !pdf.parts.contains_key("AcroForm");
    found.extend(
        empty
            .filter(|_| !is_signed)
            .map(|name| Difference::new(Kind::Field, format!("有一个还没有签的签名栏“{name}”"))),
    );
    if pdf.parts.contains_key("AcroForm")
        && pdf.fields.is_empty()
        && pdf.empty_signatures.is_empty()
    {
        found.push(Difference::new(Kind::Field, "文件里有可以填写的栏目或者特殊的签名栏"));
    }
}

fn about(note: &Note, cells: &Cells<'_>) -> String {
    let known = NOTES.iter().find(|(name, _)| *name == note.kind);
    let what = match known {
        Some((_, title)) => (*title).to_owned(),
        None => format!("“{}”类的批注", note.kind),
    };
    let says = match note.text.trim() {
        "" => String::new(),
        text => format!("“{text}”"),
    };
    let over = match note.mark.as_ref().map(|mark| cells.under(mark)).unwrap_or_default() {
        names if names.is_empty() => String::new(),
        names => format!("，在{}上面", named(&names)),
    };
    format!("有{what}{says}{over}")
}

fn field(field: &FieldPart) -> Difference {
    let known = FIELDS.iter().find(|(name, _)| *name == field.kind);
    let what = known.map_or("栏目", |(_, title)| title);
    let says = match field.value.trim() {
        "" => "，是空的".to_owned(),
        text => format!("，填的是“{text}”"),
    };
    Difference::new(Kind::Field, format!("有可以填写的{what}“{}”{says}", field.name))
}
