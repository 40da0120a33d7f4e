//! What a book says before its forms: on its cover, and in its contents.

use std::path::Path;

use indexmap::IndexMap;

use super::said::{Said, said};
use super::volumes::{Subject, Volume};
use super::{Gap, Leaf};
use crate::batch::Batch;
use crate::diagnostic::Diagnostic;
use crate::form::{Amount, Attribute, FontFamilies};
use crate::print::book::{Chapter, Front, Item, Labels, Section, compose, numbering};
use crate::system::parallel;
use crate::text::joining::joined;

/// What a book is called that has several forms in it.
const MIXED: &str = "项目绩效表汇编";
/// What the money of a year is called, where forms have several words for it, or none.
const MONEY: &str = "资金总额";
/// How many kinds of forms the cover tells apart; there is no room for more.
const MOST_KINDS: usize = 8;

/// The forms of a kind in a book.
struct Sort<'a> {
    /// What the form calls its money.
    money: &'a str,
    count: usize,
    amounts: Vec<&'a Amount>,
}

impl Batch<'_> {
    /// The first pages of a book; `title` is what it is called.
    pub(super) fn front(
        &self,
        volume: &Volume,
        leaves: &[Leaf],
        gaps: &[Gap],
        title: &str,
    ) -> Result<Vec<Section>, Vec<Diagnostic>> {
        let all = parallel::map(leaves, self.jobs, |leaf| said(&self.examiner, leaf.form));
        let all = all.into_iter().collect::<Result<Vec<Said>, _>>()?;
        let mut sorts: IndexMap<&str, Sort> = IndexMap::new();
        for said in &all {
            let money = said.form.total_name().unwrap_or(MONEY);
            let none = Sort { money, count: 0, amounts: Vec::new() };
            let sort = sorts.entry(&said.form.name).or_insert(none);
            sort.count += 1;
            sort.amounts.extend(&said.total);
        }
        let money = match sorts.values().next() {
            Some(only) if sorts.len() == 1 => only.money,
            _ => MONEY,
        };
        let front = Front {
            since: first_year(leaves).to_owned(),
            year: years(leaves),
            title: self.name(leaves),
            facts: facts(&volume.subject, &all, &sorts, gaps),
            labels: Labels { total: joined(money), has_forms: sorts.len() > 1 },
            items: items(leaves, &all, gaps),
        };
        let fonts = self.examiner.fonts;
        let families =
            all.first().map_or_else(FontFamilies::default, |said| said.form.fonts.clone());
        Ok(compose(&front, title, fonts, &fonts.available(&families)))
    }

    /// What a book of these forms is called: as they are, where all are of one kind.
    pub(super) fn name(&self, leaves: &[Leaf]) -> String {
        let heads = || leaves.iter().filter_map(|leaf| leaf.form.head.as_ref());
        let Some(first) = heads().next() else { return MIXED.to_owned() };
        if heads().any(|head| head.form != first.form) {
            return MIXED.to_owned();
        }
        let year = heads().map(|head| &*head.year).min().unwrap_or_default();
        let edition = self.examiner.forms.choose(Some(&first.form), year).ok();
        let form = edition.and_then(|edition| edition.form().ok());
        form.map(|form| form.title.clone()).unwrap_or_default()
    }
}

/// The first year.
pub fn first_year<'a>(leaves: &'a [Leaf]) -> &'a str {
    let heads = leaves.iter().filter_map(|leaf| leaf.form.head.as_ref());
    heads.map(|head| &*head.year).min().unwrap_or_default()
}

/// `2026年度`, or the first and the last year.
pub fn years(leaves: &[Leaf]) -> String {
    let heads = leaves.iter().filter_map(|leaf| leaf.form.head.as_ref());
    let last = heads.map(|head| &*head.year).max().unwrap_or_default();
    let first = first_year(leaves);
    match first == last {
        true => format!("{first}年度"),
        false => format!("{first}—{last}年度"),
    }
}

