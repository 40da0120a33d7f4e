//! Made-up forms: as many as one likes, all different, the same in every run.
//!
//! Every one begins with one of the real forms in `projects/`, in turn, and has
//! other names, numbers, texts and rows: about as many of them as the real one.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_yaml::{Mapping, Value};

use super::random::Random;
use super::words::{
    BODIES, EXPENSES, GIVEN_NAMES, INDICATORS, PLACES, SENTENCES, SURNAMES, TRADES,
};

const PROJECTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/projects/2026");
const DEFAULTS: &str = "_defaults.yaml";
/// How many forms lie in one folder.
const PER_FOLDER: usize = 100;

/// A count of things, and not a year, a number of a document or of a paragraph.
static COUNT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("[0-9]+([家场名台册个项])").expect("a valid pattern"));
/// The number of a document.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("〔[0-9]+〕[0-9]+号").expect("a valid pattern"));

/// The real forms, from which others are made.
pub struct Maker {
    samples: Vec<Mapping>,
    defaults: String,
}

impl Maker {
    /// Reads the real forms.
    pub fn new() -> Self {
        let folder = Path::new(PROJECTS);
        let read = |path: &Path| fs::read_to_string(path).expect("a real form");
        let mut files: Vec<PathBuf> = fs::read_dir(folder)
            .expect("the real forms")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| !path.ends_with(DEFAULTS))
            .collect();
        files.sort();
        let parse = |path: &PathBuf| serde_yaml::from_str(&read(path)).expect("a real form");
        let samples = files.iter().map(parse).collect();
        Self { samples, defaults: read(&folder.join(DEFAULTS)) }
    }

    /// Writes `count` forms to `folder` and below it, and tells their files.
    pub fn write(&self, folder: &Path, count: usize) -> Vec<PathBuf> {
        fs::create_dir_all(folder).expect("a folder");
        fs::write(folder.join(DEFAULTS), &self.defaults).expect("the defaults");
        let write = |index| {
            let below = folder.join(format!("单位{:03}", index / PER_FOLDER));
            if index % PER_FOLDER == 0 {
                fs::create_dir_all(&below).expect("a folder");
            }
            let file = below.join(format!("项目{index:05}.yaml"));
            fs::write(&file, self.form(index)).expect("a form");
            file
        };
        (0..count).map(write).collect()
    }

    /// The form number `index`, as YAML.
    pub fn form(&self, index: usize) -> String {
        let sample = &self.samples[index % self.samples.len()];
        let mut random = Random::new(index as u64);
        // Numbers grow together, so that what belongs together still does.
        let factor = random.between(1, 9);
        Made { sample, index, factor, random }.write()
    }
}

/// A form in the making.
struct Made<'a> {
    sample: &'a Mapping,
    index: usize,
    factor: u64,
    random: Random,
}

