//! What keeps a repository, or its history, from being read, and what to do about it: in
//! Chinese, a hint in a line of its own.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::{ask, settings};
use crate::diagnostic::in_chinese;

/// The version of a repository's format up to which it is known.
const NEWEST_FORMAT: u32 = 1;

/// Why there is no last commit in a new repository.
pub const NO_COMMITS: &str = "这个 git 仓库里还没有提交过";

/// Why the repository that holds the working folder cannot be opened; `None` where there is
/// none.
pub fn unopened(cause: &dyn std::fmt::Display) -> Option<String> {
    let path = located()?;
    let shown = path.display();
    let Some(folder) = followed(&path) else {
        return Some(format!(
            "打不开这个 git 仓库：{shown} 指的文件夹没有了\n\
             提示：仓库移走了的，在原来的仓库里运行 git worktree repair；不要了的，删去 {shown}"
        ));
    };
    if !folder.exists() {
        return Some(format!("打不开这个 git 仓库：没有 {shown}，它是环境变量 GIT_DIR 写的"));
    }
    let config = folder.join("config");
    match fs::read(&config) {
        Ok(bytes) => match settings::read(&bytes) {
            Err(_) => {
                return Some(format!("打不开这个 git 仓库：{}", unreadable_settings(&config)));
            }
            Ok(settings) => {
                let format = settings.raw_value_by("core", None, "repositoryFormatVersion");
                let format = format.ok().and_then(|it| it.to_string().parse::<u32>().ok());
                if let Some(format) = format.filter(|format| *format > NEWEST_FORMAT) {
                    return Some(format!(
                        "打不开这个 git 仓库：它的格式是第 {format} 版，程序只认识到第 {NEWEST_FORMAT} 版"
                    ));
                }
            }
        },
        Err(cause) if folder.is_dir() && cause.kind() != std::io::ErrorKind::NotFound => {
            let (config, cause) = (config.display(), in_chinese(&cause));
            return Some(format!("打不开这个 git 仓库：读不了 {config}：{cause}"));
        }
        Err(_) => {}
    }
    let missing = ["HEAD", "objects", "refs"].into_iter().find(|it| !folder.join(it).exists());
    Some(match missing {
        Some(missing) => format!(
            "打不开这个 git 仓库：{} 里缺少 {missing}，它不是仓库，或者坏了\n\
             提示：有别的一份时，用 git clone 重新取",
            folder.display()
        ),
        None => format!("打不开这个 git 仓库：{cause}"),
    })
}

/// What there is to say of settings that make no sense.
pub fn unreadable_settings(config: &Path) -> String {
    let config = config.display();
    format!("读不懂它的设置 {config}\n提示：运行 git config --list，git 会说出错在哪一行")
}

/// Where the repository should be.
fn located() -> Option<PathBuf> {
    if let Some(named) = env::var_os("GIT_DIR") {
        return Some(named.into());
    }
    let here = env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(".git")).find(|path| path.symlink_metadata().is_ok())
}

/// The repository's folder, which a file may lead to.
fn followed(path: &Path) -> Option<PathBuf> {
    if !path.is_file() {
        return (path.is_dir() || env::var_os("GIT_DIR").is_some()).then(|| path.to_owned());
    }
    let text = fs::read_to_string(path).ok()?;
    let target = path.parent()?.join(text.strip_prefix("gitdir:")?.trim());
    let common = fs::read_to_string(target.join("commondir")).ok();
    let target = common.map_or(target.clone(), |common| target.join(common.trim()));
    target.is_dir().then_some(target)
}

/// Why there is no last commit.
pub fn no_head(repository: &gix::Repository) -> String {
    match repository.head() {
        Ok(head) if head.is_unborn() => NO_COMMITS.into(),
        Ok(_) => unread(repository, "HEAD"),
        Err(_) => "读不了 HEAD，这个 git 仓库坏了，或者没有权限\n\
                   提示：用 git status 看看；坏了的，用 git clone 重新取一份"
            .into(),
    }
}

/// Why the version that users call `label` cannot be read, although it has a name.
pub fn unread(repository: &gix::Repository, label: &str) -> String {
    let absent = not_fetched(repository).map(|absent| format!("读不了 {label}：{absent}"));
    absent.unwrap_or_else(|| {
        format!(
            "读不了 {label}：仓库里缺少文件，或者文件坏了，或者没有权限\n\
             提示：用 git fsck 看看；坏了的，用 git clone 重新取一份"
        )
    })
}

/// Why a part of the history is not in the repository.
pub fn not_fetched(repository: &gix::Repository) -> Option<String> {
    let config = repository.config_snapshot();
    let mut remotes = config.sections_by_name("remote").into_iter().flatten();
    let is_partial = config.string("extensions.partialClone").is_some()
        || remotes.any(|remote| remote.value("promisor").is_some());
    if is_partial {
        return Some(
            "这个仓库是部分克隆（partial clone），要读的内容还没有取来\n\
             提示：先运行 git fetch --refetch --no-filter"
                .into(),
        );
    }
    earlier_not_fetched(repository)
}

/// Why commits before those that are there are not.
pub fn earlier_not_fetched(repository: &gix::Repository) -> Option<String> {
    repository.is_shallow().unwrap_or(false).then(|| {
        "这个仓库是浅克隆（shallow clone），更早的提交还没有取来\n\
         提示：先运行 git fetch --unshallow"
            .into()
    })
}

/// Whether the names of commits are kept in a format that only git itself reads; what keeps
/// it from that, if so.
pub fn needs_git(repository: &gix::Repository) -> Result<bool, String> {
    let storage = repository.config_snapshot().string("extensions.refStorage");
    if storage.is_none_or(|storage| storage.eq_ignore_ascii_case(b"files")) {
        return Ok(false);
    }
    match ask::ask(&["rev-parse", "--git-dir"]) {
        Ok(_) => Ok(true),
        Err(silence) => Err(format!(
            "这个仓库的分支存成 reftable 格式，程序要靠 git 来读：{}",
            silence.explain()
        )),
    }
}
