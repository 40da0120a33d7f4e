//! Writing files: whole or not at all, and only below the output folder.

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::{Component, Path};

use tempfile::Builder;

use crate::diagnostic::{Diagnostic, in_chinese};

/// Writes `bytes` to `path` below `folder`, whose sub-folders are made as
/// needed. Whoever looks sees the old file or the new one, never a part of it.
pub fn write(folder: &Path, path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let target = folder.join(path);
    let fail = |message: String| Diagnostic::error("unwritable-file", message).at(target.as_path());
    if let Some(link) = leaves(folder, path) {
        return Err(fail(format!("{} 是符号链接，不写到输出文件夹之外", link.display())));
    }
    replace(&target, bytes).map_err(|cause| fail(format!("写不了：{}", in_chinese(&cause))))
}

/// The first folder on the way to `path` that would lead out of `folder`.
fn leaves<'a>(folder: &Path, path: &'a Path) -> Option<&'a Path> {
    path.ancestors().skip(1).find(|below| {
        let outside = below.components().any(|part| !matches!(part, Component::Normal(_)));
        outside || (*below != Path::new("") && folder.join(below).is_symlink())
    })
}

fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    if target.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let mut builder = Builder::new();
    builder.prefix(".jixiao-");
    readable(&mut builder);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(target).map_err(|error| error.error)?;
    Ok(())
}

/// A temporary file is private; an output is for all whom the umask lets read.
#[cfg(unix)]
fn readable(builder: &mut Builder) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn readable(_: &mut Builder) {}
