//! The window of text that a program may have.

/// Whether the system has opened a window for this program alone, as Windows does for one that is
/// double-clicked. As it was at first: what this program starts shares the window.
#[cfg(windows)]
pub fn is_own() -> bool {
    use std::sync::OnceLock;
    use windows_sys::Win32::System::Console::GetConsoleProcessList;

    static IS_OWN: OnceLock<bool> = OnceLock::new();
    *IS_OWN.get_or_init(|| {
        let mut processes = [0; 2];
        // SAFETY: there is room for as many numbers as are asked for.
        unsafe { GetConsoleProcessList(processes.as_mut_ptr(), 2) == 1 }
    })
}

/// Elsewhere, nobody does.
#[cfg(not(windows))]
pub fn is_own() -> bool {
    false
}

/// Takes a window that is this program's own from the screen: there is nothing in it for people
/// who have opened another one, and the program ends with it.
#[cfg(windows)]
pub fn hide_own() {
    use windows_sys::Win32::System::Console::GetConsoleWindow;
    use windows_sys::Win32::UI::WindowsAndMessaging::{SW_HIDE, ShowWindow};

    if is_own() {
        // SAFETY: the window is this program's, and null where it has none, which is refused.
        unsafe { ShowWindow(GetConsoleWindow(), SW_HIDE) };
    }
}

/// Elsewhere, there is none.
#[cfg(not(windows))]
pub fn hide_own() {}
