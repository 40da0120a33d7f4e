//! PDFs that are signed, with keys and certificates that are always the same.

use p256::ecdsa::signature::Signer as _;
use sha2::{Digest, Sha256};
use sm2::elliptic_curve::sec1::ToSec1Point as _;
use sm3::Sm3;

use super::forge::{catalog, dict, first_page, size, updated, with_more};

/// How much room there is for a signature.
const ROOM: usize = 4096;
/// What stands for a number that is not known yet.
const UNKNOWN: &str = "0000000000";

const SIGNED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
const DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
const STAMP: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x04];
const CONTENT_TYPE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];
const SIGNING_TIME: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x05];
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const EC_KEY: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];

/// What a signature is made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// ECDSA on P-256, with SHA-256.
    P256,
    /// SM2, with SM3.
    Sm2,
}

/// A signature to make.
#[derive(Debug, Clone, Copy)]
pub struct Seal<'a> {
    /// Who signs.
    pub name: &'a str,
    /// With what.
    pub way: Way,
    /// The time that is signed along, as `260105020304Z`.
    pub time: Option<&'a str>,
    /// Where it shows something on the first page, from the lower left corner.
    pub area: Option<[i32; 4]>,
    /// How the file names the way to sign.
    pub sub_filter: &'a str,
    /// What it shows there.
    pub look: &'a str,
    /// What else its field has.
    pub of_field: &'a str,
    /// What else it has itself.
    pub of_value: &'a str,
}

impl Default for Seal<'_> {
    fn default() -> Self {
        Self {
            name: "张三",
            way: Way::P256,
            time: Some("260105020304Z"),
            area: None,
            sub_filter: "ETSI.CAdES.detached",
            look: "1 0 0 RG 0 0 40 40 re S",
            of_field: "",
            of_value: "/Reason(agreed)/Location(Nanjing)",
        }
    }
}

/// A PDF that is signed once more: what is added is behind it.
pub fn signed(pdf: &[u8], seal: &Seal<'_>) -> Vec<u8> {
    sealed(pdf, seal, |digest| cms(seal, digest))
}

/// The same with any contents for the signature, made of the digest of what it covers.
pub fn sealed(pdf: &[u8], seal: &Seal<'_>, contents: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let ((root, catalog), (page, of_page)) = (catalog(pdf), first_page(pdf));
    let first = size(pdf);
    let [widget, value, look, new_form] = [first, first + 1, first + 2, first + 3];
    let reference = format!("{widget} 0 R");
    let known = number_after(&catalog, "/AcroForm ");
    let form = known.map(|number| dict(pdf, number));
    let form = form.unwrap_or_else(|| "<</SigFlags 3/Fields[]>>".to_owned());
    let form = form.replacen("/Fields[", &format!("/Fields[{reference} "), 1);
    let with_form = match known {
        Some(_) => catalog.into_bytes(),
        None => with_more(&catalog, &format!("/AcroForm {new_form} 0 R")),
    };
    let with_widget = match of_page.contains("/Annots[") {
        true => of_page.replacen("/Annots[", &format!("/Annots[{reference} "), 1).into_bytes(),
        false => with_more(&of_page, &format!("/Annots[{reference}]")),
    };
    let [x0, y0, x1, y1] = seal.area.unwrap_or_default();
    let shown = if seal.area.is_some() { format!("/AP<</N {look} 0 R>>") } else { String::new() };
    let field = format!(
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(S{widget})/F 132/Rect[{x0} {y0} {x1} {y1}]\
         /P {page} 0 R/V {value} 0 R{shown}{}>>",
        seal.of_field
    );
    let drawn = format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 {} {}]/Length {}>>\nstream\n{}\nendstream",
        x1 - x0,
        y1 - y0,
        seal.look.len(),
        seal.look
    );
    let held = format!(
        "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/{}\
         /ByteRange[0 {UNKNOWN} {UNKNOWN} {UNKNOWN}]/Contents<{}>{}>>",
        seal.sub_filter,
        "0".repeat(2 * ROOM),
        seal.of_value
    );
    let bytes = updated(
        pdf,
        &[
            (root, with_form),
            (page, with_widget),
            (widget, field.into_bytes()),
            (value, held.into_bytes()),
            (look, drawn.into_bytes()),
            (known.unwrap_or(new_form), form.into_bytes()),
        ],
    );
    filled(bytes, contents)
}

/// A PDF whose last signature is filled in.
fn filled(mut bytes: Vec<u8>, contents: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let range = last(&bytes, format!("/ByteRange[0 {UNKNOWN}").as_bytes());
    let start = last(&bytes, format!("/Contents<{}", "0".repeat(2 * ROOM)).as_bytes());
    let start = start + b"/Contents".len();
    let end = start + 2 * ROOM + 2;
    let rest = bytes.len() - end;
    let numbers = format!("/ByteRange[0 {start:010} {end:010} {rest:010}");
    bytes[range..range + numbers.len()].copy_from_slice(numbers.as_bytes());
    let covered = [&bytes[..start], &bytes[end..]].concat();
    let held: String = contents(&covered).iter().map(|byte| format!("{byte:02x}")).collect();
    bytes[start + 1..start + 1 + held.len()].copy_from_slice(held.as_bytes());
    bytes
}

/// The contents of a signature over `covered`.
pub fn cms(seal: &Seal<'_>, covered: &[u8]) -> Vec<u8> {
    signed_data(seal, DATA, None, covered, |attributes| item(0xA0, &[attributes]))
}

/// The same, with attributes that are written otherwise than they are signed.
pub fn cms_in_ber(seal: &Seal<'_>, covered: &[u8]) -> Vec<u8> {
    signed_data(seal, DATA, None, covered, |attributes| {
        [&[0xA0, 0x80], attributes, &[0, 0]].concat()
    })
}

