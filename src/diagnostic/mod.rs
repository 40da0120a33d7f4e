//! The one type for everything that goes wrong, anywhere in the pipeline; the rules that
//! are broken then, and how it is printed.

mod file;
pub mod near;
mod on_form;
pub mod render;
pub mod rule;
pub mod severities;

use std::io;
use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use file::{Files, SourceFile};
pub use on_form::OnForm;
use rule::Rule;
pub use rule::Severity;

/// Something that is wrong, where it is, and how to mend it.
///
/// Messages and help are for budget officers: Simplified Chinese. They may
/// quote the user's text as it stands; the renderers in [`crate::diagnostic::render`]
/// make it harmless.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The rule that was broken.
    #[serde(with = "rule::by_name")]
    pub rule: &'static Rule,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where it is: the chief place first, then those that explain it.
    pub places: Vec<Place>,
    /// How to mend it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The same for who fills in the form, as far as that is said in other words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_form: Option<Box<OnForm>>,
    /// The mend itself, where it is safe to make it without asking; otherwise
    /// empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fix: Vec<Edit>,
    /// Whether a comment in the file allows it: then it is counted, and not told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_allowed: bool,
}

impl Diagnostic {
    /// A breach of `rule`.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self {
            severity: rule.severity,
            rule,
            message: shortened(message.into()),
            places: Vec::new(),
            help: None,
            on_form: None,
            fix: Vec::new(),
            is_allowed: false,
        }
    }

    /// A file or folder at `path` that cannot be read; where there is none, with the one that
    /// may be meant.
    pub fn unreadable(path: &Path, cause: &io::Error) -> Self {
        let found = Self::new(&rule::UNREADABLE_FILE, format!("读不了：{}", in_chinese(cause)));
        let is_pattern = path.to_string_lossy().contains('*');
        let help = match cause.kind() {
            // No shell has found files for it; Windows has no such names.
            io::ErrorKind::NotFound | io::ErrorKind::InvalidFilename if is_pattern => {
                "没有名称符合的文件；* 代表一个文件夹里任意几个字".into()
            }
            io::ErrorKind::NotFound => match near::existing(path) {
                Some(near) => format!("是不是“{}”？", near.display()),
                None => "检查路径：从运行命令的文件夹写起，名称里有空格的加上引号".into(),
            },
            io::ErrorKind::PermissionDenied => "请有权限的人打开它的读取权限".into(),
            _ => return found.at(path),
        };
        found.at(path).help(help)
    }

    /// Adds a place; the first one added is the chief one.
    pub fn at(mut self, place: impl Into<Place>) -> Self {
        self.places.push(place.into());
        self
    }

    /// Adds places, if there are any.
    pub fn at_all(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        self.places.extend(places);
        self
    }

    /// Says how to mend it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(shortened(help.into()));
        self
    }

    /// Adds to the mend that is safe to make, if there is one.
    pub fn fix(mut self, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.fix.extend(edits);
        self
    }

    /// The byte at which the chief place begins, for sorting by place.
    pub fn start(&self) -> Option<usize> {
        Some(self.places.first()?.span.as_ref()?.start)
    }

    /// The same without the texts of its files: what is kept, stored and sent.
    pub fn closed(mut self) -> Self {
        self.places = self.places.into_iter().map(Place::closed).collect();
        for edit in &mut self.fix {
            edit.file = edit.file.closed();
        }
        self
    }

    /// The same with the texts of its files, where they are still there.
    pub fn opened<F: Fn(&str) -> Option<SourceFile>>(mut self, files: &mut Files<F>) -> Self {
        self.places = self.places.into_iter().map(|place| place.opened(files)).collect();
        self.fix = self.fix.into_iter().filter_map(|edit| edit.opened(files)).collect();
        self
    }

    /// The names of the files that it is about.
    pub fn files(&mut self) -> impl Iterator<Item = &mut SourceFile> {
        let places = self.places.iter_mut().map(|place| &mut place.file);
        places.chain(self.fix.iter_mut().map(|edit| &mut edit.file))
    }

    /// Whether the form must not be printed.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// How long a message may be, in characters: it may quote a text of any length.
