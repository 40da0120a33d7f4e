//! Making a repository known to this program, and forgetting it again.

use std::error::Error;
use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::iter::successors;
use std::path::{Path, PathBuf};

use gix::bstr::BString;
use gix::config::File;
use gix::lock::acquire::Fail;

use super::settings::GitSetting;
use super::{Change, Repository, ask, attributes, program, quoting, settings, state};
use crate::diagnostic::in_chinese;
use crate::system::output;

/// Sets the repository up for the project files in `folders`, with the forms in
/// `templates` before the bundled ones; and what was done, a line each. Where that fails,
/// nothing has changed.
pub fn install(
    repository: &Repository,
    folders: &[PathBuf],
    templates: Option<&Path>,
) -> Result<Vec<String>, String> {
    let program = program::command()?;
    let templates = templates.map(program::folder).transpose()?;
    let settings = settings::all(program.as_ref(), templates.as_ref().map(AsRef::as_ref));
    let ways = folders.iter().map(|folder| repository.way_to(folder));
    let ways: Vec<BString> = ways.collect::<Result<_, _>>()?;
    let before = repository.setting(quoting::NAME);
    let mut told = change(
        repository,
        |config| {
            settings.iter().try_for_each(|setting| refuse_foreign(setting, config))?;
            let write = |setting: &GitSetting| Ok((setting.name(), setting.write(config)?));
            let mut changes: Vec<_> = settings.iter().map(write).collect::<Result<_, String>>()?;
            let quoting = quoting::write(config, before.as_ref().map(AsRef::as_ref))?;
            changes.extend(quoting.map(|change| (quoting::NAME.to_owned(), change)));
            Ok(changes)
        },
        |attributes| {
            let (attributes, change) = attributes::write(attributes, &ways);
            (attributes, Some(change))
        },
    )?;
    let missing = folders.iter().filter(|folder| repository.has_files() && !folder.is_dir());
    told.extend(missing.map(|folder| {
        format!("注意：现在没有 {} 这个文件夹；项目文件在别处，就写出它来", folder.display())
    }));
    Ok(told)
}

/// Removes from the repository what [`install`] has written, and nothing else; and
/// what was done, a line each.
pub fn uninstall(repository: &Repository) -> Result<Vec<String>, String> {
    let settings = settings::all("".into(), None);
    change(
        repository,
        |config| {
            let remove = |setting: &GitSetting| Some((setting.name(), setting.remove(config)?));
            let mut changes: Vec<_> = settings.iter().filter_map(remove).collect();
            changes.extend(quoting::remove(config).map(|it| (quoting::NAME.to_owned(), it)));
            Ok(changes)
        },
        attributes::remove,
    )
}

/// Whether git works with the repository; why not, in Chinese.
pub fn working() -> Result<(), String> {
    ask::ask(&["rev-parse", "--git-dir"]).map(drop).map_err(|silence| silence.explain())
}

fn refuse_foreign(setting: &GitSetting, config: &File) -> Result<(), String> {
    let Some(value) = setting.foreign(config) else { return Ok(()) };
    let name = setting.name();
    Err(format!(
        "仓库里已经有 {name}，不是 jixiao 写的：{value}\n\
         提示：不要它了，就先运行 git config --local --unset-all {name}"
    ))
}

/// Changes settings and attributes, both or none.
fn change(
    repository: &Repository,
    edit_config: impl FnOnce(&mut File) -> Result<Vec<(String, Change)>, String>,
    edit_attributes: impl FnOnce(&[u8]) -> (BString, Option<Change>),
) -> Result<Vec<String>, String> {
    let [config_path, attributes_path] =
        [repository.config(), repository.attributes()].map(|path| output::real(&path));
    let mut lock = lock(&config_path)?;
    let mut config = settings::read(&read(&config_path)?)
        .map_err(|_| state::unreadable_settings(&config_path))?;
    let changes = edit_config(&mut config)?;
    let before = read(&attributes_path)?;
    let (after, attributes_change) = edit_attributes(&before);
    let is_changed = changes.iter().any(|(_, change)| *change != Change::Kept);
    if is_changed {
        let written = lock.with_mut(|file| file.write_all(&config.to_bstring()));
        written.map_err(|cause| unwritable(&config_path, &cause))?;
    }
    replace(&attributes_path, &before, &after)?;
    if is_changed && let Err(failed) = lock.commit() {
        replace(&attributes_path, &after, &before)?;
        return Err(unwritable(&config_path, &failed.error));
    }
    let of_config = changes.into_iter().map(|(name, change)| told(&config_path, change, &name));
    let of_attributes =
        attributes_change.map(|change| told(&attributes_path, change, "项目文件和 PDF 的属性"));
    Ok(of_config.chain(of_attributes).collect())
}

fn told(path: &Path, change: Change, what: &str) -> String {
    let change = match change {
        Change::Added => "写入",
        Change::Updated => "更新",
        Change::Kept => "已有",
        Change::Removed => "去掉",
    };
    format!("{}：{change} {what}", path.display())
}

/// Locks a file as git does it.
fn lock(path: &Path) -> Result<gix::lock::File, String> {
    let permissions = path.metadata().map(|metadata| metadata.permissions());
    if permissions.as_ref().is_ok_and(Permissions::readonly) {
        return Err(format!("{} 是只读的，没有改\n提示：先让它可以写", path.display()));
    }
    let lock = gix::lock::File::acquire_to_update_resource(path, Fail::Immediately, None, 0)
        .map_err(|cause| explain_lock(path, &cause))?;
    if let Ok(permissions) = permissions {
        fs::set_permissions(lock.lock_path(), permissions)
            .map_err(|cause| unwritable(path, &cause))?;
    }
    Ok(lock)
}

fn explain_lock(path: &Path, cause: &gix::Error) -> String {
    let lock = format!("{}.lock", path.display());
    match Path::new(&lock).exists() {
        true => format!(
            "另一个 git 正在改 {}\n提示：等它做完再试；没有别的 git 在运行，就删去 {lock}",
            path.display()
        ),
        false => match io_cause(cause) {
            Some(cause) => unwritable(path, cause),
            None => format!("写不了 {}：{cause}", path.display()),
        },
    }
}

/// What the system said, below what the library says.
fn io_cause(error: &gix::Error) -> Option<&io::Error> {
    let mut causes = successors(error.source(), |cause: &&(dyn Error + 'static)| (*cause).source());
    causes.find_map(|cause| cause.downcast_ref())
}

/// The bytes of the file at `path`; none where there is no file.
fn read(path: &Path) -> Result<Vec<u8>, String> {
    match fs::read(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(cause) => Err(format!("读不了 {}：{}", path.display(), in_chinese(&cause))),
        Ok(bytes) => Ok(bytes),
    }
}

/// Puts `after` in the place of `before`; a file that would be empty goes.
fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<(), String> {
    if before == after {
        return Ok(());
    }
    if after.is_empty() {
        fs::remove_file(path).map_err(|cause| unwritable(path, &cause))?;
        // Git makes the folder, but not always: one with other files in it stays.
        let _ = path.parent().map(fs::remove_dir);
        return Ok(());
    }
    let written = match path.exists() {
        true => output::rewrite(path, after),
        false => output::write(path, after),
    };
    written.map_err(|found| format!("{}：{}", path.display(), found.message))
}

fn unwritable(path: &Path, cause: &io::Error) -> String {
    format!("写不了 {}：{}", path.display(), in_chinese(cause))
}
