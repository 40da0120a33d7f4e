//! The books of a build.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{ArgAction, Args};

#[derive(Debug, Args)]
pub struct BookArgs {
    /// 另把所有表格合成一个 PDF，有封面、目录和书签，页码连续
    #[arg(long, value_name = "文件", conflicts_with = "shard", help_heading = "批量")]
    pub combine: Option<PathBuf>,
    /// 另按文件夹（写 folder）或一个栏目（如 主管部门）各合成一本，放进这个文件夹
    #[arg(
        long,
        num_args = 2,
        action = ArgAction::Set,
        value_names = ["栏目", "文件夹"],
        conflicts_with = "shard",
        help_heading = "批量"
    )]
    pub combine_by: Option<Vec<OsString>>,
    /// 有的表格没有排成，合订本也写，缺的写在目录里
    #[arg(long, help_heading = "批量")]
    pub partial: bool,
}

impl BookArgs {
    /// What books are sorted by.
    pub fn word(&self) -> Option<&str> {
        // A word that is not Unicode names no field.
        self.combine_by.as_ref()?.first().map(|word| word.to_str().unwrap_or_default())
    }

    /// The folder that they are sorted into.
    pub fn folder(&self) -> Option<&Path> {
        self.combine_by.as_ref()?.get(1).map(Path::new)
    }

    /// The option that asks for a book.
    pub fn option(&self) -> Option<&'static str> {
        match (&self.combine, &self.combine_by) {
            (Some(_), _) => Some("--combine"),
            (_, Some(_)) => Some("--combine-by"),
            _ => None,
        }
    }
}
