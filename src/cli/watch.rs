//! `jixiao watch`.

use clap::Args;

use super::{PrintArgs, SeverityArgs};

#[derive(Debug, Args)]
pub struct WatchArgs {
    #[command(flatten)]
    pub print: PrintArgs,
    /// 排好以后，用系统的程序打开第一份
    #[arg(long, help_heading = "选项")]
    pub open: bool,
    /// 不等系统告知，每隔半秒看一遍有没有改动，用于网络上的文件夹
    #[arg(long, help_heading = "选项")]
    pub poll: bool,
    #[command(flatten)]
    pub severities: SeverityArgs,
}
