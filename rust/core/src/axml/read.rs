//! Binary XML, by the rules of `ResXMLTree` and `ResXMLParser`.
use super::{Attribute, Builder, Document};
use crate::arsc::bytes::{Chunk, POOL, XML, chunk_at, u8_at, u16_at, u32_at};
use crate::arsc::pool::{Arena, Pool};
use crate::arsc::value;
use crate::gap::Cause;

const START_NAMESPACE: u16 = 0x0100;
const END_NAMESPACE: u16 = 0x0101;
const START_ELEMENT: u16 = 0x0102;
const END_ELEMENT: u16 = 0x0103;
const TEXT: u16 = 0x0104;
const RESOURCE_MAP: u16 = 0x0180;
/// Android starts reading nodes at the first chunk of these types.
const NODES: std::ops::RangeInclusive<u16> = 0x0100..=0x017f;

const NODE_HEADER: usize = 16;
const ATTRIBUTE: usize = 20;

struct Reader<'a> {
    data: &'a [u8],
    arena: Arena,
    pool: Pool,
    /// The resource map: attribute name number → resource id.
    ids: &'a [u8],
    out: Builder,
}

/// Reads one binary XML part. Never fails: an unreadable part gives no elements and a gap.
pub fn parse(data: &[u8]) -> Document {
    let mut out = Builder::new(data.len());
    let first = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data).trim_ascii_start();
    if first.starts_with(b"<") {
        out.notes().gap(0, Cause::Unsupported, "text XML, not binary XML");
        return out.finish(0);
    }
    let Some(top) = chunk_at(data, 0, data.len(), 8, out.notes()) else { return out.finish(0) };
    if top.kind != XML {
        let detail =
            format!("the file's first chunk has type 0x{:04x}, binary XML has 0x0003; Android does not look", top.kind);
        out.notes().odd("xml_type", 0, detail);
    }
    if top.header != 8 {
        out.notes().odd("xml_header_size", 0, format!("file header of {} bytes, 8 is usual", top.header));
    }
    if top.end() < data.len() {
        let detail = format!("{} bytes after the document", data.len().saturating_sub(top.end()));
        out.notes().odd("trailing_data", top.end(), detail);
    }
    let mut reader = Reader { data, arena: Arena::default(), pool: Pool::default(), ids: &[], out };
    reader.chunks(top.header, top.end());
    reader.out.finish(top.end())
}

impl<'a> Reader<'a> {
    fn chunks(&mut self, mut at: usize, end: usize) {
        let (mut pools, mut nodes) = (0_usize, false);
        while at.saturating_add(8) <= end {
            let Some(chunk) = chunk_at(self.data, at, end, 8, self.out.notes()) else { return };
            nodes = nodes || NODES.contains(&chunk.kind);
            match chunk.kind {
                POOL if !nodes => {
                    pools = pools.saturating_add(1);
                    self.pool = self.arena.read(&chunk, self.out.notes());
                    if pools > 1 {
                        self.out.notes().odd(
                            "extra_string_pool",
                            at,
                            "a second string pool; Android uses the last before the first node",
                        );
                    }
                }
                RESOURCE_MAP if !nodes => self.ids = chunk.body(),
                kind if nodes && NODES.contains(&kind) => {
                    if !self.node(&chunk) {
                        return;
                    }
                }
                kind => self.out.notes().odd(
                    "unknown_chunk",
                    at,
                    format!("chunk of type 0x{kind:04x} in a document; Android skips it"),
                ),
            }
            at = chunk.end();
        }
        if !nodes {
            self.out.notes().gap(at, Cause::Malformed, "the document has no node");
        }
    }

    /// A string of the pool; 0xffffffff is none. A number outside the pool is noted.
    fn string(&mut self, index: u32, at: usize) -> Option<String> {
        if index == u32::MAX {
            return None;
        }
        let text = self.arena.get(self.pool.handle(index)).map(str::to_owned);
        if text.is_none() {
            self.out.notes().odd(
                "string_index",
                at,
                format!("string {index} is not in the pool of {}", self.pool.count),
            );
        }
        text
    }

