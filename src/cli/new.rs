//! The arguments of `jixiao new` and `jixiao schema`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::source::scaffold;

#[derive(Debug, Args)]
pub struct NewArgs {
    /// 项目的名称，也是文件的名称
    #[arg(
        value_name = "名称",
        value_parser = scaffold::parse_name,
        required_unless_present = "from",
        help_heading = "参数"
    )]
    pub name: Option<String>,
    /// 沿用这个项目文件里已有的内容，如从目标表写自评表
    #[arg(long, value_name = "文件", help_heading = "选项")]
    pub from: Option<PathBuf>,
    /// 项目类型：常年或一次性，不写则为常年
    #[arg(long = "type", value_name = "类型", hide_possible_values = true, help_heading = "选项")]
    pub kind: Option<KindArg>,
    /// 新文件所在的文件夹，不写则为当前文件夹
    #[arg(short, long, value_name = "文件夹", help_heading = "选项")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub edition: EditionArgs,
}

#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// 写到这个文件，不写则输出到屏幕
    #[arg(short, long, value_name = "文件", help_heading = "选项")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub edition: EditionArgs,
}

#[derive(Debug, Args)]
pub struct EditionArgs {
    /// 哪一种表，写简称或标题，如 自评表；不写则为目标表，有 --from 时则和那个文件相同
    #[arg(long, value_name = "表", help_heading = "选项")]
    pub form: Option<String>,
    /// 年度，决定用哪一年的版式，不写则为最新的
    #[arg(long = "edition", value_name = "年度", help_heading = "选项")]
    pub year: Option<String>,
    /// 自备版式的文件夹，先于内置的版式
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub templates: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    #[value(name = "常年", alias = "常年安排项目")]
    Recurring,
    #[value(name = "一次性", alias = "一次性安排项目")]
    OneOff,
}
