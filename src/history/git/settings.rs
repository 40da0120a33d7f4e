//! What stands in a repository's `config`.

use gix::bstr::{BStr, BString, ByteSlice};
use gix::config::file::Metadata;
use gix::config::file::init::Options;
use gix::config::{File, Source};

use super::Change;

/// One setting that this program writes.
pub struct GitSetting {
    section: &'static str,
    subsection: &'static str,
    key: &'static str,
    value: BString,
    /// What the value is like whichever program wrote it: this one may have been moved, or
    /// may have been an older one.
    marks: [Mark; 2],
}

/// What a value of this program's holds, and how it ends.
type Mark = (&'static str, &'static str);

// Where the program is no more, or the forms that it was to use, git shows and merges
// without it.
const TEXTCONV: Mark = (" git textconv", r#" "$1"; else cat "$1"; fi; }; f"#);
const PDF_TEXTCONV: Mark = (" git textconv", r#" "$1"; else cksum <"$1"; fi; }; f"#);
const DRIVER: Mark = (
    " git merge",
    " %O %A %B %L %P; else git merge-file -L 我方 -L 原来 -L 对方 --marker-size=%L %A %O %B; fi",
);
const ANCESTOR_DRIVER: Mark =
    (" git merge", " %O %A %B 0 %P; else git merge-file -q --marker-size=%L %A %O %B; fi");
const OLD_TEXTCONV: Mark = ("", " git textconv");
const OLD_DRIVER: Mark = ("", " git merge %O %A %B %L %P");
const TITLE: &str = "按栏目合并项目文件";
const ANCESTOR: &str = "jixiao-ancestor";

/// The program's settings; `program` is the beginning of a command that runs it, and
/// `templates` the folder with forms of one's own, as a shell reads it.
pub fn all(program: &BStr, templates: Option<&BStr>) -> [GitSetting; 7] {
    let textconv = |mark| command("f() { ", program, templates, mark);
    // In a driver, a percent sign of the paths themselves is written twice.
    let twice = |path: &BStr| BString::from(path.replace("%", "%%"));
    let (path, folder) = (twice(program), templates.map(twice));
    let driver = |mark| command("", path.as_ref(), folder.as_ref().map(AsRef::as_ref), mark);
    let same = |text: &'static str| (text.into(), [("", text); 2]);
    [
        GitSetting::new(
            "diff",
            "jixiao",
            "textconv",
            (textconv(TEXTCONV), [TEXTCONV, OLD_TEXTCONV]),
        ),
        GitSetting::new(
            "diff",
            "jixiao-pdf",
            "textconv",
            (textconv(PDF_TEXTCONV), [PDF_TEXTCONV, OLD_TEXTCONV]),
        ),
        GitSetting::new("diff", "jixiao-pdf", "binary", same("true")),
        GitSetting::new("merge", "jixiao", "name", same(TITLE)),
        GitSetting::new("merge", "jixiao", "driver", (driver(DRIVER), [DRIVER, OLD_DRIVER])),
        // What both sides come from may itself be a merge, which no one sees.
        GitSetting::new("merge", "jixiao", "recursive", same(ANCESTOR)),
        GitSetting::new(
            "merge",
            ANCESTOR,
            "driver",
            (driver(ANCESTOR_DRIVER), [ANCESTOR_DRIVER; 2]),
        ),
    ]
}

/// A command for git's shell.
fn command(begin: &str, program: &BStr, templates: Option<&BStr>, (verb, end): Mark) -> BString {
    let (mut test, mut option) = (Vec::new(), Vec::new());
    if let Some(folder) = templates {
        test = [b" && [ -d ", folder.as_bytes(), b" ]"].concat();
        option = [b" --templates ", folder.as_bytes()].concat();
    }
    let parts: [&[u8]; 9] = [
        begin.as_bytes(),
        b"if [ -x ",
        program,
        b" ]",
        &test,
        b"; then ",
        program,
        verb.as_bytes(),
        &option,
    ];
    [&parts.concat(), end.as_bytes()].concat().into()
}

/// Reads a `config`.
pub fn read(config: &[u8]) -> Result<File, String> {
    File::from_bytes_no_includes(config, Metadata::from(Source::Local), Options::default())
        .map_err(|cause| cause.to_string())
}

impl GitSetting {
    fn new(
        section: &'static str,
        subsection: &'static str,
        key: &'static str,
        (value, marks): (BString, [Mark; 2]),
    ) -> Self {
        Self { section, subsection, key, value, marks }
    }

    /// What git calls it.
    pub fn name(&self) -> String {
        format!("{}.{}.{}", self.section, self.subsection, self.key)
    }

    /// A value of it that someone else has written.
    pub fn foreign(&self, config: &File) -> Option<BString> {
        self.values(config).into_iter().find(|value| !self.is_ours(value.as_ref()))
    }

    /// Writes it.
    pub fn write(&self, config: &mut File) -> Result<Change, String> {
        let change = match self.values(config).last() {
            Some(value) if *value == self.value => return Ok(Change::Kept),
            Some(_) => Change::Updated,
            None => Change::Added,
        };
        let value = self.value.as_bstr();
        config
            .set_raw_value_by(self.section, self.subsection, self.key, value)
            .map_err(|cause| cause.to_string())?;
        Ok(change)
    }

    /// Removes it, and its section if that held nothing else; `None` where there is
    /// none of ours.
    pub fn remove(&self, config: &mut File) -> Option<Change> {
        let sections = config.sections_and_ids_by_name(self.section)?;
        let ids: Vec<_> = sections
            .filter(|(section, _)| {
                section.header().subsection_name() == Some(self.subsection.into())
            })
            .map(|(_, id)| id)
            .collect();
        let mut change = None;
        for id in ids {
            let mut section = config.section_mut_by_id(id)?;
            while section.value(self.key).is_some_and(|value| self.is_ours(value.as_ref())) {
                section.remove(self.key);
                change = Some(Change::Removed);
            }
            // What is left may be a comment of someone's.
            let is_bare =
                section.num_values() == 0 && section.to_bstring().find_byteset("#;").is_none();
            if change.is_some() && is_bare {
                config.remove_section_by_id(id);
            }
        }
        change
    }

    fn values(&self, config: &File) -> Vec<BString> {
        config.raw_values_by(self.section, self.subsection, self.key).unwrap_or_default()
    }

    fn is_ours(&self, value: &BStr) -> bool {
        let is_it =
            |(verb, end): &Mark| value.contains_str(verb) && value.ends_with(end.as_bytes());
        self.marks.iter().any(is_it)
    }
}