impl Made<'_> {
    fn write(&mut self) -> String {
        let place = self.random.pick(&PLACES);
        let trade = self.random.pick(&TRADES);
        let body = self.random.pick(&BODIES);
        let person = [self.random.pick(&SURNAMES), self.random.pick(&GIVEN_NAMES)].concat();
        let phone = self.random.between(5200_0000, 8999_9999);
        let name = format!("{place}{trade}{}{:05}", self.own("项目名称"), self.index);
        let unit = format!("南京市{place}{trade}{body}");
        let unit = match self.random.between(0, 2) {
            0 => unit,
            _ => format!("{unit}\n(原: 南京市{trade}{})", self.random.pick(&BODIES)),
        };
        let mut yaml = String::new();
        put(&mut yaml, "项目名称", &name);
        for key in ["项目类型", "开始时间", "完成时间"] {
            put(&mut yaml, key, self.own(key));
        }
        put(&mut yaml, "实施单位", &unit);
        put(&mut yaml, "项目负责人", &person);
        put(&mut yaml, "联系电话", &phone.to_string());
        for key in ["立项必要性", "实施可行性", "项目实施内容"] {
            put(&mut yaml, key, &self.text(key));
        }
        self.put_funds(&mut yaml, &format!("{trade}{}", self.own("项目名称")));
        for key in ["中长期目标", "年度目标"] {
            put(&mut yaml, key, &self.text(key));
        }
        self.put_indicators(&mut yaml);
        yaml
    }

    /// What the real form says under `key`.
    fn own(&self, key: &str) -> &str {
        self.sample[key].as_str().expect("a text")
    }

    /// The text under `key`, with other numbers; a line is left out, a sentence is new.
    fn text(&mut self, key: &str) -> String {
        let is_narrow = self.own(key).contains([',', ';']);
        let mut lines: Vec<String> = Vec::new();
        for line in self.own(key).lines() {
            // The same document twice would be a warning.
            let is_there = NUMBER
                .find(line)
                .is_some_and(|number| lines.iter().any(|line| line.contains(number.as_str())));
            if !is_there && !line.contains("XX") {
                lines.push(self.with_numbers(line));
            }
        }
        // One goes and one comes: the text stays about as long.
        if lines.len() > 2 {
            let last = lines.len() as u64 - 1;
            lines.remove(self.random.between(0, last) as usize);
        }
        if lines.len() > 2 || self.random.between(0, 1) == 0 {
            lines.push(self.sentence(is_narrow));
        }
        lines.join("\n")
    }

    /// A new sentence, with marks as wide as those of the text that it goes to.
    fn sentence(&mut self, is_narrow: bool) -> String {
        let number = self.random.between(2, 900);
        let sentence = self.random.pick(&SENTENCES).replace('#', &number.to_string());
        if is_narrow { sentence.replace('，', ",") } else { sentence }
    }

    fn with_numbers(&self, line: &str) -> String {
        let replace = |found: &Captures| {
            let digits = found[0].trim_end_matches(|c: char| !c.is_ascii_digit());
            let number: u64 = digits.parse().expect("digits");
            format!("{}{}", number * self.factor, &found[1])
        };
        COUNT.replace_all(line, replace).into_owned()
    }

    fn put_funds(&mut self, yaml: &mut String, name: &str) {
        let more = self.random.between(0, 2);
        let mut items = vec![name];
        items.extend(self.random.some(&EXPENSES, more));
        let mut total = 0;
        let mut rows = String::new();
        for item in items {
            let full = self.random.between(10, 900_000);
            let half = self.random.between(0, full);
            total += full;
            let _ = writeln!(rows, "    {item}: [{}, {}]", amount(half), amount(full));
        }
        let _ = write!(yaml, "项目资金:\n  资金总额: {}\n  支出:\n{rows}", amount(total));
    }

    fn put_indicators(&mut self, yaml: &mut String) {
        let more = self.random.between(0, 3);
        let mut more = self.random.some(&INDICATORS, more);
        yaml.push_str("绩效指标:\n");
        for (level1, groups) in mapping(&self.sample["绩效指标"]) {
            let _ = writeln!(yaml, "  {level1}:");
            for (level2, rows) in mapping(groups) {
                let _ = writeln!(yaml, "    {level2}:");
                for (name, values) in mapping(rows) {
                    let value = |index: usize| scalar(&values[index]);
                    let (half, full) = (value(0), value(1));
                    let (half, full) = (self.with_numbers(&half), self.with_numbers(&full));
                    let _ = writeln!(yaml, "      {name}: [{half}, {full}]");
                }
                let here = |row: &mut [&str; 5]| row[0] == level1 && row[1] == level2;
                for row in more.extract_if(.., here) {
                    self.put_indicator(yaml, row);
                }
            }
            self.put_groups(yaml, level1, &mut more);
        }
        while let Some([level1, ..]) = more.first().copied() {
            let _ = writeln!(yaml, "  {level1}:");
            self.put_groups(yaml, level1, &mut more);
        }
    }

    /// The groups of `level1` that the real form does not have.
    fn put_groups(&mut self, yaml: &mut String, level1: &str, more: &mut Vec<[&str; 5]>) {
        while let Some([_, level2, ..]) = more.iter().find(|row| row[0] == level1).copied() {
            let _ = writeln!(yaml, "    {level2}:");
            for row in more.extract_if(.., |row| row[0] == level1 && row[1] == level2) {
                self.put_indicator(yaml, row);
            }
        }
    }

    fn put_indicator(&mut self, yaml: &mut String, [_, _, name, half, full]: [&str; 5]) {
        let number = self.random.between(1, 400);
        let value = |text: &str| {
            text.replace('#', &number.to_string()).replace('@', &(2 * number).to_string())
        };
        let _ = writeln!(yaml, "      {name}: [{}, {}]", value(half), value(full));
    }
}

/// Writes a text as people do: in a block where it has lines, in quotes where it
/// must be.
fn put(yaml: &mut String, key: &str, text: &str) {
    let _ = match text {
        _ if text.contains('\n') => writeln!(yaml, "{key}: |-\n  {}", text.replace('\n', "\n  ")),
        _ if text.contains(": ") || text.parse::<f64>().is_ok() => {
            writeln!(yaml, "{key}: {text:?}")
        }
        _ => writeln!(yaml, "{key}: {text}"),
    };
}

/// An amount in hundredths.
fn amount(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn mapping(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let mapping = value.as_mapping().expect("a mapping");
    mapping.iter().map(|(key, value)| (key.as_str().expect("a text"), value))
}

/// A value as it stands in a form.
pub fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => serde_yaml::to_string(value).expect("a value").trim().to_owned(),
    }
}
