//! What there is to say about signatures.

use serde_json::{Value, json};
use time::{OffsetDateTime, UtcOffset};

use super::marks::{Cells, named};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::Form;
use crate::readback::{Clock, Content, Later, Mark, Printout, Proof, Purpose, Signature};

/// How much of a page a seal may take, and all of them together, as a part of it. A round
/// seal of 4.5 cm takes a thirtieth of A4.
const LARGEST: f64 = 1.0 / 8.0;
const LARGEST_TOGETHER: f64 = 1.0 / 4.0;
/// How to mend a seal that takes more.
const SMALLER: &str = "请签章的人用平常大小的印章，在 jixiao build 排出的原文件上重新签一次";

/// A signature, and where it shows something.
#[derive(Debug)]
pub struct Placed {
    signature: Signature,
    places: Vec<Place>,
}

/// A place of a signature on a page.
#[derive(Debug)]
struct Place {
    mark: Mark,
    /// The cells that it lies over.
    cells: Vec<String>,
    /// Those of them with a text beneath it.
    covered: Vec<String>,
}

/// The signatures of a form.
pub fn all(pages: &Printout, form: &Form) -> Vec<Placed> {
    if pages.signatures.is_empty() {
        return Vec::new();
    }
    let cells = Cells::of(pages, form);
    let place = |mark: &Mark| Place {
        mark: mark.clone(),
        cells: cells.under(mark),
        covered: cells.covered_by(mark),
    };
    let placed = |signature: &Signature| Placed {
        signature: signature.clone(),
        places: signature.marks.iter().map(place).collect(),
    };
    pages.signatures.iter().map(placed).collect()
}

/// What speaks against signatures, and what they hide.
pub fn find(pages: &Printout, cells: &Cells<'_>) -> Vec<Diagnostic> {
    let numbered = pages.signatures.iter().zip(1..);
    let mut found: Vec<_> = numbered
        .flat_map(|(signature, number)| find_one(signature, number, pages, cells))
        .collect();
    for (share, page) in shares(pages).into_iter().zip(1..) {
        if share > LARGEST_TOGETHER {
            let message = format!(
                "第 {page} 页上的签章一共占了四分之一页还多，看到的可能是它们画的，不是表里的"
            );
            found.push(Diagnostic::new(&rule::HIDDEN_CONTENT, message).help(SMALLER));
        }
    }
    found
}

/// How much of each page seals take together.
fn shares(pages: &Printout) -> Vec<f64> {
    let mut shares = vec![0.0; pages.sizes.len()];
    for mark in pages.signatures.iter().flat_map(|signature| &signature.marks) {
        if let Some(share) = shares.get_mut(mark.page_index()) {
            *share += share_of(mark, pages);
        }
    }
    shares
}

/// How much of its page a seal takes.
fn share_of(mark: &Mark, pages: &Printout) -> f64 {
    let [x0, y0, x1, y1] = mark.area;
    let (width, height) = pages.sizes.get(mark.page_index()).copied().unwrap_or_default();
    (x1 - x0) * (y1 - y0) / (f64::from(width) * f64::from(height)).max(1.0)
}

