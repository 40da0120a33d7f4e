//! The ways in which signatures are made, as far as they are known.

use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::{Pkcs1v15Sign, Pss, PublicKey};
use sha2::{Sha256, Sha384, Sha512};
use sm2::dsa::signature::Verifier;

use super::Proof;
use super::asn1::{INTEGER, Item, Items, MARKED, SEQUENCE};
use super::hash::{Hash, name_of};

/// Signatures of RSA; the last octet is the kind.
const RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01];
/// Signatures of ECDSA with SHA-2; the last octet is the length of the hash.
const ECDSA: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03];
const EC_KEY: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
const P256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
const P384: &[u8] = &[0x2B, 0x81, 0x04, 0x00, 0x22];
const SM2: &[u8] = &[0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D];
/// Signatures of SM2 with SM3, under the two names that are in use.
const SM2_SM3: [&[u8]; 2] = [
    &[0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x83, 0x75],
    &[0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D, 0x01],
];
/// Who signs with SM2 where nothing else is agreed on (GM/T 0009).
const SM2_SIGNER: &str = "1234567812345678";

/// With how few bits keys of RSA have been broken, and with how few they are thought weak.
const BROKEN: usize = 1024;
const SHORT: usize = 2048;

/// A way to sign.
#[derive(Debug, Clone, Copy)]
enum Way {
    Rsa(Hash),
    /// With so many random octets.
    Pss(Hash, usize),
    P256(Hash),
    P384(Hash),
    Sm2,
}

/// A public key.
struct Key<'a> {
    /// What it is for.
    kind: &'a [u8],
    /// The curve that it is on, if any.
    curve: Option<&'a [u8]>,
    bytes: &'a [u8],
}

/// Whether `signature` is one of `message`, which is in some parts, by the holder of `key`.
/// `algorithm` is how it was made, with `hash` where that does not say more.
pub fn prove(
    algorithm: Item<'_>,
    hash: Hash,
    key: Item<'_>,
    message: &[&[u8]],
    signature: &[u8],
) -> Proof {
    let Some(key) = Key::read(key) else {
        return Proof::Unknown("证书里的公钥读不懂".to_owned());
    };
    let Some(way) = Way::of(algorithm, hash, &key) else {
        return Proof::Unknown("签名的算法不认识".to_owned());
    };
    let bits = way.rsa_bits(&key);
    if let Some(bits) = bits.filter(|bits| *bits < BROKEN) {
        return Proof::Unknown(format!("RSA 的公钥只有 {bits} 位，太短，不作数"));
    }
    match way.verify(&key, message, signature) {
        Some(true) => Proof::Valid(match bits.filter(|bits| *bits < SHORT) {
            Some(bits) => format!("{}，公钥只有 {bits} 位，偏短", way.title()),
            None => way.title(),
        }),
        // Who signs may have agreed on another name.
        Some(false) if matches!(way, Way::Sm2) => Proof::Unknown(
            "SM2 的签名按通常的用户标识对不上：可能用了别的标识，也可能是伪造的".to_owned(),
        ),
        Some(false) => Proof::Invalid("签名和证书里的公钥对不上".to_owned()),
        None => Proof::Unknown("证书里的公钥不能用".to_owned()),
    }
}

impl<'a> Key<'a> {
    fn read(key: Item<'a>) -> Option<Self> {
        let mut parts = key.of(SEQUENCE)?.items()?;
        let mut about = parts.next_of(SEQUENCE)?.items()?;
        let kind = about.next()?.oid()?;
        let curve = about.next().and_then(Item::oid);
        Some(Self { kind, curve, bytes: parts.next()?.bits()? })
    }
}

impl Way {
    fn of(algorithm: Item<'_>, hash: Hash, key: &Key<'_>) -> Option<Self> {
        let name = name_of(algorithm)?;
        if let Some(kind) = name.strip_prefix(RSA) {
            key.kind.strip_prefix(RSA)?;
            return match kind {
                [1] => Some(Self::Rsa(hash)),
                [11] => Some(Self::Rsa(Hash::Sha256)),
                [12] => Some(Self::Rsa(Hash::Sha384)),
                [13] => Some(Self::Rsa(Hash::Sha512)),
                [10] => Some(Self::Pss(pss_hash(algorithm)?, salt(algorithm)?)),
                _ => None,
            };
        }
        let curve = (key.kind == EC_KEY).then_some(key.curve)??;
        let is_sm2 = SM2_SM3.contains(&name) || name == EC_KEY;
        if curve == SM2 {
            return (is_sm2 && hash == Hash::Sm3).then_some(Self::Sm2);
        }
        let hash = match name.strip_prefix(ECDSA) {
            Some([2]) => Hash::Sha256,
            Some([3]) => Hash::Sha384,
            Some([4]) => Hash::Sha512,
            None if name == EC_KEY => hash,
            _ => return None,
        };
        match curve {
            P256 => Some(Self::P256(hash)),
            P384 => Some(Self::P384(hash)),
            _ => None,
        }
    }

