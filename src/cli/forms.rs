//! The arguments of `jixiao forms` and `jixiao roll`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{InputArgs, TEMPLATE};

#[derive(Debug, Args)]
#[command(subcommand_value_name = "命令", subcommand_help_heading = "命令")]
pub struct FormsArgs {
    #[command(subcommand)]
    pub command: Option<FormsCommand>,
    /// 自备版式的文件夹，先于内置的版式
    #[arg(long, value_name = "文件夹", global = true, help_heading = "选项")]
    pub templates: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum FormsCommand {
    /// 把一种表的版式写到文件夹里，供修改后用 --templates 使用
    #[command(
        help_template = TEMPLATE,
        override_usage = "jixiao forms export [选项] <表> <文件夹>"
    )]
    Export(FormsExportArgs),
    /// 检查文件夹里的版式
    #[command(help_template = TEMPLATE, override_usage = "jixiao forms check <文件夹>")]
    Check(FormsCheckArgs),
}

#[derive(Debug, Args)]
pub struct FormsExportArgs {
    /// 表的简称或标题，如 目标表
    #[arg(value_name = "表", help_heading = "参数")]
    pub name: String,
    /// 写到这个文件夹
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub folder: PathBuf,
    /// 年度，决定用哪一年的版式，不写则为最新的
    #[arg(long = "edition", value_name = "年度", help_heading = "选项")]
    pub year: Option<String>,
}

#[derive(Debug, Args)]
pub struct FormsCheckArgs {
    /// 装有版式的文件夹，一种表一个文件夹，里面一个年度一个文件夹
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub folder: PathBuf,
}

#[derive(Debug, Args)]
pub struct RollArgs {
    /// 新的年度，四位数字
    #[arg(value_name = "年度", value_parser = super::parse::year, help_heading = "参数")]
    pub year: u16,
    #[command(flatten)]
    pub inputs: InputArgs,
    /// 新文件所在的文件夹；路径是以年度命名的文件夹时可以不写，写到旁边以新年度命名的文件夹
    #[arg(short, long, value_name = "文件夹", help_heading = "选项")]
    pub output: Option<PathBuf>,
    /// 自备版式的文件夹，先于内置的版式
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub templates: Option<PathBuf>,
}
