//! The ways to make a digest, as far as they are known and safe.

use sha2::{Digest, Sha256, Sha384, Sha512};
use sm3::Sm3;

use super::asn1::{Item, SEQUENCE};

const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const SHA384: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02];
const SHA512: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03];
const SM3: &[u8] = &[0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x83, 0x11];
const SHA1: &[u8] = &[0x2B, 0x0E, 0x03, 0x02, 0x1A];
const MD5: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x05];

/// A way to make a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hash {
    Sha256,
    Sha384,
    Sha512,
    Sm3,
}

impl Hash {
    /// The hash that an algorithm names; or why it is not used, in Chinese.
    pub fn of(algorithm: Item<'_>) -> Result<Self, String> {
        match name_of(algorithm).unwrap_or_default() {
            SHA256 => Ok(Self::Sha256),
            SHA384 => Ok(Self::Sha384),
            SHA512 => Ok(Self::Sha512),
            SM3 => Ok(Self::Sm3),
            SHA1 => Err("摘要用的是 SHA-1，早已不安全，不作数".to_owned()),
            MD5 => Err("摘要用的是 MD5，早已不安全，不作数".to_owned()),
            _ => Err("摘要的算法不认识".to_owned()),
        }
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
            Self::Sm3 => "SM3",
        }
    }

    /// The digest of some parts, one after the other.
    pub fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Sha256 => digest::<Sha256>(parts),
            Self::Sha384 => digest::<Sha384>(parts),
            Self::Sha512 => digest::<Sha512>(parts),
            Self::Sm3 => digest::<Sm3>(parts),
        }
    }
}

fn digest<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = D::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().to_vec()
}

/// The name of an algorithm.
pub fn name_of(algorithm: Item<'_>) -> Option<&[u8]> {
    algorithm.of(SEQUENCE)?.items()?.next()?.oid()
}