fn find_one(
    signature: &Signature,
    number: usize,
    pages: &Printout,
    cells: &Cells<'_>,
) -> Vec<Diagnostic> {
    let what = heading(signature, number);
    let bad = |why: String| {
        Diagnostic::new(&rule::BAD_SIGNATURE, format!("{what}不能作数：{why}"))
            .help("另存会毁掉签名：请用签章的人给的原文件；没有的话，请他在 jixiao build 排出的原文件上重新签一次")
    };
    let mut found: Vec<_> = signature.flaws.iter().map(|flaw| bad((*flaw).clone())).collect();
    if let Later::Changes(count) = signature.later {
        found.push(bad(format!("签过以后，文件末尾又加了 {count} 字节，不只是签章")));
    }
    found.extend(signature.altered.iter().cloned().map(bad));
    if signature.content == Content::Changed {
        found.push(bad("签过的内容后来改过，和签名里的摘要对不上".to_owned()));
    }
    match &signature.proof {
        Proof::Invalid(why) => found.push(bad(why.clone())),
        Proof::Missing => found.push(bad("签名栏里没有签名，填的是别的字节".to_owned())),
        Proof::Valid(_) | Proof::Unknown(_) => {}
    }
    if found.is_empty()
        && let Some(why) = signature.doubt()
    {
        let message = format!("{what}的签名没有核对：{why}");
        let help = "表格本身是核对过的；签名请用做签章的软件核对";
        found.push(Diagnostic::new(&rule::UNCHECKED_SIGNATURE, message).help(help));
    }
    for mark in &signature.marks {
        let [x0, y0, x1, y1] = mark.area;
        let page = mark.page;
        if share_of(mark, pages) > LARGEST {
            let cm = |points: f64| points / 72.0 * 2.54;
            let (width, height) = (cm(x1 - x0), cm(y1 - y0));
            let message = format!(
                "{what}在第 {page} 页上占了 {width:.1}×{height:.1} 厘米，比印章大得多，看到的可能是它画的，不是表里的"
            );
            found.push(Diagnostic::new(&rule::HIDDEN_CONTENT, message).help(SMALLER));
        } else if !mark.covered.is_empty() || mark.covers_other_text {
            let where_ = match cells.covered_by(mark) {
                names if names.is_empty() => "表格外面的字".to_owned(),
                names => format!("{}的字", named(&names)),
            };
            let message = format!("{what}在第 {page} 页盖着{where_}，看到的不一定就是表里的");
            let help = "盖住的几格，以附带的数据为准：用 jixiao extract 取出来对照";
            found.push(Diagnostic::new(&rule::COVERED_CELLS, message).help(help));
        }
    }
    found
}

/// What there is to say about each signature, in lines.
pub fn lines(signatures: &[Placed]) -> Vec<String> {
    let mut lines: Vec<_> =
        signatures.iter().zip(1..).map(|(it, number)| it.line(number)).collect();
    if !lines.is_empty() {
        lines.push(
            "证书可不可信（谁发的、有没有过期或吊销），本程序不判断：请用做签章的软件核对"
                .to_owned(),
        );
    }
    lines
}

impl Placed {
    /// Whether it cannot be told whether it holds.
    pub fn is_doubtful(&self) -> bool {
        self.signature.doubt().is_some()
    }

    /// What there is to say about it.
    fn line(&self, number: usize) -> String {
        let signature = &self.signature;
        let mut parts = Vec::new();
        if let Some((time, clock)) = signature.time {
            let clock = match (clock, &signature.time_stamper) {
                (Clock::Signer, _) => "签章人自己报的时间".to_owned(),
                (Clock::Timestamp, Some(by)) => format!("“{by}”的时间戳"),
                (Clock::Timestamp, None) => "时间戳".to_owned(),
            };
            parts.push(format!("{}（北京时间，{clock}）", local(time)));
        }
        parts.extend(signature.reason.as_ref().map(|reason| format!("理由“{reason}”")));
        parts.extend(signature.location.as_ref().map(|location| format!("地点“{location}”")));
        parts.push(match (signature.flaws.is_empty(), signature.later) {
            (false, _) => "签的范围不对".to_owned(),
            (true, Later::Nothing) => "签的是整个文件".to_owned(),
            (true, Later::Signatures(count)) if !signature.altered.is_empty() => format!(
                "签的是文件的前 {} 字节，后面 {count} 字节动了不该动的签章",
                signature.covered
            ),
            (true, Later::Signatures(count)) => {
                format!(
                    "签的是文件的前 {} 字节，后面 {count} 字节只加了签章，没有动表格",
                    signature.covered
                )
            }
            (true, Later::Changes(count)) => {
                format!("签的是文件的前 {} 字节，后面 {count} 字节不只是签章", signature.covered)
            }
        });
        parts.push(match (&signature.content, &signature.proof) {
            (Content::Changed, _) => "签过的内容后来改过".to_owned(),
            (_, Proof::Invalid(_)) => "签名和证书对不上".to_owned(),
            (_, Proof::Missing) => "没有签名".to_owned(),
            (Content::Unchanged, Proof::Valid(way)) => {
                format!("签过的内容没有变，签名和证书对得上（{way}）")
            }
            (Content::Unchanged, Proof::Unknown(_)) => "签过的内容没有变，签名没有核对".to_owned(),
            (Content::Unknown(_), _) => "签名没有核对".to_owned(),
        });
        parts.extend(signature.issuer.as_ref().map(|issuer| {
            match Some(issuer) == signature.signer.as_ref() {
                true => "证书是他自己发的".to_owned(),
                false => format!("证书写着由“{issuer}”签发"),
            }
        }));
        parts.extend(self.places.iter().map(|place| match place.cells.as_slice() {
            [] => format!("印在第 {} 页的表格外面", place.mark.page),
            cells => format!("印在第 {} 页{}上面", place.mark.page, named(cells)),
        }));
        format!("{}：{}", heading(signature, number), parts.join("；"))
    }

