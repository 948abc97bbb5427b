//! Numbers that look random and are the same in every run and every release.

/// A number of a name (FNV-1a); the standard library's hasher may change from release to release.
pub(super) fn seed(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The n-th number of a SplitMix64 sequence.
pub(super) fn mix(seed: u64, n: i64) -> u64 {
    let z = seed.wrapping_add(n.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
