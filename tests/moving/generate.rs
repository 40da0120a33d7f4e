//! Indicators of all forms by chance, and what two people make of them.

use proptest::prelude::*;
use proptest::sample::select;

/// How one writes a row with these values, behind the colon.
type WriteRow = fn([u8; 2]) -> String;

/// The forms that have indicators, and how one writes a row of theirs.
pub const FORMS: [(&str, WriteRow); 5] = [
    ("目标表", |[a, b]| format!(" [{a}个, {b}个]")),
    // It has but one column.
    ("申报表", |[a, _]| format!(" {a}个")),
    ("自评表", |[a, b]| format!(" [{a}个, {b}个, 10, 10, \"\"]")),
    ("监控表", |[a, b]| {
        let pairs = [("年度指标值", a), ("1—7月执行情况", b), ("全年预计完成情况", 1)];
        let lines = pairs.map(|(key, value)| format!("\n        {key}: {value}个"));
        lines.concat() + "\n        完成目标可能性: 确定能"
    }),
    ("镇江目标表", |[a, b]| format!(" [{a}个, {b}个]")),
];

/// The groups that there are: 一级 and 二级, without 指标 at the end.
const GROUPS: [(&str, &str); 5] = [
    ("产出", "数量"),
    ("产出", "质量"),
    ("产出", "时效"),
    ("效益", "社会效益"),
    ("效益", "经济效益"),
];

const NAMES: [&str; 8] =
    ["培训场次", "合格率", "完成时间", "服务企业", "检测次数", "覆盖率", "响应时间", "受益人数"];
const NEW: [&str; 4] = ["维护次数", "返修率", "投诉率", "办结率"];

/// An indicator in a version of a form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Which one it is, the same in all versions; new ones have none.
    pub number: Option<usize>,
    /// Its name, without 指标 at the end.
    pub name: String,
    /// The number of its group.
    pub group: usize,
    /// What it says.
    pub values: [u8; 2],
    /// Comments above it.
    pub remarks: Vec<String>,
}

/// A version of a form: its indicators in their order, and which names have 指标 at their
/// end.
#[derive(Debug, Clone)]
pub struct Version {
    /// The indicators.
    pub rows: Vec<Row>,
    spelling: u16,
}

