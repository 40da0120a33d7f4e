//! The order of Chinese texts: by their sounds, and numbers by what they count.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

/// An order of texts.
pub struct Collation(Option<CollatorBorrowed<'static>>);

impl Collation {
    /// The order of dictionaries, 拼音; `项目2` comes before `项目10`.
    pub fn chinese() -> Self {
        Self(Collator::try_new(locale!("zh-u-kn").into(), CollatorOptions::default()).ok())
    }

    /// Which of two texts comes first; only those are equal that are the same.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        let by_sound = self.0.as_ref().map_or(Ordering::Equal, |order| order.compare(one, other));
        by_sound.then_with(|| one.cmp(other))
    }
}
