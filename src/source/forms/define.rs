//! From a `form.yaml` as it is written to a form: names are held against one another, and
//! what does not fit is told at its line.

use std::collections::HashSet;
use std::sync::OnceLock;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::block;
use super::mistakes::{self, Mistakes};
use super::own_rules;
use super::raw::{RawField, RawForm, RawFormula};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::{FORM_KEY, Field, Form, Formula, Kind, Page, Ref, Role, YEAR_KEY};
use crate::source::places::{self, Node};
use crate::source::vocabulary::Vocabulary;
use crate::text::nearest::nearest;

/// How many fields, rows, columns or names of one kind there may be.
pub const MOST: usize = 200;
/// How long a fixed text of a form may be, in characters.
const LONGEST: usize = 1000;

/// The form that `file` defines. One of the program's own needs no places: its mistakes
/// are found before anyone gets it.
pub fn define(
    file: &SourceFile,
    id: &str,
    since: u16,
    is_ours: bool,
) -> Result<Form, Vec<Diagnostic>> {
    let root = match is_ours {
        true => Node::nowhere(),
        false => {
            let (root, found) = places::find(file, &Vocabulary::none());
            root.filter(|_| found.is_empty()).ok_or(found)?
        }
    };
    let raw: RawForm =
        serde_yaml::from_str(file.text()).map_err(|error| mistakes::explain(file, &error))?;
    let mut definer = Definer { mistakes: Mistakes::new(file, &root), broken: HashSet::new() };
    let form = definer.form(raw, id, since);
    let found = definer.mistakes.found();
    if found.is_empty() { Ok(form) } else { Err(found) }
}

/// Reads a definition, and collects what is wrong with it.
pub struct Definer<'a> {
    /// What is wrong.
    pub mistakes: Mistakes<'a>,
    /// The computed values that have been told to be wrong: where they are referred to, there
    /// is nothing more to say.
    broken: HashSet<String>,
}

