//! What became of signatures after one of them was made, and whether that was permitted.

use hayro_syntax::Pdf;
use hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, ObjRef, Object, ObjectIdentifier, String as PdfString,
};

use super::Purpose;
use super::examine::purpose;
use super::fields::{SignedField, Signing};
use crate::readback::document::{catalog, decode};
use crate::readback::graph::{self, Stops};
use crate::system::fingerprint::{Fingerprint, Fingerprinter};

/// What a catalog has for the signatures that say what may be changed.
const PERMISSIONS: &str = "Perms";
/// The most that is kept of a name.
const LONGEST: usize = 100;
/// Where nothing goes on, for what holds fields together.
const GROUP: u64 = u64::MAX;

/// A PDF with its signatures.
#[derive(Clone, Copy)]
pub struct Version<'a> {
    pub pdf: &'a Pdf,
    pub signing: &'a Signing<'a>,
}

/// What was done to signatures that were there `before`, in Chinese. Others may be added.
pub fn altered(before: Version<'_>, now: Version<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let stops = [before, now].map(Version::stops);
    for field in &before.signing.signed {
        let name = clip(&field.name);
        match now.signing.signed.iter().find(|it| it.id == field.id) {
            None => found.push(format!("签过以后，签章栏“{name}”里的签章去掉了")),
            Some(it) if before.look(field, &stops[0]) != now.look(it, &stops[1]) => {
                found.push(format!(
                    "签过以后，签章栏“{name}”里的签章又改过（位置、图样或者写明的事项）"
                ));
            }
            Some(_) => {}
        }
    }
    for (id, name) in before.signing.empty_ids.iter().zip(&before.signing.empty) {
        if !now.signing.has(*id) {
            found.push(format!("签过以后，空的签章栏“{}”去掉了", clip(name)));
        }
    }
    let [permitted, permits] =
        [(before, &stops[0]), (now, &stops[1])].map(|(it, stops)| it.permissions(stops));
    if permitted.is_some() && permitted != permits {
        found.push("签过以后，认证签章的登记改掉了".to_owned());
    }
    found
}

/// What was signed later although `field`, which was signed `before`, forbids it, in Chinese.
pub fn forbidden(field: &SignedField<'_>, before: Version<'_>, now: Version<'_>) -> Option<String> {
    let locks = locks(field);
    let forbids = |name: &str| locks.iter().any(|lock| lock.forbids(name));
    let is_new = |id: ObjectIdentifier| before.signing.signed.iter().all(|it| it.id != id);
    let signed = now.signing.signed.iter().filter(|it| {
        is_new(it.id) && purpose(&it.value) != Purpose::Timestamp && forbids(&it.name)
    });
    let fields = now.signing.empty_ids.iter().zip(&now.signing.empty);
    let empty = fields.filter(|(id, name)| !before.signing.has(**id) && forbids(name));
    let mut names = signed.map(|it| &it.name).chain(empty.map(|(_, name)| name));
    let name = clip(names.next()?);
    Some(format!("签的人写明了不许再改，后来却又加了签章或者签章栏“{name}”"))
}

/// What may not be changed any more.
enum Lock {
    Everything,
    /// The fields with these names.
    These(Vec<String>),
    /// All fields but those with these names.
    Others(Vec<String>),
}

impl Lock {
    fn read(parameters: &Dict<'_>) -> Option<Self> {
        let fields = parameters.get::<Array<'_>>("Fields").unwrap_or_default();
        let names = fields.iter::<PdfString<'_>>().map(|name| decode(name.as_bytes())).collect();
        match parameters.get::<Name<'_>>("Action")?.as_str() {
            "All" => Some(Self::Everything),
            "Include" => Some(Self::These(names)),
            "Exclude" => Some(Self::Others(names)),
            _ => None,
        }
    }

    fn forbids(&self, name: &str) -> bool {
        // Whoever names a field means those below it, too.
        let is_among = |names: &[String]| {
            names.iter().any(|it| {
                name.strip_prefix(it.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        };
        match self {
            Self::Everything => true,
            Self::These(names) => is_among(names),
            Self::Others(names) => !is_among(names),
        }
    }
}

/// What a signature forbids: itself, and by its field.
fn locks(field: &SignedField<'_>) -> Vec<Lock> {
    let mut locks = Vec::new();
    if purpose(&field.value) == Purpose::Certification(1) {
        locks.push(Lock::Everything);
    }
    let references = field.value.get::<Array<'_>>("Reference").unwrap_or_default();
    let of_fields = references.iter::<Dict<'_>>().filter(|reference| {
        reference.get::<Name<'_>>("TransformMethod").is_some_and(|it| it.as_str() == "FieldMDP")
    });
    let parameters = of_fields.filter_map(|reference| reference.get::<Dict<'_>>("TransformParams"));
    for parameters in parameters.chain(field.dict.get::<Dict<'_>>("Lock")) {
        locks.extend(Lock::read(&parameters));
        if parameters.get::<u8>("P") == Some(1) {
            locks.push(Lock::Everything);
        }
    }
    locks
}

impl Version<'_> {
    fn stops(self) -> Stops {
        let mut stops = graph::stops(self.pdf);
        stops.extend(self.signing.groups.iter().map(|id| (*id, GROUP)));
        stops
    }

    /// All that a signature is and shows, and where.
    fn look(self, field: &SignedField<'_>, stops: &Stops) -> Fingerprint {
        let mut look = Fingerprinter::default();
        let part = MaybeRef::Ref(ObjRef::from(field.id));
        look.add(graph::part(self.pdf, part, stops).as_bytes());
        for (page, number) in self.pdf.pages().iter().zip(0_u64..) {
            let notes = page.raw().get::<Array<'_>>("Annots").unwrap_or_default();
            for note in notes.raw_iter() {
                let id = note.as_obj_ref().map(ObjectIdentifier::from);
                let place = id.and_then(|id| field.widgets.iter().position(|it| *it == id));
                if let Some(place) = place {
                    look.add(&number.to_le_bytes());
                    look.add(&(place as u64).to_le_bytes());
                }
            }
        }
        look.finish()
    }

    fn permissions(self, stops: &Stops) -> Option<Fingerprint> {
        let catalog = catalog(self.pdf).ok()?;
        let permissions = catalog.get_raw::<Object<'_>>(PERMISSIONS)?;
        Some(graph::part(self.pdf, permissions, stops))
    }
}

fn clip(name: &str) -> String {
    name.chars().take(LONGEST).collect()
}