    /// The facts about a signature, for programs.
    pub fn to_json(&self) -> Value {
        let signature = &self.signature;
        let (later, only_signatures) = match signature.later {
            Later::Nothing => (0, true),
            Later::Signatures(count) => (count, signature.altered.is_empty()),
            Later::Changes(count) => (count, false),
        };
        let (time, clock) = signature.time.unzip();
        let places = self.places.iter().map(|place| {
            json!({
                "page": place.mark.page,
                "area": place.mark.area.map(f64::round),
                "cells": place.cells,
                "covered": place.covered,
            })
        });
        let permission = match signature.purpose {
            Purpose::Certification(level) => Some(level),
            _ => None,
        };
        json!({
            "field": signature.field,
            "purpose": match signature.purpose {
                Purpose::Approval => "approval",
                Purpose::Certification(_) => "certification",
                Purpose::Timestamp => "timestamp",
            },
            "permission": permission,
            "signer": signature.signer,
            "issuer": signature.issuer,
            "name": signature.name,
            "time": time.and_then(utc),
            "time_by": clock,
            "time_stamper": signature.time_stamper,
            "reason": signature.reason,
            "location": signature.location,
            "covered_bytes": signature.covered,
            "later_bytes": later,
            "later_only_signatures": only_signatures,
            "digest": match signature.content {
                Content::Unchanged => "match",
                Content::Changed => "mismatch",
                Content::Unknown(_) => "unknown",
            },
            "signature": match signature.proof {
                Proof::Valid(_) => "valid",
                Proof::Invalid(_) | Proof::Missing => "invalid",
                Proof::Unknown(_) => "unknown",
            },
            "sound": signature.is_sound(),
            "places": places.collect::<Vec<_>>(),
        })
    }
}

/// What a signature is called.
fn heading(signature: &Signature, number: usize) -> String {
    let kind = match signature.purpose {
        Purpose::Approval => "签章",
        Purpose::Certification(1) => "认证签章（不许再改）",
        Purpose::Certification(_) => "认证签章",
        Purpose::Timestamp => "时间戳",
    };
    match signature.signer.as_ref().or(signature.name.as_ref()) {
        Some(name) => format!("第 {number} 个{kind}“{name}”"),
        None => format!("第 {number} 个{kind}"),
    }
}

/// A time as it is in China.
pub fn local(seconds: i64) -> String {
    let zone = UtcOffset::from_hms(8, 0, 0).unwrap_or(UtcOffset::UTC);
    let Ok(time) = OffsetDateTime::from_unix_timestamp(seconds) else {
        return "不明时间".to_owned();
    };
    let time = time.checked_to_offset(zone).unwrap_or(time);
    let (year, month, day) = time.to_calendar_date();
    let (hour, minute, second) = time.to_hms();
    format!("{year}-{:02}-{day:02} {hour:02}:{minute:02}:{second:02}", u8::from(month))
}

fn utc(seconds: i64) -> Option<String> {
    let time = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    let (year, month, day) = time.to_calendar_date();
    let (hour, minute, second) = time.to_hms();
    let month = u8::from(month);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}
