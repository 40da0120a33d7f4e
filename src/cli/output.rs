//! Where to, and as what: the same options for all commands that put out data.

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
    /// As what to put it out, and to which file; `None` for standard output. Where no format is
    /// named, the file's ending tells, as far as there is a format for it. What was `--output
    /// FORMAT` before is taken for `--format` still.
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

    /// The format that is named where a file should be, as it was right before; says so.
    pub fn old_format<F: ValueEnum>(&self) -> Option<F> {
        let name = self.output.as_deref()?.to_str()?;
        let format = F::from_str(name, false).ok()?;
        say(format_args!(
            "提示：-o、--output 是“写到哪里”；格式请写 --format {name}，这次照格式办"
        ));
        Some(format)
    }
}
