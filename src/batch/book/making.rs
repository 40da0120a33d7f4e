//! Has the pages of a book typeset, and binds them as they come.

use std::collections::BTreeMap;
use std::io::BufWriter;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

use super::Leaf;
use crate::batch::Batch;
use crate::batch::worker::{Job, Outcome};
use crate::diagnostic::{Diagnostic, rule};
use crate::print::Printed;
use crate::print::book::{Binder, Chapter, Section, numbering};

/// A book that is being written; or why there is none.
pub type Bound = Result<Binder<BufWriter<NamedTempFile>>, Vec<Diagnostic>>;

/// A book in the making: forms come in any order.
struct Making {
    binder: Bound,
    /// Forms whose turn has not come.
    waiting: BTreeMap<usize, Vec<u8>>,
    next: usize,
}

impl Batch<'_> {
    /// Has the forms typeset with the book's page numbers, and binds them. `tick` is called
    /// after each.
    pub(super) fn bind_forms(
        &self,
        leaves: &[Leaf],
        binder: Bound,
        tick: impl Fn() + Sync,
    ) -> Bound {
        let chapters: Vec<_> = leaves.iter().map(|leaf| leaf.chapter.clone()).collect();
        let numbering = numbering(&chapters);
        let job = |number: usize| {
            let form = leaves[number].form;
            form.job().numbered(numbering[number])
        };
        let making = Mutex::new(Making { binder, waiting: BTreeMap::new(), next: 0 });
        self.team.work(0..leaves.len(), job, |number, outcome, _| {
            let pdf = self.pdf(&leaves[number], outcome);
            let mut making = making.lock().unwrap_or_else(PoisonError::into_inner);
            making.add(&chapters, number, pdf);
            tick();
        });
        making.into_inner().unwrap_or_else(PoisonError::into_inner).binder
    }

    /// Has the first pages of the book at `path` typeset, and binds them.
    pub(super) fn bind_front(&self, path: &Path, sections: Vec<Section>, binder: Bound) -> Bound {
        let mut binder = binder?;
        let printed = Mutex::new(BTreeMap::new());
        let job = |number: usize| Job::of_front(&sections[number]);
        self.team.work(0..sections.len(), job, |number, outcome, _| {
            let answer = outcome.answer(path, self.team.timeout).map_err(Vec::from);
            let pdf = answer.and_then(|answer| Ok(only_file(answer.printed?)));
            let at_path = |found: Diagnostic| match found.places.is_empty() {
                true => found.at(path),
                false => found,
            };
            let pdf = pdf.map_err(|found| found.into_iter().map(at_path).collect::<Vec<_>>());
            printed.lock().unwrap_or_else(PoisonError::into_inner).insert(number, pdf);
        });
        let printed = printed.into_inner().unwrap_or_else(PoisonError::into_inner);
        let pdfs = printed.into_values().collect::<Result<Vec<_>, _>>()?;
        binder.add_front(sections.into_iter().zip(pdfs))?;
        Ok(binder)
    }

    /// The PDF of a form for the book.
    fn pdf(&self, leaf: &Leaf, outcome: Outcome) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let answer = self.answer(leaf.form, outcome)?;
        // It was changed after it was printed: then it is not the form with this key.
        if answer.texts.map(|texts| self.key(texts)) != Some(leaf.key) {
            return Err(vec![changed(&leaf.form.input.path)]);
        }
        Ok(only_file(answer.printed?))
    }
}

/// A project file that is no more what was printed.
pub fn changed(path: &Path) -> Diagnostic {
    Diagnostic::new(&rule::INCOMPLETE_BOOK, "排版时这个文件改了，合订本没有写")
        .at(path)
        .help("再运行一次")
}

fn only_file(printed: Printed) -> Vec<u8> {
    printed.files.into_iter().next().map(|file| file.bytes).unwrap_or_default()
}

impl Making {
    /// Adds a form, and all that have waited for it.
    fn add(&mut self, chapters: &[Chapter], number: usize, pdf: Result<Vec<u8>, Vec<Diagnostic>>) {
        match (pdf, &mut self.binder) {
            (Ok(pdf), Ok(_)) => {
                self.waiting.insert(number, pdf);
            }
            (Ok(_), Err(_)) => {}
            (Err(found), Ok(_)) => self.binder = Err(found),
            (Err(found), Err(before)) => before.extend(found),
        }
        while let Ok(binder) = &mut self.binder
            && let Some(pdf) = self.waiting.remove(&self.next)
        {
            if let Err(found) = binder.add(&chapters[self.next], pdf) {
                self.binder = Err(vec![found]);
            }
            self.next += 1;
        }
    }
}
