//! The three versions of a file, read as files of one form.

use std::str;
use std::sync::Arc;

use super::versions::Versions;
use super::{lines, onto};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::Form;
use crate::source::change;
use crate::source::layout::{self, Tree};
use crate::source::manner::{Manner, plain};
use crate::source::{Document, Forms};

/// Why a merge by key has no text.
const UNWRITABLE: &str = "按栏目合并的结果写不成项目文件";

/// The three versions, read.
pub struct Files<'a> {
    /// What each of them says.
    pub trees: Versions<Tree>,
    texts: Versions<String>,
    /// How the result is written.
    manner: Manner,
    forms: &'a Forms,
    /// The form of all of them; `None` where there is no telling, and mappings are
    /// mappings.
    form: Option<Arc<Form>>,
    /// Whether there may be mistakes in what they say.
    may_have_mistakes: bool,
}

impl<'a> Files<'a> {
    /// Reads the versions. `supplied` is the form that their default files name.
    pub fn read(
        files: Versions<&[u8]>,
        forms: &'a Forms,
        supplied: Option<&str>,
    ) -> Result<Self, String> {
        Self::read_as(files, forms, supplied, false)
    }

    /// Reads the versions, whatever mistakes there are in what they say.
    pub fn read_anyhow(
        files: Versions<&[u8]>,
        forms: &'a Forms,
        supplied: Option<&str>,
    ) -> Result<Self, String> {
        let read = Self::read_as(files, forms, supplied, false);
        read.or_else(|_| Self::read_as(files, forms, supplied, true))
    }

    fn read_as(
        files: Versions<&[u8]>,
        forms: &'a Forms,
        supplied: Option<&str>,
        may_have_mistakes: bool,
    ) -> Result<Self, String> {
        let base = Version::open("原来的文件", files.base, forms)?;
        let ours = Version::open("我方的文件", files.ours, forms)?;
        let theirs = Version::open("对方的文件", files.theirs, forms)?;
        let versions = Versions { base, ours, theirs };
        let (form, trees) = match common(&versions, forms, supplied) {
            Common::Certain(form) | Common::Likely(form) if may_have_mistakes => {
                (Some(form), trees(&versions, None)?)
            }
            Common::Certain(form) => (Some(form.clone()), trees(&versions, Some(&form))?),
            Common::Likely(form) => match trees(&versions, Some(&form)) {
                Ok(trees) => (Some(form), trees),
                Err(_) => (None, trees(&versions, None)?),
            },
            Common::Unknown => (None, trees(&versions, None)?),
        };
        let manners = versions.as_ref().map(|version| version.manner);
        let manner = *manners.settled().unwrap_or(&manners.ours);
        let texts = versions.map(|version| version.document.file.text().to_owned());
        Ok(Self { trees, texts, manner, forms, form, may_have_mistakes })
    }

    /// The form of all versions, if there is one.
    pub fn form(&self) -> Option<&Form> {
        self.form.as_deref()
    }

    /// The file that says what `merged` says: in the layout of the three texts, where they
    /// can be merged by line, otherwise in the canonical one.
    pub fn settled(&self, merged: &Tree) -> Result<Vec<u8>, String> {
        let text = self.by_line(merged).or_else(|| self.canonical(merged));
        Ok(self.written(&text.ok_or(UNWRITABLE)?))
    }

    /// The same. Where the texts cannot be merged by line, it is the text of the other side,
    /// with what is different there.
    pub fn settled_on_theirs(&self, merged: &Tree) -> Result<String, String> {
        let text = self.by_line(merged).or_else(|| self.on_theirs(merged));
        let text = text.or_else(|| self.canonical(merged));
        Ok(self.manner.whole(&text.ok_or(UNWRITABLE)?))
    }

    fn by_line(&self, merged: &Tree) -> Option<String> {
        let text = lines::guess(self.texts.as_ref().map(String::as_str));
        text.filter(|text| self.says(text, merged))
    }

