//! The window of text that a program may have.

/// Whether the system has opened a window for this program alone, as Windows does for one that is
/// double-clicked.
#[cfg(windows)]
pub fn is_own() -> bool {
    use windows_sys::Win32::System::Console::GetConsoleProcessList;

    let mut processes = [0; 2];
    // SAFETY: there is room for as many numbers as are asked for.
    unsafe { GetConsoleProcessList(processes.as_mut_ptr(), 2) == 1 }
}

/// Elsewhere, nobody does.
#[cfg(not(windows))]
pub fn is_own() -> bool {
    false
}
