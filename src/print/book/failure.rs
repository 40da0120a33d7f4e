//! Why a book cannot be bound.

use std::io;

use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, in_chinese};

/// Why a book cannot be bound.
#[derive(Debug)]
pub enum Failure {
    /// The book's file cannot be written.
    Write(io::Error),
    /// A form is not what forms are known to be; why, in Chinese.
    Form(String),
}

impl Failure {
    /// Something about a form that would be lost or wrong in the book.
    pub fn form<T>(what: impl Into<String>) -> Result<T, Self> {
        Err(Self::Form(what.into()))
    }

    /// What there is to say about it, where it is about the form `title`.
    pub fn explain(self, title: &str) -> Diagnostic {
        match self {
            Self::Write(error) => {
                let message = format!("写不了：{}", in_chinese(&error));
                Diagnostic::new(&rule::UNWRITABLE_FILE, message)
            }
            Self::Form(what) => {
                Diagnostic::new(&rule::INTERNAL, format!("“{title}”装订不了：{what}"))
            }
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}
