//! What is said to people who fill in a form in the browser: they see its cells, and neither
//! the project file nor how anything is written in it.

use serde::{Deserialize, Serialize};

use super::{Diagnostic, shortened};

/// What is said in other words there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OnForm {
    message: Option<String>,
    help: Option<String>,
}

impl Diagnostic {
    /// Says how to mend it on the form.
    pub fn help_on_form(mut self, help: impl Into<String>) -> Self {
        self.on_form.get_or_insert_default().help = Some(shortened(help.into()));
        self
    }

    /// Says what is wrong on the form.
    pub fn message_on_form(mut self, message: impl Into<String>) -> Self {
        self.on_form.get_or_insert_default().message = Some(shortened(message.into()));
        self
    }

    /// What there is to say to who fills in the form: what is wrong, and how to mend it.
    pub fn words_on_form(&self) -> (&str, Option<&str>) {
        let OnForm { message, help } = self.on_form.as_deref().unwrap_or(&NOTHING);
        let message = message.as_ref().unwrap_or(&self.message);
        (message, help.as_ref().or(self.help.as_ref()).map(String::as_str))
    }
}

const NOTHING: OnForm = OnForm { message: None, help: None };
