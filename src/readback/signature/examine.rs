//! What of a file a signature covers, and whether it is still what was signed.

use std::ops::Range;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, String as PdfString};

use super::after::{self, Version};
use super::asn1::{INTEGER, Item, SEQUENCE};
use super::cms::{SignedData, Unread};
use super::fields::{MOST_SIGNATURES, SignedField, Signing};
use super::{Clock, Content, Later, Proof, Purpose, Signature};
use crate::readback::document::{decode, open, seconds_of};
use crate::readback::graph;
use crate::readback::mark::Mark;
use crate::readback::revisions::{self, ends_version, position};
use crate::system::fingerprint::Fingerprint;

/// How many characters are kept of a text.
const LONGEST: usize = 100;
/// What a signature tells what it covers by.
const RANGE: &[u8] = b"/ByteRange";
/// How many versions of a file are looked at that no signature was made for.
const MOST_VERSIONS: usize = 60;
/// What the names of ways to sign begin with whose contents are signed data of CMS.
const STANDARD: [&str; 2] = ["adbe.", "ETSI."];
/// The way to sign of timestamps of whole documents.
const TIMESTAMP: &str = "ETSI.RFC3161";
/// The way to sign whose contents are nothing but the signature. It goes with SHA-1.
const BARE: &str = "adbe.x509.rsa_sha1";

/// All signatures of a PDF in the order they were made, of which `state` is all that is
/// shown; `mark` tells where a field stands.
pub fn examine(
    pdf: &Pdf,
    signing: &Signing<'_>,
    state: Fingerprint,
    mark: impl Fn(ObjectIdentifier) -> Vec<Mark>,
) -> Vec<Signature> {
    let fields = signing.signed.iter().take(MOST_SIGNATURES);
    let now = Version { pdf, signing };
    let mut all: Vec<_> = fields.map(|field| examine_field(now, field, state, &mark)).collect();
    // As they were made, one after the other; last those of which that is not known.
    all.sort_by_key(|signature| (!signature.flaws.is_empty(), signature.covered));
    let vanished = vanished(now, &all);
    if let Some(first) = all.first_mut() {
        first.altered.extend(vanished);
    }
    all
}

/// What became of signatures that were made on the way, in versions that none of those that
/// are `left` was made for.
fn vanished(now: Version<'_>, left: &[Signature]) -> Vec<String> {
    let bytes = now.pdf.data().as_ref();
    let known: Vec<_> = left.iter().map(|it| bytes[..it.covered].trim_ascii_end().len()).collect();
    let first = position(bytes, RANGE).unwrap_or(bytes.len());
    let mut ends = revisions::ends(bytes);
    ends.retain(|end| {
        *end > first && !known.contains(end) && !bytes[*end..].trim_ascii().is_empty()
    });
    let mut found = Vec::new();
    if ends.len() > MOST_VERSIONS {
        found.push("文件里的版本太多，不知道有没有去掉过签章".to_owned());
    }
    for end in ends.into_iter().take(MOST_VERSIONS) {
        let Ok(pdf) = open(bytes[..end].to_vec()) else { continue };
        let signing = Signing::find(&pdf);
        if !signing.signed.is_empty() {
            let before = Version { pdf: &pdf, signing: &signing };
            found.extend(after::altered(before, now));
        }
    }
    found.retain(|it| left.iter().all(|signature| !signature.altered.contains(it)));
    found.sort_unstable();
    found.dedup();
    found
}

fn examine_field(
    now: Version<'_>,
    field: &SignedField<'_>,
    state: Fingerprint,
    mark: &impl Fn(ObjectIdentifier) -> Vec<Mark>,
) -> Signature {
    let (bytes, value) = (now.pdf.data().as_ref(), &field.value);
    let mut signature = Signature {
        field: field.name.chars().take(LONGEST).collect(),
        purpose: purpose(value),
        signer: None,
        issuer: None,
        name: None,
        time: None,
        time_stamper: None,
        reason: None,
        location: None,
        covered: 0,
        later: Later::Nothing,
        altered: Vec::new(),
        flaws: Vec::new(),
        content: Content::Unknown("签的范围不对".to_owned()),
        proof: Proof::Unknown("签的范围不对".to_owned()),
        marks: field.widgets.iter().flat_map(|id| mark(*id)).collect(),
    };
    let covered = parts(bytes, value);
    match &covered {
        Ok([_, after]) => {
            signature.covered = after.end;
            let added = bytes[after.end..].trim_ascii().len();
            match added {
                0 => signature.say(value),
                added => signature.look_back(field, now, added, state),
            }
        }
        Err(flaw) => {
            signature.say(value);
            signature.flaws.push((*flaw).to_owned());
        }
    }
    let covered = covered.ok();
    let covered = covered.map(|[before, after]| [&bytes[before], &bytes[after]]);
    signature.read(value, covered.as_ref().map(<[&[u8]; 2]>::as_slice));
    signature
}

