//! Noticing what changes in files and folders.
//!
//! A [`Watcher`] tells of changes in batches: however an editor saves a file, in place or by
//! putting another one there, and however many files a program changes at once, that is one
//! batch. A file that is empty or gone for the moment of being saved is not told as such.
//!
//! The system tells of changes, by the notify crate. Where it does not, as with folders that
//! others change over a network, or where it takes no more folders, files are looked at again
//! and again instead.

mod pending;
mod poll;
mod scope;
mod system;

use std::collections::BTreeSet;
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Instant;

pub use scope::{Scope, Target};

use pending::Pending;
use poll::Poller;
use system::System;

/// Tells what changes in a [`Scope`].
pub struct Watcher {
    scope: Scope,
    by: By,
    sender: Sender<Message>,
    messages: Receiver<Message>,
    pending: Pending,
    slower: Option<Slower>,
}

/// Who notices changes.
enum By {
    System(System),
    Poller(Poller),
}

/// What a watcher hears of.
enum Message {
    /// Something has happened to the file or folder at this path. Whether it is being written
    /// to, where the system tells when that has ended.
    Changed(PathBuf, bool),
    /// More has happened than could be told.
    Lost,
    /// The system takes no more folders.
    Full,
    /// No one wants to hear more.
    Stop,
}

/// Files that have changed together.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The files that are new, other than before, or gone, and the folders that are gone: from
    /// the root on, without links on the way.
    pub paths: BTreeSet<PathBuf>,
    /// Whether any other file may have changed as well.
    pub is_all: bool,
}

/// Why files are looked at again and again although no one has asked for that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slower {
    /// The system takes no more folders.
    Full,
    /// The system tells nothing; with its words.
    Unable(String),
}

/// Ends a watcher from another thread.
#[derive(Clone)]
pub struct Stopper(Sender<Message>);

impl Watcher {
    /// Watches from now on. Files are looked at again and again where that is asked for.
    pub fn new(scope: Scope, by_polling: bool) -> Self {
        let (sender, messages) = mpsc::channel();
        let polling = |scope: &Scope| By::Poller(Poller::new(scope.clone(), sender.clone()));
        let (by, slower) = match by_polling {
            true => (polling(&scope), None),
            false => match System::new(sender.clone()) {
                Ok(system) => (By::System(system), None),
                Err(cause) => (polling(&scope), Some(Slower::Unable(cause.to_string()))),
            },
        };
        let pending = Pending::default();
        let mut watcher = Self { scope, by, sender, messages, pending, slower };
        watcher.arm();
        watcher
    }

    /// Watches something else from now on.
    pub fn turn_to(&mut self, scope: Scope) {
        self.scope = scope;
        match &mut self.by {
            By::Poller(poller) => poller.turn_to(self.scope.clone()),
            By::System(system) => system.forget_others(&self.scope),
        }
        self.arm();
    }

    /// Ends this watcher.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.sender.clone())
    }

    /// Why files are looked at again and again although no one has asked for that; once.
    pub fn slower(&mut self) -> Option<Slower> {
        self.slower.take()
    }

    /// Waits for changes; `None` once it has been stopped.
    pub fn wait(&mut self) -> Option<Changes> {
        loop {
            let message = match self.pending.due() {
                None => self.messages.recv().ok()?,
                Some(due) => {
                    let rest = due.saturating_duration_since(Instant::now());
                    match self.messages.recv_timeout(rest) {
                        Ok(message) => message,
                        Err(RecvTimeoutError::Timeout) => match self.pending.take() {
                            Some(changes) => return Some(changes),
                            None => continue,
                        },
                        Err(RecvTimeoutError::Disconnected) => return None,
                    }
                }
            };
            match message {
                Message::Changed(path, is_written) => self.notice(path, is_written),
                Message::Lost => self.lose(),
                Message::Full => self.fall_back(),
                Message::Stop => return None,
            }
        }
    }

    /// Takes note of what has happened to a file or a folder, if it matters.
    fn notice(&mut self, path: PathBuf, is_written: bool) {
        let By::System(system) = &mut self.by else {
            self.pending.note(path, false);
            return;
        };
        let is_folder = path.symlink_metadata().is_ok_and(|it| it.is_dir());
        if !is_folder && system.forget(&path) {
            self.pending.note(path.clone(), false);
        } else if is_folder && self.scope.has_folder(&path) {
            system.doubt(&path);
            let folders = self.scope.folders_in(&path);
            if folders.iter().any(|(folder, is_whole)| system.watch(folder, *is_whole).is_err()) {
                return self.fall_back();
            }
            // What is in it may have been there before it was watched.
            for file in self.scope.files_in(&path) {
                self.pending.note(file, false);
            }
        } else if !is_folder && self.scope.has_file(&path) {
            self.pending.note(path.clone(), is_written);
        }
        if self.scope.is_above(&path) {
            self.arm();
        }
    }

    /// Takes all for changed.
    fn lose(&mut self) {
        self.pending.note_all();
        self.arm();
    }

    /// Has the system watch all folders that are there.
    fn arm(&mut self) {
        let By::System(system) = &mut self.by else { return };
        let mut folders = self.scope.folders().into_iter();
        if folders.any(|(folder, is_whole)| system.watch(&folder, is_whole).is_err()) {
            self.fall_back();
        }
    }

    /// Looks at files again and again from now on.
    fn fall_back(&mut self) {
        if let By::System(_) = self.by {
            self.by = By::Poller(Poller::new(self.scope.clone(), self.sender.clone()));
            self.slower = Some(Slower::Full);
            self.pending.note_all();
        }
    }
}

impl Changes {
    /// Whether the file or folder at `path`, or one that it is in, may have changed.
    pub fn has(&self, path: &Path) -> bool {
        self.is_all || path.ancestors().any(|above| self.paths.contains(above))
    }
}

impl Stopper {
    /// Has the watcher wait no longer, now and ever after.
    pub fn stop(&self) {
        // Where it is gone, nothing is to be stopped.
        let _ = self.0.send(Message::Stop);
    }
}

impl Display for Slower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slower = format!("改为每隔 {} 秒看一遍", poll::PAUSE.as_secs_f64());
        match self {
            Self::Full if cfg!(target_os = "linux") => write!(
                f,
                "系统不能再多看着文件夹了，{slower}；要快一点，请管理员运行 sudo sysctl fs.inotify.max_user_watches=524288，再重新运行这个命令"
            ),
            Self::Full => write!(f, "系统不能再多看着文件夹了，{slower}"),
            Self::Unable(cause) => write!(f, "系统不能告知文件的改动（{cause}），{slower}"),
        }
    }
}
