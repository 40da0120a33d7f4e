//! `jixiao check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{AssetArgs, InputArgs, OutputArgs, ReportArgs, SeverityArgs};

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub inputs: InputArgs,
    /// 结果的格式：text、concise、json、sarif 或 github，不写则为 text
    #[arg(
        long,
        value_name = "格式",
        ignore_case = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    pub format: Option<CheckFormatArg>,
    #[command(flatten)]
    pub to: OutputArgs,
    /// 改好可以放心改的地方：符号、全角半角、多余的空格
    #[arg(long, help_heading = "选项")]
    pub fix: bool,
    /// 只显示 --fix 会怎样改，不写文件
    #[arg(long, help_heading = "选项")]
    pub diff: bool,
    /// 路径写“-”从标准输入读时，文件的名称
    #[arg(long, value_name = "文件", help_heading = "选项")]
    pub stdin_name: Option<PathBuf>,
    #[command(flatten)]
    pub report: ReportArgs,
    #[command(flatten)]
    pub severities: SeverityArgs,
    #[command(flatten)]
    pub assets: AssetArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormatArg {
    Text,
    Concise,
    Json,
    Sarif,
    Github,
}
