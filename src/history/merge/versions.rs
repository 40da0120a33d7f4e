//! The same thing in three versions.

/// What something was, and what two people have made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Versions<T> {
    /// As it was before.
    pub base: T,
    /// As it is here.
    pub ours: T,
    /// As it is where it is merged from.
    pub theirs: T,
}

impl<T> Versions<T> {
    /// Something that is the same in all versions.
    pub fn all(value: T) -> Self
    where
        T: Clone,
    {
        Self { base: value.clone(), ours: value.clone(), theirs: value }
    }

    /// Every version by reference.
    pub fn as_ref(&self) -> Versions<&T> {
        Versions { base: &self.base, ours: &self.ours, theirs: &self.theirs }
    }

    /// Makes something else of every version.
    pub fn map<U>(self, mut make: impl FnMut(T) -> U) -> Versions<U> {
        Versions { base: make(self.base), ours: make(self.ours), theirs: make(self.theirs) }
    }

    /// Every version with that of something else.
    pub fn zip<U>(self, other: Versions<U>) -> Versions<(T, U)> {
        Versions {
            base: (self.base, other.base),
            ours: (self.ours, other.ours),
            theirs: (self.theirs, other.theirs),
        }
    }

    /// The versions in a row, that before the change first.
    pub fn into_array(self) -> [T; 3] {
        [self.base, self.ours, self.theirs]
    }

    /// The version that holds what both sides want; `None` where they want different
    /// things.
    pub fn settled(&self) -> Option<&T>
    where
        T: PartialEq,
    {
        match self {
            Self { ours, theirs, .. } if ours == theirs => Some(ours),
            Self { base, ours, theirs } if base == ours => Some(theirs),
            Self { base, ours, theirs } if base == theirs => Some(ours),
            _ => None,
        }
    }

    /// Whether all versions are the same.
    pub fn is_same(&self) -> bool
    where
        T: PartialEq,
    {
        self.ours == self.theirs && self.base == self.ours
    }
}

impl<T> Versions<Option<T>> {
    /// The same, but that a side which has none has what was there before.
    pub fn or_base(self) -> Self
    where
        T: Copy,
    {
        let Self { base, ours, theirs } = self;
        Self { base, ours: ours.or(base), theirs: theirs.or(base) }
    }

    /// All three, where all are there.
    pub fn complete(self) -> Option<Versions<T>> {
        Some(Versions { base: self.base?, ours: self.ours?, theirs: self.theirs? })
    }
}
