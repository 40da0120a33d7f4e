//! The watcher by itself, as a server has it.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use jixiao::watch::{Changes, Scope, Target, Watcher};
use tempfile::TempDir;

fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "txt")
}

/// A folder, and where it is without links on the way.
fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().canonicalize().expect("a folder");
    (folder, path)
}

/// The paths of the next changes, below `top`; as many batches as it takes to see `last`.
fn until(watcher: &mut Watcher, top: &Path, last: &str) -> Vec<String> {
    let mut seen = Vec::new();
    while !seen.iter().any(|path| path == last) {
        let Changes { paths, is_all } = watcher.wait().expect("changes");
        assert!(!is_all);
        let below = |path: &PathBuf| path.strip_prefix(top).expect("a path").display().to_string();
        seen.extend(paths.iter().map(below));
    }
    seen.sort();
    seen.dedup();
    seen
}

#[test]
fn it_tells_what_matters_until_it_is_stopped() {
    for by_polling in [false, true] {
        let (_folder, top) = folder();
        let target = |name: &str| Target::whole(top.join(name), is_text);
        let scope = Scope::new(vec![target("a")], vec![top.join("a/out")]);
        let mut watcher = Watcher::new(scope, by_polling);
        assert_eq!(watcher.slower(), None);
        let write = |path: &str| {
            let path = top.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, "…").expect("a file");
        };
        for path in ["a/b/1.txt", "a/out/2.txt", "a/3.md", "a/.b/4.txt", "c/5.txt", "a/9.txt"] {
            write(path);
        }
        assert_eq!(until(&mut watcher, &top, "a/9.txt"), ["a/9.txt", "a/b/1.txt"]);
        // Something else, some of which is there already.
        watcher.turn_to(Scope::new(vec![target("c")], Vec::new()));
        for path in ["a/6.txt", "c/7.txt", "c/d/8.txt"] {
            write(path);
        }
        let seen = until(&mut watcher, &top, "c/d/8.txt");
        assert!(seen.contains(&"c/7.txt".into()), "{seen:?}");
        assert!(!seen.contains(&"a/6.txt".into()), "{seen:?}");
        let stopper = watcher.stopper();
        thread::scope(|scope| {
            scope.spawn(move || stopper.stop());
            assert_eq!(watcher.wait(), None);
        });
    }
}
