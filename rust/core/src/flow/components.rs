//! Components of the app and which messages (intents) reach them.
use rustc_hash::FxHashMap;

use super::carry::{Keys, Spot};
use super::models::Effect;
use super::world::World;
use crate::code::NONE;

/// What a message says about who gets it. Lists are alternatives; empty: not set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intent {
    /// Class names, as descriptors.
    pub classes: Vec<String>,
    pub actions: Vec<String>,
    pub categories: Vec<String>,
    /// Address and type of the data.
    pub data: Vec<String>,
    pub types: Vec<String>,
    pub package: Vec<String>,
    /// Something of it is not known.
    pub unknown: bool,
}

/// One intent filter.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub actions: Vec<String>,
    pub categories: Vec<String>,
    pub schemes: Vec<String>,
    pub hosts: Vec<String>,
    pub types: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Component {
    /// Descriptor, dotted or slashed name.
    pub class: String,
    /// activity, service, receiver or provider.
    pub kind: String,
    pub filters: Vec<Filter>,
    pub authorities: Vec<String>,
}

/// The components of a sample, by class.
#[derive(Default)]
pub struct Components {
    /// Class number → its entries in the manifest, and filters of dynamic registration.
    pub by_class: FxHashMap<u32, Vec<Component>>,
}

impl Components {
    pub fn new(world: &World, all: Vec<Component>) -> Components {
        let mut by_class: FxHashMap<u32, Vec<Component>> = FxHashMap::default();
        for one in all {
            let class = world.hierarchy.class_of(world.hierarchy.node(&one.class).unwrap_or(NONE));
            if class != NONE {
                by_class.entry(class).or_default().push(one);
            }
        }
        Components { by_class }
    }

    /// The components whose code the class is: itself, or those that inherit from it.
    fn of(&self, world: &World, class: u32) -> Vec<(u32, &Component)> {
        let code = world.code();
        let name = |c: u32| code.classes.get(c as usize).map_or(NONE, |c| c.name);
        let mut found: Vec<(u32, &Component)> = self
            .by_class
            .iter()
            .filter(|(one, _)| **one == class || world.hierarchy.is_a(name(**one), name(class)))
            .flat_map(|(one, list)| list.iter().map(|c| (*one, c)))
            .collect();
        found.sort_by_key(|f| f.0);
        found
    }

    /// How surely a message reaches code of class `taker`.
    pub fn gets(&self, world: &World, intent: &Intent, taker: u32) -> Option<char> {
        let code = world.code();
        let owners = self.of(world, taker);
        let names: Vec<&str> =
            owners.iter().filter_map(|(c, _)| code.classes.get(*c as usize)).map(|c| code.type_name(c.name)).collect();
        if !intent.classes.is_empty() {
            // Android starts no component that neither the manifest nor code has made known.
            if owners.is_empty() && !self.by_class.is_empty() {
                return None;
            }
            let own = code.classes.get(taker as usize).map_or("", |c| code.type_name(c.name));
            let named = |c: &String| c == own || names.contains(&c.as_str());
            return intent.classes.iter().any(named).then_some('A');
        }
        let met = owners.iter().flat_map(|(_, c)| &c.filters).any(|f| f.meets(intent));
        if met && !intent.actions.is_empty() { Some('A') } else { None }
    }

    /// Whether a carrier that belongs to a component (its saved state, the provider it is) is the one named.
    pub fn holds(&self, world: &World, keys: &mut dyn Keys, put: Spot<'_>, take: Spot<'_>) -> Option<char> {
        let class = |spot: &Spot<'_>| world.hierarchy.class_of_defined(spot.method);
        if put.insn == NONE && take.insn == NONE {
            let name = |c: u32| world.code().classes.get(c as usize).map_or(NONE, |c| c.name);
            let (one, other) = (name(class(&put)), name(class(&take)));
            let kin = world.hierarchy.is_a(one, other) || world.hierarchy.is_a(other, one);
            return kin.then_some('A');
        }
        let (own, named) = if put.insn == NONE { (put, take) } else { (take, put) };
        let text = keys.text(named);
        let owners = self.of(world, class(&own));
        let mut authorities = owners.iter().flat_map(|(_, c)| &c.authorities).filter(|a| !a.is_empty());
        authorities.any(|a| text.contains(&format!("//{a}"))).then_some('A')
    }

