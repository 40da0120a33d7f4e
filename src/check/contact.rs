//! Whom to call.

use std::sync::LazyLock;

use regex::Regex;

use super::Subject;
use super::subject::is_blank;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Kind, Role};
use crate::source::Text;
use crate::text::width;

/// A mobile number; a landline number, in Nanjing of eight digits, elsewhere
/// with its area code; a 400 number.
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?:
            (?:\+?86[-\ ]?)? 1[3-9][0-9] [-\ ]? [0-9]{4} [-\ ]? [0-9]{4}
            | (?:\(?0[0-9]{2}\)?[-\ ]? | \+?86[-\ ]?[0-9]{2}[-\ ])? [2-9][0-9]{3} [-\ ]? [0-9]{4} (?:(?:-|转)[0-9]{1,6})?
            | \(?0[3-9][0-9]{2}\)? [-\ ]? [2-9][0-9]{6,7} (?:(?:-|转)[0-9]{1,6})?
            | [48]00 [-\ ]? [0-9]{3,4} [-\ ]? [0-9]{3,4}
        )$",
    )
    .expect("a valid pattern")
});

/// `bad-phone`: a field for telephone numbers that has something else.
pub fn bad_phone(subject: &Subject) -> Vec<Diagnostic> {
    let phones = subject.answers().filter(|answer| matches!(answer.kind, Kind::Phone));
    phones.filter_map(|answer| no_phone(answer.text)).collect()
}

fn no_phone(text: &Text) -> Option<Diagnostic> {
    let phone = text.text.trim();
    let mut parts = phone.split(['、', '/', '；', ';', '，', '\n']).map(str::trim);
    if phone.is_empty() || parts.all(is_phone) {
        return None;
    }
    let key = text.path.last().copied().unwrap_or_default();
    let found = Diagnostic::new(&rule::BAD_PHONE, format!("{key}“{phone}”不像电话号码"))
        .at(text.place.clone());
    let mended = mend(phone);
    Some(match is_phone(&mended) {
        true => found
            .help(format!("写成 \"{mended}\""))
            .help_on_form(format!("写成 {mended}"))
            .fix(text.edit(0..phone.len(), &mended)),
        false => found.help("固定电话 8 位，外地的加区号，手机 11 位；几个号码用顿号隔开"),
    })
}

/// A number in half-width characters, without the quotes around it.
fn mend(phone: &str) -> String {
    let phone = width::narrow(phone.trim_matches(['“', '”', '"', '\'']));
    phone.replace(['—', '–', '－', '―'], "-")
}

/// `person-without-phone`: a person in charge whom nobody can call.
pub fn person_without_phone(subject: &Subject) -> Vec<Diagnostic> {
    let has_phone = subject.text(Role::Phone).is_some_and(|phone| !is_blank(phone));
    let Some(person) = subject.text(Role::Person).filter(|person| !is_blank(person)) else {
        return Vec::new();
    };
    let digits = person.text.chars().filter(char::is_ascii_digit).count();
    let phone = subject.key(Role::Phone);
    // The two share a cell of the form, and some write both under one key.
    if phone.is_empty() || has_phone || digits >= 7 {
        return Vec::new();
    }
    let message = format!("{}是“{}”，没有{phone}", subject.key(Role::Person), person.text);
    let found = Diagnostic::new(&rule::PERSON_WITHOUT_PHONE, message)
        .at(person.place.clone())
        .help(format!("补上“{phone}: \"…\"”"))
        .help_on_form(format!("填上{phone}"));
    vec![found]
}

fn is_phone(text: &str) -> bool {
    // Most are digits alone, and the pattern takes long to build.
    let is_mobile = || text.len() == 11 && matches!(text.as_bytes(), [b'1', b'3'..=b'9', ..]);
    let is_local = || text.len() == 8 && matches!(text.as_bytes(), [b'2'..=b'9', ..]);
    if text.bytes().all(|byte| byte.is_ascii_digit()) && (is_mobile() || is_local()) {
        return true;
    }
    let text = text.replace('（', "(").replace('）', ")").replace(" 转 ", "转");
    PHONE.is_match(&text)
}
