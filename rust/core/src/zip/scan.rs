//! All entries inflated, hashed and identified, within the limits and independent of the number of workers.
use flate2::Crc;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::pour::{Poured, Pump, Sink, Stop};
use super::{Archive, Entry, Oddity, RATIO_FREE, bytes_at, gap_at, push_oddity};
use crate::gap::{Cause, Gap};
use crate::sniff::{self, Sniffer};

/// What an entry's bytes are. `size` counts the bytes that were read, all fields are about these.
#[derive(Clone, Debug)]
pub struct Read {
    pub size: u64,
    pub sha256: [u8; 32],
    /// One of [`sniff::KINDS`], or `directory`.
    pub kind: &'static str,
    pub entropy_milli: u16,
    pub crc_ok: bool,
    /// False where a limit or damage stopped reading; a gap says which.
    pub whole: bool,
}

/// The result of [`Archive::scan`]: one [`Read`] an entry, and what reading them showed.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    pub reads: Vec<Read>,
    pub oddities: Vec<Oddity>,
    pub gaps: Vec<Gap>,
}

/// Everything that is computed while bytes pass by.
struct Digest {
    sha: Sha256,
    crc: Crc,
    sniffer: Sniffer,
}

impl Digest {
    fn new() -> Self {
        Digest { sha: Sha256::new(), crc: Crc::new(), sniffer: Sniffer::new() }
    }
}

impl Sink for Digest {
    fn take(&mut self, bytes: &[u8]) {
        self.sha.update(bytes);
        self.crc.update(bytes);
        self.sniffer.update(bytes);
    }
}

struct CrcOnly(Crc);

impl Sink for CrcOnly {
    fn take(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
}

/// How an entry was poured.
#[derive(Clone, Copy)]
struct Way {
    poured: Poured,
    inflated: bool,
    /// The stream needed more packed bytes than stated.
    beyond: bool,
    /// Bytes the entry should have had but the archive has not.
    missing: u64,
    /// Not read at all, since the entries before it share too many bytes.
    unfed: bool,
}

struct Outcome {
    digest: Digest,
    way: Way,
}

/// How often all entries together may read the archive's bytes: more only happens where entries share them.
const READ_AGAIN: u64 = 4;

pub fn scan(archive: &Archive, data: &[u8]) -> Scan {
    // First in parallel with room for what each entry states, as far as the total allows. An entry that has more
    // than it states is poured again, one by one in order, with what is then left of the total.
    let plan = plan(archive, data);
    let first: Vec<Outcome> = archive
        .entries
        .par_iter()
        .zip(plan)
        .map_init(Pump::new, |pump, (entry, room)| digest(archive, data, entry, room, false, pump))
        .collect();
    let made = |outcome: &Outcome| outcome.way.poured.size;
    let mut left = archive.limits.max_total.saturating_sub(first.iter().map(made).fold(0, u64::saturating_add));
    let mut packed_left = (data.len() as u64).saturating_mul(READ_AGAIN);
    let mut pump = Pump::new();
    let mut scan = Scan::default();
    for (entry, mut outcome) in archive.entries.iter().zip(first) {
        let had = outcome.way.poured.size;
        let stop = outcome.way.poured.stop;
        let room = cap_of(archive, entry).min(had.saturating_add(left));
        let more = (stop == Stop::Cap && room > had && !outcome.way.unfed) || stop == Stop::Input;
        let input = available(archive, data, entry).len() as u64;
        if more && input <= packed_left {
            packed_left = packed_left.saturating_sub(if stop == Stop::Input { input } else { 0 });
            outcome = digest(archive, data, entry, Some(room), true, &mut pump);
            left = left.saturating_sub(outcome.way.poured.size.saturating_sub(had));
        }
        note(archive, entry, &outcome, &mut scan);
        scan.reads.push(finish(archive, data, entry, outcome));
    }
    scan
}

/// Room for each entry's bytes in the first pass; None where the entries before it have read too much.
fn plan(archive: &Archive, data: &[u8]) -> Vec<Option<u64>> {
    let mut left = archive.limits.max_total;
    let mut packed_left = (data.len() as u64).saturating_mul(READ_AGAIN);
    let room = |entry: &Entry| {
        if entry.method != 0 {
            let input = entry.packed_size.min(available(archive, data, entry).len() as u64);
            packed_left = packed_left.checked_sub(input)?;
        }
        let room = most(archive, data, entry).min(cap_of(archive, entry)).min(left);
        left = left.saturating_sub(room);
        Some(room)
    };
    archive.entries.iter().map(room).collect()
}

/// The bytes of one entry, by the same rules as the scan except the limit on the total.
pub fn collect(archive: &Archive, data: &[u8], entry: &Entry) -> Vec<u8> {
    collect_up_to(archive, data, entry, cap_of(archive, entry))
}

fn collect_up_to(archive: &Archive, data: &[u8], entry: &Entry, cap: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let guess = most(archive, data, entry).min(cap).min(16 << 20);
    bytes.reserve_exact(usize::try_from(guess).unwrap_or(0));
    let mut pump = Pump::new();
    let way = pour(archive, data, entry, cap, &mut pump, &mut bytes);
    if way.poured.stop == Stop::Input {
        let mut longer = Vec::new();
        if pour_beyond(archive, data, entry, cap, &mut pump, &mut longer).is_some() {
            return longer;
        }
    }
    bytes
}

/// The range of a stored, whole entry in the archive.
pub fn stored_range(archive: &Archive, data: &[u8], entry: &Entry) -> Option<std::ops::Range<usize>> {
    if entry.method != 0 || entry.size > cap_of(archive, entry) {
        return None;
    }
    let start = entry.data_offset?;
    let end = start.checked_add(entry.size).filter(|end| *end <= archive.data_end)?;
    bytes_at(data, start, entry.size)?;
    Some(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
}

/// The most bytes one entry may give: by size, and by ratio beyond the free part.
fn cap_of(archive: &Archive, entry: &Entry) -> u64 {
    let by_ratio = entry.packed_size.saturating_mul(archive.limits.max_ratio).max(RATIO_FREE);
    archive.limits.max_entry.min(by_ratio)
}

/// The most bytes an entry can honestly have: what it states, bounded by what its packed bytes can hold.
fn most(archive: &Archive, data: &[u8], entry: &Entry) -> u64 {
    let packed = available(archive, data, entry).len() as u64;
    let possible = if entry.method == 0 {
        packed
    } else {
        // Deflate packs 258 bytes into 2 bits at best.
        packed.min(entry.packed_size).saturating_mul(1032).saturating_add(1032).max(packed)
    };
    entry.size.min(possible)
}

/// All bytes from the entry's data to the end of the data area.
fn available<'a>(archive: &Archive, data: &'a [u8], entry: &Entry) -> &'a [u8] {
    let span = entry.data_offset.and_then(|start| Some((start, archive.data_end.checked_sub(start)?)));
    span.and_then(|(start, len)| bytes_at(data, start, len)).unwrap_or_default()
}

