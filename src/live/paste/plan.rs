//! From the rows of a block to changes of a form.

use std::collections::{BTreeMap, HashMap};

use super::existing::{ExistingRow, compared};
use super::head::Head;
use super::lines::{Line, columns};
use super::problems::Problems;
use super::target::Target;
use super::value::{Said, short};
use super::{Becomes, Pasted, Preview, PreviewCell, PreviewRow};
use crate::form::Names;
use crate::source::change::{Amendment, NewRow, NewValue};

/// Nothing is pasted.
pub fn nothing(problems: Problems) -> Pasted {
    let summary = "没有可以粘贴的内容".to_owned();
    Pasted { summary, problems: problems.told(), ..Pasted::default() }
}

/// The changes that paste rows.
pub fn plan(target: &Target, head: &Head, lines: Vec<Line>, mut problems: Problems) -> Pasted {
    let by_name = !head.names().is_empty();
    let columns = columns(head);
    let placeholders = target.existing.rows.iter().enumerate();
    let placeholders = placeholders.filter(|(_, row)| row.is_placeholder());
    let levels = target.levels.len();
    let mut planner = Planner {
        target,
        columns: &columns,
        problems: &mut problems,
        changes: Vec::new(),
        rows: Vec::new(),
        placeholders: placeholders
            .map(|(number, row)| (compared(&row.names[..levels - 1], usize::MAX), number))
            .collect(),
        added: HashMap::new(),
        groups: HashMap::new(),
        seen: HashMap::new(),
        kept: Vec::new(),
    };
    match by_name {
        true => lines.into_iter().for_each(|line| planner.by_name(line)),
        false => planner.downwards(lines),
    }
    planner.clear_up();
    let Planner { changes, rows, kept, .. } = planner;
    if !kept.is_empty() {
        let message = "空着的格，表上原来写的没有动";
        problems.look(&kept, message, "要清空的，在表上删去");
    }
    let has_new = rows.iter().any(|row| row.is == Becomes::New);
    if target.existing.are_defaults && has_new {
        let message = format!("“{}”现在写在 _defaults.yaml 里", target.keys.join("."));
        problems.look(&[], message, "粘贴以后，这份表用自己的，不再用那里的");
    }
    if rows.is_empty() {
        return nothing(problems);
    }
    let names = target.levels.iter().map(|&name| name.to_owned());
    let titles = columns.iter().map(|column| target.columns[*column].title.replace('\n', ""));
    Pasted {
        summary: summary(&rows),
        problems: problems.told(),
        changes,
        preview: Preview { titles: names.chain(titles).collect(), rows },
    }
}

fn summary(rows: &[PreviewRow]) -> String {
    let count = |becomes: Becomes| rows.iter().filter(|row| row.is == becomes).count();
    let parts = [
        (count(Becomes::New), "新加"),
        (count(Becomes::Changed), "改了"),
        (count(Becomes::Same), "没有变的"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, what)| format!("{what} {count} 行")).collect();
    parts.join("，")
}

struct Planner<'a, 'p> {
    target: &'a Target<'a>,
    columns: &'a [usize],
    problems: &'p mut Problems,
    changes: Vec<Amendment>,
    rows: Vec<PreviewRow>,
    /// Rows that are there to be filled in, by their groups, as long as they are.
    placeholders: BTreeMap<Vec<String>, usize>,
    /// The changes that add rows, by their groups.
    added: HashMap<Vec<String>, usize>,
    /// How groups are written that are not there yet, by their names as they are compared.
    groups: HashMap<Vec<String>, String>,
    /// The rows of the block that have been there, with their numbers.
    seen: HashMap<Vec<String>, usize>,
    /// The rows with blanks where the form says something.
    kept: Vec<usize>,
}

impl Planner<'_, '_> {
    /// Adds a row, or changes the one of its name.
    fn by_name(&mut self, line: Line) {
        let levels = self.target.levels.len();
        let names = self.written(&line);
        let key = compared(&names, levels);
        if let Some(first) = self.seen.get(&key) {
            let name = short(names.last().map_or("", String::as_str));
            let message = format!("“{name}”在第 {first} 行已经有了，这一行没有粘贴");
            self.problems.left_out(&[line.row], message, "换一个名称，或者只留一行");
            return;
        }
        self.seen.insert(key, line.row);
        match self.target.existing.find(&names, levels) {
            Some(number) => self.change(&self.target.existing.rows[number], &line),
            None => self.add(names, line),
        }
    }

    /// The names of a row as the form writes them.
    fn written(&mut self, line: &Line) -> Vec<String> {
        let last = self.target.last_level();
        let mut known = self.target.tree.map(|tree| &tree.names);
        let mut names: Vec<String> = Vec::new();
        for (level, name) in line.names.iter().enumerate() {
            let found = known.and_then(|known| known.find(name));
            let is_free = known.is_none_or(Names::is_free);
            if found.is_none() && !is_free && !name.is_empty() {
                self.tell_unknown(level, name, line.row);
            }
            let above = [&names[..], std::slice::from_ref(name)].concat();
            let group = (level < last).then(|| self.group(&above, found.map(|(name, _)| name)));
            known = found.map(|(_, below)| below);
            let of_row = || found.map_or(name.clone(), |(name, _)| name.to_owned());
            names.push(group.unwrap_or_else(of_row));
        }
        names
    }

