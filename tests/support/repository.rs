//! A real repository, and a real git that knows nothing of this machine's settings.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::skip::{has, skip};

/// A repository in a folder of its own, with the program next to it.
pub struct Repository {
    top: TempDir,
    folder: PathBuf,
    program: PathBuf,
}

/// What a run of a program came to.
#[derive(Debug)]
pub struct Outcome {
    /// The exit code.
    pub code: i32,
    /// What stands on stdout.
    pub out: String,
    /// What stands on stderr.
    pub err: String,
}

/// Whether there is a git to test with: the Rust toolchain does not need one.
pub fn git_is_there() -> bool {
    let is_there = has("git");
    if !is_there {
        skip("git");
    }
    is_there
}

impl Repository {
    /// An empty repository in a folder called `name`; nothing where there is no git.
    pub fn new(name: &str) -> Option<Self> {
        Self::with_program(name, Path::new(env!("CARGO_BIN_EXE_jixiao")))
    }

    /// The same with the program at another place.
    pub fn with_program(name: &str, program: &Path) -> Option<Self> {
        if !git_is_there() {
            return None;
        }
        let top = tempfile::tempdir().expect("a temporary folder");
        let folder = top.path().join(name);
        fs::create_dir_all(&folder).expect("a new folder");
        let repository = Self { top, folder, program: program.to_owned() };
        repository.git("init -q -b main .");
        repository.git("config user.name 甲");
        repository.git("config user.email a@example.org");
        Some(repository)
    }

    /// A repository that is set up, with one project in `projects/甲.yaml`.
    pub fn installed(name: &str) -> Option<Self> {
        let repository = Self::new(name)?;
        repository.file("projects/甲.yaml", PROJECT);
        repository.jixiao("git install").succeeded();
        repository.commit("一");
        Some(repository)
    }

    /// A path in the repository.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Writes a file.
    pub fn file(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
        fs::write(path, text).expect("a new file");
        self
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a readable file")
    }

    /// Replaces a text that must be in a file.
    pub fn edit(&self, path: &str, before: &str, after: &str) -> &Self {
        let text = self.read(path);
        assert!(text.contains(before), "no {before:?} in {text}");
        self.file(path, text.replacen(before, after, 1))
    }

    /// Commits all that there is.
    pub fn commit(&self, message: &str) {
        self.git("add -A");
        self.git(&format!("commit -q -m {message}"));
    }

    /// Runs git with arguments separated by blanks; it must succeed.
    pub fn git(&self, arguments: &str) -> String {
        self.try_git(arguments).succeeded()
    }

    /// Runs git.
    pub fn try_git(&self, arguments: &str) -> Outcome {
        self.run(Command::new("git").args(["-c", "core.pager=cat"]), arguments, &self.folder)
    }

    /// Runs the program in the repository.
    pub fn jixiao(&self, arguments: &str) -> Outcome {
        self.jixiao_in(".", arguments)
    }

    /// Runs the program in another folder.
    pub fn jixiao_in(&self, folder: &str, arguments: &str) -> Outcome {
        self.run(&mut Command::new(&self.program), arguments, &self.folder.join(folder))
    }

    fn run(&self, command: &mut Command, arguments: &str, folder: &Path) -> Outcome {
        let output = command
            .args(arguments.split_whitespace())
            .current_dir(folder)
            .env("HOME", self.top.path())
            .env("XDG_CONFIG_HOME", self.top.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CEILING_DIRECTORIES", self.top.path())
            .env("GIT_EDITOR", "true")
            .env("LC_ALL", "C")
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .env_remove("GIT_INDEX_FILE")
            .output()
            .expect("a program that runs");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Outcome {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl Outcome {
    /// What stands on stdout of a run without a fault.
    pub fn succeeded(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.out
    }
}

/// A project without a mistake.
pub const PROJECT: &str = "\
# 第一稿
年度: 2026
项目名称: 办公设备
主管部门: 南京市工业和信息化局
项目类型: 一次性安排项目
项目级次: 市本级
开始时间: 2026年
完成时间: 2026年
实施单位: 信息化中心

立项必要性: 改善条件。
实施可行性: |-
  1、设施不足。
  2、人员到位。
  3、场地到位。
  4、经费落实。
项目实施内容: 购置LED显示屏一台。

项目资金:
  资金总额: 13
  支出:
    办公设备: [6, 13]

中长期目标: 保障履职。
年度目标: 购置一台。

绩效指标:
  产出指标:
    数量指标:
      设备购置数量: [=1台, =1台]
    质量指标:
      验收合格率: [完成, =100%]
      年度返修率: [≤2%, ≤1%]
    时效指标:
      完成时间: [6月, 12月]
  效益指标:
    社会效益:
      业务正常开展: [完成, 完成]
";
