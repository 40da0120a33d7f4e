//! What has changed within a text, by words.

use serde::Serialize;

use super::likeness::Sketch;
use super::sequence::common;
use crate::text::words::words;

/// What became of a part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Op {
    /// It is in both texts.
    Equal,
    /// It is in the old text only.
    Delete,
    /// It is in the new text only.
    Insert,
}

/// A part of two texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// Which of the texts have it.
    pub op: Op,
    /// What it says.
    pub text: String,
}

/// Two texts in one: without what is inserted, the old one; without what is deleted,
/// the new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Words(pub Vec<Segment>);

/// A part that is equal, and what was there before it and came instead.
#[derive(Debug, Default)]
struct Turn {
    deleted: String,
    inserted: String,
    equal: String,
}

/// Equal characters between two changes that nobody would take for a common part.
const CHANCE: usize = 1;
/// Those that are few next to many changed ones.
const FEW: usize = 3;

impl Words {
    /// Compares two texts.
    pub fn of(old: &str, new: &str) -> Self {
        // Marks on texts with little in common would show nothing but chance.
        let is_wording = Sketch::of(old).likeness(&Sketch::of(new)).is_some();
        let turns = match is_wording {
            true => readable(turns(old, new)),
            false => vec![Turn::default(), Turn::between(old, new)],
        };
        let mut words = Self(Vec::new());
        for turn in trim(turns) {
            words.push(Op::Delete, turn.deleted);
            words.push(Op::Insert, turn.inserted);
            words.push(Op::Equal, turn.equal);
        }
        words
    }

    fn push(&mut self, op: Op, text: String) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.op == op => last.text.push_str(&text),
            _ => self.0.push(Segment { op, text }),
        }
    }

    /// The parts of the old text.
    pub fn before(&self) -> impl Iterator<Item = &Segment> {
        self.0.iter().filter(|segment| segment.op != Op::Insert)
    }

    /// The parts of the new text.
    pub fn after(&self) -> impl Iterator<Item = &Segment> {
        self.0.iter().filter(|segment| segment.op != Op::Delete)
    }
}

fn turns(old: &str, new: &str) -> Vec<Turn> {
    let (old, new) = (words(old), words(new));
    let mut turns = vec![Turn::default()];
    let (mut a, mut b) = (0, 0);
    let end = (old.len(), new.len());
    for (next_a, next_b) in common(&old, &new).into_iter().chain([end]) {
        if (next_a, next_b) != (a, b) {
            turns.push(Turn::between(&old[a..next_a].concat(), &new[b..next_b].concat()));
        }
        if let (Some(turn), Some(word)) = (turns.last_mut(), old.get(next_a)) {
            turn.equal.push_str(word);
        }
        (a, b) = (next_a + 1, next_b + 1);
    }
    turns
}

impl Turn {
    fn between(deleted: &str, inserted: &str) -> Self {
        Self { deleted: deleted.into(), inserted: inserted.into(), equal: String::new() }
    }

    /// How many characters have changed.
    fn size(&self) -> usize {
        self.deleted.chars().count().max(self.inserted.chars().count())
    }
}

/// Takes equal parts for changed ones where they would only disturb those who read.
fn readable(turns: Vec<Turn>) -> Vec<Turn> {
    let mut joined: Vec<Turn> = Vec::new();
    for turn in turns {
        match joined.last_mut() {
            Some(last) if is_noise(last, &turn) => {
                let equal = std::mem::take(&mut last.equal);
                last.deleted += &(equal.clone() + &turn.deleted);
                last.inserted += &(equal + &turn.inserted);
                last.equal = turn.equal;
            }
            _ => joined.push(turn),
        }
    }
    joined
}

/// Whether what is equal between two changes says too little to be kept apart.
fn is_noise(before: &Turn, after: &Turn) -> bool {
    if before.size() == 0 || after.size() == 0 {
        return false;
    }
    let said = before.equal.chars().filter(|c| c.is_alphanumeric()).count();
    said <= CHANCE || (said <= FEW && said * 2 <= before.size().min(after.size()))
}

/// Moves the Chinese characters that both sides of a change begin with to the equal
/// part before it, and those at their ends to the one behind.
fn trim(mut turns: Vec<Turn>) -> Vec<Turn> {
    for index in 1..turns.len() {
        if turns[index].deleted == turns[index].inserted {
            // The same text, cut into other words.
            let same = std::mem::take(&mut turns[index].deleted);
            turns[index].inserted.clear();
            turns[index - 1].equal.push_str(&same);
            continue;
        }
        let start = shared(turns[index].deleted.chars(), turns[index].inserted.chars());
        let start: String = start.collect();
        turns[index].deleted.drain(..start.len());
        turns[index].inserted.drain(..start.len());
        turns[index - 1].equal.push_str(&start);
        let turn = &mut turns[index];
        let end = shared(turn.deleted.chars().rev(), turn.inserted.chars().rev());
        let end: String = end.collect::<Vec<_>>().into_iter().rev().collect();
        turn.deleted.truncate(turn.deleted.len() - end.len());
        turn.inserted.truncate(turn.inserted.len() - end.len());
        turn.equal.insert_str(0, &end);
    }
    turns
}

fn shared(
    old: impl Iterator<Item = char>,
    new: impl Iterator<Item = char>,
) -> impl Iterator<Item = char> {
    let is_chinese = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}');
    old.zip(new).take_while(move |(a, b)| a == b && is_chinese(*a)).map(|(a, _)| a)
}
