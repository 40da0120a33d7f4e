//! What the Contents of a signature hold: signed data of CMS, or a timestamp of such.

use std::borrow::Cow;

use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

use super::algorithm;
use super::asn1::{GENERAL_TIME, INTEGER, Item, MARKED, OCTETS, SEQUENCE, SET, UTC_TIME};
use super::certificate::{Certificate, CertificateName};
use super::hash::Hash;
use super::{Content, Proof};

/// Signed data, under its own name and that of the Chinese standard (GM/T 0010).
const SIGNED_DATA: [&[u8]; 2] = [
    &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02],
    &[0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x06, 0x01, 0x04, 0x02, 0x02],
];
const MESSAGE_DIGEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];
const SIGNING_TIME: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x05];
const TIMESTAMP: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x0E];

/// What a timestamp says, as the kind of what is signed.
const STAMP: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x04];

/// Why there is no signed data.
#[derive(Debug, Clone, Copy)]
pub enum Unread {
    /// It is something else, or damaged.
    Other,
    /// It is not as it is here; why, in Chinese.
    Odd(&'static str),
}

/// What is signed once.
pub struct SignedData<'a> {
    /// The kind of what is signed.
    kind: &'a [u8],
    /// What is signed, where it is not elsewhere.
    content: Option<Cow<'a, [u8]>>,
    certificate: Option<Certificate<'a>>,
    digest: Item<'a>,
    /// What else is signed, such as the time.
    attributes: Option<Item<'a>>,
    algorithm: Item<'a>,
    signature: Cow<'a, [u8]>,
    /// What was added to the signature.
    additions: Option<Item<'a>>,
}

/// What there is to know about it.
pub struct Checked {
    /// Whether the content is the one that was signed.
    pub content: Content,
    /// Whether the signature is that of the certificate's holder.
    pub proof: Proof,
}

impl<'a> SignedData<'a> {
    /// Reads signed data.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Unread> {
        let data = || {
            let mut parts = Item::first(bytes)?.of(SEQUENCE)?.items()?;
            let kind = parts.next()?.oid()?;
            SIGNED_DATA.contains(&kind).then(|| parts.next_of(MARKED[0])?.inner())?
        };
        data().and_then(Self::of).unwrap_or(Err(Unread::Other))
    }

    fn of(data: Item<'a>) -> Option<Result<Self, Unread>> {
        let mut parts = data.of(SEQUENCE)?.items()?;
        parts.next_of(INTEGER)?;
        parts.next_of(SET)?;
        let mut held = parts.next_of(SEQUENCE)?.items()?;
        let kind = held.next()?.oid()?;
        let content = match held.next_of(MARKED[0]) {
            Some(content) => Some(content.inner()?.octets()?),
            None => None,
        };
        let certificates = parts.next_of(MARKED[0]);
        parts.next_of(MARKED[1]);
        let mut signers = parts.next_of(SET)?.items()?;
        let signer = signers.next()?.of(SEQUENCE)?;
        if signers.next().is_some() {
            return Some(Err(Unread::Odd("一处签名里有几个签名的人，不知道算谁的")));
        }
        let mut parts = signer.items()?;
        parts.next_of(INTEGER)?;
        let name = CertificateName::read(parts.next()?)?;
        let certificates = certificates.and_then(Item::items).into_iter().flatten();
        let mut certificates = certificates.filter_map(Certificate::read);
        Some(Ok(Self {
            kind,
            content,
            certificate: certificates.find(|certificate| certificate.is_named_by(&name)),
            digest: parts.next_of(SEQUENCE)?,
            attributes: parts.next_of(MARKED[0]),
            algorithm: parts.next_of(SEQUENCE)?,
            signature: parts.next()?.octets()?,
            additions: parts.next_of(MARKED[1]),
        }))
    }

    /// Who has signed, by the certificate.
    pub fn signer(&self) -> Option<String> {
        self.certificate?.subject()
    }

    /// Who has issued the certificate.
    pub fn issuer(&self) -> Option<String> {
        self.certificate?.issuer()
    }

    /// When it was signed, as the signer says.
    pub fn time(&self) -> Option<i64> {
        time(attribute(self.attributes?, SIGNING_TIME)?)
    }

    /// Checks it against what it is to be about, which is in some parts. Where it `is_stamp`,
    /// it is a timestamp of that, and otherwise it is none: who keeps the time has agreed to
    /// nothing.
    pub fn check(&self, parts: &[&[u8]], is_stamp: bool) -> Checked {
        match (&self.content, is_stamp) {
            (None, false) if self.kind != STAMP => self.check_signed(parts),
            // Then what is signed tells the digest of the parts.
            (Some(content), true) if self.kind == STAMP => {
                let checked = self.check_signed(&[content]);
                match (Stamp::read(content), checked.content) {
                    (Some(stamp), Content::Unchanged) => {
                        Checked { content: stamp.is_about(parts), ..checked }
                    }
                    (None, Content::Unchanged) => {
                        let content = Content::Unknown("签名的格式不认识".to_owned());
                        Checked { content, ..checked }
                    }
                    (_, content) => Checked { content, ..checked },
                }
            }
            (_, false) if self.kind == STAMP => {
                Checked::unknown("签章栏里放的是时间戳，不是谁签的名")
            }
            (_, true) => Checked::unknown("时间戳的格式不对"),
            (_, false) => Checked::unknown("签名的格式不认识"),
        }
    }

    /// The time of a timestamp, if this is one.
    pub fn stamped(&self) -> Option<i64> {
        (self.kind == STAMP).then(|| Stamp::read(self.content.as_deref()?)?.time)?
    }

    /// The timestamp that was added to the signature, where it is about this one and was
    /// signed itself, and who has made it.
    pub fn timestamp(&self) -> Option<(i64, Option<String>)> {
        let stamp = SignedData::read(attribute(self.additions?, TIMESTAMP)?.whole).ok()?;
        let checked = stamp.check(&[&self.signature], true);
        let is_good =
            checked.content == Content::Unchanged && matches!(checked.proof, Proof::Valid(_));
        is_good.then(|| Some((stamp.stamped()?, stamp.signer())))?
    }

    fn check_signed(&self, parts: &[&[u8]]) -> Checked {
        let hash = match Hash::of(self.digest) {
            Ok(hash) => hash,
            Err(why) => return Checked::unknown(&why),
        };
        let digest = hash.digest(parts);
        let Some(attributes) = self.attributes else {
            // Then it is the parts themselves that are signed.
            let proof = self.prove(hash, parts);
            let content = match &proof {
                Proof::Valid(_) => Content::Unchanged,
                Proof::Invalid(_) => Content::Changed,
                Proof::Unknown(why) => Content::Unknown(why.clone()),
                Proof::Missing => Content::Unknown("签名的格式不认识".to_owned()),
            };
            return Checked { content, proof };
        };
        let told = attribute(attributes, MESSAGE_DIGEST).and_then(|it| it.of(OCTETS));
        let content = match told {
            Some(told) if told.content == digest => Content::Unchanged,
            Some(_) => Content::Changed,
            None => Content::Unknown("签名里没有摘要".to_owned()),
        };
        // They are signed as a set, and written with a mark in its place.
        let proof = match self.prove(hash, &[&[SET], &attributes.whole[1..]]) {
            // It is to be signed as DER, however it is written.
            Proof::Invalid(_) if !attributes.is_der() => {
                Proof::Unknown("签名里的属性写得不规范（不是 DER）".to_owned())
            }
            proof => proof,
        };
        Checked { content, proof }
    }

    fn prove(&self, hash: Hash, message: &[&[u8]]) -> Proof {
        match &self.certificate {
            Some(it) => algorithm::prove(self.algorithm, hash, it.key, message, &self.signature),
            None => Proof::Unknown("签名里没有签名的人的证书".to_owned()),
        }
    }
}

