//! Reads projects and holds them against the rules: what `check` tells, and what
//! `build` asks before it prints.

use std::num::NonZeroUsize;
use std::sync::Arc;

use crate::check;
use crate::check::across;
use crate::check::facts::Facts;
use crate::diagnostic::severities::Severities;
use crate::diagnostic::{Diagnostic, Files, rule};
use crate::form::{Form, Project};
use crate::print::fonts::Fonts;
use crate::source::{self, Defaults, Edition, Forms, Input, Source, Texts};
use crate::system::parallel;

/// All that it takes to examine projects, the same for each of them.
pub struct Examiner<'a> {
    /// The forms that there are.
    pub forms: &'a Arc<Forms>,
    /// The fonts that the forms are set in.
    pub fonts: &'a Fonts,
    /// How bad a breach of each rule is.
    pub severities: &'a Severities,
    /// The default files.
    pub defaults: Defaults,
    /// Whether all that can be said of a project that cannot be read is said at once.
    pub says_all: bool,
}

/// What came of reading a project.
#[derive(Debug)]
pub struct Examined<'a> {
    /// The project and its edition, if they could be read; there may be errors
    /// in it nevertheless.
    pub project: Option<(Source, &'a Edition)>,
    /// What was found.
    pub found: Vec<Diagnostic>,
    /// How many more findings the user has switched off.
    pub allowed: usize,
    /// What is kept of the project for comparing it with others.
    pub facts: Option<Facts>,
}

impl<'a> Examiner<'a> {
    /// An examiner that has read no default files yet.
    pub fn new(forms: &'a Arc<Forms>, fonts: &'a Fonts, severities: &'a Severities) -> Self {
        let defaults = Defaults::new(forms.clone());
        Self { forms, fonts, severities, defaults, says_all: false }
    }

    /// The same that says all at once, for who fills in forms.
    pub fn saying_all(self) -> Self {
        Self { says_all: true, ..self }
    }

    /// Reads a project and holds it against the rules, as bad as the severities have it.
    pub fn examine(&self, input: &Input) -> Examined<'a> {
        let examined = self.judge(input, Texts::of(input, &self.defaults));
        let (found, allowed) = self.severities.apply(examined.found);
        Examined { found, allowed, ..examined }
    }

    /// Reads a project from its texts and holds it against the rules, whatever the
    /// severities are.
    pub fn judge(&self, input: &Input, texts: Texts) -> Examined<'a> {
        let again = self.says_all.then(|| texts.clone());
        match self.read(texts) {
            Err(mut found) => {
                if let Some(texts) = again {
                    let more = self.sketched(texts);
                    // What is wrong in itself is told once.
                    let is_told =
                        |more: &Diagnostic| found.iter().any(|found| is_about_same(found, more));
                    let more: Vec<_> = more.into_iter().filter(|more| !is_told(more)).collect();
                    found.extend(more);
                }
                let own = input.name();
                let is_elsewhere = |it: &Diagnostic| {
                    it.places.first().is_none_or(|place| place.file.name() != own)
                };
                found.sort_by_key(|it| (is_elsewhere(it), it.start()));
                Examined { project: None, found, allowed: 0, facts: None }
            }
            Ok((source, edition)) => {
                let (found, facts) =
                    check::check_and_keep(&source, edition, self.forms, self.fonts);
                let project = Some((source, edition));
                Examined { project, found, allowed: 0, facts: Some(facts) }
            }
        }
    }

    /// What the rules find in what there is of a project that cannot be read.
    fn sketched(&self, texts: Texts) -> Vec<Diagnostic> {
        let Ok(source) = texts.sketch() else { return Vec::new() };
        let Ok(edition) = self.edition(source.project.form()) else { return Vec::new() };
        check::check_sketch(&source, edition, self.forms, self.fonts)
    }

    /// Reads a project from its texts, and finds its edition.
    pub fn read(&self, texts: Texts) -> Result<(Source, &'a Edition), Vec<Diagnostic>> {
        let mut source = texts.read()?;
        if !source.unprintable.is_empty() {
            return Err(std::mem::take(&mut source.unprintable));
        }
        let edition = self.edition(source.project.form())?;
        Ok((source, edition))
    }

    /// Reads a project that has been read before as one of the form `name` for `year`, from
    /// the same texts.
    pub fn read_again(
        &self,
        texts: Texts,
        name: &str,
        year: &str,
    ) -> Result<(Project, &'a Edition), Vec<Diagnostic>> {
        let edition = self.forms.choose(Some(name), year);
        let edition = edition.map_err(|why| why.explain(self.forms, year))?;
        Ok((texts.read_again(edition.form()?)?, edition))
    }

    /// The edition of a form.
    pub fn edition(&self, form: &Form) -> Result<&'a Edition, Diagnostic> {
        self.forms
            .edition(form)
            .ok_or_else(|| Diagnostic::new(&rule::INTERNAL, format!("找不到“{}”的版式", form.name)))
    }

    /// Examines projects on `jobs` threads, and compares them with one another.
    pub fn survey(&self, inputs: &[Input], jobs: Option<NonZeroUsize>) -> Survey {
        let examined = parallel::map(inputs, jobs, |input| {
            let examined = self.examine(input);
            (examined.facts, examined.found, examined.allowed)
        });
        let mut survey = Survey::default();
        let mut facts = Vec::new();
        for (fact, found, allowed) in examined {
            survey.found.extend(found);
            survey.allowed += allowed;
            facts.extend(fact);
        }
        let facts: Vec<_> = facts.iter().collect();
        let (found, allowed) = self.severities.apply(across::check(&facts));
        let mut files = Files::new(source::open);
        survey.found.extend(found.into_iter().map(|it| it.opened(&mut files)));
        survey.allowed += allowed;
        survey
    }

    /// The same with other default files.
    pub fn with(&self, defaults: Defaults) -> Self {
        Self { defaults, ..*self }
    }
}

/// What came of examining many projects.
#[derive(Debug, Default)]
pub struct Survey {
    /// What was found.
    pub found: Vec<Diagnostic>,
    /// How many more findings the user has switched off.
    pub allowed: usize,
}

impl Examined<'_> {
    /// Whether the form must not be printed.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(Diagnostic::is_error)
    }
}

/// Whether two findings are about the same part of a file: what is missing is no part of it.
fn is_about_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    if *one.rule == rule::MISSING_KEY {
        return false;
    }
    let (Some(one), Some(other)) = (one.places.first(), other.places.first()) else {
        return false;
    };
    let (Some(a), Some(b)) = (&one.span, &other.span) else { return false };
    one.file.name() == other.file.name() && a.start <= b.end && b.start <= a.end
}
