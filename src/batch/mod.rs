//! Building many forms, with nothing lost: what is current is left alone, what fails
//! keeps none of the others back, and whatever happens to the program, no file is
//! torn and the next build goes on from there.

mod book;
mod draft;
mod left;
mod manifest;
mod merge;
mod noted;
mod owned;
mod plan;
mod printing;
mod prune;
mod record;
mod report;
mod share;
mod standing;
mod target;
mod tell;
mod work;
pub mod worker;

use std::num::NonZeroUsize;

pub use book::{Book, Volume, Wanted};
pub use left::Left;
pub use manifest::Manifest;
pub use merge::{Merged, merge};
pub use plan::{Plan, Planned, Task};
pub use printing::{Printing, Step};
pub use prune::Orphan;
pub use record::{Size, Status, Totals};
pub use report::{Form, Report};
pub use share::Share;
pub use standing::Standing;
pub use target::{Surroundings, Target};
pub use tell::Teller;
pub use work::Work;

use crate::check::examine::Examiner;
use crate::print::Options;
use crate::print::fonts::Fonts;
use crate::source::Forms;
use crate::system::fingerprint::Fingerprint;
use crate::system::output::Folder;
use worker::Team;

/// All that it takes to build forms.
pub struct Batch<'a> {
    /// Reads and checks them.
    pub examiner: Examiner<'a>,
    /// Where they are written to.
    pub folder: Folder,
    /// What has been written there before.
    pub manifest: Manifest,
    /// How they are printed.
    pub options: Options,
    /// What all forms depend on, see [`setting`].
    pub setting: Fingerprint,
    /// How many are looked at at the same time.
    pub jobs: Option<NonZeroUsize>,
    /// Whether those that are current are printed, too.
    pub force: bool,
    /// Who prints them.
    pub team: Team<'static>,
    /// Where it is reported what becomes of each.
    pub report: Report,
}

impl Batch<'_> {
    /// The fingerprint of all that the form of a project with these texts depends on.
    fn key(&self, texts: Fingerprint) -> Fingerprint {
        Fingerprint::of_all([self.setting.as_bytes(), texts.as_bytes()])
    }
}

/// The fingerprint of what all forms depend on: the program itself, the forms, the
/// fonts, and how forms are printed.
pub fn setting(forms: &Forms, fonts: &Fonts, options: &Options) -> Fingerprint {
    let program = env!("JIXIAO_PROGRAM");
    let options = format!("{options:?}");
    let (forms, fonts) = (forms.fingerprint(), fonts.fingerprint());
    Fingerprint::of_all([
        program.as_bytes(),
        options.as_bytes(),
        forms.as_bytes(),
        fonts.as_bytes(),
    ])
}
