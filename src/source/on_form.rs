//! What is said of a file's shape to who fills in the form, and does not see the file.

use super::shape::Checker;

/// What to do with what stands in no cell of the form.
pub const WITH_AN_EDITOR: &str = "在这里改不了：保存以后，请写文件的同事用记事本打开文件改";

impl Checker<'_> {
    /// Says how to mend on the form what was found last.
    pub fn on_form(&mut self, help: impl Into<String>) {
        if let Some(found) = self.found.pop() {
            self.found.push(found.help_on_form(help));
        }
    }

    /// Says what is wrong on the form with what was found last.
    pub fn called_on_form(&mut self, message: impl Into<String>) {
        if let Some(found) = self.found.pop() {
            self.found.push(found.message_on_form(message));
        }
    }
}

/// What to do with a line that is not needed, where `unless_needed` is what the file's writer is
/// told: what is left empty above it goes with it.
pub fn unless_needed_on_form(unless_needed: &str) -> &'static str {
    if unless_needed.is_empty() { "" } else { "；不用的，删去这一行" }
}
