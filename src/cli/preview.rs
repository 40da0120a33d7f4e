//! `jixiao preview`.

use std::num::NonZeroU16;

use clap::Args;

use super::{AssetArgs, InputArgs, SeverityArgs, TimeoutArgs, parse};

#[derive(Debug, Args)]
pub struct PreviewArgs {
    #[command(flatten)]
    pub inputs: InputArgs,
    #[command(flatten)]
    pub page: PageArgs,
    #[command(flatten)]
    pub patience: TimeoutArgs,
    #[command(flatten)]
    pub severities: SeverityArgs,
    #[command(flatten)]
    pub assets: AssetArgs,
}

/// How a page in the browser is reached.
#[derive(Debug, Args)]
pub struct PageArgs {
    /// 用这个端口，不写则用一个空闲的
    #[arg(long, value_name = "端口", value_parser = parse::port, help_heading = "选项")]
    pub port: Option<NonZeroU16>,
    /// 只给出地址，不打开浏览器
    #[arg(long, help_heading = "选项")]
    pub no_open: bool,
    /// 用单独的窗口打开，窗口都关上程序就结束；这里没有项目文件的，打开“文档”里的“绩效表”文件夹
    #[arg(long, conflicts_with = "no_open", help_heading = "选项")]
    pub window: bool,
    /// 不等系统告知，每隔半秒看一遍有没有改动，用于网络上的文件夹
    #[arg(long, help_heading = "选项")]
    pub poll: bool,
}
