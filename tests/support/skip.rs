//! Tests for which the machine lacks something.

use std::process::{Command, Stdio};

/// Says that a test is left out, for want of what; fails where each test must run, as it must
/// in `.ci/run`, which sets `JIXIAO_RUN_ALL_TESTS`.
pub fn skip(want: &str) {
    assert!(std::env::var_os("JIXIAO_RUN_ALL_TESTS").is_none(), "left out for want of {want}");
    println!("skipped for want of {want}");
}

/// Whether there is a program that answers to `--version`.
pub fn has(program: &str) -> bool {
    let mut version = Command::new(program);
    let version = version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    version.status().is_ok_and(|status| status.success())
}
