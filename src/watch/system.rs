//! Changes as the system tells them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind};
use notify::{
    Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _,
};

use super::{Message, Scope};

/// Whether the system watches a folder with all below it by itself. Others are told of each
/// folder, which leaves out those that are hidden: git keeps hundreds of them.
const IS_RECURSIVE: bool = cfg!(any(target_os = "macos", windows));
/// Whether the system tells when a file has been written.
const TELLS_ENDS: bool = cfg!(target_os = "linux");

/// Has the system tell what happens in folders.
pub struct System {
    watcher: RecommendedWatcher,
    /// The folders that it knows of, and whether it knows of all below each by that.
    folders: BTreeMap<PathBuf, bool>,
}

/// The system takes no more folders.
pub struct Full;

impl System {
    /// No folders so far.
    pub fn new(sender: Sender<Message>) -> notify::Result<Self> {
        let tell = move |event: notify::Result<Event>| {
            for message in messages(event) {
                // Where no one listens any more, it is about to end.
                let _ = sender.send(message);
            }
        };
        let config = Config::default().with_follow_symlinks(false);
        Ok(Self { watcher: RecommendedWatcher::new(tell, config)?, folders: BTreeMap::new() })
    }

    /// Watches a folder. One that is gone by now is left out.
    pub fn watch(&mut self, folder: &Path, is_whole: bool) -> Result<(), Full> {
        let is_recursive = IS_RECURSIVE && is_whole;
        if self.folders.get(folder).is_some_and(|known| *known || !is_recursive) {
            return Ok(());
        }
        let is_recursive_above = |above: &Path| self.folders.get(above) == Some(&true);
        if !(is_recursive && folder.parent().is_some_and(is_recursive_above)) {
            let mode = match is_recursive {
                true => RecursiveMode::Recursive,
                false => RecursiveMode::NonRecursive,
            };
            match self.watcher.watch(folder, mode) {
                Ok(()) => {}
                Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => return Err(Full),
                Err(_) => return Ok(()),
            }
        }
        self.folders.insert(folder.to_owned(), is_recursive);
        Ok(())
    }

    /// Forgets a folder to which something has happened, where another one may be in its place
    /// now.
    pub fn doubt(&mut self, folder: &Path) {
        if !IS_RECURSIVE {
            self.forget(folder);
        }
    }

    /// Forgets a folder that is gone, and those that were in it; whether it was known.
    pub fn forget(&mut self, folder: &Path) -> bool {
        let is_known = self.folders.contains_key(folder);
        if is_known {
            let below = self.folders.keys().filter(|known| known.starts_with(folder));
            let below = below.cloned().collect();
            self.drop_all(below);
        }
        is_known
    }

    /// Forgets the folders that have nothing to do with `scope`.
    pub fn forget_others(&mut self, scope: &Scope) {
        let is_other = |folder: &&PathBuf| !scope.has_folder(folder) && !scope.is_above(folder);
        let others = self.folders.keys().filter(is_other).cloned().collect();
        self.drop_all(others);
    }

    fn drop_all(&mut self, folders: Vec<PathBuf>) {
        for folder in folders {
            // The system has forgotten it by itself where the folder is gone.
            let _ = self.watcher.unwatch(&folder);
            self.folders.remove(&folder);
        }
    }
}

/// What an event of the system says.
fn messages(event: notify::Result<Event>) -> Vec<Message> {
    let event = match event {
        Ok(event) => event,
        Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => return vec![Message::Full],
        Err(_) => return Vec::new(),
    };
    if event.need_rescan() {
        return vec![Message::Lost];
    }
    let is_written = match event.kind {
        EventKind::Create(CreateKind::File) | EventKind::Modify(ModifyKind::Data(_)) => TELLS_ENDS,
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        // Whoever reads a file changes nothing.
        EventKind::Access(_) => return Vec::new(),
        _ => false,
    };
    event.paths.into_iter().map(|path| Message::Changed(path, is_written)).collect()
}