fn head(bytes: &[u8], len: u64) -> &[u8] {
    let len = usize::try_from(len).unwrap_or(usize::MAX).min(bytes.len());
    bytes.get(..len).unwrap_or_default()
}

fn digest(archive: &Archive, data: &[u8], entry: &Entry, room: Option<u64>, further: bool, pump: &mut Pump) -> Outcome {
    let mut digest = Digest::new();
    let way = match room {
        Some(room) => {
            let mut way = pour(archive, data, entry, room, pump, &mut digest);
            if further && way.poured.stop == Stop::Input {
                let mut longer = Digest::new();
                if let Some(found) = pour_beyond(archive, data, entry, room, pump, &mut longer) {
                    (way, digest) = (found, longer);
                }
            }
            way
        }
        None => {
            let poured = Poured { stop: Stop::Cap, packed: 0, size: 0 };
            Way { poured, inflated: true, beyond: false, missing: 0, unfed: true }
        }
    };
    Outcome { digest, way }
}

/// Pours an entry by Android's rules.
fn pour(archive: &Archive, data: &[u8], entry: &Entry, room: u64, pump: &mut Pump, sink: &mut impl Sink) -> Way {
    let all = available(archive, data, entry);
    let packed = head(all, entry.packed_size);
    if entry.method == 8 || (entry.method != 0 && inflates(entry, packed, room, pump)) {
        let missing = entry.packed_size.saturating_sub(packed.len() as u64);
        let poured = pump.inflate(packed, room, sink);
        return Way { poured, inflated: true, beyond: false, missing, unfed: false };
    }
    let bytes = head(all, entry.size);
    let poured = pump.store(bytes, room, sink);
    let missing = entry.size.saturating_sub(bytes.len() as u64);
    Way { poured, inflated: false, beyond: false, missing, unfed: false }
}

/// Inflates past the stated packed size, which is too small. A stream that then ends is taken, but no other.
fn pour_beyond(
    archive: &Archive,
    data: &[u8],
    entry: &Entry,
    room: u64,
    pump: &mut Pump,
    sink: &mut impl Sink,
) -> Option<Way> {
    let all = available(archive, data, entry);
    let poured = pump.inflate(all, room, sink);
    matches!(poured.stop, Stop::Done | Stop::Cap).then_some(Way {
        poured,
        inflated: true,
        beyond: true,
        missing: 0,
        unfed: false,
    })
}

