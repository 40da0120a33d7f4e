//! The report of `jixiao check`.

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub struct ReportArgs {
    #[arg(
        long,
        value_name = "格式",
        ignore_case = true,
        hide_possible_values = true,
        conflicts_with_all = ["format", "diff"],
        help = "写一份报告，说谁要改什么：html、csv 或 xlsx",
        help_heading = "报告"
    )]
    pub report: Option<ReportFormatArg>,
    /// 按这一栏分开，一个一份报告，如 主管部门；“文件夹”是按文件夹
    #[arg(long, value_name = "栏", requires = "report", help_heading = "报告")]
    pub by: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormatArg {
    Html,
    Csv,
    Xlsx,
}
