//! However a file is saved, that is one change.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::{FIRST, LAST, assert_clean, workplace};
use crate::support::cli::Workplace;
use crate::support::watching::{Watching, replace};

/// Has the file at a path hold a text.
type Save = fn(&Path, &str);

/// How editors and people save a file.
const WAYS: [(&str, Save); 8] = [
    ("in place", |path, text| fs::write(path, text).expect("a file")),
    ("in pieces", |path, text| {
        let mut file = fs::File::create(path).expect("a file");
        let (start, end) = text.split_at(text.find("项目级次").expect("a key"));
        for part in [start, end] {
            file.write_all(part.as_bytes()).expect("a file");
            rest();
        }
    }),
    ("emptied first", |path, text| {
        fs::write(path, "").expect("a file");
        rest();
        fs::write(path, text).expect("a file");
    }),
    ("another file in its place", |path, text| replace(path, text)),
    ("renamed away and written anew", |path, text| {
        fs::rename(path, path.with_extension("yaml~")).expect("a file");
        rest();
        fs::write(path, text).expect("a file");
    }),
    ("removed and written anew", |path, text| {
        fs::remove_file(path).expect("a file");
        rest();
        fs::write(path, text).expect("a file");
    }),
    ("with a hidden file beside it", |path, text| {
        let hidden = path.with_file_name(".甲.yaml.swp");
        fs::write(&hidden, "…").expect("a file");
        fs::write(path, text).expect("a file");
        fs::remove_file(hidden).expect("a file");
    }),
    ("with other rights afterwards", |path, text| {
        fs::write(path, text).expect("a file");
        let rights = path.metadata().expect("a file").permissions();
        fs::set_permissions(path, rights).expect("a file");
        // Without a change.
        OpenOptions::new().append(true).open(path).expect("a file").flush().expect("a file");
    }),
];

/// Longer than nothing may happen before changes are told.
fn rest() {
    thread::sleep(Duration::from_millis(40));
}

/// Each way of saving is told in one line.
fn assert_one_line_each(workplace: &Workplace, options: &str) {
    let mut watching = Watching::new(workplace, &format!("p {options}"));
    let path = workplace.path(&FIRST.path());
    for (way, save) in WAYS {
        let said = watching.save(workplace, &LAST, |name| save(&path, &FIRST.text(name)));
        assert_eq!(said, ["甲 N 毫秒 ✓"], "{way}");
    }
    drop(watching);
    assert_clean(workplace, "");
}

#[test]
fn a_save_is_told_in_one_line_whichever_way_it_is_made() {
    assert_one_line_each(&workplace(), "");
}

#[test]
fn so_it_is_where_files_are_looked_at_again_and_again() {
    assert_one_line_each(&workplace(), "--poll");
}

#[test]
fn a_save_that_changes_nothing_is_not_told() {
    let workplace = workplace();
    let mut watching = Watching::new(&workplace, "p");
    FIRST.write(&workplace, "原");
    assert!(watching.said(&workplace, &LAST).is_empty());
    // Where the output has gone, there is something to do.
    fs::remove_file(workplace.path("out/甲.pdf")).expect("an output");
    FIRST.write(&workplace, "原");
    assert_eq!(watching.said(&workplace, &LAST), ["甲 N 毫秒 ✓"]);
}

#[test]
fn many_files_at_once_are_told_one_by_one_and_very_many_in_short() {
    let workplace = workplace();
    let mut watching = Watching::new(&workplace, "p");
    let write = |count: usize| {
        for number in 0..count {
            let text = FIRST.text(&format!("{count}之{number}号"));
            replace(&workplace.path(&format!("p/多/{number}.yaml")), text);
        }
    };
    write(3);
    let said = watching.said(&workplace, &LAST);
    assert_eq!(said, ["多/0 N 毫秒 ✓", "多/1 N 毫秒 ✓", "多/2 N 毫秒 ✓"]);
    // However many batches it takes, each file is printed.
    write(60);
    while workplace.list("out/多").len() < 60 {
        watching.until(|line| line.ends_with('✓') || line.contains("份表格，0 份失败，"));
    }
    watching.said(&workplace, &LAST);
}

/// The worker that has printed one form prints the next one.
#[cfg(target_os = "linux")]
#[test]
fn the_worker_stays() {
    let workplace = workplace();
    let mut watching = Watching::new(&workplace, "p");
    watching.said(&workplace, &LAST);
    let workers = watching.workers();
    assert_eq!(workers.split_whitespace().count(), 1, "{workers}");
    for _ in 0..3 {
        watching.said(&workplace, &LAST);
    }
    assert_eq!(watching.workers(), workers);
}
