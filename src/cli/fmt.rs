//! The command line of `jixiao fmt`.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub struct FmtArgs {
    /// 项目文件、_defaults.yaml，或装有它们的文件夹，不写则为 projects；写“-”从标准输入读
    #[arg(
        value_name = "路径",
        default_value = "projects",
        hide_default_value = true,
        help_heading = "参数"
    )]
    pub paths: Vec<PathBuf>,
    /// 只列出要改的文件，不写文件；有要改的，退出码为 1
    #[arg(long, help_heading = "选项")]
    pub check: bool,
    /// 只显示会怎样改，不写文件；有要改的，退出码为 1
    #[arg(long, help_heading = "选项")]
    pub diff: bool,
    /// 路径写“-”从标准输入读时，文件的名称
    #[arg(long, value_name = "文件", help_heading = "选项")]
    pub stdin_name: Option<PathBuf>,
    /// 自备版式的文件夹，先于内置的版式
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub templates: Option<PathBuf>,
}
