//! Method handles and call sites, of versions 038 and later.
use super::bytes::{Cursor, u16_at, u32_at};
use super::header::Section;
use super::notes::Bad;
use super::values::{Scalar, Values, scalar};
use super::{CodeBuilder, Reading, known};
use crate::code::{CallSite, MethodHandle, NONE};

/// Method handle kinds below this name fields.
const FIRST_INVOKE: u16 = 4;
const LAST_KIND: u16 = 8;

pub(super) fn method_handles(b: &mut CodeBuilder, r: &mut Reading) {
    let mut bad = Bad::new("method handles");
    let Section { offset, count } = r.header.method_handles;
    let table = r.data.get(offset..).unwrap_or_default();
    for (place, entry) in (offset..).step_by(8).zip(table.chunks_exact(8)).take(count) {
        if !r.notes.charge(8) {
            break;
        }
        let kind = u16_at(entry, 0).unwrap_or(u16::MAX);
        let index = u32::from(u16_at(entry, 4).unwrap_or(u16::MAX));
        let map = if kind < FIRST_INVOKE { &r.maps.fields } else { &r.maps.methods };
        let number = match known(map, index).filter(|_| kind <= LAST_KIND) {
            Some(member) => {
                b.code.method_handles.push(MethodHandle { kind, member });
                b.code.method_handles.len().saturating_sub(1) as u32
            }
            None => {
                bad.add(place, || format!("kind {kind}, member {index}"));
                NONE
            }
        };
        r.maps.method_handles.push(number);
    }
    bad.tell(&mut r.notes);
}

pub(super) fn call_sites(b: &mut CodeBuilder, r: &mut Reading) {
    let mut bad = Bad::new("call sites");
    let Section { offset, count } = r.header.call_sites;
    let table = r.data.get(offset..).unwrap_or_default();
    for (place, entry) in (offset..).step_by(4).zip(table.chunks_exact(4)).take(count) {
        if !r.notes.charge(16) {
            break;
        }
        let at = u32_at(entry, 0).unwrap_or_default() as usize;
        let number = match call_site(b, r, at) {
            Some(site) => {
                b.code.call_sites.push(site);
                b.code.call_sites.len().saturating_sub(1) as u32
            }
            None => {
                bad.add(place, || format!("its values at 0x{at:x}"));
                NONE
            }
        };
        r.maps.call_sites.push(number);
    }
    bad.tell(&mut r.notes);
}

/// An encoded array: bootstrap method, name, proto, further values.
fn call_site(b: &CodeBuilder, r: &mut Reading, at: usize) -> Option<CallSite> {
    let mut cursor = Cursor::new(r.data, at);
    let mut site =
        CallSite { part: r.part, bootstrap: NONE, name: NONE, proto: NONE, values: Vec::new(), handles: Vec::new() };
    for i in 0..cursor.uleb()? {
        let mut ahead = cursor.clone();
        let head = ahead.u8()?;
        let value = scalar(&r.maps, head & 0x1f, head >> 5, &mut ahead);
        match (i, value) {
            (0, Some(Scalar::Handle(handle))) => site.bootstrap = handle,
            (1, Some(Scalar::Text(name))) => site.name = name,
            (2, Some(Scalar::Proto(proto))) => site.proto = proto,
            (0..3, _) => return None,
            (_, value) => {
                if let Some(Scalar::Handle(handle)) = value {
                    site.handles.push(handle);
                }
                let mut text = String::new();
                let mut values = Values { code: &b.code, maps: &r.maps, notes: &mut r.notes };
                values.text(&mut cursor, &mut text, 0)?;
                site.values.push(text);
                continue;
            }
        }
        cursor = ahead;
    }
    Some(site)
}
