//! Entry bytes through a fixed buffer into whatever takes them.
use flate2::{Decompress, FlushDecompress, Status};

/// Bytes handed on at a time.
const CHUNK: usize = 128 * 1024;

/// Why pouring stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The stream ended by itself.
    Done,
    /// The cap was met with more to come.
    Cap,
    /// The packed bytes ended before the stream did.
    Input,
    /// The stream is no deflate data from here on.
    Broken,
}

/// How much was read and written.
#[derive(Clone, Copy, Debug)]
pub struct Poured {
    pub stop: Stop,
    pub packed: u64,
    pub size: u64,
}

/// Takes bytes in order.
pub trait Sink {
    fn take(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn take(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// Takes bytes and forgets them.
pub struct Nowhere;

impl Sink for Nowhere {
    fn take(&mut self, _: &[u8]) {}
}

/// A reusable inflater with its output buffer.
pub struct Pump {
    inflate: Decompress,
    buffer: Vec<u8>,
}

impl Pump {
    pub fn new() -> Self {
        Pump { inflate: Decompress::new(false), buffer: vec![0; CHUNK] }
    }

    /// Hands on `packed` as it is, up to `cap` bytes.
    pub fn store(&self, packed: &[u8], cap: u64, sink: &mut impl Sink) -> Poured {
        let len = usize::try_from(cap).unwrap_or(usize::MAX).min(packed.len());
        // In pieces, so that a sink's hashes work on bytes that are still in the cache.
        for piece in packed.get(..len).unwrap_or_default().chunks(CHUNK) {
            sink.take(piece);
        }
        let stop = if len < packed.len() { Stop::Cap } else { Stop::Done };
        Poured { stop, packed: len as u64, size: len as u64 }
    }

    /// Inflates `packed` (raw deflate), up to `cap` bytes.
    pub fn inflate(&mut self, packed: &[u8], cap: u64, sink: &mut impl Sink) -> Poured {
        self.inflate.reset(false);
        loop {
            let used = self.inflate.total_in();
            let made = self.inflate.total_out();
            let room = usize::try_from(cap.saturating_sub(made)).unwrap_or(usize::MAX).min(self.buffer.len());
            let input = usize::try_from(used).ok().and_then(|used| packed.get(used..)).unwrap_or_default();
            // A stream of exactly `cap` bytes may still have its end mark to read: one byte of room tells.
            let output = self.buffer.get_mut(..room.max(1)).unwrap_or_default();
            let status = self.inflate.decompress(input, output, FlushDecompress::None);
            let fresh = usize::try_from(self.inflate.total_out().saturating_sub(made)).unwrap_or(0);
            sink.take(output.get(..fresh.min(room)).unwrap_or_default());
            let stuck = fresh == 0 && self.inflate.total_in() == used;
            let stop = match status {
                _ if fresh > room => Some(Stop::Cap),
                Ok(Status::StreamEnd) => Some(Stop::Done),
                Err(_) => Some(Stop::Broken),
                Ok(_) if stuck => Some(Stop::Input),
                Ok(_) => None,
            };
            if let Some(stop) = stop {
                let size = self.inflate.total_out().min(cap);
                return Poured { stop, packed: self.inflate.total_in(), size };
            }
        }
    }
}