    /// One node. False when reading must stop.
    fn node(&mut self, chunk: &Chunk<'a>) -> bool {
        let least = match chunk.kind {
            START_NAMESPACE | END_NAMESPACE | END_ELEMENT => 8,
            START_ELEMENT => 20,
            TEXT => 12,
            other => {
                self.out.notes().odd("unknown_node", chunk.at, format!("node of type 0x{other:04x}; Android skips it"));
                return true;
            }
        };
        if chunk.header < NODE_HEADER || chunk.body().len() < least {
            let detail = format!(
                "node 0x{:04x}: header {}, body {}; at least {NODE_HEADER} and {least} expected; Android stops here",
                chunk.kind,
                chunk.header,
                chunk.body().len()
            );
            self.out.notes().gap(chunk.at, Cause::Malformed, detail);
            return false;
        }
        if chunk.header > NODE_HEADER {
            self.out.notes().odd(
                "node_header_size",
                chunk.at,
                format!("node header of {} bytes, 16 is usual", chunk.header),
            );
        }
        let body = chunk.body();
        match chunk.kind {
            START_ELEMENT => self.start(chunk),
            END_ELEMENT => {
                let tag = u32_at(body, 4).and_then(|name| self.string(name, chunk.at));
                self.out.end(tag.as_deref(), chunk.at);
                true
            }
            TEXT => match u32_at(body, 0).and_then(|text| self.string(text, chunk.at)) {
                Some(text) => self.out.text(&text, chunk.at),
                None => true,
            },
            _ => true,
        }
    }

    fn start(&mut self, chunk: &Chunk<'a>) -> bool {
        let body = chunk.body();
        let namespace = u32_at(body, 0).and_then(|n| self.string(n, chunk.at));
        let tag = u32_at(body, 4).and_then(|n| self.string(n, chunk.at)).unwrap_or_default();
        let line = u32_at(chunk.bytes, 8).unwrap_or(0);
        if !self.out.start(&tag, namespace.as_deref(), line, chunk.at) {
            return false;
        }
        let word = |at| usize::from(u16_at(body, at).unwrap_or(0));
        let (start, step, count) = (word(8), word(10), word(12));
        if count > 0 && (step != ATTRIBUTE || start != 20) {
            let detail = format!("attributes of {step} bytes from {start}; 20 from 20 is usual");
            self.out.notes().odd("attribute_layout", chunk.at, detail);
        }
        if start.saturating_add(step.saturating_mul(count)) > body.len() {
            let detail = format!(
                "{count} attributes of {step} bytes from {start} in a node of {}; Android stops here",
                body.len()
            );
            self.out.notes().gap(chunk.at, Cause::Malformed, detail);
        }
        let base = chunk.at.saturating_add(chunk.header);
        for index in 0..count {
            let at = start.saturating_add(step.saturating_mul(index));
            let Some(bytes) = body.get(at..at.saturating_add(ATTRIBUTE)) else { break };
            if !self.attribute(bytes, base.saturating_add(at)) {
                return false;
            }
        }
        true
    }

    /// An attribute: namespace, name, raw string, then a `Res_value` (size u16, zero u8, type u8, data u32).
    fn attribute(&mut self, b: &[u8], at: usize) -> bool {
        let word = |at| u32_at(b, at).unwrap_or(u32::MAX);
        let (namespace, name, raw, data) = (word(0), word(4), word(8), word(16));
        let data_type = u8_at(b, 15).unwrap_or(0);
        let index = usize::try_from(name).unwrap_or(usize::MAX).saturating_mul(4);
        let name_id = u32_at(self.ids, index).filter(|id| *id != 0);
        let namespace = self.string(namespace, at);
        let name = self.string(name, at).unwrap_or_default();
        let raw = match (raw, data_type) {
            (u32::MAX, value::STRING) => self.string(data, at),
            (raw, value::STRING) if raw != data => {
                let (written, used) = (self.string(raw, at), self.string(data, at));
                if written != used {
                    let detail = format!(
                        "raw string \"{}\", value \"{}\"; Android's manifest reader takes the value",
                        written.unwrap_or_default(),
                        used.clone().unwrap_or_default()
                    );
                    self.out.notes().odd("raw_value_differs", at, detail);
                }
                used
            }
            (raw, _) => self.string(raw, at),
        };
        let offset = u32::try_from(at).unwrap_or(u32::MAX);
        self.out.attribute(Attribute {
            element: 0,
            namespace,
            name,
            written: None,
            name_id,
            raw,
            data_type,
            data,
            offset,
        })
    }
}
