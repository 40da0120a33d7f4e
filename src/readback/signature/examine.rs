//! What of a file a signature covers, and whether it is still what was signed.

use std::ops::Range;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, String as PdfString};

use super::cms::SignedData;
use super::fields::{MOST_SIGNATURES, SignedField, Signing};
use super::{Clock, Content, Later, Proof, Purpose, Signature};
use crate::readback::document::{decode, open, seconds_of};
use crate::readback::graph;
use crate::readback::mark::Mark;
use crate::readback::revisions::ends_version;
use crate::system::fingerprint::Fingerprint;

/// How many characters are kept of a text.
const LONGEST: usize = 100;
/// All signatures of a PDF in the order they were made, of which `state` is all that is shown; `mark` tells where a field
/// stands.
pub fn examine(
    pdf: &Pdf,
    signing: &Signing<'_>,
    state: Fingerprint,
    mark: impl Fn(ObjectIdentifier) -> Vec<Mark>,
) -> Vec<Signature> {
    let fields = signing.signed.iter().take(MOST_SIGNATURES);
    let mut all: Vec<_> = fields.map(|field| examine_field(pdf, field, state, &mark)).collect();
    // As they were made, one after the other; last those of which that is not known.
    all.sort_by_key(|signature| (!signature.flaws.is_empty(), signature.covered));
    all
}

fn examine_field(
    pdf: &Pdf,
    field: &SignedField<'_>,
    state: Fingerprint,
    mark: &impl Fn(ObjectIdentifier) -> Vec<Mark>,
) -> Signature {
    let (bytes, value) = (pdf.data().as_ref(), &field.value);
    let text = |key: &str| {
        let text = decode(value.get::<PdfString<'_>>(key)?.as_bytes());
        let text: String = text.trim().chars().take(LONGEST).collect();
        (!text.is_empty()).then_some(text)
    };
    let mut signature = Signature {
        field: field.name.chars().take(LONGEST).collect(),
        purpose: purpose(value),
        signer: None,
        issuer: None,
        name: text("Name"),
        time: text("M").and_then(|time| seconds_of(&time)).map(|time| (time, Clock::Signer)),
        reason: text("Reason"),
        location: text("Location"),
        covered: 0,
        later: Later::Nothing,
        flaws: Vec::new(),
        content: Content::Unknown("签的范围不对".to_owned()),
        proof: Proof::Unknown("签的范围不对".to_owned()),
        marks: field.widgets.iter().flat_map(|id| mark(*id)).collect(),
    };
    let covered = parts(bytes, value);
    let held = value.get::<PdfString<'_>>("Contents");
    match SignedData::read(held.as_ref().map(PdfString::as_bytes).unwrap_or_default()) {
        Ok(data) => {
            if let Ok([before, after]) = &covered {
                let checked = data.check(&[&bytes[before.clone()], &bytes[after.clone()]]);
                (signature.content, signature.proof) = (checked.content, checked.proof);
            }
            let clip = |name: String| name.chars().take(LONGEST).collect();
            signature.signer = data.signer().map(clip);
            signature.issuer = data.issuer().map(clip);
            let is_stamp = signature.purpose == Purpose::Timestamp;
            let stamped = if is_stamp { data.stamped() } else { data.timestamp() };
            let stamped = stamped.map(|time| (time, Clock::Timestamp));
            let told = data.time().map(|time| (time, Clock::Signer));
            signature.time = stamped.or(told).or(signature.time);
        }
        Err(why) => {
            signature.content = Content::Unknown(why.clone());
            signature.proof = Proof::Unknown(why);
        }
    }
    match covered {
        Ok([_, after]) => {
            signature.covered = after.end;
            signature.later = later(bytes, after.end, state);
        }
        Err(flaw) => signature.flaws.push(flaw.to_owned()),
    }
    signature
}

fn purpose(value: &Dict<'_>) -> Purpose {
    let is = |dict: &Dict<'_>, key: &str, name: &str| {
        dict.get::<Name<'_>>(key).is_some_and(|it| it.as_str() == name)
    };
    if is(value, "Type", "DocTimeStamp") || is(value, "SubFilter", "ETSI.RFC3161") {
        return Purpose::Timestamp;
    }
    let references = value.get::<Array<'_>>("Reference").unwrap_or_default();
    let certifies = |reference: &Dict<'_>| is(reference, "TransformMethod", "DocMDP");
    match references.iter::<Dict<'_>>().find(certifies) {
        Some(reference) => {
            let parameters = reference.get::<Dict<'_>>("TransformParams").unwrap_or_default();
            // What the standard says where nothing is said.
            Purpose::Certification(parameters.get::<u8>("P").unwrap_or(2))
        }
        None => Purpose::Approval,
    }
}

