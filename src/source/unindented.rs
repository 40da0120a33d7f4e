//! Lines at the left edge that belong to the key above them: the names in them are the
//! author's own, so their looks tell.

use super::line;
use super::misplaced::{Names, home_of, is_sentence, last_below, levels, meant};
use super::places::{Content, Entry, Style};
use super::scalar;
use super::shape::Checker;
use crate::diagnostic::{Diagnostic, Place, rule};
use crate::form::{Column, FORM_KEY, Field, Kind};

impl Checker<'_> {
    /// Whether an entry has one of the keys that may stand here.
    pub(super) fn has_key(&self, fields: &[Field], entry: &Entry, is_top: bool) -> bool {
        fields.iter().any(|field| field.key == entry.key)
            || (is_top && entry.key == FORM_KEY)
            || entry.key == "<<"
    }

    /// Tells of an entry `next` that belongs below the one before it, which is under `field`:
    /// by its looks, as its name is none of the form's. The same goes for those after it.
    pub(super) fn not_indented(
        &mut self,
        above: &Entry,
        field: &Field,
        next: &Entry,
        fields: &[Field],
    ) -> bool {
        let is_known = self.has_key(fields, next, true)
            || self.form.field(&next.key).is_some()
            || self.others.is_some_and(|keys| keys.has_at_the_top(&next.key))
            || meant(&next.key, fields.iter().map(|field| field.key.as_str())).is_some()
            || home_of(next, fields, self.form).is_some();
        let found = match &field.kind {
            _ if is_known => None,
            Kind::Text => self.text_not_indented(above, next),
            kind => {
                columns_below(kind).and_then(|columns| self.row_not_indented(above, columns, next))
            }
        };
        let is_found = found.is_some();
        self.found.extend(found);
        is_found
    }

    fn text_not_indented(&self, above: &Entry, next: &Entry) -> Option<Diagnostic> {
        if !is_sentence(&next.key) || above.value.text().is_none_or(str::is_empty) {
            return None;
        }
        let (message, help) = match scalar::text_style(&above.value)? {
            Style::Literal | Style::Folded => (
                format!("“{}”下面的文字没有缩进", above.key),
                "“|-”下面的文字，每行前面空两格".to_owned(),
            ),
            _ => (
                format!("“{}”的文字写了几行，前面没有“|-”", above.key),
                format!("写成“{}: |-”，文字从下一行写起，每行前面空两格", above.key),
            ),
        };
        let place = Place::new(self.file, next.key_span.clone());
        Some(Diagnostic::new(&rule::YAML_SYNTAX, message).at(place).help(help))
    }

    fn row_not_indented(
        &mut self,
        above: &Entry,
        columns: &[Column],
        next: &Entry,
    ) -> Option<Diagnostic> {
        let last = last_below(above);
        let deepest = last.last()?;
        let level = levels(&next.value, columns)
            .filter(|_| !matches!(next.value.content, Content::Text { .. }))?;
        let indent = |entry: &Entry| line::indent(self.file.text(), entry.key_span.start);
        let place = Place::new(self.file, next.key_span.clone());
        let found = |message: String| Diagnostic::new(&rule::WRONG_KIND, message).at(place);
        if deepest.value.content.is_blank() {
            // That nothing is there is the same mistake.
            let blank = deepest.value.span.start;
            self.found.retain(|it| *it.rule != rule::EMPTY_VALUE || it.start() != Some(blank));
            let message = format!("“{}”没有缩进在“{}”下面", next.key, deepest.key);
            let help = format!("“{}:”下面的各行，前面空 {} 格", deepest.key, indent(deepest) + 2);
            return Some(found(message).help(help));
        }
        let like = last[1..].iter().rfind(|it| levels(&it.value, columns) == Some(level))?;
        let help = format!("前面空 {} 格，和“{}”左边对齐", indent(like), like.key);
        Some(found(format!("“{}”没有缩进", next.key)).help(help))
    }
}

impl Checker<'_> {
    /// Tells of the entry at `index`, which has a level less above its rows than the one before
    /// it: it belongs below that one, unless the form has its name here.
    pub(super) fn shallow(&mut self, entries: &[Entry], index: usize, names: &Names) -> bool {
        let entry = &entries[index];
        let above = index.checked_sub(1).map(|above| &entries[above]);
        let above = above.filter(|above| levels(&above.value, names.columns()).is_some());
        let like = above.and_then(|above| above.value.entries().last());
        let Some((above, like)) = above.zip(like).filter(|_| !names.has(&entry.key)) else {
            return false;
        };
        let indent = |entry: &Entry| line::indent(self.file.text(), entry.key_span.start);
        let (is, wanted) = (indent(entry), indent(like));
        if wanted <= is {
            return false;
        }
        let message = format!("“{}”少缩进了 {} 格", entry.key, wanted - is);
        let others = match entry.value.entries().first() {
            Some(below) if indent(below) <= wanted => {
                format!("；下面的各行也多空 {} 格", wanted - is)
            }
            _ => String::new(),
        };
        let help =
            format!("它属于“{}”：前面空 {wanted} 格，和“{}”左边对齐{others}", above.key, like.key);
        let place = Place::new(self.file, entry.key_span.clone());
        self.add(Diagnostic::new(&rule::WRONG_KIND, message).at(place).help(help));
        true
    }
}

/// What the rows below a key hold.
fn columns_below(kind: &Kind) -> Option<&[Column]> {
    match kind {
        Kind::Record(fields) => fields.iter().find_map(|field| field.kind.columns()),
        kind => kind.columns(),
    }
}
