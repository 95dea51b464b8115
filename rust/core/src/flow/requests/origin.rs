//! Where the value of a part comes from.
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::super::models::Effect;
use super::super::terms::{Term, TermId, Terms};

/// Packages of Android and what their values are: the phone's own network, what the user typed, the device.
const PACKAGES: [(&str, &str); 14] = [
    ("Landroid/net/wifi/", "network"),
    ("Landroid/net/DhcpInfo;", "network"),
    ("Landroid/net/LinkProperties;", "network"),
    ("Ljava/net/NetworkInterface;", "network"),
    ("Ljava/net/InetAddress;", "network"),
    ("Ljava/net/Inet4Address;", "network"),
    ("Landroid/widget/", "user"),
    ("Landroid/text/", "user"),
    ("Landroid/telephony/", "device"),
    ("Landroid/os/Build", "device"),
    ("Landroid/provider/Settings", "device"),
    ("Landroid/location/", "device"),
    ("Landroid/accounts/", "device"),
    ("Landroid/content/pm/", "device"),
];

/// Entries of the catalogue of sources by the method or field they stand for in this sample.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// Method number as called → entry.
    pub methods: FxHashMap<u32, String>,
    /// Field number → entry.
    pub fields: FxHashMap<u32, String>,
}

impl Origins {
    /// The origins of a term, sorted, joined by `+`.
    pub fn of(&self, terms: &Terms<'_>, term: TermId) -> String {
        let mut found = BTreeSet::new();
        self.collect(terms, term, &mut found, 0);
        if found.len() > 1 {
            found.remove("constant");
        }
        found.into_iter().collect::<Vec<_>>().join("+")
    }

    fn collect(&self, terms: &Terms<'_>, term: TermId, found: &mut BTreeSet<String>, depth: u32) {
        let code = terms.world.code();
        let by_class = |class: u32| {
            let name = code.type_name(class);
            PACKAGES.iter().find(|(start, _)| name.starts_with(start)).map(|(_, origin)| *origin)
        };
        let one = match terms.get(term) {
            Term::Text(_) | Term::Int(_) | Term::Class(_) => "constant",
            Term::Resource(_) => "resource",
            Term::Param(..) => "parameter",
            Term::Static(field) | Term::Field(field) => {
                if let Some(entry) = self.fields.get(field) {
                    found.insert(entry.clone());
                    return;
                }
                code.fields.get(*field as usize).and_then(|f| by_class(f.class)).unwrap_or("field")
            }
            Term::Result(method, ..) => {
                if let Some(entry) = self.methods.get(method) {
                    found.insert(entry.clone());
                    return;
                }
                let class = code.methods.get(*method as usize).and_then(|m| by_class(m.class));
                class.unwrap_or_else(|| taken(terms, *method))
            }
            Term::New(..) => "object",
            Term::Unknown(_) | Term::Again(_) => "unknown",
            Term::Named { kind, .. } if depth > 0 => match &**kind {
                "network" => "server",
                _ => "stored",
            },
            _ => {
                if depth < 24 {
                    // What an operation reads from a handle is the handle's content, else the handle is its name.
                    let inner = if matches!(terms.get(term), Term::Op(..)) { depth + 1 } else { depth };
                    terms.parts(term).iter().for_each(|p| self.collect(terms, *p, found, inner));
                }
                return;
            }
        };
        found.insert(one.to_owned());
    }
}

/// What a modelled getter takes its result from.
fn taken(terms: &Terms<'_>, method: u32) -> &'static str {
    let world = terms.world;
    let model = world.model(world.model_of_call(method));
    let kind = model.into_iter().flat_map(|m| &m.effects).find_map(|effect| match effect {
        Effect::Take(carrier, _) | Effect::Open(carrier, ..) => Some(carrier.kind.as_str()),
        _ => None,
    });
    match kind {
        Some("network") => "server",
        Some(_) => "stored",
        None => "computed",
    }
}
