//! Chance that can be repeated: every decision comes from a stream of its own, all of them from one seed.

/// Where the streams come from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed(u64);

/// A random seed stays exact in every JSON reader, so that it can be copied from an answer.
const RANDOM_SEEDS: u64 = 1 << 53;

impl Seed {
    /// The given one, or a random one.
    pub(crate) fn new(given: Option<u64>) -> Self {
        Self(given.unwrap_or_else(|| fastrand::u64(..RANDOM_SEEDS)))
    }

    /// The number that gives the same streams again.
    pub(crate) fn number(self) -> u64 {
        self.0
    }

    /// Neighbouring numbers give streams that have nothing in common (the finalizer of SplitMix64).
    pub(crate) fn stream(self, number: u64) -> fastrand::Rng {
        let mut mixed = self.0 ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        fastrand::Rng::with_seed(mixed ^ (mixed >> 31))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_comes_again_and_its_neighbours_are_others() {
        let draws = |seed, stream| {
            let mut random = Seed::new(Some(seed)).stream(stream);
            (0..100).map(|_| random.f64()).collect::<Vec<_>>()
        };
        assert_eq!(draws(7, 1), draws(7, 1));
        for other in [draws(7, 2), draws(8, 1)] {
            let near = draws(7, 1)
                .iter()
                .zip(&other)
                .filter(|(a, b)| (*a - *b).abs() < 0.01)
                .count();
            assert!(near < 15, "{near} of 100 draws are alike");
        }
    }
}