/// What the cover tells of a book.
fn facts(
    subject: &Subject,
    all: &[Said],
    sorts: &IndexMap<&str, Sort>,
    gaps: &[Gap],
) -> Vec<(String, String)> {
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut tell = |label: &str, fact: String| facts.push((label.to_owned(), fact));
    match subject {
        Subject::All => {}
        Subject::Folder(folder) => tell("文件夹", joined(folder)),
        // Its title says it.
        Subject::Said(Attribute::Form, _) => {}
        // In whatever word, it is without its code.
        Subject::Said(by @ Attribute::Department, _) => {
            tell(by.title(), subject.words().to_owned());
        }
        Subject::Said(by, _) => {
            let title = by.title_in(all.iter().map(|said| &*said.form));
            tell(&joined(&title), subject.words().to_owned());
        }
    }
    let department = all.first().map_or("", |said| &said.department);
    let is_told = match subject {
        Subject::Said(Attribute::Department, _) => true,
        Subject::Said(_, said) => said.as_deref() == Some(department),
        _ => false,
    };
    let is_common = all.iter().all(|said| said.department == department);
    if is_common && !department.is_empty() && !is_told {
        tell("主管部门", department.to_owned());
    }
    tell("表格份数", format!("{} 份", all.len()));
    facts.extend(of_sorts(sorts));
    if !gaps.is_empty() {
        facts.push(("缺".to_owned(), format!("{} 份，没有排成，见目录", gaps.len())));
    }
    facts
}

/// What the cover tells of the forms of each kind; where there is only one, of their money.
fn of_sorts(sorts: &IndexMap<&str, Sort>) -> Vec<(String, String)> {
    if let (Some(sort), 1) = (sorts.values().next(), sorts.len()) {
        return sort.total().map(|total| (joined(sort.money), total)).into_iter().collect();
    }
    let of_sort = |(name, sort): (&&str, &Sort)| {
        let total = sort.total().map(|total| format!("，{total}")).unwrap_or_default();
        (joined(name), format!("{} 份{total}", sort.count))
    };
    let others: usize = sorts.values().skip(MOST_KINDS).map(|sort| sort.count).sum();
    let others = (others > 0).then(|| ("别的表".to_owned(), format!("{others} 份")));
    sorts.iter().take(MOST_KINDS).map(of_sort).chain(others).collect()
}

impl Sort<'_> {
    /// The sum of the money, if the form has any.
    fn total(&self) -> Option<String> {
        if self.amounts.is_empty() {
            return None;
        }
        let sum = Amount::sum(self.amounts.iter().copied());
        Some(sum.map_or_else(|| "位数太多，没有合计".into(), |sum| format!("{sum} 万元")))
    }
}

/// The lines of the contents: the forms in the book's order, with those that are missing at
/// their places, below the folders that they are in.
fn items(leaves: &[Leaf], all: &[Said], gaps: &[Gap]) -> Vec<Item> {
    let chapters: Vec<Chapter> = leaves.iter().map(|leaf| leaf.chapter.clone()).collect();
    let numbering = numbering(&chapters);
    let forms = leaves.iter().zip(all).zip(numbering).map(|((leaf, said), numbering)| {
        let item = Item::Form {
            name: said.name.clone(),
            form: said.form.name.clone(),
            unit: said.unit.clone(),
            total: said.total.as_ref().map(Amount::to_string).unwrap_or_default(),
            page: numbering.first,
        };
        (&*leaf.chapter.path, item)
    });
    let gaps = gaps.iter().map(|gap| {
        let item = Item::Missing { name: gap.name.clone(), why: format!("缺：{}", gap.why) };
        (&*gap.form.input.stem, item)
    });
    let mut placed: Vec<(&Path, Item)> = forms.chain(gaps).collect();
    placed.sort_by_key(|(path, _)| *path);
    let folders: Vec<&Path> = placed.iter().filter_map(|(path, _)| path.parent()).collect();
    let has_folders = folders.iter().any(|folder| folder != &folders[0]);
    let mut items = Vec::new();
    let mut before = None;
    for (path, item) in placed {
        let folder = path.parent().unwrap_or(Path::new(""));
        if has_folders && before != Some(folder) && (before.is_some() || folder != Path::new("")) {
            let name = match folder == Path::new("") {
                true => "不在文件夹里".to_owned(),
                false => joined(&folder.display().to_string()),
            };
            items.push(Item::Folder(name));
        }
        before = Some(folder);
        items.push(item);
    }
    items
}