const LONGEST: usize = 300;

fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// So that `?` makes a list of a single finding.
impl From<Diagnostic> for Vec<Diagnostic> {
    fn from(diagnostic: Diagnostic) -> Self {
        vec![diagnostic]
    }
}

/// A change to a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edit {
    /// The file.
    pub file: SourceFile,
    /// The bytes of its text that are replaced.
    pub span: Range<usize>,
    /// What takes their place.
    pub text: String,
}

impl Edit {
    /// Puts `text` where the bytes `span` of `file` are.
    pub fn new(file: &SourceFile, span: Range<usize>, text: impl Into<String>) -> Self {
        Self { file: file.clone(), span, text: text.into() }
    }

    /// The same with the text of its file; `None` where that is another one now.
    fn opened<F: Fn(&str) -> Option<SourceFile>>(self, files: &mut Files<F>) -> Option<Self> {
        let file = files.get(self.file.name())?;
        file.text().get(self.span.clone())?;
        Some(Self { file, ..self })
    }
}

/// A place in a file, or a whole file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file.
    pub file: SourceFile,
    /// The bytes in its text; `None` for the file as a whole.
    pub span: Option<Range<usize>>,
    /// What there is to see at this place; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
}

impl Place {
    /// The bytes `span` of `file`.
    pub fn new(file: &SourceFile, span: Range<usize>) -> Self {
        Self { file: file.clone(), span: Some(span), label: String::new() }
    }

    /// Says what there is to see.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same without the text of its file.
    pub fn closed(self) -> Self {
        Self { file: self.file.closed(), ..self }
    }

    /// The same with the text of its file. That may have changed meanwhile: then it is the
    /// place of the file as a whole.
    fn opened<F: Fn(&str) -> Option<SourceFile>>(self, files: &mut Files<F>) -> Self {
        let Some(span) = &self.span else { return self };
        match files.get(self.file.name()) {
            Some(file) if file.text().get(span.clone()).is_some() => Self { file, ..self },
            _ => Self { span: None, ..self },
        }
    }
}

impl From<&SourceFile> for Place {
    fn from(file: &SourceFile) -> Self {
        Self { file: file.clone(), span: None, label: String::new() }
    }
}

impl From<&Path> for Place {
    fn from(path: &Path) -> Self {
        Self::from(&SourceFile::named(path.display().to_string()))
    }
}

/// What went wrong with a file, in Chinese where the system's word is known.
pub fn in_chinese(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹".into(),
        io::ErrorKind::PermissionDenied => "没有权限".into(),
        io::ErrorKind::IsADirectory => "这是一个文件夹".into(),
        io::ErrorKind::NotADirectory => "上一级不是文件夹".into(),
        io::ErrorKind::AlreadyExists => "已经有同名的文件".into(),
        io::ErrorKind::ResourceBusy | io::ErrorKind::AddrInUse => "正被别的程序占用".into(),
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".into(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘满了".into(),
        io::ErrorKind::FileTooLarge => "文件太大，磁盘放不下".into(),
        io::ErrorKind::InvalidFilename => "名称太长，或者有不能用的字符".into(),
        io::ErrorKind::StaleNetworkFileHandle => "网络上的文件夹断开了".into(),
        _ => match error.raw_os_error().filter(|_| cfg!(unix)) {
            Some(5) => "读写出错，磁盘可能坏了".into(),
            Some(23 | 24) => "同时打开的文件太多".into(),
            _ => match error.raw_os_error().filter(|_| cfg!(windows)) {
                // Another program has the file open.
                Some(32 | 33) => "正被别的程序占用".into(),
                _ => error.to_string(),
            },
        },
    }
}
