//! All tests, in one binary: linking Typst takes long.

mod batch;
mod book;
mod checking;
mod commands;
mod escaping;
mod fonts;
mod forms;
mod generated;
mod judging;
mod list;
mod new;
mod pdf;
mod reading;
mod readme;
mod report;
mod rules;
mod schema;
mod support;
