//! What stands in a repository's `config`.

use gix::bstr::{BStr, BString, ByteSlice};
use gix::config::file::Metadata;
use gix::config::file::init::Options;
use gix::config::{File, Source};

use super::Change;

/// One setting that this program writes.
pub struct Setting {
    section: &'static str,
    subsection: &'static str,
    key: &'static str,
    value: BString,
    /// How the value ends whichever program wrote it: this one may have been moved, or
    /// may have been an older one.
    ends: [&'static str; 2],
}

// Where the program is no more, git shows and merges without it.
const TEXTCONV: &str = r#" git textconv "$1"; else cat "$1"; fi; }; f"#;
const PDF_TEXTCONV: &str = r#" git textconv "$1"; else cksum <"$1"; fi; }; f"#;
const DRIVER: &str = " git merge %O %A %B %L %P; else git merge-file -L 我方 -L 原来 -L 对方 \
                      --marker-size=%L %A %O %B; fi";
const ANCESTOR_DRIVER: &str =
    " git merge %O %A %B 0 %P; else git merge-file -q --marker-size=%L %A %O %B; fi";
const OLD_TEXTCONV: &str = " git textconv";
const OLD_DRIVER: &str = " git merge %O %A %B %L %P";
const TITLE: &str = "按栏目合并项目文件";
const ANCESTOR: &str = "jixiao-ancestor";

/// The program's settings; `program` is the beginning of a command that runs it.
pub fn all(program: &BStr) -> [Setting; 7] {
    let command = |begin: &str, program: &[u8], end: &str| -> BString {
        [begin.as_bytes(), b"if [ -x ", program, b" ]; then ", program, end.as_bytes()]
            .concat()
            .into()
    };
    let textconv = |end| command("f() { ", program, end);
    // In a driver, a percent sign of the path itself is written twice.
    let path = program.replace("%", "%%");
    let driver = |end| command("", &path, end);
    let same = |text: &'static str| (text.into(), [text; 2]);
    [
        Setting::new("diff", "jixiao", "textconv", (textconv(TEXTCONV), [TEXTCONV, OLD_TEXTCONV])),
        Setting::new(
            "diff",
            "jixiao-pdf",
            "textconv",
            (textconv(PDF_TEXTCONV), [PDF_TEXTCONV, OLD_TEXTCONV]),
        ),
        Setting::new("diff", "jixiao-pdf", "binary", same("true")),
        Setting::new("merge", "jixiao", "name", same(TITLE)),
        Setting::new("merge", "jixiao", "driver", (driver(DRIVER), [DRIVER, OLD_DRIVER])),
        // What both sides come from may itself be a merge, which no one sees.
        Setting::new("merge", "jixiao", "recursive", same(ANCESTOR)),
        Setting::new("merge", ANCESTOR, "driver", (driver(ANCESTOR_DRIVER), [ANCESTOR_DRIVER; 2])),
    ]
}

/// Reads a `config`.
pub fn read(config: &[u8]) -> Result<File, String> {
    File::from_bytes_no_includes(config, Metadata::from(Source::Local), Options::default())
        .map_err(|cause| cause.to_string())
}

impl Setting {
    fn new(
        section: &'static str,
        subsection: &'static str,
        key: &'static str,
        (value, ends): (BString, [&'static str; 2]),
    ) -> Self {
        Self { section, subsection, key, value, ends }
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
        self.ends.iter().any(|end| value.ends_with(end.as_bytes()))
    }
}
