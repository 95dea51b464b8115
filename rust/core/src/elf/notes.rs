//! Notes: the build identity of GNU linkers and the mark Android's NDK leaves.
use super::image::{Image, PT_NOTE, SHT_NOTE};

/// Notes past this count are not read.
const MAX_NOTES: usize = 64;
const MAX_DESCRIPTION: u64 = 4096;

#[derive(Default)]
pub(crate) struct Notes {
    /// Lower-case hex.
    pub build_id: Option<String>,
    pub android_api: Option<u32>,
    /// NDK release, as `r21e`.
    pub ndk: Option<String>,
}

/// Reads the notes of segments, then of sections.
pub(crate) fn read(image: &Image<'_>) -> Notes {
    let mut notes = Notes::default();
    let segments = image.segments.iter().filter(|s| s.kind == PT_NOTE).map(|s| (s.offset, s.file_size));
    let sections = image.sections.iter().filter(|s| s.kind == SHT_NOTE).map(|s| (s.offset, s.size));
    for (offset, size) in segments.chain(sections).take(MAX_NOTES) {
        let end = offset.saturating_add(size).min(image.view.len());
        let mut at = offset;
        for _ in 0..MAX_NOTES {
            match one(image, at, &mut notes).filter(|next| *next <= end) {
                Some(next) => at = next,
                None => break,
            }
        }
    }
    notes
}

/// Reads the note at `at` and says where the next begins. Fields are padded to 4 bytes.
fn one(image: &Image<'_>, at: u64, notes: &mut Notes) -> Option<u64> {
    let v = &image.view;
    let name_size = u64::from(v.u32(at)?);
    let size = u64::from(v.u32(at.checked_add(4)?)?);
    let kind = v.u32(at.checked_add(8)?)?;
    let name_at = at.checked_add(12)?;
    let body = name_at.checked_add(name_size.checked_next_multiple_of(4)?)?;
    let next = body.checked_add(size.checked_next_multiple_of(4)?)?;
    let bytes = v.slice(body, size.min(MAX_DESCRIPTION))?;
    match (v.slice(name_at, name_size.min(16))?, kind) {
        (b"GNU\0", 3) if notes.build_id.is_none() && size > 0 => {
            notes.build_id = Some(bytes.iter().map(|b| format!("{b:02x}")).collect());
        }
        (b"Android\0", 1) if notes.android_api.is_none() => {
            notes.android_api = v.u32(body);
            let text = bytes.get(4..68.min(bytes.len())).and_then(|t| t.split(|b| *b == 0).next());
            notes.ndk = text.and_then(|t| std::str::from_utf8(t).ok()).filter(|t| !t.is_empty()).map(str::to_owned);
        }
        _ => {}
    }
    Some(next)
}
