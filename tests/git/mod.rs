//! Real repositories in which git speaks the form's language.

mod install;
mod kinds;
mod last;
mod merging;
mod naming;
mod page;
mod showing;
