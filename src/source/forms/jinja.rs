//! Mistakes in the Jinja templates of an edition.

use std::collections::HashMap;

use minijinja::{Error, ErrorKind};

use crate::diagnostic::{Diagnostic, Place, SourceFile, rule};

/// What is wrong with one of the templates in `files`.
pub fn explain(error: &Error, files: &HashMap<String, SourceFile>) -> Diagnostic {
    let detail = error.detail().map(str::to_owned).unwrap_or_else(|| error.kind().to_string());
    let found = match error.kind() {
        ErrorKind::TemplateNotFound => Diagnostic::new(&rule::BAD_TEMPLATE, "没有要放进来的模板")
            .help("只能用版式自己的文件夹里和 shared 里以 .j2 结尾的文件，写文件名：检查名称"),
        _ => Diagnostic::new(&rule::BAD_TEMPLATE, format!("模板有误：{detail}")),
    };
    match error.name().and_then(|name| files.get(name)) {
        Some(file) => match error.range() {
            Some(range) => found.at(Place::new(file, range)),
            None => found.at(file),
        },
        None => found,
    }
}
