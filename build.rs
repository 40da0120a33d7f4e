//! Tells cargo which folders are built into the program: it does not see the
//! files that `include_dir!` reads.

fn main() {
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=fonts");
}
