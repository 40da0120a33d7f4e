//! The list as tables: the details, and the sums of each group.

use std::cmp::Reverse;

use super::{Charge, Group, Holder, Worklist};
use crate::diagnostic::Severity;
use crate::diagnostic::render::one_line;
use crate::form::Attribute;
use crate::tabular::{ColumnKind, DataColumn, DataRow, DataTable, Datum, RowKind, Tables};

/// What a report is called.
const TITLE: &str = "项目文件检查报告";

/// How many files there are of some, and what was found in them.
#[derive(Default)]
struct Sums {
    files: usize,
    /// Those with errors.
    wrong: usize,
    /// Those with nothing worse than warnings.
    doubtful: usize,
    errors: usize,
    warnings: usize,
    hints: usize,
    /// Files that are no projects.
    others: usize,
}

impl Worklist<'_> {
    /// The tables of all groups, or of one.
    pub fn tables(&self, only: Option<&Group>) -> Tables {
        let is_wanted = |holder: &Holder| only.is_none_or(|group| holder.group == *group);
        let charges = self.charges.iter().filter(|it| is_wanted(&self.holders[it.holder]));
        let details = DataTable {
            title: "明细".to_owned(),
            columns: self.detail_columns(),
            rows: charges.map(|charge| self.row(charge)).collect(),
            ..DataTable::default()
        };
        let mut tables = vec![details];
        if only.is_none() && self.groups.len() > 1 {
            tables.push(self.summary());
        }
        let title = match only {
            Some(group) => format!("{TITLE}：{}", group.title()),
            None => TITLE.to_owned(),
        };
        let sums = Sums::of(self.holders.iter().filter(|holder| is_wanted(holder)));
        Tables { title, notes: vec![sums.to_words()], tables }
    }

    fn detail_columns(&self) -> Vec<DataColumn> {
        let who = self.columns.iter().map(|(attribute, title)| {
            let kind = match attribute {
                Attribute::Folder => ColumnKind::Path,
                _ => ColumnKind::Text,
            };
            DataColumn { is_group: *attribute == self.by, ..DataColumn::new(title, kind) }
        });
        let what = [
            ("文件", ColumnKind::Path),
            ("行", ColumnKind::Number),
            ("级别", ColumnKind::Text),
            ("有什么问题", ColumnKind::Text),
            ("怎样改", ColumnKind::Text),
            ("规则", ColumnKind::Text),
        ];
        who.chain(what.map(|(title, kind)| DataColumn::new(title, kind))).collect()
    }

    fn row(&self, charge: &Charge) -> DataRow {
        let Charge { found, line, elsewhere, .. } = charge;
        let holder = &self.holders[charge.holder];
        let who = holder.says.iter().map(|said| Datum::text(said.as_deref()));
        let message = match elsewhere.as_str() {
            "" => one_line(&found.message),
            elsewhere => format!("{}\n另见：{}", one_line(&found.message), one_line(elsewhere)),
        };
        let help = found.help.as_deref().map(one_line);
        let what = [
            Datum::Text(holder.file.clone()),
            line.map_or(Datum::Empty, Datum::Count),
            Datum::Text(found.severity.title().to_owned()),
            Datum::Text(message),
            Datum::text(help.as_deref()),
            Datum::Text(found.rule.name.to_owned()),
        ];
        DataRow {
            kind: RowKind::Entry,
            is_grave: found.severity == Severity::Error,
            group: Some(holder.group.title()),
            cells: who.chain(what).collect(),
        }
    }

    /// How much was found in each group.
    fn summary(&self) -> DataTable {
        let by = self.columns.iter().find(|(attribute, _)| *attribute == self.by);
        let by = by.map_or(self.by.title(), |(_, title)| title);
        let counts = ["项目文件", "有错误的文件", "只有警告的文件", "错误", "警告"];
        let counts = counts.map(|title| DataColumn::new(title, ColumnKind::Number));
        let row = |kind, title: String, sums: &Sums| DataRow {
            kind,
            is_grave: sums.errors > 0,
            group: None,
            cells: [Datum::Text(title)].into_iter().chain(sums.cells()).collect(),
        };
        let sums = |group: &Group| Sums::of(self.holders.iter().filter(|it| it.group == *group));
        let groups = self.groups.iter().map(|group| (group.title(), sums(group)));
        let (mut groups, fine): (Vec<_>, Vec<_>) = groups.partition(|(_, sums)| !sums.is_fine());
        // Those with most to mend come first; the others, of which there are many, take one line.
        groups.sort_by_key(|(_, sums)| Reverse((sums.errors, sums.warnings)));
        match fine.len() {
            0..2 => groups.extend(fine),
            count => {
                let files = fine.iter().map(|(_, sums)| sums.files).sum();
                let sums = Sums { files, ..Sums::default() };
                groups.push((format!("另有 {count} 个{by}没有问题"), sums));
            }
        }
        let groups = groups.into_iter().map(|(title, sums)| row(RowKind::Entry, title, &sums));
        let all = row(RowKind::Total, "合计".to_owned(), &Sums::of(self.holders.iter()));
        DataTable {
            title: format!("按{by}汇总"),
            is_summary: true,
            columns: [DataColumn::new(by, ColumnKind::Text)].into_iter().chain(counts).collect(),
            rows: groups.chain([all]).collect(),
        }
    }
}

impl Sums {
    fn of<'a>(holders: impl Iterator<Item = &'a Holder>) -> Self {
        let mut sums = Self::default();
        for holder in holders {
            sums.errors += holder.errors;
            sums.warnings += holder.warnings;
            sums.hints += holder.hints;
            if !holder.is_project {
                sums.others += 1;
                continue;
            }
            sums.files += 1;
            sums.wrong += usize::from(holder.errors > 0);
            sums.doubtful += usize::from(holder.errors == 0 && holder.warnings > 0);
        }
        sums
    }

    /// Whether nothing is to be mended.
    fn is_fine(&self) -> bool {
        self.errors + self.warnings + self.hints == 0
    }

    fn cells(&self) -> [Datum; 5] {
        [self.files, self.wrong, self.doubtful, self.errors, self.warnings].map(Datum::Count)
    }

    /// All of it in a sentence.
    fn to_words(&self) -> String {
        let Self { files, wrong, doubtful, errors, warnings, hints, others } = self;
        let fine = files - wrong - doubtful;
        let mut words = format!(
            "{files} 份项目文件，其中 {wrong} 份有错误，{doubtful} 份只有警告，{fine} 份没有问题；\
             共 {errors} 处错误、{warnings} 处警告"
        );
        if *hints > 0 {
            words += &format!("、{hints} 条建议");
        }
        if *others > 0 {
            words += &format!("，其中有的在另外 {others} 处，不在项目文件里");
        }
        words
    }
}