    fn on_theirs(&self, merged: &Tree) -> Option<String> {
        let form = self.form.as_ref()?;
        let changes = onto::changes(&self.trees.theirs, merged, form)?;
        let file = SourceFile::new("", self.texts.theirs.as_str());
        let text = change::apply(&file, form, self.forms, &changes).ok();
        text.filter(|text| self.says(text, merged))
    }

    fn canonical(&self, merged: &Tree) -> Option<String> {
        Some(merged.write(self.form())).filter(|text| self.says(text, merged))
    }

    fn says(&self, text: &str, merged: &Tree) -> bool {
        let document = Document::parse(SourceFile::new("", text), self.forms);
        let form = self.form.as_ref().filter(|_| !self.may_have_mistakes);
        let tree = document.and_then(|document| tree(&document, form));
        tree.is_ok_and(|tree| layout::says_the_same(&tree, merged, self.form()))
    }

    /// The bytes of a text.
    pub fn written(&self, text: &str) -> Vec<u8> {
        self.manner.whole(text).into_bytes()
    }
}

/// One version of the file.
struct Version {
    /// What stands where, with plain line ends and without a byte-order mark.
    document: Document,
    manner: Manner,
}

impl Version {
    fn open(name: &str, bytes: &[u8], forms: &Forms) -> Result<Self, String> {
        let text = str::from_utf8(bytes).map_err(|_| format!("{name}不是 UTF-8 编码"))?;
        let file = SourceFile::new(name, text);
        let manner = Manner::of(&file);
        let file = SourceFile::new(name, plain(file.text()));
        let document = Document::parse(file, forms).map_err(|found| has_mistakes(name, &found))?;
        Ok(Self { document, manner })
    }
}

fn has_mistakes(name: &str, found: &[Diagnostic]) -> String {
    let first = found.first().map(|found| found.message.as_str()).unwrap_or_default();
    format!("{name}有错（{first}）")
}

fn trees(versions: &Versions<Version>, form: Option<&Arc<Form>>) -> Result<Versions<Tree>, String> {
    let read = |version: &Version| {
        let document = &version.document;
        tree(document, form).map_err(|found| has_mistakes(document.file.name(), &found))
    };
    let Versions { base, ours, theirs } = versions;
    Ok(Versions { base: read(base)?, ours: read(ours)?, theirs: read(theirs)? })
}

/// What a document says. It may be one of defaults.
fn tree(document: &Document, form: Option<&Arc<Form>>) -> Result<Tree, Vec<Diagnostic>> {
    Tree::of(document, form, true)
}

/// What is known of the form of three versions.
enum Common {
    /// All of them are of this one.
    Certain(Arc<Form>),
    /// They may be: some say so, or they are of different editions.
    Likely(Arc<Form>),
    /// They are of different forms, or of one that there is not.
    Unknown,
}

fn common(versions: &Versions<Version>, forms: &Forms, supplied: Option<&str>) -> Common {
    let documents: Vec<&Document> =
        versions.as_ref().into_array().into_iter().map(|version| &version.document).collect();
    let stated: Vec<&str> = documents.iter().filter_map(|document| document.form()).collect();
    let year = documents.iter().find_map(|document| document.year()).unwrap_or_default();
    let otherwise = stated.first().copied().or(supplied);
    let form = |document: &&Document| {
        let (name, year) = (document.form().or(otherwise), document.year().unwrap_or(year));
        let edition = forms.choose(name, year).or_else(|_| forms.newest(name)).ok()?;
        edition.form().ok().cloned()
    };
    let found: Vec<Arc<Form>> = documents.iter().filter_map(form).collect();
    let Some(newest) = found.iter().max_by_key(|form| form.since) else { return Common::Unknown };
    let is_same = |form: &Arc<Form>| Arc::ptr_eq(form, newest);
    match () {
        () if found.len() < documents.len() => Common::Unknown,
        () if found.iter().any(|form| form.id != newest.id) => Common::Unknown,
        () if !found.iter().all(is_same) => Common::Likely(newest.clone()),
        () if [0, documents.len()].contains(&stated.len()) => Common::Certain(newest.clone()),
        () => Common::Likely(newest.clone()),
    }
}
