//! What people are told of a block that they paste.

use std::collections::HashMap;

use serde::Serialize;

/// Something that is not pasted, or is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The rows of the block that it is about, from 1; none where it is about the block.
    pub rows: Vec<usize>,
    /// Whether what it is about is not pasted.
    pub left_out: bool,
    /// What it is.
    pub message: String,
    /// What to do; empty where there is nothing to do.
    pub help: String,
}

/// All problems, those that are alike in one.
#[derive(Default)]
pub struct Problems {
    all: Vec<Problem>,
    known: HashMap<(bool, String), usize>,
}

impl Problems {
    /// Something is not pasted.
    pub fn left_out(&mut self, rows: &[usize], message: impl Into<String>, help: &str) {
        self.add(rows, true, message.into(), help);
    }

    /// Something is pasted that is to be looked at.
    pub fn look(&mut self, rows: &[usize], message: impl Into<String>, help: &str) {
        self.add(rows, false, message.into(), help);
    }

    fn add(&mut self, rows: &[usize], left_out: bool, message: String, help: &str) {
        let all = &mut self.all;
        let number = *self.known.entry((left_out, message.clone())).or_insert_with(|| {
            let help = help.to_owned();
            all.push(Problem { rows: Vec::new(), left_out, message, help });
            all.len() - 1
        });
        let there = &mut all[number].rows;
        for row in rows {
            // They come from top to bottom.
            if there.last() != Some(row) {
                there.push(*row);
            }
        }
    }

    /// All of them: first what is not pasted.
    pub fn told(mut self) -> Vec<Problem> {
        self.all.sort_by_key(|problem| {
            (!problem.left_out, problem.rows.first().copied().unwrap_or_default())
        });
        self.all
    }
}
