//! Whom to call.

use std::sync::LazyLock;

use regex::Regex;

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
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

/// `bad-phone`: 联系电话 that is no telephone number.
pub fn bad_phone(subject: &Subject) -> Vec<Diagnostic> {
    let phone = subject.project.phone.trim();
    let parts = || phone.split(['、', '/', '；', ';', '，', '\n']).map(str::trim);
    if phone.is_empty() || parts().all(is_phone) {
        return Vec::new();
    }
    let found = Diagnostic::new(&rule::BAD_PHONE, format!("联系电话“{phone}”不像电话号码"))
        .at_all(subject.place(&["联系电话"]));
    let mended = mend(phone);
    let edit = || subject.text("联系电话")?.edit(0..phone.len(), &mended);
    vec![match is_phone(&mended) {
        true => found.help(format!("写成 \"{mended}\"")).fix(edit()),
        false => found.help("固定电话 8 位，外地的加区号，手机 11 位；几个号码用顿号隔开"),
    }]
}

/// A number in half-width characters, without the quotes around it.
fn mend(phone: &str) -> String {
    let phone = width::narrow(phone.trim_matches(['“', '”', '"', '\'']));
    phone.replace(['—', '–', '－', '―'], "-")
}

/// `person-without-phone`: 项目负责人 without 联系电话.
pub fn person_without_phone(subject: &Subject) -> Vec<Diagnostic> {
    let project = subject.project;
    let digits = project.person.chars().filter(char::is_ascii_digit).count();
    // The two share a cell of the form, and some write both under one key.
    if project.person.trim().is_empty() || !project.phone.trim().is_empty() || digits >= 7 {
        return Vec::new();
    }
    let message = format!("项目负责人是“{}”，没有联系电话", project.person);
    let found = Diagnostic::new(&rule::PERSON_WITHOUT_PHONE, message)
        .at_all(subject.place(&["项目负责人"]))
        .help("补上“联系电话: \"…\"”");
    vec![found]
}

fn is_phone(text: &str) -> bool {
    let text = text.replace('（', "(").replace('）', ")").replace(" 转 ", "转");
    PHONE.is_match(&text)
}
