//! Why a PDF cannot be read.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;

/// Why a PDF cannot be read; what is said is in Chinese.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreadable {
    /// It is broken, or no PDF at all.
    Damaged(String),
    /// It is a draft that this program has made.
    Draft,
    /// It carries no project's data.
    NoData {
        /// Whether this program has made it nevertheless.
        is_ours: bool,
    },
}

impl Unreadable {
    /// A PDF that is broken, or none at all.
    pub fn damaged(why: impl Into<String>) -> Self {
        Self::Damaged(why.into())
    }

    /// What there is to say about the PDF at `path`.
    pub fn explain(&self, path: &Path) -> Diagnostic {
        match self {
            Self::Damaged(why) => {
                Diagnostic::new(&rule::DAMAGED_PDF, format!("这个 PDF 读不了：{why}"))
                    .help("请用 jixiao build 排出的原文件")
            }
            Self::Draft => Diagnostic::new(&rule::DRAFT_PDF, "这是草稿，不是能报送的表格").help(
                "草稿不带项目数据；改好项目文件里的错误，用 jixiao build 不加 --draft 再排，用排出来的表格",
            ),
            Self::NoData { is_ours: true } => {
                Diagnostic::new(&rule::FOREIGN_PDF, "这个 PDF 里没有项目数据").help(
                    "合订本和用 --no-attach 排的表格都不带项目数据，请用其中每份表格自己的 PDF",
                )
            }
            Self::NoData { is_ours: false } => {
                Diagnostic::new(&rule::FOREIGN_PDF, "这个 PDF 里没有项目数据，不是 jixiao 排的")
                    .help("只有 jixiao build 排的表格带有项目数据；扫描或打印得来的 PDF 也不带")
            }
        }
        .at(path)
    }
}
