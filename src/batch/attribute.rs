//! What tables of projects have columns for: an attribute has a key of its own, and the word
//! that each form has for it.

use crate::form::{Field, Form, Kind, Role};
use crate::source::Forms;
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
    pub fn named(text: &str, forms: &Forms) -> Result<Self, String> {
        let text = text.trim();
        let is_it = |key: &str| key.eq_ignore_ascii_case(text);
        // What the table of projects has always called the type.
        if is_it("kind") {
            return Ok(Self::Type);
        }
        if let Some((it, ..)) = ALL.iter().find(|(_, key, word)| is_it(key) || *word == text) {
            return Ok(it.clone());
        }
        let forms: Vec<_> = forms.editions().iter().filter_map(|it| it.form().ok()).collect();
        for (attribute, ..) in &ALL {
            if forms.iter().any(|form| attribute.word(form).as_deref() == Some(text)) {
                return Ok(attribute.clone());
            }
        }
        let fields = || forms.iter().flat_map(|form| &form.fields).filter(|it| is_text(it));
        if fields().any(|field| field.key == text) {
            return Ok(Self::Field(text.to_owned()));
        }
        let words = forms.iter().flat_map(|form| ALL.iter().filter_map(|(it, ..)| it.word(form)));
        let mut names: Vec<String> = words.collect();
        names.extend(ALL.iter().flat_map(|(_, key, word)| [(*key).to_owned(), (*word).to_owned()]));
        names.extend(fields().map(|field| field.key.clone()));
        Err(match nearest(text, names.iter().map(String::as_str)) {
            Some(near) => format!("没有“{text}”这一栏\n提示：是不是“{near}”？"),
            None => {
                let keys: Vec<&str> = ALL.iter().map(|(_, key, _)| *key).collect();
                let keys = keys.join("、");
                format!("没有“{text}”这一栏\n提示：可以写 {keys}，或表里一栏的名称，如 立项必要性")
            }
        })
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

/// Whether a field says something that has room in a cell.
fn is_text(field: &Field) -> bool {
    field.kind.is_scalar() || matches!(field.kind, Kind::Marks(_))
}
