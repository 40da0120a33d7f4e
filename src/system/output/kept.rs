//! What a file has beside its bytes, for the one that takes its place: owner and group, the
//! permissions, and on Linux the access list and other attributes.

use std::fs::{File, Metadata};
use std::io;

/// Gives `new` what `old` has. An error where that cannot be: where the file belongs to a
/// group that the user is not in, say. Another owner alone is none: in a folder that
/// several people share, whoever writes a file last owns it.
#[cfg(unix)]
pub fn hand_on(old: &File, new: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let (before, after) = (old.metadata()?, new.metadata()?);
    if before.uid() != after.uid() {
        let _ = fchown(new, Some(before.uid()), None);
    }
    if before.gid() != after.gid() {
        fchown(new, None, Some(before.gid()))?;
    }
    hand_on_attributes(old, new)?;
    // At last, as a new owner takes some of them away.
    new.set_permissions(before.permissions())
}

#[cfg(not(unix))]
pub fn hand_on(old: &File, new: &File) -> io::Result<()> {
    new.set_permissions(old.metadata()?.permissions())
}

/// Whether it has other names on its disk.
#[cfg(unix)]
pub fn has_other_names(file: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(file) > 1
}

#[cfg(not(unix))]
pub fn has_other_names(_: &Metadata) -> bool {
    false
}

/// The names of the attributes that say who may do what with a file.
#[cfg(target_os = "linux")]
const ACCESS: &str = "system.posix_acl_access";

/// Makes the attributes of `new` those of `old`. What the system or the disk does not let
/// anyone set is left out, unless it says who may read and write.
#[cfg(target_os = "linux")]
fn hand_on_attributes(old: &File, new: &File) -> io::Result<()> {
    use rustix::fs::{XattrFlags, fremovexattr, fsetxattr};

    let wanted = attributes(old);
    for (name, _) in attributes(new) {
        // The folder may give an access list to whatever is new in it.
        if !wanted.iter().any(|(other, _)| *other == name) {
            let _ = fremovexattr(new, name.as_str());
        }
    }
    for (name, value) in &wanted {
        let set = fsetxattr(new, name.as_str(), value, XattrFlags::empty());
        if name == ACCESS {
            set?;
        }
    }
    Ok(())
}

/// The attributes of a file that can be read, with their values.
#[cfg(target_os = "linux")]
fn attributes(file: &File) -> Vec<(String, Vec<u8>)> {
    use rustix::fs::{fgetxattr, flistxattr};

    /// The most that Linux lets names or a value have, in bytes.
    const MOST: usize = 1 << 16;
    // Most files have none; where there are some, they do not fit into a byte.
    if flistxattr(file, &mut [0u8; 1]).is_ok_and(|length| length == 0) {
        return Vec::new();
    }
    let mut names = vec![0; MOST];
    let length = flistxattr(file, names.as_mut_slice()).unwrap_or(0);
    let names = names[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty());
    let names = names.map(|name| String::from_utf8_lossy(name).into_owned());
    let with_value = |name: String| {
        let mut value = vec![0; MOST];
        let length = fgetxattr(file, name.as_str(), value.as_mut_slice()).ok()?;
        value.truncate(length);
        Some((name, value))
    };
    names.filter_map(with_value).collect()
}

#[cfg(all(unix, not(target_os = "linux")))]
fn hand_on_attributes(_: &File, _: &File) -> io::Result<()> {
    Ok(())
}