/// True when an entry of unknown method is deflate data of just the stated size and checksum.
fn inflates(entry: &Entry, packed: &[u8], room: u64, pump: &mut Pump) -> bool {
    if entry.size == entry.packed_size {
        return false;
    }
    let mut crc = CrcOnly(Crc::new());
    let poured = pump.inflate(packed, room.min(entry.size), &mut crc);
    poured.stop == Stop::Done && poured.size == entry.size && crc.0.sum() == entry.crc
}

/// Notes what pouring an entry showed.
fn note(archive: &Archive, entry: &Entry, outcome: &Outcome, scan: &mut Scan) {
    let Some(at) = entry.data_offset else { return };
    let Way { poured, inflated, beyond, missing, .. } = outcome.way;
    let name = &entry.name;
    let mut odd = |kind, detail| push_oddity(&mut scan.oddities, &mut scan.gaps, kind, entry.record_offset, detail);
    let complete = poured.stop == Stop::Done && missing == 0;
    if complete && poured.size != entry.size {
        odd("size_mismatch", format!("{name} states {} bytes, there are {}", entry.size, poured.size));
    }
    if complete && (beyond || (inflated && poured.packed < entry.packed_size)) {
        let detail = format!("{name} states {} packed bytes, its stream has {}", entry.packed_size, poured.packed);
        odd("size_mismatch", detail);
    }
    if !inflated && entry.packed_size != entry.size {
        let detail = format!("{name} is stored but states {} packed bytes and {} bytes", entry.packed_size, entry.size);
        odd("size_mismatch", detail);
    }
    if complete && outcome.digest.crc.sum() != entry.crc {
        let detail =
            format!("{name} states checksum 0x{:08x}, its bytes have 0x{:08x}", entry.crc, outcome.digest.crc.sum());
        odd("crc_mismatch", detail);
    }
    if let Some((cause, why)) = gap_of(archive, entry, &outcome.way) {
        scan.gaps.push(gap_at(at, cause, format!("{name}: {why}; {} bytes were read", poured.size)));
    }
}

fn gap_of(archive: &Archive, entry: &Entry, way: &Way) -> Option<(Cause, String)> {
    let limits = &archive.limits;
    let encrypted = entry.flags & 1 != 0;
    Some(match way.poured.stop {
        Stop::Cap if way.unfed => (Cause::Limit, "the entries before it share too many bytes".to_owned()),
        Stop::Cap if way.poured.size >= limits.max_entry => {
            (Cause::Limit, format!("more than the {} bytes allowed for one entry", limits.max_entry))
        }
        Stop::Cap if way.poured.size >= cap_of(archive, entry) => {
            (Cause::Limit, format!("more than {} times its packed size", limits.max_ratio))
        }
        Stop::Cap => (Cause::Limit, format!("more than the {} bytes allowed for the archive", limits.max_total)),
        Stop::Broken if encrypted => (Cause::Encrypted, "marked encrypted, and not deflate data".to_owned()),
        Stop::Broken => (Cause::Malformed, "the deflate data is damaged".to_owned()),
        Stop::Input => (Cause::Truncated, "the deflate data ends too early".to_owned()),
        Stop::Done if way.missing > 0 && !way.inflated => {
            (Cause::Truncated, format!("{} bytes are missing", way.missing))
        }
        Stop::Done => return None,
    })
}

fn finish(archive: &Archive, data: &[u8], entry: &Entry, outcome: Outcome) -> Read {
    let Outcome { digest, way } = outcome;
    let mut found = digest.sniffer.finish();
    if found.kind == "zip" {
        // What is in an archive is told by its directory, which needs all of its bytes. Rare enough to pour again.
        found.kind = match stored_range(archive, data, entry).and_then(|range| data.get(range)) {
            Some(stored) => sniff::archive_kind(stored),
            None => sniff::archive_kind(&collect_up_to(archive, data, entry, way.poured.size)),
        };
    }
    let crc_ok = digest.crc.sum() == entry.crc;
    Read {
        size: way.poured.size,
        sha256: digest.sha.finalize().into(),
        kind: if entry.is_directory() && way.poured.size == 0 { "directory" } else { found.kind },
        entropy_milli: found.entropy_milli,
        crc_ok,
        whole: way.poured.stop == Stop::Done && (way.missing == 0 || way.inflated) && entry.data_offset.is_some(),
    }
}
