//! A small dex file, put together for tests: one class with a field, a method, a switch, a guarded range, lines and
//! an annotation.
use sha1::{Digest, Sha1};

pub const METHOD: &str = "Lx/A;->m(I)V";
pub const STRINGS: [&str; 11] =
    ["A.java", "I", "Ljava/lang/Object;", "Lx/A;", "Lx/Note;", "V", "VI", "abc", "f", "m", "name"];

/// const-string, const/4, sput, invoke-static, packed-switch, return-void, switch table.
pub const CODE: [u16; 20] =
    [0x001a, 7, 0xf112, 0x0167, 0, 0x1071, 0, 2, 0x022b, 4, 0, 0x000e, 0x0100, 2, 10, 0, 3, 0, 0xfffa, 0xffff];

pub fn dex() -> Vec<u8> {
    with(35, 0, &CODE)
}

struct Out {
    bytes: Vec<u8>,
    base: usize,
}

impl Out {
    fn u32s(&mut self, words: &[usize]) {
        words.iter().for_each(|word| self.bytes.extend((*word as u32).to_le_bytes()));
    }

    fn u16s(&mut self, words: &[u16]) {
        words.iter().for_each(|word| self.bytes.extend(word.to_le_bytes()));
    }

    /// Appends an item of the data section; gives its offset.
    fn item(&mut self, align: usize, bytes: &[u8]) -> usize {
        self.bytes.resize(self.bytes.len().next_multiple_of(align), 0);
        let at = self.bytes.len() + self.base;
        self.bytes.extend(bytes);
        at
    }

    fn words(&mut self, words: &[usize]) -> usize {
        let at = self.item(4, &[]);
        self.u32s(words);
        at
    }
}

/// A dex file of `version` that will stand at `base` of a container; its method has `code`.
pub fn with(version: u32, base: usize, code: &[u16]) -> Vec<u8> {
    let header = if version >= 41 { 0x78 } else { 0x70 };
    let ids = [(STRINGS.len(), 4), (5, 4), (1, 12), (1, 8), (1, 8), (1, 32)];
    let mut starts = Vec::new();
    let mut end = header;
    for (count, size) in ids {
        starts.push(end + base);
        end += count * size;
    }
    let mut out = Out { bytes: vec![0; end], base };
    let strings: Vec<usize> =
        STRINGS.map(|text| out.item(1, &[&[text.len() as u8], text.as_bytes(), &[0]].concat())).into();
    let params = out.words(&[1]);
    out.u16s(&[0]);
    let values = out.item(1, &[1, 0x04, 0xf9]);
    let note = out.item(1, &[1, 3, 1, 10, 0x17, 7]);
    let set = out.words(&[1, note]);
    let annotations = out.words(&[set, 0, 0, 0]);
    let debug = out.item(1, &[5, 1, 0, 0x0e, 0x2d, 0]);
    let item = out.item(4, &[3, 0, 1, 0, 1, 0, 1, 0]);
    out.u32s(&[debug, code.len()]);
    out.u16s(code);
    out.item(4, &[0, 0, 0, 0, 5, 0, 1, 0]);
    out.bytes.extend([1, 0x7f, 3, 11, 11]);
    let mut members = vec![1, 0, 1, 0, 0, 9, 0, 9];
    let mut left = item;
    while left > 0x7f {
        members.push((left & 0x7f) as u8 | 0x80);
        left >>= 7;
    }
    members.push(left as u8);
    let members = out.item(1, &members);
    let map: Vec<usize> = (1..=6).zip(ids).zip(&starts).flat_map(|((kind, id), start)| [kind, id.0, *start]).collect();
    let map = out.words(&[&[6], &map[..]].concat());
    let mut tables = Out { bytes: Vec::new(), base };
    tables.u32s(&strings);
    tables.u32s(&[1, 2, 3, 4, 5, 6, 4, params]);
    tables.u16s(&[2, 0, 8, 0, 2, 0, 9, 0]);
    tables.u32s(&[2, 1, 1, 0, 0, annotations, members, values]);
    out.bytes[header..end].copy_from_slice(&tables.bytes);
    let mut head = Out { bytes: format!("dex\n0{version}\0").into_bytes(), base };
    head.bytes.resize(32, 0);
    head.u32s(&[out.bytes.len(), header, 0x1234_5678, 0, 0, map]);
    ids.iter().zip(&starts).for_each(|(id, start)| head.u32s(&[id.0, *start]));
    head.u32s(&[out.bytes.len() - end, end + base]);
    out.bytes[..0x70].copy_from_slice(&head.bytes);
    seal(&mut out.bytes);
    out.bytes
}

/// Makes signature and checksum true.
pub fn seal(bytes: &mut [u8]) {
    let signature = Sha1::digest(&bytes[32..]);
    bytes[12..32].copy_from_slice(&signature);
    let sum = zlib_rs::adler32::adler32(1, &bytes[12..]);
    bytes[8..12].copy_from_slice(&sum.to_le_bytes());
}
