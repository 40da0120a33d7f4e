//! One file, a year later.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::choice;
use super::super::defaults::Defaults;
use super::super::document::Document;
use super::super::inputs::Input;
use super::super::manner::Manner;
use super::super::{layout, mend, scaffold};
use super::modeline::{self, Schema};
use super::places::Changed;
use super::words::{self, Years};
use super::{Look, Reason, RolledFile, is_defaults, looks, period};
use crate::diagnostic::{Diagnostic, Edit, SourceFile, rule};
use crate::form::{Form, YEAR_KEY};

/// Makes next year's files.
pub struct Roller<'a> {
    /// The new year.
    pub year: &'a str,
    /// The default files of the old ones.
    pub defaults: &'a Defaults,
    /// All files that are rolled.
    pub sources: &'a HashSet<PathBuf>,
}

impl Roller<'_> {
    /// The file of an input as the new one at `to`.
    pub fn roll(&self, input: &Input, to: PathBuf) -> Result<RolledFile, Vec<Diagnostic>> {
        let forms = self.defaults.forms();
        let own = Arc::new(Document::parse(input.load()?, forms)?);
        let above = self.defaults.of(input)?;
        let is_other = |document: &Arc<Document>| document.file.name() != own.file.name();
        let documents: Vec<Arc<Document>> =
            [own.clone()].into_iter().chain(above.into_iter().filter(is_other)).collect();
        let form = choice::choose(&documents, forms)?.form;
        let is_defaults = is_defaults(input);
        let wrong = wrong(&own, &form, is_defaults);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        forms.choose(Some(&form.name), self.year).map_err(|why| why.explain(forms, self.year))?;
        let years = self.years(&documents);
        if years.old == years.new {
            let message = format!("已经是 {} 年度的了", self.year);
            let found = Diagnostic::new(&rule::BAD_YEAR, message).at(&*input.path);
            return Err(found.help("年度写下一年的").into());
        }

        let (mut edits, periods) = period::moved(&documents, &form, years);
        edits.extend(self.year_edit(&documents, years, is_defaults));
        let mut found = looks::find(&own, &form, years, &scaffold::comments(&form, forms));
        found.extend(periods);
        let (old, text) = (years.old.to_string(), own.file.text());
        match modeline::moved(text, &to, &old, self.year) {
            Some(Schema::Moved(span, path)) => edits.push(Edit::new(&own.file, span, path)),
            Some(Schema::Stays(span)) => {
                found.push(looks::Found { span, reason: Reason::Schema, is_for_the_line: true });
            }
            None => {}
        }
        found.sort_by_key(|found| found.span.start);

        let changed = Changed::of(text, edits);
        self.prove(&own, &changed.text, &form, is_defaults)?;
        let reason = |edit: &Edit| self.reason(edit, &own);
        let in_name =
            words::find(&input.path.file_stem().unwrap_or_default().to_string_lossy(), years);
        let has_year = in_name.iter().any(|(_, reason)| *reason == Reason::Year);
        let looks = has_year.then(|| of_the_name(&to)).into_iter().chain(changed.found(&found));
        Ok(RolledFile {
            from: input.path.to_path_buf(),
            looks: looks.collect(),
            changes: changed.changes(reason),
            text: own.file.mark().to_owned() + &changed.text,
            to,
        })
    }

    /// The year of a file with these documents, and the new one.
    fn years(&self, documents: &[Arc<Document>]) -> Years {
        let new = self.year.parse().unwrap_or_default();
        let said = documents.iter().find_map(|document| document.year());
        let said = said.and_then(mend::year).and_then(|mend| mend.text.parse().ok());
        // Default files need not say it.
        Years { old: said.unwrap_or(u16::saturating_sub(new, 1)), new }
    }

    /// Sets the year where the file says it, or should: where what supplies it is of the old
    /// year and stays so.
    fn year_edit(
        &self,
        documents: &[Arc<Document>],
        years: Years,
        is_defaults: bool,
    ) -> Option<Edit> {
        let (own, above) = documents.split_first()?;
        if let Some(entry) = own.entry(YEAR_KEY) {
            let old = years.old.to_string();
            return Some(period::replace(&own.file, entry, &old, self.year, self.year));
        }
        let is_rolled =
            |document: &Document| self.sources.contains(Path::new(document.file.name()));
        let supplier = above.iter().find(|document| document.year().is_some());
        if is_defaults || supplier.is_some_and(|document| is_rolled(document)) {
            return None;
        }
        let first = own.root().entries().first()?.key_span.start;
        let text = own.file.text();
        let end = Manner::of(&own.file).line_end();
        let root = own.root().span.start;
        if text[root..].starts_with('{') {
            let at = root + 1;
            return Some(Edit::new(&own.file, at..at, format!("{YEAR_KEY}: {}, ", self.year)));
        }
        let at = text[..first].rfind('\n').map_or(0, |at| at + 1);
        Some(Edit::new(&own.file, at..at, format!("{YEAR_KEY}: {}{end}", self.year)))
    }

    /// What a change is about.
    fn reason(&self, edit: &Edit, own: &Document) -> Reason {
        let is_year = own.entry(YEAR_KEY).is_none_or(|entry| {
            entry.value.span.start <= edit.span.start && edit.span.end <= entry.value.span.end
        });
        match () {
            () if edit.text.ends_with(".json") => Reason::Schema,
            () if is_year && edit.text.contains(self.year) => Reason::Year,
            () => Reason::Period,
        }
    }

    /// Makes sure that the new text says what the old one does, of the new year.
    fn prove(
        &self,
        own: &Document,
        text: &str,
        form: &Arc<Form>,
        is_defaults: bool,
    ) -> Result<(), Vec<Diagnostic>> {
        let file = SourceFile::new(own.file.name(), text);
        let keys = |document: &Document| -> Vec<String> {
            document.keys().filter(|key| *key != YEAR_KEY).map(str::to_owned).collect()
        };
        let is_proved = Document::parse(file, self.defaults.forms()).is_ok_and(|new| {
            let is_of_the_year = new.year().is_none_or(|year| year == self.year);
            let has_all = keys(own) == keys(&new);
            is_of_the_year && has_all && wrong(&new, form, is_defaults).is_empty()
        });
        match is_proved {
            true => Ok(()),
            false => Err(Diagnostic::new(&rule::INTERNAL, "改了年度以后读不出同样的内容")
                .at(&own.file)
                .help("这是程序的错，请把这个文件交给维护的人")
                .into()),
        }
    }
}

/// What is wrong with a file; blanks that are still to be filled in are not.
fn wrong(document: &Document, form: &Arc<Form>, is_defaults: bool) -> Vec<Diagnostic> {
    let said = document.read(form, (!is_defaults).then_some(&[]));
    said.found.iter().filter(|found| !layout::is_to_be_filled_in(found)).cloned().collect()
}

/// A file whose name says a year.
fn of_the_name(to: &Path) -> Look {
    let excerpt = to.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Look { line: None, column: None, excerpt, reason: Reason::Year }
}
