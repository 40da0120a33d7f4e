//! What is known of a project before anyone has filled anything in.

use super::{Place, Wish};
use crate::diagnostic::{Diagnostic, rule};
use crate::form::{Choices, Date, Field, Form, Kind, Role};

/// Whether a project recurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recurrence {
    /// Year after year.
    Recurring,
    /// It is done within one year.
    OneOff,
}

/// What is known of a new project.
#[derive(Debug)]
pub struct Given {
    /// What fields say, by what they mean.
    texts: Vec<(Role, String)>,
    /// The keys at the top that the defaults supply, and that are left out.
    pub supplied: Vec<String>,
}

impl Given {
    /// What the command line and the defaults say of it.
    pub fn of(
        wish: &Wish,
        place: &Place,
        form: &Form,
        year: &str,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut texts = vec![(Role::Year, year.to_owned()), (Role::Name, wish.name.to_owned())];
        texts.extend(period(wish, place, form, year)?);
        let mut given = Self { texts, supplied: place.supplied(form) };
        let asked = [Role::Year, Role::Name, Role::Type];
        let is_other = |key: &str| {
            let role = form.field(key)?.role.filter(|role| asked.contains(role))?;
            let text = given.text(role).filter(|text| !text.is_empty())?;
            Some(place.default(key) != Some(text))
        };
        let left_out = given.supplied.iter().filter(|key| !is_other(key).unwrap_or(false));
        given.supplied = left_out.cloned().collect();
        Ok(given)
    }

    /// What the field with a role says; `None` where that is not known.
    pub fn text(&self, role: Role) -> Option<&str> {
        self.texts.iter().find(|(of, _)| *of == role).map(|(_, text)| text.as_str())
    }

    /// What a field says.
    pub fn of_field(&self, field: &Field) -> Option<&str> {
        self.text(field.role?).filter(|text| !text.is_empty())
    }

    /// Whether a key at the top is left out.
    pub fn is_supplied(&self, key: &str) -> bool {
        self.supplied.iter().any(|supplied| supplied == key)
    }
}

/// Whether the project recurs, and when it begins and ends, on a form that says so.
fn period(
    wish: &Wish,
    place: &Place,
    form: &Form,
    year: &str,
) -> Result<Vec<(Role, String)>, Vec<Diagnostic>> {
    let choices = form.by_role(Role::Type).and_then(|(keys, field)| match &field.kind {
        Kind::Choice(choices) => Some((keys, choices)),
        _ => None,
    });
    let name = |choices: &Choices, recurrence| match recurrence {
        Recurrence::Recurring => choices.recurring.clone(),
        Recurrence::OneOff => choices.one_off.clone(),
    };
    let wanted = choices.as_ref().and_then(|(_, choices)| name(choices, wish.recurrence?));
    if wish.recurrence.is_some() && wanted.is_none() {
        let message = format!("{}不分常年和一次性", form.name);
        return Err(Diagnostic::new(&rule::UNKNOWN_KEY, message).help("不写 --type").into());
    }
    let Some((keys, choices)) = choices else { return Ok(Vec::new()) };
    // What continues another project says it as that one does.
    if wish.from.is_some() && wanted.is_none() {
        return Ok(Vec::new());
    }
    let default = keys.first().and_then(|key| place.default(key));
    let default = default.filter(|text| choices.values.iter().any(|value| value == text));
    let usual = || choices.recurring.clone();
    let Some(text) = wanted.or(default.map(str::to_owned)).or_else(usual) else {
        return Ok(Vec::new());
    };
    let this_year = format!("{year}年");
    let may_be_long = matches!(
        form.by_role(Role::End),
        Some((_, Field { kind: Kind::Date { long_term: true }, .. }))
    );
    let end = match choices.recurring.as_ref() == Some(&text) && may_be_long {
        true => Date::LONG_TERM.to_owned(),
        false => this_year.clone(),
    };
    Ok(vec![(Role::Type, text), (Role::Start, this_year), (Role::End, end)])
}
