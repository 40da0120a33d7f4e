//! Reads projects and holds them against the rules: what `check` tells, and what
//! `build` asks before it prints.

use std::num::NonZeroUsize;

use crate::check::{self, across};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::severities::Levels;
use crate::form::Project;
use crate::form::edition::{Edition, Editions};
use crate::print::typeset::Fonts;
use crate::source::{self, Defaults, Input, Source, Texts};
use crate::system::parallel;

/// All that it takes to examine projects, the same for each of them.
pub struct Examiner<'a> {
    /// The editions that there are.
    pub editions: &'a Editions,
    /// The fonts that the forms are set in.
    pub fonts: &'a Fonts,
    /// How bad a breach of each rule is.
    pub levels: &'a Levels,
    /// The default files.
    pub defaults: Defaults,
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
}

impl<'a> Examiner<'a> {
    /// An examiner that has read no default files yet.
    pub fn new(editions: &'a Editions, fonts: &'a Fonts, levels: &'a Levels) -> Self {
        Self { editions, fonts, levels, defaults: Defaults::default() }
    }

    /// Reads a project and holds it against the rules, as bad as the levels have it.
    pub fn examine(&self, input: &Input) -> Examined<'a> {
        let examined = self.judge(input, Texts::of(input, &self.defaults));
        let (found, allowed) = self.levels.apply(examined.found);
        Examined { found, allowed, ..examined }
    }

    /// Reads a project from its texts and holds it against the rules, whatever the
    /// levels are.
    pub fn judge(&self, input: &Input, texts: Texts) -> Examined<'a> {
        let (project, found) = match self.read(texts) {
            Err(mut found) => {
                let own = input.name();
                let is_elsewhere = |it: &Diagnostic| {
                    it.places.first().is_none_or(|place| place.file.name() != own)
                };
                found.sort_by_key(|it| (is_elsewhere(it), it.start()));
                (None, found)
            }
            Ok((source, edition)) => {
                let found = check::check(&source, edition, self.fonts);
                (Some((source, edition)), found)
            }
        };
        Examined { project, found, allowed: 0 }
    }

    /// Reads a project from its texts, and finds its edition.
    pub fn read(&self, texts: Texts) -> Result<(Source, &'a Edition), Vec<Diagnostic>> {
        let source = texts.read()?;
        let edition = check::edition(&source, self.editions)?;
        Ok((source, edition))
    }

    /// Reads a project that has been read before, from the same texts.
    pub fn read_again(&self, texts: Texts) -> Result<(Project, &'a Edition), Vec<Diagnostic>> {
        let project = texts.read_again()?;
        let edition = self.editions.get(&project.year);
        let edition = edition.unwrap_or_else(|| Err(self.editions.unknown(&project.year)))?;
        Ok((project, edition))
    }

    /// Examines projects on `jobs` threads, and compares them with one another.
    pub fn survey(&self, inputs: &[Input], jobs: Option<NonZeroUsize>) -> Survey {
        let examined = parallel::map(inputs, jobs, |input| {
            let examined = self.examine(input);
            (examined.facts(), examined.found, examined.allowed)
        });
        let mut survey = Survey::default();
        let mut facts = Vec::new();
        for (fact, found, allowed) in examined {
            survey.found.extend(found);
            survey.allowed += allowed;
            facts.extend(fact);
        }
        let facts: Vec<_> = facts.iter().collect();
        let (found, allowed) = self.levels.apply(across::check(&facts, source::open));
        survey.found.extend(found);
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

    /// What is kept of the project for comparing it with others.
    pub fn facts(&self) -> Option<across::Facts> {
        let (source, edition) = self.project.as_ref()?;
        Some(across::Facts::of(source, edition))
    }
}
