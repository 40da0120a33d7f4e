//! That a text says what a step is to make of another one: nothing is handed out without.

use std::sync::Arc;

use super::super::document::Document;
use super::super::forms::Forms;
use super::said::Said;
use super::step::Step;
use crate::diagnostic::rule::{self, Rule};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::Form;
use crate::source::layout::comments::{self, Lines};

/// The document of a new text, if it says what the step makes of the one before, has the same
/// comments, but for those of what is taken out, and no new mistakes of writing.
pub fn prove(
    before: &Document,
    text: SourceFile,
    forms: &Forms,
    form: &Arc<Form>,
    step: &Step,
) -> Result<Document, Diagnostic> {
    let file = &before.file;
    let after = Document::parse(text, forms).map_err(|_| unproved(before))?;
    if let Some(new) = new_mistake(before, &after) {
        let found = Diagnostic::new(new.rule, new.message.as_str()).at(file);
        return Err(match &new.help {
            Some(help) => found.help(help.as_str()),
            None => found,
        });
    }
    let mut expected = Said::by(before.root());
    if expected.take(step).is_none() || expected != Said::by(after.root()) {
        return Err(unproved(before));
    }
    let takes_out = matches!(step, Step::Remove { .. } | Step::Move { levels: 1.., .. });
    let (old, new) = (comments_of(before), comments_of(&after));
    if !(takes_out || are_among(&old, &new)) || !are_among(&new, &old) {
        let message = "要改的内容中间有注释，改了就会丢掉";
        let found = Diagnostic::new(&rule::WRONG_KIND, message).at(file);
        return Err(found.help("用编辑器打开文件，在里面改"));
    }
    match is_readable(&after, form) || !is_readable(before, form) {
        true => Ok(after),
        false => Err(unproved(before)),
    }
}

/// Something that is wrong with how the text is written, of a rule that it breaks more often
/// than before: messages tell what belongs together in one, and how often it is there.
fn new_mistake<'a>(before: &Document, after: &'a Document) -> Option<&'a Diagnostic> {
    let count = |document: &Document, rule: &Rule| {
        document.found.iter().filter(|found| found.rule == rule).count()
    };
    let is_new = |found: &&Diagnostic| {
        let is_known = before.found.iter().any(|known| known.message == found.message);
        !is_known && count(after, found.rule) > count(before, found.rule)
    };
    after.found.iter().find(is_new)
}

/// The comments of a document, sorted.
fn comments_of(document: &Document) -> Vec<String> {
    let text = document.file.text();
    let found = comments::find(text, document.root(), &Lines::of(text));
    let mut texts: Vec<String> = found.into_iter().map(|comment| comment.text).collect();
    texts.sort_unstable();
    texts
}

/// Whether all comments are among others, as often.
fn are_among(comments: &[String], others: &[String]) -> bool {
    let mut others = others.iter();
    comments.iter().all(|comment| others.any(|other| other == comment))
}

/// Whether the second reader of values has no other opinion of the text than the first one.
fn is_readable(document: &Document, form: &Arc<Form>) -> bool {
    let keys: Vec<&str> = form.fields.iter().map(|field| field.key.as_str()).collect();
    let said = document.read(form, Some(&keys));
    !said.found.iter().any(|found| *found.rule == rule::YAML_SYNTAX)
}

/// Why nothing is changed. There are line breaks that YAML takes for some and editors do not, and so
/// not what looks for lines here.
fn unproved(before: &Document) -> Diagnostic {
    let file = &before.file;
    if before.found.iter().any(|found| *found.rule == rule::INVISIBLE_CHARACTER) {
        let message = "文件里有看不见的字符，改了以后的内容对不上，没有改";
        return Diagnostic::new(&rule::WRONG_KIND, message)
            .at(file)
            .help("先把看不见的字符改好，再改这里");
    }
    Diagnostic::new(&rule::INTERNAL, "改了以后的内容对不上")
        .at(file)
        .help("这是程序的错，请把这个文件交给维护的人；要改的内容可以用编辑器改")
}
