//! From TOML to settings, each with its place; what is wrong is told all at once.

use std::ffi::OsStr;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use toml_edit::{ImDocument, Item, TableLike, TomlError};

use super::bad;
use super::file::{ConfigFile, Entered, Rules};
use crate::cli::parse;
use crate::diagnostic::rule::Rule;
use crate::diagnostic::{Diagnostic, Place, Severity, SourceFile};
use crate::system::output::real;
use crate::text::nearest::nearest;

/// The settings that there are, and what they look like.
pub const KEYS: [(&str, &str); 8] = [
    ("output", "文件夹，如 output = \"out\""),
    ("templates", "文件夹，如 templates = \"版式\""),
    ("fonts", "文件夹，如 fonts = \"字体\""),
    ("timeout", "大于 0 的秒数，如 timeout = 60"),
    ("jobs", "1 以上的整数，如 jobs = 4"),
    ("hints", "true 或 false，如 hints = true"),
    ("rules", "一节，如 [rules]，下面每行一条规则：placeholder = \"deny\""),
    ("folders", "文件夹的规则，如 [folders.\"projects/历年\".rules]，下面每行一条规则"),
];
/// What may be said of a rule.
const LEVELS: [(&str, Option<Severity>); 3] =
    [("deny", Some(Severity::Error)), ("warn", Some(Severity::Warning)), ("allow", None)];
/// All warnings, among the rules.
pub const WARNINGS: &str = "warnings";

/// Reads one file.
pub struct Reader<'a> {
    file: &'a SourceFile,
    /// The folder that it is in, and the one that the user is in.
    folder: &'a Path,
    here: &'a Path,
    /// What is wrong.
    pub found: Vec<Diagnostic>,
}

/// What a setting looks like.
fn wanted(key: &str) -> &'static str {
    KEYS.iter().find(|(known, _)| *known == key).map_or("", |(_, wanted)| wanted)
}

/// The settings in a file; what is wrong with them is left in the reader.
pub fn read(reader: &mut Reader) -> Option<ConfigFile> {
    let document = match ImDocument::parse(reader.file.text()) {
        Ok(document) => document,
        Err(error) => {
            let explained = reader.explain(&error);
            reader.found.push(explained);
            return None;
        }
    };
    let table = document.as_table();
    reader.expect(table, &KEYS.map(|(key, _)| key));
    let output = reader.folder(table, "output");
    let templates = reader.folder(table, "templates");
    let fonts = reader.folder(table, "fonts");
    let seconds = |item: &Item| {
        let whole = item.as_integer().map(|seconds| seconds.to_string());
        let text = whole.or_else(|| item.as_float().map(|seconds| seconds.to_string()))?;
        parse::timeout(&text).ok()
    };
    let timeout: Option<Entered<Duration>> = reader.value(table, "timeout", seconds);
    let jobs =
        reader.value(table, "jobs", |item| parse::jobs(&item.as_integer()?.to_string()).ok());
    let hints = reader.value(table, "hints", Item::as_bool);
    let rules = reader.table(table, "rules").map(|table| reader.rules(table));
    let mut folders = Vec::new();
    let mut folder_places = Vec::new();
    if let Some(table) = reader.table(table, "folders") {
        for (name, item) in table.iter() {
            let place = reader.place(reader.key_span(table, name));
            let Some(folder) = reader.below(name, &place) else { continue };
            let Some(inner) = item.as_table_like() else {
                reader.found.push(
                    bad(format!("“{name}”应是一节"))
                        .at(place)
                        .help(format!("应是：{}", wanted("folders"))),
                );
                continue;
            };
            reader.expect(inner, &["rules"]);
            let folder = reader.folder.join(folder);
            if folders.iter().any(|(known, _)| *known == folder) {
                reader.found.push(bad("同一个文件夹写了两次").at(place).help("只留一处"));
            } else if let Some(rules) = reader.table(inner, "rules") {
                folders.push((folder, reader.rules(rules)));
                folder_places.push(place);
            }
        }
    }
    Some(ConfigFile {
        file: reader.file.clone(),
        folder: reader.folder.to_owned(),
        output,
        templates,
        fonts,
        timeout,
        jobs,
        hints,
        rules: rules.unwrap_or_default(),
        folders,
        folder_places,
    })
}

impl<'a> Reader<'a> {
    /// A reader of `file`, which is in `folder`, as it is seen from `here`.
    pub fn new(file: &'a SourceFile, folder: &'a Path, here: &'a Path) -> Self {
        Self { file, folder, here, found: Vec::new() }
    }

    fn place(&self, span: Option<Range<usize>>) -> Place {
        match span {
            Some(span) => Place::new(self.file, span),
            None => Place::from(self.file),
        }
    }

    fn key_span(&self, table: &dyn TableLike, key: &str) -> Option<Range<usize>> {
        table.get_key_value(key)?.0.span()
    }

    /// Tells keys that there are none of.
    fn expect(&mut self, table: &dyn TableLike, known: &[&str]) {
        for (key, _) in table.iter().filter(|(key, _)| !known.contains(key)) {
            let help = match nearest(key, known.iter().copied()) {
                Some(near) => format!("是不是“{near}”？"),
                None if Rule::named(key).is_some() => "规则写在 [rules] 的下面".into(),
                None => format!("可以写的有：{}", known.join("、")),
            };
            let place = self.place(self.key_span(table, key));
            self.found.push(bad(format!("没有“{key}”这一项设置")).at(place).help(help));
        }
    }

