//! All tests, in one binary: linking Typst takes long.

mod commands;
mod escaping;
mod forms;
mod generated;
mod list;
mod new;
mod reading;
mod readme;
mod schema;
mod support;
