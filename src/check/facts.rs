//! What is kept of a project for comparing it with others.

use std::borrow::Cow;
use std::iter;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Subject;
use super::allow::KeptAllowance;
use super::citation::{Citation, Number};
use super::follow::Plan;
use super::spot::Spot;
use crate::diagnostic::{Place, SourceFile};
use crate::form::{Department, Role};
use crate::system::packed::{Packed, Packer, Unpacker};

/// What is kept of a project for comparing it with others: little more than what its texts
/// say of that, as there may be tens of thousands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// What it is called.
    pub head: Head,
    pub(super) department: Department,
    /// Where its name stands.
    pub(super) name_spot: Spot,
    citations: Citations,
    pub(super) plan: Plan,
    /// What comments allow of what is found in comparing.
    pub(super) allowances: Box<[KeptAllowance]>,
}

/// What a project is called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The name of its form.
    pub form: Box<str>,
    /// The budget year.
    pub year: Box<str>,
    /// Its name, without blanks and line breaks.
    pub name: Box<str>,
}

impl Facts {
    /// The facts of a project.
    pub fn of(subject: &Subject) -> Self {
        let project = subject.project;
        let nowhere = || Place::from(&SourceFile::named(""));
        let name: String = project.name().split_whitespace().collect();
        let head = Head {
            form: subject.form.name.as_str().into(),
            year: project.year().into(),
            name: name.as_str().into(),
        };
        Self {
            head,
            department: Department::parse(&project.text(Role::Department)),
            name_spot: subject.place(Role::Name).unwrap_or_else(nowhere).into(),
            citations: Citations::of(subject),
            plan: Plan::of(subject),
            allowances: KeptAllowance::of(subject.source),
        }
    }

    /// The names of the files that they come from.
    pub fn files(&mut self) -> impl Iterator<Item = &mut SourceFile> {
        let citations = self.citations.files.iter_mut();
        let allowances = self.allowances.iter_mut().map(KeptAllowance::file);
        citations.chain([&mut self.name_spot.file]).chain(self.plan.files()).chain(allowances)
    }

    /// The folder of its file.
    pub(super) fn folder(&self) -> &str {
        let name = self.name_spot.file.name();
        name.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder)
    }

    /// The documents that it cites by number and title, and where.
    pub(super) fn citations(&self) -> impl Iterator<Item = KeptCitation<'_>> {
        let Citations { files, packed } = &self.citations;
        let mut unpacker = packed.unpack();
        iter::from_fn(move || KeptCitation::unpack(&mut unpacker, files))
    }
}

/// Documents that a project cites by number and title: the others contradict none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Citations {
    /// The files that cite them.
    files: Box<[SourceFile]>,
    packed: Packed,
}

/// A document that a project cites, and where.
#[derive(Debug)]
pub struct KeptCitation<'a> {
    /// The document.
    pub citation: Citation<'a>,
    /// The file that cites it.
    pub file: &'a SourceFile,
    span: Range<usize>,
}

impl Citations {
    fn of(subject: &Subject) -> Self {
        let mut files: Vec<SourceFile> = Vec::new();
        let mut packer = Packer::default();
        for (text, mentions) in subject.citations() {
            for mention in mentions {
                let Citation { title, number: Some(number) } = &mention.citation else { continue };
                let place = text.part(mention.range.clone());
                let Some(span) = place.span.filter(|_| !title.is_empty()) else { continue };
                let known = files.iter().position(|file| file.name() == place.file.name());
                packer.number(known.unwrap_or(files.len()));
                if known.is_none() {
                    files.push(place.file.closed());
                }
                packer.span(&span);
                packer.text(title);
                packer.text(number.issuer);
                packer.number(number.serial.0.into());
                packer.number(number.serial.1 as usize);
            }
        }
        Self { files: files.into(), packed: packer.finish() }
    }
}

impl<'a> KeptCitation<'a> {
    fn unpack(unpacker: &mut Unpacker<'a>, files: &'a [SourceFile]) -> Option<Self> {
        let file = files.get(unpacker.number()?)?;
        let span = unpacker.span()?;
        let title = Cow::Borrowed(unpacker.text()?);
        let issuer = unpacker.text()?;
        let serial = (unpacker.number()?.try_into().ok()?, unpacker.number()?.try_into().ok()?);
        let number = Some(Number { issuer, serial });
        Some(Self { citation: Citation { title, number }, file, span })
    }

    /// Where it is cited.
    pub fn place(&self) -> Place {
        Place::new(self.file, self.span.clone())
    }
}
