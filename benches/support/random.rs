//! Numbers that look random and are the same in every run.

/// SplitMix64: small, and good enough to mix forms.
pub struct Random(u64);

impl Random {
    /// The numbers that belong to `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// One of `items`.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.index(items.len())]
    }

    /// `count` of `items`, each at most once and in a new order.
    pub fn some<T: Clone>(&mut self, items: &[T], count: u64) -> Vec<T> {
        let mut left = items.to_vec();
        let count = left.len().min(usize::try_from(count).unwrap_or(usize::MAX));
        (0..count).map(|_| left.swap_remove(self.index(left.len()))).collect()
    }

    fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.between(0, length as u64 - 1)).expect("a length of a slice")
    }
}