    /// The value under `key` as `parse` makes it of the item; where it makes none, that is told.
    fn value<T>(
        &mut self,
        table: &dyn TableLike,
        key: &str,
        parse: impl Fn(&Item) -> Option<T>,
    ) -> Option<Entered<T>> {
        let item = table.get(key)?;
        let place = self.place(item.span().or_else(|| self.key_span(table, key)));
        match parse(item) {
            Some(value) => Some(Entered { value, place }),
            None => {
                self.found.push(
                    bad(format!("“{key}”的值不对"))
                        .at(place)
                        .help(format!("应是：{}", wanted(key))),
                );
                None
            }
        }
    }

    fn table<'t>(&mut self, table: &'t dyn TableLike, key: &str) -> Option<&'t dyn TableLike> {
        let item = table.get(key)?;
        if item.as_table_like().is_none() {
            self.value(table, key, |_| None::<()>);
        }
        item.as_table_like()
    }

    /// A folder below the one that the file is in, as it is seen from where the user is.
    fn folder(&mut self, table: &dyn TableLike, key: &str) -> Option<Entered<PathBuf>> {
        let entered = self.value(table, key, |item| item.as_str().map(str::to_owned))?;
        let Entered { value, place } = entered;
        let below = self.below(&value, &place)?;
        let path = self.folder.join(below);
        if !real(&path).starts_with(real(self.folder)) {
            let message = format!("“{value}”经过符号链接指到这个文件夹的外面");
            let help = "换成文件夹本身；要用别处的，写在命令里";
            self.found.push(bad(message).at(place).help(help));
            return None;
        }
        let seen = pathdiff::diff_paths(&path, self.here).unwrap_or(path);
        let seen = if seen.as_os_str().is_empty() { PathBuf::from(".") } else { seen };
        Some(Entered { value: seen, place })
    }

    /// A path below the folder that the file is in: whoever writes the file, who may not be the
    /// one who runs the program, has no say over other folders.
    fn below(&mut self, value: &str, place: &Place) -> Option<PathBuf> {
        let path = Path::new(value);
        // What is hidden belongs to other programs, such as git.
        let is_seen = |name: &OsStr| !name.as_encoded_bytes().starts_with(b".");
        let is_below = path.components().all(|it| match it {
            Component::Normal(name) => is_seen(name),
            it => it == Component::CurDir,
        });
        if is_below && !value.trim().is_empty() {
            return Some(path.components().filter(|it| *it != Component::CurDir).collect());
        }
        let message = format!("“{value}”不是 jixiao.toml 所在文件夹里的路径");
        let help = "从 jixiao.toml 所在的文件夹写起，不用“..”、绝对路径和以点开头的文件夹；要用别处的，写在命令里";
        self.found.push(bad(message).at(place.clone()).help(help));
        None
    }

    fn rules(&mut self, table: &dyn TableLike) -> Rules {
        let mut rules = Rules::default();
        for (name, item) in table.iter() {
            let named = self.place(self.key_span(table, name));
            let level = item.as_str().and_then(|level| {
                LEVELS.iter().find(|(known, _)| known.eq_ignore_ascii_case(level))
            });
            let place = self.place(item.span());
            let Some(&(_, severity)) = level else {
                let message = format!("“{name}”的值不对");
                let help = "应是 \"deny\"（当作错误）、\"warn\"（当作警告）或 \"allow\"（不管）";
                self.found.push(bad(message).at(place).help(help));
                continue;
            };
            match (name, Rule::named(name), severity) {
                (WARNINGS, _, None) => {
                    let help = "写 \"deny\" 把警告当作错误，写 \"warn\" 还是警告；不管一条规则，写它的名称";
                    self.found.push(bad("不能不管所有警告").at(place).help(help));
                }
                (WARNINGS, _, Some(severity)) => {
                    let value = severity == Severity::Error;
                    rules.deny_warnings = Some(Entered { value, place });
                }
                (_, None, _) => {
                    let why = parse::rule(name).err().unwrap_or_default();
                    self.found.push(
                        bad(format!("没有“{name}”这条规则"))
                            .at(named)
                            .help(why.split_once('；').map_or(why.as_str(), |(_, advice)| advice)),
                    );
                }
                (_, Some(rule), severity) => match rule.check_severity(severity) {
                    Ok(()) => {
                        rules.set.insert(rule.name, Entered { value: severity, place });
                    }
                    Err(message) => self.found.push(bad(message).at(place).help("删去这一行")),
                },
            }
        }
        rules
    }

    /// What is wrong with the syntax, at its place.
    fn explain(&self, error: &TomlError) -> Diagnostic {
        let text = self.file.text();
        let span = error.span().map(|span| {
            let start = text.floor_char_boundary(span.start.min(text.len()));
            start..text.ceil_char_boundary(span.end.clamp(start, text.len()))
        });
        let is_twice = error.message().contains("duplicate key");
        let (message, help) = match is_twice {
            true => ("同一项写了两次", "只留一处"),
            false => (
                "这里不合 TOML 的写法",
                "一行一项，写成 名称 = 值；文字加英文引号，如 output = \"out\"；中文的名称也加引号",
            ),
        };
        bad(message).at(self.place(span)).help(help)
    }
}
