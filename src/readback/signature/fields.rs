//! The signature fields of a PDF, and all that comes into a PDF with a signature.

use std::collections::HashSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream, String as PdfString,
};

use crate::readback::document::{catalog, decode};
use crate::readback::plain::is_plain;
use crate::readback::unpack::unpack;

/// How many signatures are looked at.
pub const MOST_SIGNATURES: usize = 20;
/// How many fields there may be: what has more is no form with signatures.
const MOST: usize = 100;
/// How deep fields may be in one another.
const DEEPEST: usize = 8;
/// How many bytes of nothing but blanks a look may have.
const BLANK: u64 = 16;
/// What a catalog has for signatures and for nothing that is shown.
const FOR_SIGNATURES: [&str; 4] = ["AcroForm", "DSS", "Perms", "Version"];
/// What a form of nothing but signature fields has.
const OF_FORM: [&str; 5] = ["Fields", "SigFlags", "DA", "DR", "Type"];
/// What a signature field and its place on a page have that do nothing but show it.
const OF_FIELD: [&str; 25] = [
    "Type", "Subtype", "FT", "T", "TU", "TM", "V", "DV", "F", "Ff", "Rect", "P", "AP", "AS", "MK",
    "BS", "Border", "Parent", "Kids", "Lock", "SV", "NM", "M", "DA", "H",
];

/// The signature fields, where a PDF has no other fields.
#[derive(Default)]
pub struct Signing<'a> {
    /// Those that are signed.
    pub signed: Vec<SignedField<'a>>,
    /// Those that are still empty, by their names.
    pub empty: Vec<String>,
    /// The same, by their numbers.
    pub empty_ids: Vec<ObjectIdentifier>,
    /// What holds fields together.
    pub groups: Vec<ObjectIdentifier>,
    /// Where they stand on pages.
    pub widgets: HashSet<ObjectIdentifier>,
    /// Whether there is nothing but signatures in the form that is filled in.
    pub is_pure: bool,
}

/// A signature field that is signed.
pub struct SignedField<'a> {
    /// Its number.
    pub id: ObjectIdentifier,
    /// Its name.
    pub name: String,
    /// The field itself.
    pub dict: Dict<'a>,
    /// The signature.
    pub value: Dict<'a>,
    /// Where it stands on pages.
    pub widgets: Vec<ObjectIdentifier>,
}

