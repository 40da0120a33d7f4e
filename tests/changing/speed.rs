//! How long a change takes: people type.

use std::time::Duration;

use cpu_time::ThreadTime;

use super::said::{leaves, said};
use super::{changed, real_files, set};

#[test]
fn a_change_is_quick() {
    for (path, form, text) in real_files() {
        let leaves = leaves(&form, &said(&text));
        let leaf = leaves.iter().rev().find(|leaf| leaf.text.is_some()).expect("a value");
        let change = [set(&leaf.path, "另一个值")];
        changed(&text, &form, &change);
        let start = ThreadTime::now();
        for _ in 0..10 {
            changed(&text, &form, &change);
        }
        let taken = start.elapsed() / 10;
        // Tests are built without optimisation, on machines that do other things.
        assert!(taken < Duration::from_millis(60), "{path:?}: {taken:?}");
        if std::env::var_os("JIXIAO_SHOW_TIMES").is_some() {
            eprintln!("{}: {taken:?}", path.display());
        }
    }
}
