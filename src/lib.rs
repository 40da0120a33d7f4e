//! Official forms, written as YAML, printed as PDFs.
//!
//! The data goes one way. Every stage is a function from the stage before it:
//!
//! ```text
//!  files ──► source ──► check ──► compose ──► template ──► typeset ──► export ──► output
//!  inputs,   project    rules     lines,      minijinja    Typst       PDF, PNG,  atomic
//!  defaults             → findings  rows,     → source     → pages     SVG bytes  writes
//!                                   pages
//! ```
//!
//! [`mod@print`] is the way from a project on; [`batch::worker`] goes it in processes of
//! their own, and [`batch`] has them go it for many forms, with nothing lost;
//! [`print::book`] binds what they bring. What a form and its editions are is in
//! [`form`].
//!
//! [`check::examine`] is the way as far as the findings, which is all that checking
//! takes; [`check::fix`] goes it again until nothing is left to mend; a
//! [`system::rewrite`] is what it, and formatting, make of a file. [`source::change`] is what
//! people change in a form, made to its file. What goes wrong anywhere is a
//! [`diagnostic::Diagnostic`] that breaks a [`diagnostic::rule::Rule`];
//! [`diagnostic::render`] prints it. The [`cli::commands`] put the stages together.
//!
//! [`history::versions`] finds two versions of forms, also in the history of a git
//! repository; [`history::compare`] tells in the form's words what has become of them,
//! and [`history::spread`] draws their pages side by side. [`history::git`] has git show
//! what a form says, and [`history::merge`] makes one file of three for it.
//!
//! [`readback`] goes the way back, from a PDF's pages to the form's cells and to the
//! project that it carries; [`readback::extract`] takes the project out of it, and
//! [`readback::verify`] holds the pages against the project.
//!
//! [`lsp`] tells an editor what is found in the files that are open there, as they are written,
//! and what there is to write.
//!
//! [`overview`] makes tables of many projects: what they say, and who must mend what was
//! found in them. [`tabular`] shows tables to people, be it on a terminal, in a spreadsheet or
//! on a page. [`mod@watch`] notices when files change. [`system`] is what the program does with
//! the machine, and [`text`] what is true of any text.

#![warn(missing_docs)]

pub mod batch;
pub mod browser;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod form;
pub mod history;
pub mod live;
pub mod lsp;
pub mod overview;
pub mod print;
pub mod readback;
pub mod source;
pub mod system;
pub mod tabular;
pub mod text;
pub mod watch;
