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
//! [`fix`] goes it again until nothing is left to mend. What goes wrong anywhere is
//! a [`diagnostic::Diagnostic`] that breaks a [`rule::Rule`]; [`report`] prints it.
//! [`book`] binds the PDFs of many forms into one. [`git`] has git show what a form
//! says, and [`merge`] makes one file of three for it. The [`commands`] put the stages
//! together.

#![warn(missing_docs)]

pub mod batch;
pub mod book;
pub mod check;
pub mod cli;
pub mod commands;
pub mod diagnostic;
pub mod edition;
pub mod examine;
pub mod export;
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
pub mod report;
pub mod rewrite;
pub mod rule;
pub mod scaffold;
pub mod schema;
pub mod source;
pub mod template;
pub mod typeset;
pub mod unseen;
pub mod usage;
pub mod width;
pub mod worker;
