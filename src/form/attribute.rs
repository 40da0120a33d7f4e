//! What there is to say of a project in a table, and what projects may be sorted by: an
//! attribute has a key of its own, and the word that each form has for it.

use unicode_normalization::UnicodeNormalization;

use super::definition::{Field, Form};
use super::department::Department;
use super::kind::Kind;
use super::project::Project;
use super::role::Role;
use crate::text::joining::tight;
use crate::text::nearest::nearest;

/// Something that there is to say of a project file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attribute {
    /// The path, as the user gave it.
    File,
    /// The folder of the file.
    Folder,
    /// The form's short name.
    Form,
    /// The budget year.
    Year,
    /// The department in charge.
    Department,
    /// The unit that carries the project out.
    Unit,
    /// The person in charge.
    Person,
    /// That person's telephone number.
    Phone,
    /// What the project is called.
    Name,
    /// Whether it recurs.
    Type,
    /// The level of government that pays for it.
    Tier,
    /// Its money of the year.
    Total,
    /// The sum of what is planned for the half year.
    HalfYear,
    /// How many indicators there are.
    Indicators,
    /// How many pages the form has.
    Pages,
    /// How many errors were found.
    Errors,
    /// How many warnings were found.
    Warnings,
    /// What stands under a key at the top of the file.
    Field(String),
}

/// All attributes that every form may have, each with its key and a word that does for any
/// form.
const ALL: [(Attribute, &str, &str); 17] = [
    (Attribute::File, "file", "文件"),
    (Attribute::Folder, "folder", "文件夹"),
    (Attribute::Form, "form", "表"),
    (Attribute::Year, "year", "年度"),
    (Attribute::Department, "department", "主管部门"),
    (Attribute::Unit, "unit", "实施单位"),
    (Attribute::Person, "person", "负责人"),
    (Attribute::Phone, "phone", "电话"),
    (Attribute::Name, "name", "名称"),
    (Attribute::Type, "type", "类型"),
    (Attribute::Tier, "tier", "级次"),
    (Attribute::Total, "total", "金额"),
    (Attribute::HalfYear, "half_year", "半年"),
    (Attribute::Indicators, "indicators", "指标"),
    (Attribute::Pages, "pages", "页数"),
    (Attribute::Errors, "errors", "错误"),
    (Attribute::Warnings, "warnings", "警告"),
];

impl Attribute {
    /// The attribute that people name by its key or a word, be it a form's; fails in the
    /// user's words.
    pub fn named(text: &str, forms: &[&Form]) -> Result<Self, String> {
        Self::find(text, forms).ok_or_else(|| unknown(text, forms, |_| true))
    }

    /// The attribute that people name to put those projects together that have it in common.
    pub fn common(text: &str, forms: &[&Form]) -> Result<Self, String> {
        let Some(attribute) = Self::find(text, forms) else {
            return Err(unknown(text, forms, |it| it.is_shared(forms)));
        };
        let title = attribute.title().to_owned();
        match attribute {
            _ if attribute.is_shared(forms) => Ok(attribute),
            Self::File => Err(format!("“{title}”各不相同，不能分组\n提示：按文件夹分，写 文件夹")),
            _ => Err(format!(
                "“{title}”是数字，不能分组\n提示：换成 主管部门、文件夹 这样的栏；\
                 要按它排序，用 jixiao list --sort -{title}"
            )),
        }
    }

    fn find(text: &str, forms: &[&Form]) -> Option<Self> {
        let text = text.trim();
        let is_it = |key: &str| key.eq_ignore_ascii_case(text);
        // What the table of projects has always called the type.
        if is_it("kind") {
            return Some(Self::Type);
        }
        let by_key = ALL.iter().find(|(_, key, word)| is_it(key) || *word == text);
        let is_word = |it: &Self| forms.iter().any(|form| it.word(form).as_deref() == Some(text));
        let by_word = || ALL.iter().find(|(it, ..)| is_word(it));
        if let Some((attribute, ..)) = by_key.or_else(by_word) {
            return Some(attribute.clone());
        }
        let has_field = fields(forms).any(|it| it.key == text && is_short(it));
        has_field.then(|| Self::Field(text.to_owned()))
    }

    /// Whether projects may have it in common.
    fn is_shared(&self, forms: &[&Form]) -> bool {
        match self {
            Self::File => false,
            Self::Field(key) => fields(forms).any(|it| it.key == *key && !it.kind.is_decimal()),
            it => !it.is_number(),
        }
    }

