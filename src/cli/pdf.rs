//! The commands that read printed forms.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{AssetArgs, OutputArgs, TimeoutArgs};

#[derive(Debug, Args)]
pub struct ExtractArgs {
    /// jixiao build 排出的 PDF
    #[arg(value_name = "PDF", required = true, help_heading = "参数")]
    pub files: Vec<PathBuf>,
    /// 项目文件写到这个文件夹，名称和 PDF 相同；只有一个 PDF 时，不写则输出到屏幕
    #[arg(short, long, value_name = "文件夹", help_heading = "选项")]
    pub output: Option<PathBuf>,
    /// 自备版式的文件夹，先于内置的版式
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub templates: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// PDF、文件夹，或者 "out/**/*.pdf" 这样的名称；不写则为 out 文件夹
    #[arg(value_name = "路径", help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    /// 结果的格式：text 或 json，不写则为 text
    #[arg(
        long,
        value_name = "格式",
        ignore_case = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    pub format: Option<VerifyFormatArg>,
    #[command(flatten)]
    pub to: OutputArgs,
    #[command(flatten)]
    pub patience: TimeoutArgs,
    #[command(flatten)]
    pub assets: AssetArgs,
    /// Where outputs go, which are verified where no path is given.
    #[arg(skip)]
    pub outputs: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VerifyFormatArg {
    Text,
    Json,
}
