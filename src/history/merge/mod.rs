//! Three versions of a project file made one: what it was, and what two people have
//! made of it. They are merged by key, not by line.
//!
//! Where both want different things, that is a [`Conflict`]: the field is named, and
//! its lines stand between markers, as git does it.

mod bare;
mod chunks;
mod conflict;
mod lines;
mod names;
mod order;
mod remarks;
mod text;
mod tree;
mod versions;
mod whole;

use std::str;

pub use conflict::Conflict;
pub use versions::Versions;

use crate::diagnostic::SourceFile;
use crate::source::layout::{self, Tree};

/// What a merge comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The file, with markers where there are conflicts.
    pub bytes: Vec<u8>,
    /// How that came about.
    pub outcome: Outcome,
}

/// How a merge ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// By key; nothing is left to decide.
    Settled,
    /// By key, but for these.
    Conflicts(Vec<Conflict>),
    /// By line, as it would be with any other file.
    ByLine {
        /// Why not by key.
        reason: String,
        /// How many conflicts there are.
        conflicts: usize,
    },
}

impl Outcome {
    /// What there is to say about it, a line each.
    pub fn messages(&self) -> Vec<String> {
        match self {
            Self::Settled => Vec::new(),
            Self::Conflicts(conflicts) => conflicts.iter().map(Conflict::to_string).collect(),
            Self::ByLine { reason, .. } => vec![format!("{reason}，改为按行合并")],
        }
    }

    /// Whether something is left to decide.
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Settled => true,
            Self::Conflicts(_) => false,
            Self::ByLine { conflicts, .. } => *conflicts == 0,
        }
    }
}

/// Merges three versions of a file. Markers are `marker` characters long. A text in
/// which lines alone can be merged keeps its layout; other ones have the canonical
/// layout.
pub fn merge(files: Versions<&[u8]>, marker: usize) -> Merged {
    by_key(files, marker).unwrap_or_else(|reason| {
        let lines = lines::merge(files, marker);
        let conflicts = match lines.conflicts {
            0 => lines::left_over(&lines.text),
            conflicts => conflicts,
        };
        let outcome = Outcome::ByLine { reason, conflicts };
        Merged { bytes: lines.text, outcome }
    })
}

/// Merges two versions that git takes for one that both sides come from. No one reads
/// the result: what is not settled is as it was before both of them.
pub fn ancestor(files: Versions<&[u8]>) -> Vec<u8> {
    let by_key = Files::read(files).and_then(|files| {
        let (merged, conflicts) = tree::merge(&files.trees);
        match conflicts.is_empty() {
            true => files.settled(&merged.ours),
            false => Ok(files.written(&whole::units(&merged.base.write()).concat())),
        }
    });
    by_key.unwrap_or_else(|_| lines::merge_or_keep(files))
}

/// Merges by key; or says why that cannot be.
fn by_key(files: Versions<&[u8]>, marker: usize) -> Result<Merged, String> {
    let files = Files::read(files)?;
    let (merged, conflicts) = tree::merge(&files.trees);
    if conflicts.is_empty() {
        let bytes = files.settled(&merged.ours)?;
        return Ok(Merged { bytes, outcome: Outcome::Settled });
    }
    let texts = merged.map(|tree| tree.write());
    let marked = lines::mark(texts.as_ref().map(String::as_str), marker);
    if marked.conflicts == 0 {
        return Err("双方只差几个空格".into());
    }
    let bytes = files.written(&String::from_utf8_lossy(&marked.text));
    Ok(Merged { bytes, outcome: Outcome::Conflicts(conflicts) })
}

/// The three versions, read.
struct Files {
    texts: Versions<String>,
    trees: Versions<Tree>,
    /// How the result is written.
    manner: Manner,
}

impl Files {
    fn read(files: Versions<&[u8]>) -> Result<Self, String> {
        let base = File::read("原来的文件", files.base)?;
        let ours = File::read("我方的文件", files.ours)?;
        let theirs = File::read("对方的文件", files.theirs)?;
        let files = Versions { base, ours, theirs };
        let manners = files.as_ref().map(|file| file.manner);
        let manner = *manners.settled().unwrap_or(&manners.ours);
        let trees = files.as_ref().map(|file| file.tree.clone());
        Ok(Self { texts: files.map(|file| file.text), trees, manner })
    }

    /// The file that says what `merged` says.
    fn settled(&self, merged: &Tree) -> Result<Vec<u8>, String> {
        let text = settled_text(self.texts.as_ref().map(String::as_str), merged)?;
        Ok(self.written(&text))
    }

    fn written(&self, text: &str) -> Vec<u8> {
        self.manner.apply(text)
    }
}

/// A text that says what `merged` says: in the layout of the three texts, where they
/// can be merged by line, otherwise in the canonical one.
fn settled_text(texts: Versions<&str>, merged: &Tree) -> Result<String, String> {
    let says_that = |text: &String| {
        let read = Tree::read(&SourceFile::new("", text.as_str()));
        read.is_ok_and(|tree| layout::says_the_same(&tree, merged))
    };
    let in_layout = lines::guess(texts).filter(says_that);
    let text = in_layout.or_else(|| Some(merged.write()).filter(says_that));
    text.ok_or_else(|| "按栏目合并的结果写不成项目文件".into())
}

/// One version of the file.
struct File {
    /// Its text, with plain line ends and without a byte-order mark.
    text: String,
    tree: Tree,
    manner: Manner,
}

impl File {
    fn read(name: &str, bytes: &[u8]) -> Result<Self, String> {
        let text = str::from_utf8(bytes).map_err(|_| format!("{name}不是 UTF-8 编码"))?;
        let manner = Manner::of(text);
        let source = SourceFile::new(name, text.replace("\r\n", "\n"));
        let tree = Tree::read(&source).map_err(|found| {
            let first = found.first().map(|found| found.message.as_str()).unwrap_or_default();
            format!("{name}有错（{first}）")
        })?;
        Ok(Self { text: source.text().to_owned(), tree, manner })
    }
}

/// How a text is written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Manner {
    has_mark: bool,
    has_returns: bool,
}

impl Manner {
    fn of(text: &str) -> Self {
        Self { has_mark: text.starts_with(MARK), has_returns: text.contains("\r\n") }
    }

    fn apply(self, text: &str) -> Vec<u8> {
        let mark = if self.has_mark { MARK } else { "" };
        let text = if self.has_returns { text.replace('\n', "\r\n") } else { text.to_owned() };
        [mark, &text].concat().into_bytes()
    }
}

/// The mark before a text that some editors write.
const MARK: &str = "\u{FEFF}";