impl Checked {
    fn unknown(why: &str) -> Self {
        Self { content: Content::Unknown(why.to_owned()), proof: Proof::Unknown(why.to_owned()) }
    }
}

/// What a timestamp says.
struct Stamp<'a> {
    hash: Result<Hash, String>,
    digest: &'a [u8],
    time: Option<i64>,
}

impl<'a> Stamp<'a> {
    fn read(content: &'a [u8]) -> Option<Self> {
        let mut parts = Item::first(content)?.of(SEQUENCE)?.items()?;
        parts.next_of(INTEGER)?;
        parts.next()?.oid()?;
        let mut about = parts.next_of(SEQUENCE)?.items()?;
        let (hash, digest) = (Hash::of(about.next_of(SEQUENCE)?), about.next_of(OCTETS)?.content);
        parts.next_of(INTEGER)?;
        Some(Self { hash, digest, time: parts.next().and_then(time) })
    }

    fn is_about(&self, parts: &[&[u8]]) -> Content {
        match &self.hash {
            Ok(hash) if hash.digest(parts) == self.digest => Content::Unchanged,
            Ok(_) => Content::Changed,
            Err(why) => Content::Unknown(why.clone()),
        }
    }
}

/// The only value of an attribute, where all of them are well-formed.
fn attribute<'a>(attributes: Item<'a>, name: &[u8]) -> Option<Item<'a>> {
    let mut found = None;
    for attribute in attributes.items()? {
        let mut parts = attribute.of(SEQUENCE)?.items()?;
        if parts.next()?.oid()? == name {
            let value = parts.next_of(SET)?.inner()?;
            if found.replace(value).is_some() {
                return None;
            }
        }
    }
    found
}

/// A time in seconds since the beginning of 1970 (UTC); fractions do not count.
fn time(item: Item<'_>) -> Option<i64> {
    let text = std::str::from_utf8(item.content).ok()?.strip_suffix('Z')?;
    let (year, rest) = match item.tag {
        GENERAL_TIME => (number(text.get(..4)?)?, text.get(4..)?),
        UTC_TIME => {
            let year = number(text.get(..2)?)?;
            (year + if year < 50 { 2000 } else { 1900 }, text.get(2..)?)
        }
        _ => return None,
    };
    let part = |at: usize| u8::try_from(number(rest.get(2 * at..2 * at + 2)?)?).ok();
    let date = Date::from_calendar_date(year, Month::try_from(part(0)?).ok()?, part(1)?).ok()?;
    let time = Time::from_hms(part(2)?, part(3)?, part(4).unwrap_or(0)).ok()?;
    Some(PrimitiveDateTime::new(date, time).assume_offset(UtcOffset::UTC).unix_timestamp())
}

fn number(digits: &str) -> Option<i32> {
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
}
