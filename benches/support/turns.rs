//! Sides that are compared take turns, so that a slow minute is one for all of them.

use super::table::median;

/// The sides of a comparison, and how long each took in each turn.
#[derive(Default)]
pub struct Turns<'a> {
    sides: Vec<Box<Run<'a>>>,
    walls: Vec<Vec<f64>>,
}

/// Does a side's work in a turn; how many seconds it took.
type Run<'a> = dyn Fn(usize) -> f64 + 'a;

/// One of the sides.
#[derive(Clone, Copy)]
pub struct Side(usize);

impl<'a> Turns<'a> {
    /// Adds a side.
    pub fn add(&mut self, run: impl Fn(usize) -> f64 + 'a) -> Side {
        self.sides.push(Box::new(run));
        self.walls.push(Vec::new());
        Side(self.sides.len() - 1)
    }

    /// Lets each side have so many turns. Another one begins each time, so that none
    /// always finds what the same one leaves of caches and of the processor's warmth.
    pub fn take(&mut self, turns: usize) {
        let count = self.sides.len();
        for turn in 0..turns {
            for side in (turn..turn + count).map(|it| it % count) {
                self.walls[side].push(self.sides[side](turn));
            }
        }
    }

    /// How many seconds a side takes.
    pub fn time(&self, Side(side): Side) -> f64 {
        median(self.walls[side].iter().copied())
    }

    /// How many times as long as another a side takes.
    pub fn ratio(&self, Side(side): Side, Side(other): Side) -> f64 {
        median(self.walls[side].iter().zip(&self.walls[other]).map(|(side, other)| side / other))
    }
}
