//! Tells cargo which folders are built into the program, as it does not see the files
//! that `include_dir!` reads, and the program what it was built from.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// All that a printed form depends on, but for what is given on the command line.
const PARTS: [&str; 4] = ["Cargo.lock", "fonts", "src", "templates"];

fn main() -> io::Result<()> {
    link();
    let mut hasher = DefaultHasher::new();
    for part in PARTS {
        println!("cargo::rerun-if-changed={part}");
        hash(Path::new(part), &mut hasher)?;
    }
    println!("cargo::rustc-env=JIXIAO_PROGRAM={:016x}", hasher.finish());
    for (name, variable) in [("JIXIAO_TARGET", "TARGET"), ("JIXIAO_PROFILE", "PROFILE")] {
        println!("cargo::rustc-env={name}={}", env::var(variable).unwrap_or_default());
    }
    Ok(())
}

/// Says what the linker is to know beside what Rust tells it.
fn link() {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|it| it == value);
    if !is("CARGO_CFG_TARGET_ENV", "gnu") {
        return;
    }
    if is("CARGO_CFG_TARGET_OS", "linux") {
        link_at_a_fixed_address();
    } else if is("CARGO_CFG_TARGET_OS", "windows") {
        // A file of Windows bears the time at which it was linked, otherwise.
        println!("cargo::rustc-link-arg-bins=-Wl,--no-insert-timestamp");
        // The icon and the like, where a release has compiled them.
        println!("cargo::rerun-if-env-changed=JIXIAO_RESOURCES");
        if let Ok(resources) = env::var("JIXIAO_RESOURCES") {
            println!("cargo::rustc-link-arg-bins={resources}");
        }
    }
}

/// A program that may lie anywhere has a hundred thousand addresses written into it whenever
/// it starts, which is half of its start, and of each worker's. What is given up is that no
/// one can know where its code lies.
fn link_at_a_fixed_address() {
    println!("cargo::rustc-link-arg-bins=-no-pie");
}

/// Hashes a file, or all files below a folder, with their names.
fn hash(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    path.file_name().hash(hasher);
    if path.is_file() {
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path()));
    let mut paths: Vec<PathBuf> = entries.collect::<io::Result<_>>()?;
    paths.sort();
    paths.iter().try_for_each(|path| hash(path, hasher))
}
