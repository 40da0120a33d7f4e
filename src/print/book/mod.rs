//! Many forms, bound into one PDF.
//!
//! A book is for the archive and for everyone, as each of its forms is: PDF/A-3a
//! and PDF/UA-1. Its forms come as PDFs, one after the other, and are written out
//! as they come:
//!
//! ```text
//!  PDF ──► form ──► copy ──► file
//!          what is   objects,  bytes, offsets
//!          in it     numbered
//!                    anew
//! ```
//!
//! What is kept until the last form is in is small: where every object is, and
//! what the forms hang from in the page tree, the tags and the outline. Objects
//! that forms have in common, such as the fonts of the labels, are written once.
//!
//! The cover and the contents are written last, as the contents lead to the forms'
//! pages, and are hung before all others.

mod binder;
mod copy;
mod failure;
mod file;
mod form;
mod front;
mod metadata;
mod outline;
mod pages;
mod structure;
mod tree;

use std::path::PathBuf;

pub use binder::Binder;
pub use failure::Failure;
pub use front::{Front, Item, Labels, Section, compose, print};
pub use metadata::Imprint;

use crate::print::Numbering;

/// A form in a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Its path below the output folder, without an ending. The folders make the
    /// levels of the outline.
    pub path: PathBuf,
    /// What the outline calls it: the 项目名称.
    pub title: String,
    /// How many pages it has.
    pub pages: usize,
}

/// The page numbers of a book's chapters, in their order.
pub fn numbering(chapters: &[Chapter]) -> Vec<Numbering> {
    let total = chapters.iter().map(|chapter| chapter.pages).sum();
    let mut next = 1;
    let number = |chapter: &Chapter| {
        let first = next;
        next += chapter.pages;
        Numbering { first, total }
    };
    chapters.iter().map(number).collect()
}
