//! Certificates: who they name, and the public key.

use super::asn1::{INTEGER, Item, MARKED, OCTETS, PLAIN_MARKED, SEQUENCE, SET};

const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0A];
/// The extension that names the key.
const KEY_NAME: &[u8] = &[0x55, 0x1D, 0x0E];

/// A certificate, as far as there is a need for it.
#[derive(Debug, Clone, Copy)]
pub struct Certificate<'a> {
    /// The number that its issuer gave it.
    serial: Item<'a>,
    issuer: Item<'a>,
    subject: Item<'a>,
    /// The public key, with its kind.
    pub key: Item<'a>,
    extensions: Option<Item<'a>>,
}

/// What a signature calls the certificate of who has signed.
#[derive(Debug, Clone, Copy)]
pub enum CertificateName<'a> {
    /// By its key.
    Key(&'a [u8]),
    /// By the number that its issuer gave it.
    Number { issuer: Item<'a>, serial: Item<'a> },
}

impl<'a> CertificateName<'a> {
    /// Reads the name.
    pub fn read(name: Item<'a>) -> Option<Self> {
        match name.tag {
            SEQUENCE => {
                let mut parts = name.items()?;
                Some(Self::Number { issuer: parts.next()?, serial: parts.next()? })
            }
            PLAIN_MARKED => Some(Self::Key(name.content)),
            _ => None,
        }
    }
}

impl<'a> Certificate<'a> {
    /// Reads a certificate.
    pub fn read(certificate: Item<'a>) -> Option<Self> {
        let mut parts = certificate.of(SEQUENCE)?.items()?.next()?.of(SEQUENCE)?.items()?;
        parts.next_of(MARKED[0]);
        let serial = parts.next_of(INTEGER)?;
        let [_algorithm, issuer, _validity, subject, key] =
            [(); 5].map(|()| parts.next_of(SEQUENCE));
        let extensions = parts.find(|item| item.tag == MARKED[3]);
        Some(Self { serial, issuer: issuer?, subject: subject?, key: key?, extensions })
    }

    /// Whether it is the one that a signature names.
    pub fn is_named_by(&self, name: &CertificateName<'_>) -> bool {
        match name {
            CertificateName::Key(key) => self.key_name() == Some(*key),
            CertificateName::Number { issuer, serial } => {
                issuer.whole == self.issuer.whole && serial.content == self.serial.content
            }
        }
    }

    /// The person or office that it names.
    pub fn subject(&self) -> Option<String> {
        name(self.subject)
    }

    /// Who says so.
    pub fn issuer(&self) -> Option<String> {
        name(self.issuer)
    }

    fn key_name(&self) -> Option<&'a [u8]> {
        let mut extensions = self.extensions?.inner()?.items()?;
        let named = extensions.find_map(|extension| {
            let mut parts = extension.items()?;
            (parts.next()?.oid()? == KEY_NAME).then(|| parts.last())?
        });
        Some(Item::first(named?.of(OCTETS)?.content)?.of(OCTETS)?.content)
    }
}

/// The common name, or else the organization.
fn name(name: Item<'_>) -> Option<String> {
    let mut found = [None, None];
    for part in name.items()?.filter_map(|part| part.of(SET)?.items()).flatten() {
        let Some(mut pair) = part.items() else { continue };
        let place = match pair.next().and_then(Item::oid) {
            Some(COMMON_NAME) => 0,
            Some(ORGANIZATION) => 1,
            _ => continue,
        };
        if found[place].is_none() {
            found[place] = pair.next().map(text);
        }
    }
    found.into_iter().flatten().find(|name| !name.trim().is_empty())
}

fn text(item: Item<'_>) -> String {
    const UTF16: u8 = 0x1E;
    if item.tag != UTF16 {
        return String::from_utf8_lossy(item.content).into_owned();
    }
    let units = item.content.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}
