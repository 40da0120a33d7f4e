//! All tests, in one binary: linking Typst takes long.

mod batch;
mod book;
mod checking;
mod commands;
mod compare;
mod conflicting;
mod diff;
mod escaping;
mod fmt;
mod fonts;
mod forge;
mod forms;
mod generated;
mod git;
mod judging;
mod list;
mod merging;
mod new;
mod pdf;
mod reading;
mod readme;
mod report;
mod restyled;
mod rules;
mod schema;
mod support;