/// Something that someone does to it.
#[derive(Debug, Clone)]
pub enum Edit {
    /// Gives a row a new name.
    Rename(usize, &'static str),
    /// Puts it below another group, among the rows there.
    Move(usize, usize, usize),
    /// Changes one of its values.
    Change(usize, usize, u8),
    Remove(usize),
    RemoveGroup(usize),
    Add(&'static str, usize, u8, usize),
    Remark(usize, u8),
    /// Puts it elsewhere among the rows of its group.
    Shift(usize, usize),
    /// Writes a name with 指标 or without.
    Spell(u8),
}

/// A form, what it was, and what two people have done to it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The index of the form.
    pub form: usize,
    /// What it was.
    pub base: Version,
    /// What each of them did.
    pub edits: [Vec<Edit>; 2],
}

/// A value that no other row has: none looks like another one under a new name.
fn value(number: Option<usize>, value: u8) -> u8 {
    value + 20 * number.map_or(0, |number| u8::try_from(number + 1).unwrap_or_default())
}

fn version() -> impl Strategy<Value = Version> {
    let row = (0..GROUPS.len(), [1..4u8, 1..4u8]);
    (prop::collection::vec(row, 1..8), any::<u16>()).prop_map(|(rows, spelling)| {
        let row = |(number, (group, values)): (usize, (usize, [u8; 2]))| Row {
            number: Some(number),
            name: NAMES[number].to_owned(),
            group,
            values: [value(Some(number), values[0]), values[1]],
            remarks: Vec::new(),
        };
        Version { rows: rows.into_iter().enumerate().map(row).collect(), spelling }
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    let (row, group, place) = (0..8usize, 0..GROUPS.len(), 0..8usize);
    prop_oneof![
        2 => (row.clone(), select(&NEW[..])).prop_map(|(row, name)| Edit::Rename(row, name)),
        4 => (row.clone(), group.clone(), place.clone()).prop_map(|(row, to, at)| Edit::Move(row, to, at)),
        3 => (row.clone(), 0..2usize, 1..6u8).prop_map(|(row, column, value)| Edit::Change(row, column, value)),
        2 => row.clone().prop_map(Edit::Remove),
        1 => group.clone().prop_map(Edit::RemoveGroup),
        3 => (select(&NEW[..]), group, 1..3u8, place.clone()).prop_map(|(name, to, value, at)| Edit::Add(name, to, value, at)),
        1 => (row.clone(), 0..9u8).prop_map(|(row, remark)| Edit::Remark(row, remark)),
        1 => (row, place).prop_map(|(row, at)| Edit::Shift(row, at)),
        1 => (0..16u8).prop_map(Edit::Spell),
    ]
}

/// Any case, with some edits on either side.
pub fn case() -> impl Strategy<Value = Case> {
    let edits = || prop::collection::vec(edit(), 0..4);
    (0..FORMS.len(), version(), edits(), edits()).prop_map(|(form, base, ours, theirs)| Case {
        form,
        base,
        edits: [ours, theirs],
    })
}

impl Case {
    /// What it was, and what each of them has made of it.
    pub fn versions(&self) -> [Version; 3] {
        let [ours, theirs] = [0, 1].map(|side| {
            let mut version = self.base.clone();
            self.edits[side].iter().for_each(|edit| version.apply(edit, side));
            version
        });
        let mut versions = [self.base.clone(), ours, theirs];
        if FORMS[self.form].0 == "申报表" {
            let rows = versions.iter_mut().flat_map(|version| &mut version.rows);
            rows.for_each(|row| row.values[1] = 0);
        }
        versions
    }

    /// Their texts.
    pub fn texts(&self) -> [String; 3] {
        self.versions().map(|version| version.write(self.form))
    }
}

impl Version {
    fn apply(&mut self, edit: &Edit, side: usize) {
        let index = |row: &usize| row % self.rows.len().max(1);
        match edit {
            Edit::Rename(row, name) if !self.has(name) => {
                let row = index(row);
                if let Some(row) = self.rows.get_mut(row) {
                    row.name = (*name).to_owned();
                }
            }
            Edit::Move(row, to, at) if !self.rows.is_empty() => {
                let mut row = self.rows.remove(index(row));
                row.group = *to;
                self.put(row, *at);
            }
            Edit::Shift(row, at) if !self.rows.is_empty() => {
                let row = self.rows.remove(index(row));
                self.put(row, *at);
            }
            Edit::Change(row, column, new) => {
                let row = index(row);
                if let Some(row) = self.rows.get_mut(row) {
                    row.values[*column] = if *column == 0 { value(row.number, *new) } else { *new };
                }
            }
            Edit::Remove(row) if !self.rows.is_empty() => {
                self.rows.remove(index(row));
            }
            Edit::RemoveGroup(group) => self.rows.retain(|row| row.group != *group),
            Edit::Add(name, group, new, at) if !self.has(name) => {
                let (name, values) = ((*name).to_owned(), [value(None, *new), 1]);
                let row = Row { number: None, name, group: *group, values, remarks: Vec::new() };
                self.put(row, *at);
            }
            Edit::Remark(row, remark) => {
                let row = index(row);
                if let Some(row) = self.rows.get_mut(row) {
                    row.remarks.push(format!("# 注{side}{remark}"));
                }
            }
            Edit::Spell(name) => self.spelling ^= 1 << name,
            _ => {}
        }
    }

    fn put(&mut self, row: Row, at: usize) {
        self.rows.insert(at.min(self.rows.len()), row);
    }

    fn has(&self, name: &str) -> bool {
        self.rows.iter().any(|row| row.name == name)
    }

    /// A name as this version writes it.
    fn spelt(&self, name: &str) -> String {
        let number = GROUPS.iter().position(|(first, second)| *first == name || *second == name);
        let number = number.unwrap_or_else(|| 8 + name.len() % 8);
        let has_it = self.spelling >> number & 1 == 1;
        format!("{name}{}", if has_it { "指标" } else { "" })
    }

    fn write(&self, form: usize) -> String {
        let (form, write) = FORMS[form];
        let mut text = format!("表: {form}\n年度: 2026\n项目名称: 甲");
        text.push_str(if self.rows.is_empty() { "" } else { "\n绩效指标:" });
        let mut first = "";
        for (number, (group, below)) in GROUPS.iter().enumerate() {
            let rows: Vec<&Row> = self.rows.iter().filter(|row| row.group == number).collect();
            if rows.is_empty() {
                continue;
            }
            if *group != first {
                text.push_str(&format!("\n  {}:", self.spelt(group)));
                first = group;
            }
            text.push_str(&format!("\n    {}:", self.spelt(below)));
            for row in rows {
                for remark in &row.remarks {
                    text.push_str(&format!("\n      {remark}"));
                }
                text.push_str(&format!("\n      {}:{}", self.spelt(&row.name), write(row.values)));
            }
        }
        text + "\n"
    }
}

/// The two names of a group, without 指标 at the end.
pub fn group(number: usize) -> (&'static str, &'static str) {
    GROUPS[number]
}
