//! On Windows a job keeps a process to its limits, and ends it with the process that holds it.

use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::process::Child;
use std::{mem, ptr};

use windows_sys::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION,
    JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE, JOB_OBJECT_LIMIT_PROCESS_MEMORY,
    JOB_OBJECT_LIMIT_PROCESS_TIME, JOBOBJECT_EXTENDED_LIMIT_INFORMATION,
    JobObjectExtendedLimitInformation, SetInformationJobObject,
};

use super::Limits;

/// A second, as jobs count.
const SECOND: u64 = 10_000_000;

/// A process that is kept to its limits. It ends when this is dropped, and when this process ends
/// in any way. Before Windows 8 a process is in one job at most: where something else has put this
/// one into a job, there are no limits.
pub struct Held {
    _job: Option<OwnedHandle>,
}

impl Limits {
    /// Keeps this process to the limits: whoever has started it does.
    pub fn adopt(&self) {}

    /// Keeps another process to them.
    pub fn hold(&self, process: &Child) -> Held {
        Held { _job: self.job().filter(|job| assign(job, process)) }
    }

    /// A job for one process.
    fn job(&self) -> Option<OwnedHandle> {
        // SAFETY: both pointers may be null.
        let handle = unsafe { CreateJobObjectW(ptr::null(), ptr::null()) };
        if handle.is_null() {
            return None;
        }
        // SAFETY: the handle has just been made, and nobody else closes it.
        let job = unsafe { OwnedHandle::from_raw_handle(handle) };
        let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
        let basic = &mut limits.BasicLimitInformation;
        // An exception that nobody handles ends it without a window that asks what to do.
        basic.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
            | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
            | JOB_OBJECT_LIMIT_PROCESS_MEMORY;
        if let Some(seconds) = self.seconds {
            basic.LimitFlags |= JOB_OBJECT_LIMIT_PROCESS_TIME;
            basic.PerProcessUserTimeLimit = seconds.saturating_mul(SECOND).cast_signed();
        }
        limits.ProcessMemoryLimit = usize::try_from(self.memory).unwrap_or(usize::MAX);
        let size = u32::try_from(mem::size_of_val(&limits)).ok()?;
        let limits = (&raw const limits).cast();
        // SAFETY: `limits` is what this class of information is made of, and as long as `size`.
        let is_set = unsafe {
            let job = job.as_raw_handle();
            SetInformationJobObject(job, JobObjectExtendedLimitInformation, limits, size)
        };
        (is_set != 0).then_some(job)
    }
}

fn assign(job: &OwnedHandle, process: &Child) -> bool {
    // SAFETY: both handles are open as long as what they are borrowed from.
    unsafe { AssignProcessToJobObject(job.as_raw_handle(), process.as_raw_handle()) != 0 }
}