    fn title(self) -> String {
        let (way, hash) = match self {
            Self::Rsa(hash) => ("RSA", hash),
            Self::Pss(hash, _) => ("RSA-PSS", hash),
            Self::P256(hash) | Self::P384(hash) => ("ECDSA", hash),
            Self::Sm2 => ("SM2", Hash::Sm3),
        };
        format!("{way}、{}", hash.title())
    }

    /// How many bits a key of RSA has; `None` for others.
    fn rsa_bits(self, key: &Key<'_>) -> Option<usize> {
        matches!(self, Self::Rsa(_) | Self::Pss(..)).then_some(())?;
        let modulus = Item::first(key.bytes)?.of(SEQUENCE)?.items()?.next_of(INTEGER)?;
        let digits = modulus.digits()?;
        Some(8 * digits.len() - digits.first()?.leading_zeros() as usize)
    }

    /// `None` where the key is not one for this.
    fn verify(self, key: &Key<'_>, message: &[&[u8]], signature: &[u8]) -> Option<bool> {
        let key = key.bytes;
        match self {
            Self::Rsa(hash) => verify_rsa(key, hash, &hash.digest(message), signature),
            Self::Pss(hash, salt) => verify_pss(key, hash, salt, &hash.digest(message), signature),
            Self::P256(hash) => verify_p256(key, &hash.digest(message), signature),
            Self::P384(hash) => verify_p384(key, &hash.digest(message), signature),
            Self::Sm2 => verify_sm2(key, &message.concat(), signature),
        }
    }
}

/// The hash of an RSA-PSS signature, where it is the same throughout.
fn pss_hash(algorithm: Item<'_>) -> Option<Hash> {
    let mut parameters = pss_parameters(algorithm)?;
    let hash = Hash::of(parameters.next_of(MARKED[0])?.inner()?).ok()?;
    let mut mask = parameters.next_of(MARKED[1])?.inner()?.items()?;
    let of_mask = Hash::of(mask.nth(1)?).ok()?;
    (hash == of_mask).then_some(hash)
}

/// How many octets of an RSA-PSS signature are random.
fn salt(algorithm: Item<'_>) -> Option<usize> {
    let salt = pss_parameters(algorithm)?.find(|item| item.tag == MARKED[2]);
    salt.map_or(Some(20), |salt| salt.inner()?.number())
}

fn pss_parameters(algorithm: Item<'_>) -> Option<Items<'_>> {
    algorithm.items()?.nth(1)?.of(SEQUENCE)?.items()
}

fn verify_rsa(key: &[u8], hash: Hash, digest: &[u8], signature: &[u8]) -> Option<bool> {
    let key = PublicKey::from_pkcs1_der(key).ok()?;
    let scheme = match hash {
        Hash::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
        Hash::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
        Hash::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
        Hash::Sm3 => return None,
    };
    Some(key.verify(scheme, digest, signature).is_ok())
}

fn verify_pss(
    key: &[u8],
    hash: Hash,
    salt: usize,
    digest: &[u8],
    signature: &[u8],
) -> Option<bool> {
    let key = PublicKey::from_pkcs1_der(key).ok()?;
    let verified = match hash {
        Hash::Sha256 => key.verify(Pss::<Sha256>::new_with_salt(salt), digest, signature),
        Hash::Sha384 => key.verify(Pss::<Sha384>::new_with_salt(salt), digest, signature),
        Hash::Sha512 => key.verify(Pss::<Sha512>::new_with_salt(salt), digest, signature),
        Hash::Sm3 => return None,
    };
    Some(verified.is_ok())
}

fn verify_p256(key: &[u8], digest: &[u8], signature: &[u8]) -> Option<bool> {
    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(key).ok()?;
    let pair =
        pair::<32>(signature).and_then(|(r, s)| p256::ecdsa::Signature::from_scalars(r, s).ok());
    Some(pair.is_some_and(|pair| key.verify_prehash(digest, &pair).is_ok()))
}

fn verify_p384(key: &[u8], digest: &[u8], signature: &[u8]) -> Option<bool> {
    let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(key).ok()?;
    let pair =
        pair::<48>(signature).and_then(|(r, s)| p384::ecdsa::Signature::from_scalars(r, s).ok());
    Some(pair.is_some_and(|pair| key.verify_prehash(digest, &pair).is_ok()))
}

fn verify_sm2(key: &[u8], message: &[u8], signature: &[u8]) -> Option<bool> {
    let key = sm2::dsa::VerifyingKey::from_sec1_bytes(SM2_SIGNER, key).ok()?;
    let pair =
        pair::<32>(signature).and_then(|(r, s)| sm2::dsa::Signature::from_scalars(r, s).ok());
    Some(pair.is_some_and(|pair| key.verify(message, &pair).is_ok()))
}

/// The two numbers of a signature on a curve.
fn pair<const N: usize>(signature: &[u8]) -> Option<([u8; N], [u8; N])> {
    let mut numbers = Item::first(signature)?.of(SEQUENCE)?.items()?;
    let mut number = || {
        let digits = numbers.next_of(INTEGER)?.digits()?;
        let mut number = [0; N];
        let start = N.checked_sub(digits.len())?;
        number[start..].copy_from_slice(digits);
        Some(number)
    };
    Some((number()?, number()?))
}
