//! What only shows when several projects are looked at together.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Subject;
use super::citation::{Citation, Likeness, citations, conflict_between, texts};
use crate::diagnostic::finding::Spot;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::form::edition::Edition;
use crate::source::Source;

/// What is kept of a project for comparing it with others: a few lines, as there
/// may be tens of thousands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// 年度.
    pub year: String,
    department: String,
    /// 项目名称, without blanks and line breaks.
    pub name: String,
    name_place: Spot,
    citations: Vec<(Citation, Spot)>,
}

impl Facts {
    /// The facts of a project.
    pub fn of(source: &Source, edition: &Edition) -> Self {
        let subject = Subject::new(source, &edition.manifest);
        let project = subject.project;
        let nowhere = || Spot { file: String::new(), span: None, label: String::new() };
        let citations = texts(&subject).flat_map(|text| {
            let citations = citations(text.text).into_iter();
            // The others contradict none, and there is no room for them.
            let telling = citations.filter(|it| it.number.is_some() && !it.title.is_empty());
            telling.map(|citation| {
                let place = Spot::from(text.part(citation.range.clone()));
                (citation, place)
            })
        });
        Self {
            year: project.year.clone(),
            department: project.department.clone(),
            name: project.name.split_whitespace().collect(),
            name_place: subject.place(&["项目名称"]).map_or_else(nowhere, Spot::from),
            citations: citations.collect(),
        }
    }

    /// The names of the files that they come from.
    pub fn files(&mut self) -> impl Iterator<Item = &mut String> {
        let citations = self.citations.iter_mut().map(|(_, spot)| &mut spot.file);
        citations.chain([&mut self.name_place.file])
    }
}

/// Compares projects with one another. `open` gives a file's text anew.
pub fn check(facts: &[&Facts], open: impl Fn(&str) -> Option<SourceFile>) -> Vec<Diagnostic> {
    let place = |spot: &Spot| spot.open(&open);
    let mut found = duplicate_projects(facts, &place);
    found.extend(citation_conflicts(facts, &place));
    found
}

/// `duplicate-project`: the same 项目名称 twice in one department and year.
fn duplicate_projects(facts: &[&Facts], place: &impl Fn(&Spot) -> Place) -> Vec<Diagnostic> {
    let mut first: HashMap<_, &Spot> = HashMap::new();
    let mut found = Vec::new();
    for fact in facts {
        match first.get(&(&fact.year, &fact.department, &fact.name)) {
            None => {
                first.insert((&fact.year, &fact.department, &fact.name), &fact.name_place);
            }
            Some(other) if other.file == fact.name_place.file => {}
            Some(other) => found.push(
                Diagnostic::new(&rule::DUPLICATE_PROJECT, format!("有两个项目叫“{}”", fact.name))
                    .at(place(&fact.name_place))
                    .at(place(other).label("另一个"))
                    .help("改名称；同一个项目写了两份，就删去一份"),
            ),
        }
    }
    found
}

/// `citation-conflict`, in two files: of each title or number that contradicts
/// the first one, the first place.
fn citation_conflicts(facts: &[&Facts], place: &impl Fn(&Spot) -> Place) -> Vec<Diagnostic> {
    let mut by_serial: HashMap<(u16, u32), Vec<&(Citation, Spot)>> = HashMap::new();
    let mut by_title: HashMap<&str, Vec<&(Citation, Spot)>> = HashMap::new();
    let mut found = Vec::new();
    for cited in facts.iter().flat_map(|fact| &fact.citations) {
        let (citation, spot) = cited;
        let Some(number) = &citation.number else { continue };
        let same_serial = by_serial.entry(number.serial).or_default();
        let same_title = by_title.entry(&citation.title).or_default();
        let earlier = same_serial.iter().chain(same_title.iter());
        let likenesses: Vec<_> = earlier
            .filter_map(|(other, other_spot)| Some((citation.likeness(other)?, other_spot)))
            .collect();
        // Whoever agrees with an earlier one has been told with it, if at all.
        if likenesses.iter().all(|(likeness, _)| *likeness != Likeness::Same) {
            let conflict = likenesses.iter().find(|(_, other)| other.file != spot.file);
            if let Some((likeness, other)) = conflict {
                found.push(conflict_between(*likeness, citation, place(spot), place(other)));
            }
            same_serial.push(cited);
            same_title.push(cited);
        }
    }
    found
}