    /// The key, which stays; of a field, its own.
    pub fn key(&self) -> &str {
        match self {
            Self::Field(key) => key,
            _ => ALL.iter().find(|(it, ..)| it == self).map_or("", |(_, key, _)| key),
        }
    }

    /// A word for it that does for any form.
    pub fn title(&self) -> &str {
        match self {
            Self::Field(key) => key,
            _ => ALL.iter().find(|(it, ..)| it == self).map_or("", |(.., word)| word),
        }
    }

    /// The role of the field that says it.
    pub fn role(&self) -> Option<Role> {
        Some(match self {
            Self::Year => Role::Year,
            Self::Department => Role::Department,
            Self::Unit => Role::Unit,
            Self::Person => Role::Person,
            Self::Phone => Role::Phone,
            Self::Name => Role::Name,
            Self::Type => Role::Type,
            Self::Tier => Role::Tier,
            _ => return None,
        })
    }

    /// A form's own word for it.
    pub fn word(&self, form: &Form) -> Option<String> {
        match self {
            Self::Total => form.total_name().map(str::to_owned),
            Self::HalfYear => form.decimal_column(Role::HalfYear).map(|(_, it)| it.short.clone()),
            Self::Indicators => form.indicators().and_then(|(_, tree)| tree.levels.last().cloned()),
            _ => Some((*form.by_role(self.role()?)?.0.last()?).to_owned()),
        }
    }

    /// What it is called in a table of projects of these forms: in their word, as long as all
    /// that have one have the same.
    pub fn title_in<'a>(&self, forms: impl IntoIterator<Item = &'a Form>) -> String {
        let mut words = forms.into_iter().filter_map(|form| self.word(form));
        let first = words.next().filter(|first| words.all(|word| word == *first));
        first.unwrap_or_else(|| self.title().to_owned())
    }

    /// What a project says of it.
    pub fn said_by(&self, project: &Project) -> Option<String> {
        let value = match self {
            Self::Form => return Some(project.form().name.clone()),
            Self::Field(key) => project.get(&[key])?,
            _ => project.by_role(self.role()?)?,
        };
        Some(value.text().into_owned()).filter(|text| !text.is_empty())
    }

    /// What those projects have in common that say `text` of it: where a line ends is no
    /// difference, nor how a letter is composed, nor whether a department has its code.
    pub fn group(&self, text: &str) -> Option<String> {
        let group: String = match self {
            Self::File | Self::Folder => text.to_owned(),
            Self::Department => match Department::parse(text).name {
                name if name.is_empty() => tight(text),
                name => name.into(),
            },
            _ => tight(text),
        };
        Some(group.nfc().collect()).filter(|group: &String| !group.is_empty())
    }

    /// Whether it is a number, and can be added up.
    pub fn is_number(&self) -> bool {
        matches!(
            self,
            Self::Total
                | Self::HalfYear
                | Self::Indicators
                | Self::Pages
                | Self::Errors
                | Self::Warnings
        )
    }
}

/// Why `text` names none of the attributes that are wanted, and which does.
fn unknown(text: &str, forms: &[&Form], is_wanted: impl Fn(&Attribute) -> bool) -> String {
    let wanted = || ALL.iter().filter(|(it, ..)| is_wanted(it));
    let words = wanted().flat_map(|(it, ..)| forms.iter().filter_map(|form| it.word(form)));
    let mut names: Vec<String> = words.collect();
    names.extend(wanted().flat_map(|(_, key, word)| [(*key).to_owned(), (*word).to_owned()]));
    let short = fields(forms).filter(|it| is_short(it)).map(|it| it.key.clone());
    names.extend(short.filter(|key| is_wanted(&Attribute::Field(key.clone()))));
    let is_field = fields(forms).any(|it| it.key == text);
    let why = match is_field {
        true => format!("“{text}”不是填一句话的栏目"),
        false => format!("没有“{text}”这一栏"),
    };
    let near = nearest(text, names.iter().map(String::as_str)).filter(|_| !is_field);
    let help = match near {
        Some(near) => format!("是不是“{near}”？"),
        None => {
            let keys = wanted().map(|(_, key, _)| *key).collect::<Vec<_>>().join("、");
            format!("可以写 {keys}，或表里一栏的名称，如 完成时间")
        }
    };
    format!("{why}\n提示：{help}")
}

fn fields<'a>(forms: &'a [&Form]) -> impl Iterator<Item = &'a Field> {
    forms.iter().flat_map(|form| &form.fields)
}

/// Whether a field says something that has room in a cell.
fn is_short(field: &Field) -> bool {
    field.kind.is_scalar() || matches!(field.kind, Kind::Marks(_))
}
