//! Binds forms as they come.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Object, String as PdfString};
use pdf_writer::types::NumberingStyle;
use pdf_writer::writers::{Catalog, PageLabel};
use pdf_writer::{Name, Ref, TextStr};
use typst::utils::hash128;

use super::Chapter;
use super::copy::{Copier, Link, Mark, Shared};
use super::failure::Failure;
use super::file::{File, object};
use super::form::Form;
use super::front::Section;
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
    /// What has been bound.
    parts: usize,
    /// The forms, in their order.
    links: Vec<Link>,
    /// How many pages there are before the forms.
    front: usize,
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
            parts: 0,
            links: Vec::new(),
            front: 0,
        })
    }

    /// Binds the next form: `pdf` as [`crate::print::export`] makes it, without attachments.
    pub fn add(&mut self, chapter: &Chapter, pdf: Vec<u8>) -> Result<(), Diagnostic> {
        let bind = || {
            let first = self.pages.count() + 1;
            let pages = self.bind(&chapter.path, &chapter.title, chapter.pages, pdf, false)?;
            let target = pages[0];
            self.outline.add(chapter, target);
            let words = format!("第 {first} 页 {}", chapter.title);
            self.links.push(Link { target, words });
            Ok(())
        };
        bind().map_err(|failure: Failure| failure.explain(&chapter.title))
    }

    /// Binds the first pages of the book, after all forms: each section with its PDF, as
    /// [`print`](super::print) makes it.
    pub fn add_front(
        &mut self,
        sections: impl IntoIterator<Item = (Section, Vec<u8>)>,
    ) -> Result<(), Diagnostic> {
        let title = self.imprint.title.clone();
        self.bind_front(sections).map_err(|failure| failure.explain(&title))
    }

    fn bind_front(
        &mut self,
        sections: impl IntoIterator<Item = (Section, Vec<u8>)>,
    ) -> Result<(), Failure> {
        self.pages.turn(&mut self.file)?;
        self.structure.turn();
        self.outline.turn();
        for (section, pdf) in sections {
            let title = if section.cover.is_some() { "封面和目录" } else { "目录" };
            let pages = self.bind(Path::new(""), title, section.pages(), pdf, true)?;
            if self.front == 0 {
                let titles = ["封面", "目录"].iter().zip(&pages);
                titles.for_each(|(title, target)| self.outline.add_alone(title, *target));
            }
            self.front += pages.len();
        }
        Ok(())
    }

    /// Writes what is left. A book has at least one form.
    pub fn finish(self) -> Result<W, Diagnostic> {
        let title = self.imprint.title.clone();
        self.close().map_err(|failure| failure.explain(&title))
    }

    /// Binds a PDF of so many pages, which may have links to the forms; gives its pages.
    fn bind(
        &mut self,
        path: &Path,
        title: &str,
        expected: usize,
        pdf: Vec<u8>,
        has_links: bool,
    ) -> Result<Vec<Target>, Failure> {
        self.hash = hash128(&(self.hash, path, title, &pdf));
        let Ok(pdf) = Pdf::new(pdf) else {
            return Failure::form("PDF 读不懂");
        };
        let form = Form::read(&pdf)?;
        if form.pages.len() != expected {
            let pages = form.pages.len();
            return Failure::form(format!("排出来有 {pages} 页，页码是按 {expected} 页编的"));
        }
        self.same_lang(&form)?;
        let node = self.pages.node(&mut self.file)?;
        let mark = Mark {
            title: title.to_owned(),
            // As many digits for each, so that IDs sort as they come.
            prefix: format!("{:08}.", self.parts).into_bytes(),
            first_key: self.structure.next_key(),
            root: form.structure_id,
            links: has_links.then_some(&*self.links),
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
        self.parts += 1;
        Ok(pages.into_iter().map(|page| Target { page, top: form.top }).collect())
    }

    fn same_lang(&mut self, form: &Form<'_>) -> Result<(), Failure> {
        let lang = form.catalog.get::<PdfString<'_>>("Lang");
        let lang = lang.map(|lang| lang.to_vec()).unwrap_or_default();
        match *self.lang.get_or_insert_with(|| lang.clone()) == lang {
            true => Ok(()),
            false => Failure::form("语言和别的表格的不同"),
        }
    }

    /// How pages are called from the one with an index on: the cover, the contents, and the
    /// forms, as it is printed on them.
    fn labels(&self) -> Vec<(usize, Option<NumberingStyle>)> {
        let front = [(0, None), (1, Some(NumberingStyle::UpperRoman))];
        let front = front.into_iter().filter(|(first, _)| *first < self.front);
        front.chain([(self.front, Some(NumberingStyle::Arabic))]).collect()
    }

    fn close(mut self) -> Result<W, Failure> {
        if self.links.is_empty() {
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
        let labels = self.labels();
        let file = &mut self.file;
        let outline = self.outline.finish(file)?;
        let structure = self.structure.finish(file, &self.imprint.title)?;
        let pages = self.pages.finish(file)?;
        let (info, xmp) = (file.reserve()?, file.reserve()?);
        file.write(info, &object(|chunk, id| metadata.write_info(chunk, id)))?;
        file.write_stream(xmp, &object(|chunk, id| metadata.write_xmp(chunk, id)))?;
        let mut numbers = Vec::new();
        for (first, style) in labels {
            let label = file.reserve()?;
            let written = object(|chunk, id| {
                let mut label: PageLabel<'_> = chunk.indirect(id).start();
                match style {
                    Some(style) => label.style(style),
                    None => label.prefix(TextStr("封面")),
                };
            });
            file.write(label, &written)?;
            numbers.push((first as i32, label));
        }
        let catalog = file.reserve()?;
        let written = object(|chunk, id| {
            let mut catalog: Catalog<'_> = chunk.indirect(id).start();
            catalog.pages(pages).metadata(xmp).lang(TextStr(&lang));
            catalog.pair(Name(b"StructTreeRoot"), structure);
            let mut labels = catalog.page_labels();
            let mut nums = labels.nums();
            for (first, label) in numbers {
                nums.insert(first, label);
            }
            drop(nums);
            drop(labels);
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