/// A timestamp of `covered`.
pub fn stamp(seal: &Seal<'_>, covered: &[u8]) -> Vec<u8> {
    let hash = sequence(&[&oid(&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01])]);
    let told = sequence(&[
        &[0x02, 0x01, 0x01],
        &oid(&[0x2A, 0x03]),
        &sequence(&[&hash, &item(0x04, &[&Sha256::digest(covered)])]),
        &[0x02, 0x01, 0x05],
        &item(0x18, &[b"20260301000000Z"]),
    ]);
    signed_data(seal, STAMP, Some(&told), &told, |attributes| item(0xA0, &[attributes]))
}

fn signed_data(
    seal: &Seal<'_>,
    kind: &[u8],
    content: Option<&[u8]>,
    covered: &[u8],
    write_attributes: impl Fn(&[u8]) -> Vec<u8>,
) -> Vec<u8> {
    let (digest, hash, algorithm): (_, &[u8], &[u8]) = match seal.way {
        Way::P256 => (
            Sha256::digest(covered).to_vec(),
            &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
            &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02],
        ),
        Way::Sm2 => (
            Sm3::digest(covered).to_vec(),
            &[0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x83, 0x11],
            &[0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x83, 0x75],
        ),
    };
    let hash = sequence(&[&oid(hash)]);
    let attribute = |name: &[u8], value: &[u8]| sequence(&[&oid(name), &item(0x31, &[value])]);
    let mut attributes = vec![
        attribute(CONTENT_TYPE, &oid(kind)),
        attribute(MESSAGE_DIGEST, &item(0x04, &[&digest])),
    ];
    attributes
        .extend(seal.time.map(|time| attribute(SIGNING_TIME, &item(0x17, &[time.as_bytes()]))));
    let attributes = attributes.concat();
    let signature = sign(seal.way, &item(0x31, &[&attributes]));
    let signer = sequence(&[
        &[0x02, 0x01, 0x01],
        &sequence(&[&name("测试 CA"), &[0x02, 0x01, 0x07]]),
        &hash,
        &write_attributes(&attributes),
        &sequence(&[&oid(algorithm)]),
        &item(0x04, &[&signature]),
    ]);
    let held = content.map(|content| item(0xA0, &[&item(0x04, &[content])])).unwrap_or_default();
    let data = sequence(&[
        &[0x02, 0x01, 0x01],
        &item(0x31, &[&hash]),
        &sequence(&[&oid(kind), &held]),
        &item(0xA0, &[&certificate(seal)]),
        &item(0x31, &[&signer]),
    ]);
    sequence(&[&oid(SIGNED_DATA), &item(0xA0, &[&data])])
}

fn certificate(seal: &Seal<'_>) -> Vec<u8> {
    let (curve, key): (&[u8], _) = match seal.way {
        Way::P256 => {
            let key = key().verifying_key().to_sec1_point(false);
            (&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07], key.as_bytes().to_vec())
        }
        Way::Sm2 => (
            &[0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D],
            sm2_key().verifying_key().to_sec1_point(false).as_bytes().to_vec(),
        ),
    };
    let algorithm = sequence(&[&oid(&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02])]);
    let time = |time: &str| item(0x17, &[time.as_bytes()]);
    let signed = sequence(&[
        &item(0xA0, &[&[0x02, 0x01, 0x02]]),
        &[0x02, 0x01, 0x07],
        &algorithm,
        &name("测试 CA"),
        &sequence(&[&time("260101000000Z"), &time("360101000000Z")]),
        &name(seal.name),
        &sequence(&[&sequence(&[&oid(EC_KEY), &oid(curve)]), &item(0x03, &[&[0], &key])]),
    ]);
    // No one looks at who has signed the certificate.
    sequence(&[&signed, &algorithm, &item(0x03, &[&[0, 0]])])
}

fn sign(way: Way, message: &[u8]) -> Vec<u8> {
    let (r, s) = match way {
        Way::P256 => {
            let signature: p256::ecdsa::Signature = key().sign(message);
            let (r, s) = signature.split_bytes();
            (r.to_vec(), s.to_vec())
        }
        Way::Sm2 => {
            let signature: sm2::dsa::Signature =
                sm2::dsa::signature::Signer::sign(&sm2_key(), message);
            (signature.r_bytes().to_vec(), signature.s_bytes().to_vec())
        }
    };
    // A zero in front keeps a number from being taken for a negative one.
    sequence(&[&item(0x02, &[&[0], &r]), &item(0x02, &[&[0], &s])])
}

fn key() -> p256::ecdsa::SigningKey {
    p256::ecdsa::SigningKey::from_slice(&[7; 32]).expect("a key")
}

fn sm2_key() -> sm2::dsa::SigningKey {
    sm2::dsa::SigningKey::from_slice("1234567812345678", &[7; 32]).expect("a key")
}

fn name(name: &str) -> Vec<u8> {
    let pair = sequence(&[&oid(COMMON_NAME), &item(0x0C, &[name.as_bytes()])]);
    sequence(&[&item(0x31, &[&pair])])
}

fn oid(name: &[u8]) -> Vec<u8> {
    item(0x06, &[name])
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    item(0x30, parts)
}

/// An item of ASN.1.
pub fn item(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u16::try_from(content.len()).expect("a short item");
    let [high, low] = length.to_be_bytes();
    let head = if length < 128 { vec![tag, low] } else { vec![tag, 0x82, high, low] };
    [head, content].concat()
}

fn last(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).rposition(|window| window == part).expect("the part")
}

fn number_after(text: &str, mark: &str) -> Option<i32> {
    let (_, rest) = text.split_once(mark)?;
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    rest[..count].parse().ok()
}
