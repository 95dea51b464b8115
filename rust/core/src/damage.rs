//! Seeded damage for tests: the same broken bytes on every run, with no nightly toolchain. `fuzz/` goes further.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

/// Calls `read` with `count` variants of `whole`: bytes and words changed, pieces cut out or doubled, the end cut off.
pub fn variants(whole: &[u8], count: usize, mut read: impl FnMut(&[u8])) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    for _ in 0..count {
        let mut data = whole.to_vec();
        for _ in 0..=random(4) {
            // Headers stand first in every format and decide most.
            let room = if random(3) == 0 { data.len().min(64) } else { data.len() };
            let at = random(room);
            match random(12) {
                0 => drop(data.drain(at..data.len().min(at + 1 + random(8)))),
                1 => {
                    let piece = data[at..data.len().min(at + 1 + random(32))].to_vec();
                    data.splice(at..at, piece);
                }
                2..=4 if at + 4 <= data.len() => {
                    let word = [0, 1, 0x7fff_ffff, 0x8000_0000, u32::MAX, random(0x1_0000) as u32][random(6)];
                    data[at..at + 4].copy_from_slice(&word.to_le_bytes());
                }
                _ if at < data.len() => data[at] = [0, 1, 0x7f, 0x80, 0xff, random(256) as u8][random(6)],
                _ => {}
            }
        }
        if random(8) == 0 {
            data.truncate(random(data.len()));
        }
        read(&data);
    }
}