impl Definer<'_> {
    fn form(&mut self, raw: RawForm, id: &str, since: u16) -> Form {
        self.text(&["name"], &raw.name);
        self.text(&["title"], &raw.title);
        self.words(&["subtitle"], &raw.subtitle);
        if raw.subtitle.replace("{年度}", "").contains(['{', '}']) {
            self.mistakes.add(&["subtitle"], "这里的花括号里只能是“{年度}”", "如“({年度}年度)”");
        }
        let fields = self.fields(&raw.fields, &["fields"]);
        let mut form = Form {
            id: id.to_owned(),
            since,
            name: raw.name,
            title: raw.title,
            subtitle: raw.subtitle,
            is_default: raw.default,
            follows: raw.follows,
            fonts: raw.fonts,
            fields,
            computed: IndexMap::new(),
            rules: Vec::new(),
            page: Page { landscape: false, size: 0.0, columns: Vec::new(), blocks: Vec::new() },
            pattern: OnceLock::new(),
        };
        self.roles(&form);
        self.otherwise(&mut form, &raw.fields);
        for (name, formula) in &raw.computed {
            self.key(&["computed", name], name);
            if form.field(name).is_some() {
                self.mistakes.add(
                    &["computed", name],
                    format!("“{name}”已经是一个栏目"),
                    "换一个名称",
                );
            }
            // It refers to those before it only, so nothing goes round in circles.
            match self.sum(&form, formula, &["computed", name]) {
                Some(formula) => {
                    form.computed.insert(name.clone(), formula);
                }
                None => {
                    self.broken.insert(name.clone());
                }
            }
        }
        form.rules = own_rules::read(self, &form, &raw.rules);
        form.page = block::page(self, &form, &raw.page);
        form
    }

    /// A formula that sums up what it refers to.
    fn sum(&mut self, form: &Form, raw: &RawFormula, path: &[&str]) -> Option<Formula> {
        let RawFormula { sum: Some(of), ratio: None, score: None, fixed: None, most: None } = raw
        else {
            self.mistakes.add(path, "这里的算法只能是 sum", "写成“{sum: [栏目.列, …]}”");
            return None;
        };
        let path = [path, &["sum"]].concat();
        let refs: Vec<Ref> =
            of.iter().filter_map(|text| self.decimals(form, &path, text)).collect();
        if of.is_empty() {
            self.mistakes.add(&path, "没有可以相加的", "写成“[栏目.列, …]”");
        }
        (refs.len() == of.len()).then_some(Formula::Sum(refs))
    }

    /// Resolves a reference to decimals.
    pub fn decimals(&mut self, form: &Form, path: &[&str], text: &str) -> Option<Ref> {
        let found = self.reference(form, path, text)?;
        if !found.is_decimal(form) {
            let help = "给它写上“kind: amount”或“kind: number”，或者改成别的";
            self.mistakes.add(path, format!("“{text}”不是金额或数"), help);
            return None;
        }
        Some(found)
    }

    /// Resolves a reference.
    pub fn reference(&mut self, form: &Form, path: &[&str], text: &str) -> Option<Ref> {
        let found = Ref::resolve(form, text);
        if found.is_none() && !self.broken.contains(text) {
            let all: Vec<String> =
                form.all_fields().iter().map(|(path, _)| form.keys(path).join(".")).collect();
            let help = match nearest(text, all.iter().map(String::as_str)) {
                Some(near) => format!("是不是“{near}”？"),
                None => "写成“栏目”“栏目.列”或“栏目.行.列”，一层一个点".to_owned(),
            };
            self.mistakes.add(path, format!("找不到“{text}”"), help);
        }
        found
    }

    /// Reads a number.
    pub fn number(&mut self, path: &[&str], text: Option<&str>) -> Option<Decimal> {
        let number = text.and_then(|text| text.parse().ok());
        if number.is_none() {
            self.mistakes.add(path, "这里应是一个数", "如 10");
        }
        number
    }

    /// Holds the fields' roles against one another.
    fn roles(&mut self, form: &Form) {
        let mut seen = HashSet::new();
        for (path, field) in form.all_fields() {
            let Some(role) = field.role else { continue };
            let keys = form.keys(&path);
            let mut path: Vec<&str> = keys.iter().flat_map(|key| ["fields", key]).collect();
            path.push("role");
            if !Role::OF_FIELDS.contains(&role) {
                self.mistakes.add(&path, "这个 role 不是栏目的", "见 docs/forms.md 的表");
            } else if !fits(role, &field.kind) {
                self.mistakes.add(&path, "这个 role 和 kind 不相配", "见 docs/forms.md 的表");
            }
            if !seen.insert(role) {
                self.mistakes.add(&path, "前面有一个栏目是同一个 role", "只留一个");
            }
        }
        let is_year =
            |field: &&Field| matches!(field.kind, Kind::Year) && field.role == Some(Role::Year);
        let help = format!("写上“{YEAR_KEY}: {{kind: year, role: year}}”");
        match form.field(YEAR_KEY).filter(is_year) {
            None => self.mistakes.add(&["fields"], format!("缺少栏目“{YEAR_KEY}”"), help),
            Some(field) if !field.required => {
                let message = format!("栏目“{YEAR_KEY}”不能空着");
                self.mistakes.add(&["fields", YEAR_KEY, "optional"], message, "删去 optional");
            }
            Some(_) => {}
        }
        if !seen.contains(&Role::Name) {
            let help = "给项目名称写上“role: name”";
            self.mistakes.add(&["fields"], "没有哪个栏目是项目名称", help);
        }
        if form.field(FORM_KEY).is_some() {
            let message = format!("栏目不能叫“{FORM_KEY}”：它选的是哪一种表");
            self.mistakes.add(&["fields", FORM_KEY], message, "换一个名称");
        }
    }

    /// Resolves what amounts are that project files leave out.
    fn otherwise(&mut self, form: &mut Form, raw: &IndexMap<String, RawField>) {
        let mut formulas = Vec::new();
        for (path, _) in form.all_fields() {
            let keys: Vec<String> = form.keys(&path).into_iter().map(str::to_owned).collect();
            let Some(formula) = raw_at(raw, &keys).and_then(|field| field.otherwise.as_ref())
            else {
                continue;
            };
            let mut names: Vec<&str> =
                keys.iter().flat_map(|key| ["fields", key.as_str()]).collect();
            names.push("otherwise");
            let formula = self.sum(form, formula, &names);
            // One that refers to another one might go round in circles.
            let refers_to_fields = |it: &Formula| matches!(it, Formula::Sum(of) if of.iter().any(|it| matches!(it, Ref::Field(_))));
            if formula.as_ref().is_some_and(refers_to_fields) {
                let help = "写成“栏目.列”或“栏目.行.列”";
                self.mistakes.add(&names, "不写时的算法只能是各行的合计", help);
            }
            formulas.extend(formula.map(|formula| (path, formula)));
        }
        for (path, formula) in formulas {
            if let Some(field) = field_mut(&mut form.fields, &path) {
                field.otherwise = Some(formula);
            }
        }
    }

    /// Checks a key.
    pub(super) fn key(&mut self, path: &[&str], key: &str) {
        self.text(path, key);
        if key.contains('.') {
            let help = "点是栏目和列之间的分隔";
            self.mistakes.add(path, format!("名称“{key}”里不能有“.”"), help);
        }
    }

    /// Checks a text of one line.
    pub(super) fn text(&mut self, path: &[&str], text: &str) {
        if text.trim().is_empty() || text.contains('\n') {
            self.mistakes.add(path, "这里应是一行文字", "写上名称");
        }
        self.words(path, text);
    }

    /// Checks a fixed text of the page.
    pub fn words(&mut self, path: &[&str], text: &str) {
        if text.chars().count() > LONGEST {
            self.mistakes.add(path, format!("文字超过 {LONGEST} 字"), "写短一些");
        }
    }

    /// Checks a list of texts.
    pub(super) fn list(&mut self, path: &[&str], texts: &[String]) {
        let mut seen = HashSet::new();
        for text in texts {
            if text.trim().is_empty() || text.contains('\n') {
                self.mistakes.add(path, "列表里有空的或分行的", "每一个写一行文字");
            }
            if !seen.insert(text) {
                self.mistakes.add(path, format!("“{text}”写了两次"), "只留一处");
            }
        }
        if texts.len() > MOST {
            self.mistakes.add(path, format!("列表超过 {MOST} 个"), "减少一些");
        }
    }
}

