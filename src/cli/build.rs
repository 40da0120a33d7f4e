//! `jixiao build`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{AssetArgs, BookArgs, InputArgs, PictureArgs, SeverityArgs, TimeoutArgs, parse};
use crate::batch::Share;

/// What is printed, and how: what `build` and `watch` have in common.
#[derive(Debug, Args)]
pub struct PrintArgs {
    #[command(flatten)]
    pub inputs: InputArgs,
    /// 输出文件夹，不写则为 out；文件在里面的位置从写出的文件夹算起，写的是文件时从 projects 或路径里的第一个文件夹算起
    #[arg(short, long, value_name = "文件夹", help_heading = "选项")]
    pub output: Option<PathBuf>,
    /// 同时排版的份数，不写则与处理器核数相同
    #[arg(short, long, value_name = "份数", value_parser = parse::jobs, help_heading = "选项")]
    pub jobs: Option<NonZeroUsize>,
    #[arg(
        long,
        value_name = "格式",
        default_value = "pdf",
        hide_default_value = true,
        hide_possible_values = true,
        ignore_case = true,
        help = "输出格式：pdf、png、svg 或 typ，不写则为 pdf",
        help_heading = "选项"
    )]
    pub format: FormatArg,
    #[command(flatten)]
    pub pictures: PictureArgs,
    /// 排草稿，有错的、没填完的也排：标出没填的格子，后面列出要改的地方；不能报送
    #[arg(long, help_heading = "选项")]
    pub draft: bool,
    /// PDF 里不附项目数据
    #[arg(long, help_heading = "选项")]
    pub no_attach: bool,
    #[command(flatten)]
    pub patience: TimeoutArgs,
    #[command(flatten)]
    pub assets: AssetArgs,
}

#[derive(Debug, Args)]
pub struct BuildArgs {
    #[command(flatten)]
    pub print: PrintArgs,
    #[command(flatten)]
    pub books: BookArgs,
    /// 只列出要排的表格，不写任何文件
    #[arg(short = 'n', long, help_heading = "批量")]
    pub dry_run: bool,
    /// 没有变的表格也重新排
    #[arg(long, help_heading = "批量")]
    pub force: bool,
    /// 项目文件已经删掉的，删去以前为它排的表格
    #[arg(long, help_heading = "批量")]
    pub prune: bool,
    /// 每份表格的结果写进这个文件，一份一行 JSON
    #[arg(long, value_name = "文件", help_heading = "批量")]
    pub log: Option<PathBuf>,
    // What it was called before.
    #[arg(long, hide = true, conflicts_with = "log")]
    pub report: Option<PathBuf>,
    /// 只排其中一份：3/8 是分成 8 份时的第 3 份，用于多台机器
    #[arg(long, value_name = "K/N", value_parser = parse::share, help_heading = "批量")]
    pub shard: Option<Share>,
    #[command(flatten)]
    pub severities: SeverityArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    Pdf,
    Png,
    Svg,
    Typ,
}
