//! `jixiao list`.

use std::num::NonZeroUsize;

use clap::{Args, ValueEnum};

use super::{AssetArgs, InputArgs, OutputArgs, SeverityArgs, TimeoutArgs, parse};

#[derive(Debug, Args)]
pub struct ListArgs {
    #[command(flatten)]
    pub inputs: InputArgs,
    #[arg(
        long,
        value_name = "格式",
        ignore_case = true,
        hide_possible_values = true,
        help = "输出格式：text、json、csv、xlsx 或 html，不写则看 -o 的文件名怎样结尾，没有 -o 则为 text",
        help_heading = "选项"
    )]
    pub format: Option<ListFormatArg>,
    #[command(flatten)]
    pub to: OutputArgs,
    /// 要哪些栏，用逗号隔开，如 项目名称,资金总额,file；页数只在这里写了才数
    #[arg(long, value_name = "栏", help_heading = "选项")]
    pub columns: Option<String>,
    /// 按这一栏分组，每组有小计，如 主管部门；“文件夹”是按文件夹
    #[arg(long, value_name = "栏", help_heading = "选项")]
    pub by: Option<String>,
    /// 只要各组的小计，一组一行；--sort 按小计排
    #[arg(long, requires = "by", help_heading = "选项")]
    pub summary: bool,
    /// 按这些栏排序，用逗号隔开；栏前面加“-”则从大到小
    #[arg(long, value_name = "栏", allow_hyphen_values = true, help_heading = "选项")]
    pub sort: Option<String>,
    /// 同时处理的份数，不写则与处理器核数相同
    #[arg(short, long, value_name = "份数", value_parser = parse::jobs, help_heading = "选项")]
    pub jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub patience: TimeoutArgs,
    #[command(flatten)]
    pub severities: SeverityArgs,
    #[command(flatten)]
    pub assets: AssetArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormatArg {
    Text,
    Json,
    Csv,
    Xlsx,
    Html,
}
