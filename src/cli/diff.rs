//! `jixiao diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{AssetArgs, OutputArgs, PictureArgs};

#[derive(Debug, Args)]
pub struct DiffArgs {
    /// 旧版和新版：文件、文件夹、PDF，或 git 的版本；不写新版则为工作区，都不写则旧版为 HEAD
    #[arg(value_name = "版本", num_args = 0..=2, help_heading = "参数", display_order = 1)]
    pub versions: Vec<String>,
    /// 只看 git 版本里的这些文件或文件夹，不写则为 projects
    #[arg(value_name = "路径", last = true, help_heading = "参数", display_order = 2)]
    pub paths: Vec<PathBuf>,
    /// 输出格式：text、json、markdown 或 html，不写则为 text
    #[arg(
        long,
        value_name = "格式",
        ignore_case = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    pub format: Option<DiffFormatArg>,
    #[command(flatten)]
    pub to: OutputArgs,
    /// 另把有变动的页画成 PNG 写进这个文件夹，旧版在左，新版在右，变动的格子有标记
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub pages: Option<PathBuf>,
    #[command(flatten)]
    pub pictures: PictureArgs,
    #[command(flatten)]
    pub assets: AssetArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormatArg {
    Text,
    Json,
    Markdown,
    Html,
}
