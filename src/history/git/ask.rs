//! Asking git itself, where the library that reads repositories does not do.
//!
//! A repository may come from anyone, and its settings with it: git is only asked what runs no
//! other program and fetches nothing.

use std::process::{Command, Stdio};

/// Why git has not answered.
pub enum Silence {
    /// There is no git on this machine.
    NoGit,
    /// What it said instead.
    Refused(String),
}

/// Asks git in the working folder; gives the first line of what it answers.
pub fn ask(arguments: &[&str]) -> Result<String, Silence> {
    let output = Command::new("git")
        .args(arguments)
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .map_err(|_| Silence::NoGit)?;
    match output.status.success() {
        true => Ok(first_line(&output.stdout)),
        false => Err(Silence::Refused(first_line(&output.stderr))),
    }
}

fn first_line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).lines().next().unwrap_or_default().to_owned()
}

impl Silence {
    /// Why git does not work with the repository, and what to do, in Chinese.
    pub fn explain(&self) -> String {
        match self {
            Self::NoGit => "没有找到 git\n提示：装上 git，或者把它所在的文件夹加进 PATH".into(),
            Self::Refused(said) if said.contains("dubious ownership") => {
                let top = said.rsplit_once(" at '").map_or("'*", |(_, top)| top);
                let top = top.trim_end_matches('\'');
                format!(
                    "git 不用这个仓库，因为它的文件是别的用户的\n\
                     提示：信得过它，就运行 git config --global --add safe.directory \"{top}\""
                )
            }
            Self::Refused(said) if said.contains("reftable") || said.contains("refstorage") => {
                "装的 git 太旧，读不了 reftable 格式的仓库\n提示：装上 2.45 或更新的 git".into()
            }
            Self::Refused(said) => format!("git 用不了这个仓库，它说：{said}"),
        }
    }
}
