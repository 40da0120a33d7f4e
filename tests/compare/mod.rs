//! Comparing two versions of forms: what is told, and how.

mod sample;

use std::io::{self, Write};

use jixiao::compare::{Comparison, describe, html, json, markdown, text};

use crate::support::assert_snapshot;
use crate::support::project::FORM;

use sample::{project, sample};

#[test]
fn each_way_to_write_it_tells_all_kinds_of_changes() {
    assert_snapshot("compare", "text", &in_text(&sample()));
    assert_snapshot("compare", "json", &written(|out| json::write(out, &sample())));
    assert_snapshot("compare", "markdown", &written(|out| markdown::write(out, &sample())));
    assert_snapshot("compare", "html", &written(|out| html::write(out, &sample())));
}

#[test]
fn a_form_is_described_in_lines() {
    assert_snapshot("compare", "describe", &describe(&project(FORM)));
}

/// As it is on a terminal without colours.
fn in_text(comparison: &Comparison) -> String {
    let mut out = anstream::StripStream::new(Vec::new());
    text::write(&mut out, comparison).and_then(|()| out.flush()).expect("it can be written");
    String::from_utf8(out.into_inner()).expect("UTF-8")
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("it can be written");
    String::from_utf8(out).expect("UTF-8")
}
