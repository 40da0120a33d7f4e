//! Binds forms as they come.

use std::collections::BTreeMap;
use std::io::Write;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Object, String as PdfString};
use pdf_writer::types::NumberingStyle;
use pdf_writer::writers::{Catalog, PageLabel};
use pdf_writer::{Name, Ref, TextStr};
use typst::utils::hash128;

use super::Chapter;
use super::copy::{Copier, Mark, Shared};
use super::failure::Failure;
use super::file::{File, object};
use super::form::Form;
use super::metadata::{Imprint, Metadata};
use super::outline::{Outline, Target};
use super::pages::Pages;
use super::structure::Structure;
use crate::diagnostic::Diagnostic;

/// Keys of the catalog that all forms must have the same values under.
const COMMON: [&str; 3] = ["MarkInfo", "OutputIntents", "ViewerPreferences"];

/// A book that is being written.
pub struct Binder<W> {
    imprint: Imprint,
    file: File<W>,
    pages: Pages,
    structure: Structure,
    outline: Outline,
    shared: Shared,
    common: BTreeMap<&'static str, Ref>,
    lang: Option<Vec<u8>>,
    forms: usize,
    /// A hash of all forms so far.
    hash: u128,
}

impl<W: Write> Binder<W> {
    /// A book without a form, which is written to `to`.
    pub fn new(to: W, imprint: Imprint) -> Result<Self, Diagnostic> {
        let explain = |failure: Failure| failure.explain(&imprint.title);
        let mut file = File::new(to).map_err(explain)?;
        let pages = Pages::new(&mut file).map_err(explain)?;
        let structure = Structure::new(&mut file).map_err(explain)?;
        Ok(Self {
            hash: hash128(&imprint.title),
            imprint,
            file,
            pages,
            structure,
            outline: Outline::default(),
            shared: Shared::new(),
            common: BTreeMap::new(),
            lang: None,
            forms: 0,
        })
    }

    /// Binds the next form: `pdf` as [`crate::print::export`] makes it, without attachments.
    pub fn add(&mut self, chapter: &Chapter, pdf: Vec<u8>) -> Result<(), Diagnostic> {
        self.bind(chapter, pdf).map_err(|failure| failure.explain(&chapter.title))
    }

    /// Writes what is left. A book has at least one form.
    pub fn finish(self) -> Result<W, Diagnostic> {
        let title = self.imprint.title.clone();
        self.close().map_err(|failure| failure.explain(&title))
    }

    fn bind(&mut self, chapter: &Chapter, pdf: Vec<u8>) -> Result<(), Failure> {
        self.hash = hash128(&(self.hash, &chapter.path, &chapter.title, &pdf));
        let Ok(pdf) = Pdf::new(pdf) else {
            return Failure::form("PDF 读不懂");
        };
        let form = Form::read(&pdf)?;
        if form.pages.len() != chapter.pages {
            let (pages, expected) = (form.pages.len(), chapter.pages);
            return Failure::form(format!("排出来有 {pages} 页，页码是按 {expected} 页编的"));
        }
        self.same_lang(&form)?;
        let node = self.pages.node(&mut self.file)?;
        let mark = Mark {
            title: chapter.title.clone(),
            // As many digits for each, so that IDs sort as the forms do.
            prefix: format!("{:08}.", self.forms).into_bytes(),
            first_key: self.structure.next_key(),
            root: form.structure_id,
        };
        let mut copier = Copier::new(&pdf, &mut self.file, &mut self.shared, mark);
        for old in &form.nodes {
            copier.stand_in(*old, node);
        }
        let pages = form.pages.iter().map(|page| copier.take(*page));
        let pages = pages.collect::<Result<Vec<_>, _>>()?;
        for key in COMMON {
            if let Some(value) = form.catalog.get_raw::<Object<'_>>(key) {
                let number = copier.share(value)?;
                if *self.common.entry(key).or_insert(number) != number {
                    return Failure::form(format!("{key} 和别的表格的不同"));
                }
            }
        }
        self.structure.add(&form, &mut copier)?;
        self.pages.add(&pages);
        self.outline.add(chapter, Target { page: pages[0], top: form.top });
        self.forms += 1;
        Ok(())
    }

    fn same_lang(&mut self, form: &Form<'_>) -> Result<(), Failure> {
        let lang = form.catalog.get::<PdfString<'_>>("Lang");
        let lang = lang.map(|lang| lang.to_vec()).unwrap_or_default();
        match *self.lang.get_or_insert_with(|| lang.clone()) == lang {
            true => Ok(()),
            false => Failure::form("语言和别的表格的不同"),
        }
    }

    fn close(mut self) -> Result<W, Failure> {
        if self.forms == 0 {
            return Failure::form("没有表格");
        }
        let lang = String::from_utf8_lossy(self.lang.as_deref().unwrap_or_default()).into_owned();
        let metadata = Metadata {
            imprint: &self.imprint,
            lang: &lang,
            pages: self.pages.count(),
            document_id: hash128(&self.imprint.title),
            instance_id: self.hash,
        };
        let file = &mut self.file;
        let outline = self.outline.finish(file)?;
        let structure = self.structure.finish(file, &self.imprint.title)?;
        let pages = self.pages.finish(file)?;
        let (info, xmp, label) = (file.reserve()?, file.reserve()?, file.reserve()?);
        file.write(info, &object(|chunk, id| metadata.write_info(chunk, id)))?;
        file.write_stream(xmp, &object(|chunk, id| metadata.write_xmp(chunk, id)))?;
        let decimal = object(|chunk, id| {
            chunk.indirect(id).start::<PageLabel<'_>>().style(NumberingStyle::Arabic);
        });
        file.write(label, &decimal)?;
        let catalog = file.reserve()?;
        let written = object(|chunk, id| {
            let mut catalog: Catalog<'_> = chunk.indirect(id).start();
            catalog.pages(pages).metadata(xmp).lang(TextStr(&lang));
            catalog.pair(Name(b"StructTreeRoot"), structure);
            catalog.page_labels().nums().insert(0, label);
            if let Some(outline) = outline {
                catalog.outlines(outline);
            }
            for (key, value) in &self.common {
                catalog.pair(Name(key.as_bytes()), *value);
            }
        });
        file.write(catalog, &written)?;
        let ids = [metadata.document_id, metadata.instance_id];
        self.file.finish(catalog, info, ids)
    }
}