impl Signature {
    /// Takes over what the file says of it, as it was signed.
    fn say(&mut self, value: &Dict<'_>) {
        let text = |key: &str| {
            let text = decode(value.get::<PdfString<'_>>(key)?.as_bytes());
            let text: String = text.trim().chars().take(LONGEST).collect();
            (!text.is_empty()).then_some(text)
        };
        let time = text("M").and_then(|time| seconds_of(&time));
        self.time = time.map(|time| (time, Clock::Signer));
        [self.name, self.reason, self.location] = ["Name", "Reason", "Location"].map(text);
    }

    /// Compares the file, which shows `state`, with the one that was signed, to which so many
    /// bytes were `added`.
    fn look_back(
        &mut self,
        field: &SignedField<'_>,
        now: Version<'_>,
        added: usize,
        state: Fingerprint,
    ) {
        let bytes = now.pdf.data().as_ref();
        self.later = Later::Changes(added);
        let Ok(pdf) = open(bytes[..self.covered].to_vec()) else { return };
        let signing = Signing::find(&pdf);
        if graph::whole(&pdf, &signing).fingerprint == state && ends_version(bytes) {
            self.later = Later::Signatures(added);
        }
        let before = Version { pdf: &pdf, signing: &signing };
        let then = signing.signed.iter().find(|it| it.id == field.id);
        self.altered = after::altered(before, now);
        if let Some(then) = then {
            self.say(&then.value);
            self.altered.extend(after::forbidden(then, before, now));
        }
    }

    /// Reads the signature itself, which is about what it covers, in two parts.
    fn read(&mut self, value: &Dict<'_>, covered: Option<&[&[u8]]>) {
        let held = value.get::<PdfString<'_>>("Contents");
        let held = held.as_ref().map(PdfString::as_bytes).unwrap_or_default();
        let way = value.get::<Name<'_>>("SubFilter");
        let way = way.as_ref().map(Name::as_str).unwrap_or_default();
        let data = match SignedData::read(held) {
            Ok(data) => data,
            Err(unread) => {
                let is_standard = STANDARD.iter().any(|it| way.starts_with(it));
                let why = match unread {
                    Unread::Odd(why) => Some(why),
                    Unread::Other if way == BARE => {
                        Some("用的是 SHA-1 的旧格式，早已不安全，不作数")
                    }
                    Unread::Other if !is_standard && is_like_seal(held) => {
                        Some("用的是电子印章自己的格式（如国标 GB/T 38540），本程序不认识")
                    }
                    Unread::Other => None,
                };
                let what = why.unwrap_or("签名栏里没有签名");
                self.content = Content::Unknown(what.to_owned());
                self.proof = match why {
                    Some(why) => Proof::Unknown(why.to_owned()),
                    None => Proof::Missing,
                };
                return;
            }
        };
        let is_stamp = self.purpose == Purpose::Timestamp && way == TIMESTAMP;
        if let Some(covered) = covered {
            let checked = data.check(covered, is_stamp);
            (self.content, self.proof) = (checked.content, checked.proof);
        }
        let clip = |name: String| name.chars().take(LONGEST).collect();
        self.signer = data.signer().map(clip);
        self.issuer = data.issuer().map(clip);
        if is_stamp {
            self.time = data.stamped().map(|time| (time, Clock::Timestamp)).or(self.time);
            return;
        }
        match data.timestamp() {
            Some((time, by)) => {
                self.time = Some((time, Clock::Timestamp));
                self.time_stamper = by.map(clip);
            }
            None => self.time = data.time().map(|time| (time, Clock::Signer)).or(self.time),
        }
    }
}

/// Whether this looks like the seal of a Chinese standard: what is signed, of a version,
/// comes first, and then a certificate, an algorithm and the signature.
fn is_like_seal(held: &[u8]) -> bool {
    let parts = || {
        let mut parts = Item::first(held)?.of(SEQUENCE)?.items()?;
        parts.next_of(SEQUENCE)?.items()?.next_of(INTEGER)?;
        parts.next()?;
        parts.next()
    };
    parts().is_some()
}

/// What a signature is for.
pub fn purpose(value: &Dict<'_>) -> Purpose {
    let is = |dict: &Dict<'_>, key: &str, name: &str| {
        dict.get::<Name<'_>>(key).is_some_and(|it| it.as_str() == name)
    };
    if is(value, "Type", "DocTimeStamp") || is(value, "SubFilter", TIMESTAMP) {
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

/// The octets that some digits stand for; the last one may be left out.
fn unhex(digits: &[u8]) -> Option<Vec<u8>> {
    let digits = digits.iter().filter(|digit| !digit.is_ascii_whitespace());
    let digits: Option<Vec<_>> =
        digits.map(|digit| Some(char::from(*digit).to_digit(16)? as u8)).collect();
    let pair = |pair: &[u8]| pair[0] << 4 | pair.get(1).copied().unwrap_or(0);
    Some(digits?.chunks(2).map(pair).collect())
}
