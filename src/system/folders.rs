//! Where a user's own folders are; `None` for those that the system does not tell.

use std::path::PathBuf;

/// The user's own folder.
pub fn home() -> Option<PathBuf> {
    imp::home()
}

/// The folder of documents.
pub fn documents() -> Option<PathBuf> {
    imp::documents()
}

/// The folder that is shown as the desktop.
pub fn desktop() -> Option<PathBuf> {
    imp::desktop()
}

#[cfg(not(windows))]
mod imp {
    pub use dirs::{desktop_dir as desktop, document_dir as documents, home_dir as home};
}

/// By the function that Windows 7 has: what is newer gives memory that is freed by a library which
/// came with Windows 8, and a program that names it does not start before.
#[cfg(windows)]
mod imp {
    use std::ffi::OsString;
    use std::os::windows::ffi::OsStringExt;
    use std::path::PathBuf;
    use std::ptr::null_mut;

    use windows_sys::Win32::Foundation::{MAX_PATH, S_OK};
    use windows_sys::Win32::UI::Shell::{
        CSIDL_DESKTOPDIRECTORY, CSIDL_PERSONAL, CSIDL_PROFILE, SHGetFolderPathW,
    };

    pub fn home() -> Option<PathBuf> {
        folder(CSIDL_PROFILE)
    }

    pub fn documents() -> Option<PathBuf> {
        folder(CSIDL_PERSONAL)
    }

    pub fn desktop() -> Option<PathBuf> {
        folder(CSIDL_DESKTOPDIRECTORY)
    }

    fn folder(number: u32) -> Option<PathBuf> {
        let number = number.cast_signed();
        let mut path = [0; MAX_PATH as usize];
        // SAFETY: there is room for the longest path that it gives, with its end.
        let done =
            unsafe { SHGetFolderPathW(null_mut(), number, null_mut(), 0, path.as_mut_ptr()) };
        let length = path.iter().position(|unit| *unit == 0).filter(|_| done == S_OK)?;
        Some(OsString::from_wide(&path[..length]).into())
    }
}
