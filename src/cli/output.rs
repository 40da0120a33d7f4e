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
    /// As what to put it out, and to which file; `None` for standard output. What was `--output
    /// FORMAT` before is taken for `--format` still.
    pub fn settle<F: ValueEnum>(&self, format: Option<F>, usual: F) -> (F, Option<&Path>) {
        let path = self.output.as_deref();
        let old = path.and_then(Path::to_str).filter(|_| format.is_none());
        if let Some((name, format)) = old.and_then(|old| Some((old, F::from_str(old, false).ok()?)))
        {
            say(format_args!(
                "提示：-o、--output 是“写到哪里”；格式请写 --format {name}，这次照格式办"
            ));
            return (format, None);
        }
        (format.unwrap_or(usual), path.filter(|path| *path != Path::new(STDIN)))
    }
}