    fn tell_unknown(&mut self, level: usize, name: &str, row: usize) {
        let title = self.target.levels[level];
        let message = format!("表上没有“{}”这个{title}，照样写上了", short(name));
        self.problems.look(&[row], message, "写错了的话，在表上改过来");
    }

    /// How a group is written: as it is there, or else as the form has it.
    fn group(&mut self, names: &[String], known: Option<&str>) -> String {
        if let Some(there) = self.target.existing.group(names) {
            return there.to_owned();
        }
        let said = names.last().cloned().unwrap_or_default();
        let new = || known.map_or(said, str::to_owned);
        self.groups.entry(compared(names, usize::MAX)).or_insert_with(new).clone()
    }

    fn add(&mut self, names: Vec<String>, line: Line) {
        let last = self.target.last_level();
        let group = compared(&names[..last], usize::MAX);
        match self.placeholders.remove(&group) {
            Some(number) => {
                let there = &self.target.existing.rows[number].names;
                let there: Vec<String> = there.iter().map(|&name| name.to_owned()).collect();
                let name = names[last].clone();
                self.changes.push(Amendment::Rename { path: self.target.path(&there, None), name });
                self.say(&names, &line.says);
            }
            None => self.add_row(&names, &line.says),
        }
        let path = self.target.path(&names, None);
        let cells = names.into_iter().chain(
            self.columns.iter().map(|it| line.says.get(it).map(Said::text).unwrap_or_default()),
        );
        let cells = cells.map(|text| PreviewCell { text, was: None }).collect();
        self.rows.push(PreviewRow { row: line.row, path, is: Becomes::New, cells });
    }

    /// Adds a row beside the others that come into its group.
    fn add_row(&mut self, names: &[String], says: &BTreeMap<usize, Said>) {
        let (name, group) = (names[names.len() - 1].clone(), &names[..names.len() - 1]);
        let columns = self.target.columns;
        let says = says.iter().map(|(column, said)| {
            let said = match said.clone() {
                Said::Text(text) => NewValue::Text(text),
                Said::Marks(marks) => NewValue::Marks(marks),
            };
            (columns[*column].key.clone(), said)
        });
        let row = NewRow { name, says: says.collect() };
        let number = *self.added.entry(group.to_vec()).or_insert_with(|| {
            let path = self.target.path(group, None);
            self.changes.push(Amendment::AddRows { path, rows: Vec::new() });
            self.changes.len() - 1
        });
        if let Some(Amendment::AddRows { rows, .. }) = self.changes.get_mut(number) {
            rows.push(row);
        }
    }

    fn change(&mut self, there: &ExistingRow, line: &Line) {
        let names: Vec<String> = there.names.iter().map(|&name| name.to_owned()).collect();
        let now = |column: usize| there.row.get(column).map(|it| it.text().into_owned());
        let now = |column: usize| now(column).unwrap_or_default();
        let mut says = line.says.clone();
        says.retain(|column, said| said.text() != now(*column));
        let cells = names.iter().map(|name| PreviewCell { text: name.clone(), was: None });
        let cells = cells.chain(self.columns.iter().map(|column| match says.get(column) {
            Some(said) => PreviewCell { text: said.text(), was: Some(now(*column)) },
            None => PreviewCell { text: now(*column), was: None },
        }));
        let cells = cells.collect();
        let is = if says.is_empty() { Becomes::Same } else { Becomes::Changed };
        let path = self.target.path(&names, None);
        self.rows.push(PreviewRow { row: line.row, path, is, cells });
        if line.blank.iter().any(|column| !now(*column).is_empty()) {
            self.kept.push(line.row);
        }
        self.say(&names, &says);
    }

    fn say(&mut self, names: &[String], says: &BTreeMap<usize, Said>) {
        for (column, said) in says {
            let path = self.target.path(names, Some(*column));
            self.changes.push(match said.clone() {
                Said::Text(text) => Amendment::Set { path, text },
                Said::Marks(marks) => Amendment::Mark { path, marks },
            });
        }
    }

    /// Changes the rows from the one with the focus on, as in a spreadsheet.
    fn downwards(&mut self, lines: Vec<Line>) {
        let levels = self.target.levels.len();
        let rows = &self.target.existing.rows;
        let Some(start) = self.target.existing.find(&self.target.names, levels) else {
            let numbers: Vec<usize> = lines.iter().map(|line| line.row).collect();
            let help = "先写上这一行的名称；或者连名称一起复制，粘贴到名称那一格";
            self.problems.left_out(&numbers, "这一行还没有写，没有粘贴", help);
            return;
        };
        for line in lines {
            match rows.get(start + line.below) {
                Some(row) => self.change(row, &line),
                None => {
                    let help = "先加上这些行；或者连名称一起复制，粘贴到名称那一格";
                    self.problems.left_out(&[line.row], "表上没有这么多行，没有粘贴", help);
                }
            }
        }
    }

    /// Takes out rows without names below groups without names, where others have come.
    fn clear_up(&mut self) {
        if !self.rows.iter().any(|row| row.is == Becomes::New) {
            return;
        }
        let last = self.target.last_level();
        for number in self.placeholders.values() {
            let there = &self.target.existing.rows[*number].names;
            if there[..last].iter().any(|name| name.is_empty()) {
                let names: Vec<String> = there.iter().map(|&name| name.to_owned()).collect();
                self.changes.push(Amendment::Remove { path: self.target.path(&names, None) });
            }
        }
    }
}
