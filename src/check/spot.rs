//! Places of which many are kept.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Place, SourceFile};

/// A place as it is kept: without the text of its file, and without what there is to see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// The file.
    pub file: SourceFile,
    /// Where it begins and ends; `None` for the file as a whole. Files are smaller than what
    /// such a number can count.
    span: Option<[u32; 2]>,
}

impl Spot {
    /// The place.
    pub fn place(&self) -> Place {
        let place = Place::from(&self.file);
        let span = self.span.map(|[start, end]| start as usize..end as usize);
        Place { span, ..place }
    }

    /// Whether the byte at `at` is in it.
    pub fn contains(&self, at: usize) -> bool {
        self.span.is_some_and(|[start, end]| (start as usize..end as usize).contains(&at))
    }
}

impl From<Place> for Spot {
    fn from(place: Place) -> Self {
        let span =
            place.span.and_then(|it| Some([it.start.try_into().ok()?, it.end.try_into().ok()?]));
        Self { file: place.file.closed(), span }
    }
}
