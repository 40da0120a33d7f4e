//! Official forms, written as YAML, printed as PDFs.
//!
//! The data goes one way. Every stage is a function from the stage before it:
//!
//! ```text
//!  files ──► source ──► check ──► edition ──► typeset ──► export ──► output
//!  inputs,   project    rules     minijinja   Typst       PDF, PNG,  atomic
//!  defaults             → findings → source   → pages     SVG bytes  writes
//! ```
//!
//! [`printing`] is the way from a project on; [`worker`] goes it in processes of their
//! own, and [`batch`] has them go it for many forms, with nothing lost; [`book`] binds
//! what they bring.
//!
//! [`examine`] is the way as far as the findings, which is all that checking takes;
//! [`fix`] goes it again until nothing is left to mend; a [`rewrite`] is what it, and
//! formatting, make of a file. What goes wrong anywhere is
//! a [`diagnostic::Diagnostic`] that breaks a [`rule::Rule`]; [`report`] prints it.
//! [`book`] binds the PDFs of many forms into one. The [`commands`] put the stages
//! together.
//!
//! [`versions`] finds two versions of forms, also in the history of a git repository;
//! [`compare`] tells in the form's words what has become of them, and [`spread`] draws
//! their pages side by side. [`git`] has git show what a form says, and [`merge`] makes
//! one file of three for it.
//!
//! [`readback`] goes the way back, from a PDF's pages to the form's cells and to the
//! project that it carries; [`extract`] takes the project out of it, and [`verify`] holds
//! the pages against the project.

#![warn(missing_docs)]

pub mod batch;
pub mod book;
pub mod check;
pub mod cli;
pub mod commands;
pub mod compare;
pub mod diagnostic;
pub mod edition;
pub mod examine;
pub mod export;
pub mod extract;
pub mod finding;
pub mod fingerprint;
pub mod fix;
pub mod git;
pub mod levels;
pub mod listing;
pub mod merge;
pub mod nearest;
pub mod output;
pub mod parallel;
pub mod printing;
pub mod project;
pub mod readback;
pub mod report;
pub mod rewrite;
pub mod rule;
pub mod scaffold;
pub mod schema;
pub mod source;
pub mod spread;
pub mod template;
pub mod typeset;
pub mod unseen;
pub mod usage;
pub mod verify;
pub mod versions;
pub mod width;
pub mod worker;