impl<'a> Signing<'a> {
    /// The signature fields of `pdf`.
    pub fn find(pdf: &'a Pdf) -> Self {
        let form = catalog(pdf).ok().and_then(|catalog| catalog.get::<Dict<'_>>("AcroForm"));
        let mut found = Self::default();
        let Some(form) = form else { return found };
        found.is_pure = has_only(&form, &OF_FORM) && is_plain(form.data());
        let fields = form.get::<Array<'_>>("Fields").unwrap_or_default();
        let mut seen = HashSet::new();
        for field in fields.raw_iter() {
            let known = Known { kind: None, name: String::new(), depth: DEEPEST };
            if found.add(pdf, field, &known, &mut seen).is_none() {
                found.is_pure = false;
            }
        }
        // What is not looked at may show anything.
        found.is_pure &= (1..=MOST_SIGNATURES).contains(&found.signed.len());
        found
    }

    /// Adds a field; `None` where it is more than one for signatures.
    fn add(
        &mut self,
        pdf: &'a Pdf,
        field: MaybeRef<Object<'a>>,
        above: &Known,
        seen: &mut HashSet<ObjectIdentifier>,
    ) -> Option<()> {
        let id: ObjectIdentifier = field.as_obj_ref()?.into();
        if !seen.insert(id) || seen.len() > MOST || above.depth == 0 {
            return None;
        }
        let dict: Dict<'_> = pdf.xref().get(id)?;
        let own = dict.get::<PdfString<'_>>("T").map(|name| decode(name.as_bytes()));
        let kind = dict.get::<Name<'_>>("FT").map(|kind| kind.as_str().to_owned());
        let mut parts = vec![above.name.clone()];
        parts.extend(own);
        parts.retain(|part| !part.is_empty());
        let known = Known {
            kind: kind.or_else(|| above.kind.clone()),
            name: parts.join("."),
            depth: above.depth - 1,
        };
        let kids = dict.get::<Array<'_>>("Kids").unwrap_or_default();
        let is_signature = known.kind.as_deref() == Some("Sig");
        let is_widget =
            dict.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Widget");
        let is_usual = has_only(&dict, &OF_FIELD) && (is_widget || !dict.contains_key("Subtype"));
        if !is_usual
            || !is_read_alike(&dict)
            || (!is_signature && (is_widget || dict.contains_key("V")))
        {
            return None;
        }
        // One that is not signed has nothing to show.
        let is_signed = dict.contains_key("V");
        if !is_signed && shows(&dict) {
            return None;
        }
        let mut widgets = Vec::new();
        if is_widget {
            widgets.push(id);
        }
        for kid in kids.raw_iter() {
            let kid_id: ObjectIdentifier = kid.as_obj_ref()?.into();
            let kid_dict: Dict<'_> = pdf.xref().get(kid_id)?;
            if kid_dict.contains_key("T") || !is_signature {
                self.add(pdf, kid, &known, seen)?;
                continue;
            }
            let is_widget =
                kid_dict.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Widget");
            let is_known = !seen.insert(kid_id) || seen.len() > MOST;
            let is_odd = !has_only(&kid_dict, &OF_FIELD)
                || !is_read_alike(&kid_dict)
                || (!is_signed && shows(&kid_dict));
            if is_known || !is_widget || is_odd {
                return None;
            }
            widgets.push(kid_id);
        }
        self.widgets.extend(&widgets);
        if let Some(value) = dict.get::<Dict<'_>>("V") {
            self.signed.push(SignedField { id, name: known.name, dict, value, widgets });
        } else if is_signature {
            self.empty.push(known.name);
            self.empty_ids.push(id);
        } else {
            self.groups.push(id);
        }
        Some(())
    }
}

impl Signing<'_> {
    /// Whether there is a field with this number, signed or not.
    pub fn has(&self, id: ObjectIdentifier) -> bool {
        self.empty_ids.contains(&id) || self.signed.iter().any(|field| field.id == id)
    }
}

/// What the fields above say.
struct Known {
    kind: Option<String>,
    name: String,
    depth: usize,
}

/// What a catalog has for signatures.
pub fn decoration() -> &'static [&'static str] {
    &FOR_SIGNATURES
}

/// Whether a field has anything to show, but for a look in which nothing is drawn.
fn shows(field: &Dict<'_>) -> bool {
    let is_blank = |looks: &Dict<'_>| {
        let normal = looks.get::<Stream<'_>>("N");
        let mut drawn = Vec::new();
        has_only(looks, &["N"])
            && normal.is_some_and(|look| unpack(&look, BLANK, &mut drawn).is_ok())
            && drawn.trim_ascii().is_empty()
    };
    field.contains_key("MK")
        || field.contains_key("AP") && !field.get::<Dict<'_>>("AP").is_some_and(|it| is_blank(&it))
}

/// Whether all programs read a field alike, with its signature and what says how it looks.
fn is_read_alike(field: &Dict<'_>) -> bool {
    let looks = field.get::<Dict<'_>>("AP");
    let drawn = looks.iter().flat_map(|looks| {
        let streams = looks.keys().filter_map(|key| looks.get::<Stream<'_>>(&*key));
        streams.map(|stream| stream.dict().clone()).collect::<Vec<_>>()
    });
    let parts = [Some(field.clone()), field.get("V"), field.get("MK"), looks.clone()];
    parts.into_iter().flatten().chain(drawn).all(|part: Dict<'_>| is_plain(part.data()))
}

fn has_only(dict: &Dict<'_>, keys: &[&str]) -> bool {
    dict.keys().all(|key| keys.contains(&key.as_str()))
}
