//! The repository that holds the current folder.

use std::path::{Path, PathBuf};

use gix::ThreadSafeRepository;
use gix::bstr::{BString, ByteSlice};

use super::state;

/// Why there is no repository where there is nothing that looks like one.
pub const NOWHERE: &str =
    "当前文件夹不在 git 仓库里\n提示：先进入仓库所在的文件夹，或用 git init 新建";

/// A git repository.
pub struct Repository(gix::Repository);

impl Repository {
    /// Finds the one that holds the current folder, or the one that git's environment
    /// names.
    pub fn find() -> Result<Self, String> {
        match ThreadSafeRepository::discover_with_environment_overrides(".") {
            Ok(repository) => Ok(Self(repository.to_thread_local())),
            Err(cause) => Err(state::unopened(&cause).unwrap_or_else(|| NOWHERE.into())),
        }
    }

    /// The library's own view of it.
    pub fn into_inner(self) -> gix::Repository {
        self.0
    }

    /// Its settings, which linked work trees share.
    pub fn config(&self) -> PathBuf {
        self.0.common_dir().join("config")
    }

    /// Which files are handled in which way: what holds for this copy only.
    pub fn attributes(&self) -> PathBuf {
        self.0.common_dir().join("info").join("attributes")
    }

    /// What holds for it by a setting, whoever has written that.
    pub fn setting(&self, name: &str) -> Option<BString> {
        self.0.config_snapshot().string(name)
    }

    /// Whether there are files beside the history.
    pub fn has_files(&self) -> bool {
        self.0.workdir().is_some()
    }

    /// The way to a folder from the top of the work tree; empty for the top itself.
    pub fn way_to(&self, folder: &Path) -> Result<BString, String> {
        let shown = folder.display();
        let path =
            gix::path::into_bstr(folder).map_err(|_| format!("“{shown}”的名称不是 UTF-8 编码"))?;
        let way = self.0.normalize_path(path.as_ref());
        let way = way.map_err(|_| format!("“{shown}”不在这个仓库里"))?;
        Ok(way.trim_end_with(|c| c == '/').into())
    }
}
