//! Projects taken out of printed forms.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::readback::Reading;
use crate::source::forms::Forms;
use crate::source::{DEFAULTS, Document, Source, assemble, is_visible};
use crate::system::output;

/// The project that the PDF at `path` carries, of the form that it names. What is wrong
/// with it has its place in the attached text, under the name of the PDF.
pub fn project(reading: &Reading, path: &Path, forms: &Forms) -> Result<Source, Vec<Diagnostic>> {
    let text = SourceFile::new(path.display().to_string(), reading.project.as_str());
    assemble(vec![Arc::new(Document::parse(text, forms)?)], forms)
}

/// Where in `folder` the project goes that the PDF at `path` carries: it is named after
/// the PDF, whatever that says.
pub fn target(folder: &Path, path: &Path) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(".yaml");
    folder.join(name)
}

/// Why the project cannot go to `target` in `folder`, if so.
pub fn obstacle(folder: &Path, target: &Path) -> Option<Diagnostic> {
    let found = |path: &Path, message: &str, help: &str| {
        Some(Diagnostic::new(&rule::UNWRITABLE_FILE, message).at(path).help(help))
    };
    if folder.exists() && !folder.is_dir() {
        return found(folder, "-o 写的是一个文件，不是文件夹", "写一个文件夹，没有的会新建");
    }
    if target.file_name().is_some_and(|name| name == DEFAULTS) {
        return found(target, "这个名称是各项目相同的内容用的", "先给 PDF 换一个名称");
    }
    if !is_visible(target) {
        return found(target, "名称以点开头的项目文件，程序不读", "先给 PDF 换一个名称");
    }
    None
}

/// Writes a project file, unless there is another one already.
pub fn write(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let is_there = fs::read(path).is_ok_and(|there| there == text.as_bytes());
    if is_there { Ok(()) } else { output::create(path, text.as_bytes()) }
}