    /// Adds the filters under which receivers are registered by code.
    pub fn register(&mut self, world: &World, keys: &mut dyn Keys) {
        let mut sites: Vec<(u32, u32, u32)> = Vec::new();
        for (called, places) in &world.modelled_calls {
            let model = world.model_of_call(*called);
            sites.extend(places.iter().map(|(method, offset)| (*method, *offset, model)));
        }
        sites.sort_unstable();
        for (method, offset, model) in sites {
            let effects = world.model(model).map(|m| m.effects.as_slice()).unwrap_or_default();
            let by_filter = |e: &&Effect| matches!(e, Effect::Build { slot, .. } if slot == "filter");
            if effects.iter().any(|e| by_filter(&e)) {
                self.register_at(world, keys, method, offset);
            }
        }
    }

    fn register_at(&mut self, world: &World, keys: &mut dyn Keys, method: u32, offset: u32) {
        let Some(ssa) = world.ssa(method) else { return };
        let Some(insn) = ssa.at_offset(offset) else { return };
        let (receiver, filter) = (ssa.arg(insn, 1), ssa.arg(insn, 2));
        let said = keys.intent(method, filter);
        let filter = Filter { actions: said.actions, categories: said.categories, ..Filter::default() };
        let kinds = world.kinds_through_fields(ssa, receiver, NONE).unwrap_or_else(|| vec![ssa.kind(receiver)]);
        for class in kinds.into_iter().map(|k| world.hierarchy.class_of(k)).filter(|c| *c != NONE) {
            let filters = vec![filter.clone()];
            let one = Component { kind: "receiver".to_owned(), filters, ..Component::default() };
            self.by_class.entry(class).or_default().push(one);
        }
    }

    /// Whether an answer (setResult) of one component reaches another. Who started whom is not kept: any may have.
    pub fn answers(&self, sender: u32, taker: u32) -> Option<char> {
        (sender != taker).then_some('B')
    }
}

impl Filter {
    /// Android's rules: the action is listed, every category of the message is listed, and the data fits.
    pub fn meets(&self, intent: &Intent) -> bool {
        let action = intent.actions.iter().any(|a| self.actions.contains(a)) || intent.actions.is_empty();
        let usual = "android.intent.category.DEFAULT";
        let categories = intent.categories.iter().all(|c| c == usual || self.categories.contains(c));
        action && categories && self.fits_data(intent)
    }

    fn fits_data(&self, intent: &Intent) -> bool {
        let wants_data = !self.schemes.is_empty();
        let wants_type = !self.types.is_empty();
        if intent.data.is_empty() && intent.types.is_empty() {
            return !wants_data && !wants_type || intent.unknown;
        }
        let types = intent.types.iter().any(|t| self.types.iter().any(|f| type_fits(f, t)));
        let data = intent.data.iter().any(|d| {
            let scheme = d.split_once(':').map_or("", |s| s.0);
            let host = d.split_once("//").map_or("", |s| s.1.split(['/', ':', '?']).next().unwrap_or(""));
            self.schemes.iter().any(|s| s == scheme) && (self.hosts.is_empty() || self.hosts.iter().any(|h| h == host))
        });
        let data_fits = if intent.data.is_empty() {
            !wants_data
        } else if wants_data {
            data
        } else {
            // A filter with a type but no scheme takes content: and file: addresses.
            wants_type && intent.data.iter().all(|d| d.starts_with("content:") || d.starts_with("file:"))
        };
        let type_fits = if intent.types.is_empty() { !wants_type } else { wants_type && types };
        data_fits && type_fits
    }
}

fn type_fits(filter: &str, given: &str) -> bool {
    if filter == "*/*" || filter == given {
        return true;
    }
    filter.strip_suffix("/*").is_some_and(|main| given.split('/').next() == Some(main))
}
