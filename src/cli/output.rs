//! The options for where data goes and in which format, the same for all commands that have some.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::source::STDIN;
use crate::system::streams::say;

#[derive(Debug, Args)]
pub struct OutputArgs {
    /// 写到这个文件，不写则输出到屏幕
    #[arg(short, long, value_name = "文件", help_heading = "选项")]
    pub output: Option<PathBuf>,
}

impl OutputArgs {
    /// The format, and the file that the data goes to; `None` for standard output. Where no format is
    /// named, the file's ending decides, as far as there is a format for it. `--output FORMAT`, as it
    /// was written before, is still taken for `--format`.
    pub fn settle<F: ValueEnum>(&self, format: Option<F>, usual: F) -> (F, Option<&Path>) {
        match format.is_none().then(|| self.old_format()).flatten() {
            Some(format) => (format, None),
            None => (format.or_else(|| self.by_ending()).unwrap_or(usual), self.path()),
        }
    }

    /// The format that files with this ending have.
    fn by_ending<F: ValueEnum>(&self) -> Option<F> {
        let ending = self.path()?.extension()?.to_str()?.to_ascii_lowercase();
        let name = match ending.as_str() {
            "md" => "markdown",
            "txt" => "text",
            ending => ending,
        };
        F::from_str(name, true).ok()
    }

    /// The file; `None` for standard output.
    pub fn path(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new(STDIN))
    }

    /// A format that stands in the place of the file, as was right before. The user is told how it is
    /// written now.
    pub fn old_format<F: ValueEnum>(&self) -> Option<F> {
        let name = self.output.as_deref()?.to_str()?;
        let format = F::from_str(name, false).ok()?;
        say(format_args!(
            "提示：-o、--output 是“写到哪里”；格式请写 --format {name}，这次照格式办"
        ));
        Some(format)
    }
}
