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

    /// What is wrong, and how to mend it: in the words for who fills in the form, or for who writes
    /// its file.
    pub fn words(&self, is_on_form: bool) -> (&str, Option<&str>) {
        let on_form = self.on_form.as_deref().filter(|_| is_on_form);
        let message = on_form.and_then(|it| it.message.as_ref()).unwrap_or(&self.message);
        let help = on_form.and_then(|it| it.help.as_ref()).or(self.help.as_ref());
        (message, help.map(String::as_str))
    }
}
