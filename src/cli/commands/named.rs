//! What options name of projects, such as `--by`.

use std::process::ExitCode;

use super::usage;
use crate::diagnostic::render::clean;
use crate::form::Attribute;
use crate::source::Forms;

/// What the word behind an option names that there is to say of a project.
pub fn attribute(option: &str, word: &str, forms: &Forms) -> Result<Attribute, ExitCode> {
    told(option, Attribute::named(word, &forms.definitions().collect::<Vec<_>>()))
}

/// What those projects are to have in common that an option puts together.
pub fn common(option: &str, word: &str, forms: &Forms) -> Result<Attribute, ExitCode> {
    told(option, Attribute::common(word, &forms.definitions().collect::<Vec<_>>()))
}

fn told(option: &str, named: Result<Attribute, String>) -> Result<Attribute, ExitCode> {
    named.map_err(|why| usage(&format!("“{option}”：{}", clean(&why))))
}