/// The bytes that a signature covers, before its own contents and behind them; or what is
/// wrong, in Chinese.
fn parts(bytes: &[u8], value: &Dict<'_>) -> Result<[Range<usize>; 2], &'static str> {
    let range = value.get::<Array<'_>>("ByteRange").ok_or("没有写明签了哪些字节")?;
    let numbers: Vec<_> = range.iter::<i32>().map(usize::try_from).collect();
    let [Ok(start), Ok(length), Ok(second), Ok(rest)] = numbers[..] else {
        return Err("写明的字节范围不对");
    };
    if range.raw_iter().count() != 4 {
        return Err("写明的字节范围不对");
    }
    let (gap, end) = (length..second, second.saturating_add(rest));
    if start != 0 {
        return Err("不是从文件开头签起的");
    }
    if end > bytes.len() {
        return Err("签的范围超出了文件");
    }
    if gap.len() < 2 {
        return Err("签的两段字节有重叠");
    }
    if !is_contents(bytes, value, &gap) {
        return Err("签的范围里漏了别的字节，漏掉的可以随便改");
    }
    if !ends_version(&bytes[..end]) {
        return Err("没有签到文件的一个版本的末尾");
    }
    Ok([0..length, second..end])
}

/// Whether `gap` is just where the contents of a signature are written.
fn is_contents(bytes: &[u8], value: &Dict<'_>, gap: &Range<usize>) -> bool {
    let (all, own) = (bytes.as_ptr_range(), value.data().as_ptr_range());
    // In a stream of objects it has no place in the file.
    if own.start < all.start || own.end > all.end {
        return false;
    }
    let start = own.start as usize - all.start as usize;
    let end = own.end as usize - all.start as usize;
    let (written, before) = (&bytes[gap.clone()], bytes.get(start..gap.start));
    let digits = written.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">"));
    let held = value.get::<PdfString<'_>>("Contents");
    gap.end <= end
        && before.is_some_and(|before| before.trim_ascii_end().ends_with(b"/Contents"))
        && digits.and_then(unhex).zip(held).is_some_and(|(digits, held)| digits == *held)
}

/// What was added behind `end`, with which the file shows `state`.
fn later(bytes: &[u8], end: usize, state: Fingerprint) -> Later {
    let added = bytes[end..].trim_ascii().len();
    if added == 0 {
        return Later::Nothing;
    }
    let before = open(bytes[..end].to_vec()).ok().map(|pdf| {
        let signing = Signing::find(&pdf);
        graph::whole(&pdf, &signing).fingerprint
    });
    match before == Some(state) && ends_version(bytes) {
        true => Later::Signatures(added),
        false => Later::Changes(added),
    }
}

/// The octets that some digits stand for; the last one may be left out.
fn unhex(digits: &[u8]) -> Option<Vec<u8>> {
    let digits = digits.iter().filter(|digit| !digit.is_ascii_whitespace());
    let digits: Option<Vec<_>> =
        digits.map(|digit| Some(char::from(*digit).to_digit(16)? as u8)).collect();
    let pair = |pair: &[u8]| pair[0] << 4 | pair.get(1).copied().unwrap_or(0);
    Some(digits?.chunks(2).map(pair).collect())
}