/// Whether fields of a kind may have a role.
fn fits(role: Role, kind: &Kind) -> bool {
    match role {
        Role::Year => matches!(kind, Kind::Year),
        Role::Type => matches!(kind, Kind::Choice(_)),
        Role::Start | Role::End => matches!(kind, Kind::Date { .. }),
        Role::Total => matches!(kind, Kind::Amount),
        Role::Income => matches!(kind, Kind::Matrix(_)),
        Role::Expenses => matches!(kind, Kind::Table(_)),
        Role::Indicators => matches!(kind, Kind::Tree(_)),
        _ => matches!(kind, Kind::Text | Kind::Choice(_) | Kind::Phone),
    }
}

fn raw_at<'a>(fields: &'a IndexMap<String, RawField>, keys: &[String]) -> Option<&'a RawField> {
    let (first, rest) = keys.split_first()?;
    let field = fields.get(first)?;
    match rest {
        [] => Some(field),
        rest => raw_at(field.fields.as_ref()?, rest),
    }
}

fn field_mut<'a>(fields: &'a mut [Field], path: &[usize]) -> Option<&'a mut Field> {
    let (&first, rest) = path.split_first()?;
    let field = fields.get_mut(first)?;
    if rest.is_empty() {
        return Some(field);
    }
    match &mut field.kind {
        Kind::Record(fields) => field_mut(fields, rest),
        _ => None,
    }
}
