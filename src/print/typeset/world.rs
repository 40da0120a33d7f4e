//! The closed world that a form is compiled in.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use crate::print::Module;
use crate::print::fonts::Fonts;

/// Serves one generated source, the edition's modules and the fonts: no file
/// system, no packages, no network, no clock. So equal input gives equal pages.
pub struct FormWorld<'a> {
    library: &'a LazyHash<Library>,
    fonts: &'a Fonts,
    modules: &'a [Module],
    main: &'a Source,
}

impl<'a> FormWorld<'a> {
    /// The world of the form that `main` describes.
    pub fn new(
        library: &'a LazyHash<Library>,
        fonts: &'a Fonts,
        modules: &'a [Module],
        main: &'a Source,
    ) -> Self {
        Self { library, fonts, modules, main }
    }
}

impl World for FormWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.modules
            .iter()
            .map(|module| &module.source)
            .chain([self.main])
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.source(id).map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
