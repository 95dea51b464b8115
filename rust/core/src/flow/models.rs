//! What methods without code do: effects of models, parsed from their text and found by method.
//!
//! The language is described in docs/models.md. Nothing here knows any class or method by name.
use std::fmt;

use rustc_hash::FxHashMap;

use crate::code::{Code, NONE};
use crate::hierarchy::Hierarchy;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Root {
    This,
    /// The receiver not counted.
    Arg(u32),
    AllArgs,
    Result,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A virtual field.
    Named(String),
    /// Any element.
    Any,
    /// Everything below, fields of the app's own objects too (`.*`): what is written out whole.
    Deep,
    /// The element whose key is this argument's constant.
    Arg(u32),
    /// The element with this constant key.
    Text(String),
}

/// `arg0.extras[arg1]`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub root: Root,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum KeyPart {
    Place(Place),
    Text(String),
}

/// `file(this, arg0)`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Carrier {
    pub kind: String,
    pub key: Vec<KeyPart>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Reading,
    Writing,
    Both,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Flow(Place, Place),
    Store(Place, Place),
    Wrap(Place, Place),
    Open(Carrier, Mode, Place),
    Name(Carrier, Place),
    Put(Carrier, Place),
    Take(Carrier, Place),
    Delete(Carrier),
    Pack(Carrier, Carrier),
    Call {
        object: Place,
        method: String,
        args: Vec<Option<Place>>,
        result: Option<Place>,
    },
    Build {
        of: Place,
        slot: String,
        key: Option<KeyPart>,
        value: KeyPart,
    },
    Clean(Place),
    Kill(Place),
    /// What numbers the result may be: from `low` on, up to `high`, or `below` it.
    Range {
        low: Option<Bound>,
        high: Option<Bound>,
        below: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Number(i64),
    Arg(u32),
}

/// Why the text of an effect was refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{what}; expected {expected}")]
pub struct EffectError {
    pub what: String,
    pub expected: &'static str,
}

const VERBS: &str = "one of flow, store, wrap, open, name, put, take, delete, pack, call, build, clean, kill, range";
const PLACE: &str = "this, argN, arg* or result, then .name, .*, [], [argN] or [\"text\"]";

fn refuse<T>(what: impl fmt::Display, expected: &'static str) -> Result<T, EffectError> {
    Err(EffectError { what: what.to_string(), expected })
}

fn two<'a>(text: &'a str, mark: &str, expected: &'static str) -> Result<(&'a str, &'a str), EffectError> {
    match text.split_once(mark) {
        Some((one, other)) => Ok((one.trim(), other.trim())),
        None => refuse(format!("`{text}` has no `{mark}`"), expected),
    }
}

impl Place {
    /// Reads `arg0.extras[arg1]`.
    pub fn parse(text: &str) -> Result<Place, EffectError> {
        let text = text.trim();
        let end = text.find(['.', '[']).unwrap_or(text.len());
        let (head, mut rest) = text.split_at(end);
        let root = match head {
            "this" => Root::This,
            "result" => Root::Result,
            "arg*" => Root::AllArgs,
            _ => match head.strip_prefix("arg").and_then(|n| n.parse().ok()) {
                Some(number) => Root::Arg(number),
                None => return refuse(format!("`{text}` is no place"), PLACE),
            },
        };
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let (part, after) = Part::read(rest)?;
            parts.push(part);
            rest = after;
        }
        if parts.len() > 3 {
            return refuse(format!("`{text}` goes more than three parts deep"), PLACE);
        }
        Ok(Place { root, parts })
    }
}

impl Part {
    fn read(text: &str) -> Result<(Part, &str), EffectError> {
        if let Some(after) = text.strip_prefix(".*") {
            return Ok((Part::Deep, after));
        }
        if let Some(rest) = text.strip_prefix('.') {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            return if name.is_empty() {
                refuse(format!("`{text}` lacks a name"), PLACE)
            } else {
                Ok((Part::Named(name.to_owned()), after))
            };
        }
        let inner = text.strip_prefix('[').and_then(|t| t.split_once(']'));
        let Some((inner, after)) = inner else { return refuse(format!("`{text}` is no part of a place"), PLACE) };
        let part = if inner.is_empty() {
            Part::Any
        } else if let Some(number) = inner.strip_prefix("arg").and_then(|n| n.parse().ok()) {
            Part::Arg(number)
        } else if let Some(quoted) = inner.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
            Part::Text(quoted.to_owned())
        } else {
            return refuse(format!("`[{inner}]` is no key"), PLACE);
        };
        Ok((part, after))
    }
}

fn key_part(text: &str) -> Result<KeyPart, EffectError> {
    match text.trim().strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
        Some(quoted) => Ok(KeyPart::Text(quoted.to_owned())),
        None => Place::parse(text).map(KeyPart::Place),
    }
}

const CARRIER: &str = "KIND(KEY, KEY), such as file(arg0)";

impl Carrier {
    fn parse(text: &str) -> Result<Carrier, EffectError> {
        let inner = text.trim().strip_suffix(')').and_then(|t| t.split_once('('));
        let Some((kind, keys)) = inner else { return refuse(format!("`{text}` is no carrier"), CARRIER) };
        let key = if keys.trim().is_empty() {
            Vec::new()
        } else {
            keys.split(',').map(key_part).collect::<Result<Vec<_>, _>>()?
        };
        Ok(Carrier { kind: kind.trim().to_owned(), key })
    }
}

impl Effect {
    /// Reads one effect: its verb and its text.
    pub fn parse(verb: &str, text: &str) -> Result<Effect, EffectError> {
        match verb {
            "flow" | "store" => {
                let (from, to) = two(text, "->", "FROM -> TO")?;
                let (from, to) = (Place::parse(from)?, Place::parse(to)?);
                Ok(if verb == "flow" { Effect::Flow(from, to) } else { Effect::Store(from, to) })
            }
            "wrap" => {
                let (one, other) = two(text, "=", "PLACE = PLACE")?;
                Ok(Effect::Wrap(Place::parse(one)?, Place::parse(other)?))
            }
            "open" => {
                const FORM: &str = "KIND(KEY) for reading|writing|both -> PLACE";
                let (carrier, rest) = two(text, " for ", FORM)?;
                let (mode, place) = two(rest, "->", FORM)?;
                let mode = match mode {
                    "reading" => Mode::Reading,
                    "writing" => Mode::Writing,
                    "both" => Mode::Both,
                    _ => return refuse(format!("`{mode}` is no way to open"), FORM),
                };
                Ok(Effect::Open(Carrier::parse(carrier)?, mode, Place::parse(place)?))
            }
            "name" | "take" => {
                let (carrier, place) = two(text, "->", "KIND(KEY) -> PLACE")?;
                let (carrier, place) = (Carrier::parse(carrier)?, Place::parse(place)?);
                Ok(if verb == "name" { Effect::Name(carrier, place) } else { Effect::Take(carrier, place) })
            }
            "put" => {
                let (carrier, place) = two(text, "<-", "KIND(KEY) <- PLACE")?;
                Ok(Effect::Put(Carrier::parse(carrier)?, Place::parse(place)?))
            }
            "delete" => Ok(Effect::Delete(Carrier::parse(text)?)),
            "pack" => {
                let (from, to) = two(text, "->", "KIND(KEY) -> KIND(KEY)")?;
                Ok(Effect::Pack(Carrier::parse(from)?, Carrier::parse(to)?))
            }
            "call" => Effect::call(text),
            "build" => Effect::build(text),
            "clean" => Ok(Effect::Clean(Place::parse(text)?)),
            "kill" => Ok(Effect::Kill(Place::parse(text)?)),
            "range" => Effect::range(text),
            _ => refuse(format!("`{verb}` is no effect"), VERBS),
        }
    }

    fn call(text: &str) -> Result<Effect, EffectError> {
        const FORM: &str = "PLACE.method(ARG, ARG) -> PLACE, the last part as needed";
        let (call, result) = match text.split_once("->") {
            Some((call, place)) => (call.trim(), Some(Place::parse(place)?)),
            None => (text.trim(), None),
        };
        let inner = call.strip_suffix(')').and_then(|t| t.split_once('('));
        let Some((target, args)) = inner else { return refuse(format!("`{text}` calls nothing"), FORM) };
        let Some((object, method)) = target.rsplit_once('.') else {
            return refuse(format!("`{target}` names no method of an object"), FORM);
        };
        let mut places = Vec::new();
        for arg in args.split(',').map(str::trim).filter(|a| !a.is_empty()) {
            places.push(if arg == "_" { None } else { Some(Place::parse(arg)?) });
        }
        Ok(Effect::Call { object: Place::parse(object)?, method: method.to_owned(), args: places, result })
    }

    fn range(text: &str) -> Result<Effect, EffectError> {
        const FORM: &str = "LOW <= result, result <= HIGH, or both, with a number or argN; < before HIGH leaves it out";
        let Some((low, high)) = text.split_once("result") else { return refuse(format!("`{text}`"), FORM) };
        let bound = |word: &str| {
            let word = word.trim();
            match (word.strip_prefix("arg").map(str::parse), word.parse()) {
                (Some(Ok(place)), _) => Ok(Some(Bound::Arg(place))),
                (None, Ok(number)) => Ok(Some(Bound::Number(number))),
                _ => refuse(format!("`{word}` is no number"), FORM),
            }
        };
        let low = match low.trim() {
            "" => None,
            text => match text.strip_suffix("<=") {
                Some(word) => bound(word)?,
                None => return refuse(format!("`{text}`"), FORM),
            },
        };
        let (high, below) = match high.trim() {
            "" => (None, false),
            text => match (text.strip_prefix("<="), text.strip_prefix('<')) {
                (Some(word), _) => (bound(word)?, false),
                (None, Some(word)) => (bound(word)?, true),
                _ => return refuse(format!("`{text}`"), FORM),
            },
        };
        Ok(Effect::Range { low, high, below })
    }

    fn build(text: &str) -> Result<Effect, EffectError> {
        const FORM: &str = "PLACE.slot = PLACE, or PLACE.slot[KEY] = PLACE";
        let (target, value) = two(text, "=", FORM)?;
        let (target, key) = match target.strip_suffix(']').and_then(|t| t.rsplit_once('[')) {
            Some((target, "")) => (target, None),
            Some((target, key)) => (target, Some(key_part(key)?)),
            None => (target, None),
        };
        let Some((of, slot)) = target.rsplit_once('.') else {
            return refuse(format!("`{target}` names no slot"), FORM);
        };
        Ok(Effect::Build { of: Place::parse(of)?, slot: slot.to_owned(), key, value: key_part(value)? })
    }
}

/// One model as it is given: which methods, what they do.
#[derive(Clone, Debug)]
pub struct Model {
    /// The caller's number for it.
    pub number: u32,
    /// Dotted, slashed or descriptor names.
    pub classes: Vec<String>,
    pub subtypes: bool,
    pub methods: Vec<String>,
    /// Descriptors of the parameters, to pick one overload.
    pub params: Option<Vec<String>>,
    pub effects: Vec<Effect>,
}

/// Models found by method reference of a sample.
pub struct Models {
    pub all: Vec<Model>,
    /// Name of method → (node of the class, index in `all`).
    by_name: FxHashMap<u32, Vec<(u32, u32)>>,
}

impl Models {
    pub fn new(hierarchy: &Hierarchy, all: Vec<Model>) -> Self {
        let code = &hierarchy.code;
        let mut by_name: FxHashMap<u32, Vec<(u32, u32)>> = FxHashMap::default();
        for (index, model) in (0u32..).zip(&all) {
            let nodes: Vec<u32> = model.classes.iter().filter_map(|c| hierarchy.node(c)).collect();
            for name in model.methods.iter().filter_map(|m| code.find_string(m)) {
                by_name.entry(name).or_default().extend(nodes.iter().map(|n| (*n, index)));
            }
        }
        Models { all, by_name }
    }

    /// The model of a method as a call names it: that of its class, else of its nearest ancestor; one that names
    /// parameters before one that does not. With `exact`, only models of just this class.
    pub fn find(&self, hierarchy: &Hierarchy, method: u32, exact: bool) -> Option<u32> {
        let code = &hierarchy.code;
        let reference = code.methods.get(method as usize)?;
        let candidates = self.by_name.get(&reference.name)?;
        let constructor = code.text(reference.name) == "<init>";
        let supers = if exact || constructor { vec![reference.class] } else { hierarchy.supers(reference.class) };
        for (steps, node) in supers.into_iter().enumerate() {
            let fits = |(of, index): &&(u32, u32)| {
                let model = self.all.get(*index as usize);
                *of == node && model.is_some_and(|m| (m.subtypes || steps == 0) && takes(code, reference.proto, m))
            };
            let named = |pair: &&(u32, u32)| self.all.get(pair.1 as usize).is_some_and(|m| m.params.is_some());
            let found = candidates.iter().filter(fits).find(named).or_else(|| candidates.iter().find(fits));
            if let Some((_, index)) = found {
                return Some(*index);
            }
        }
        None
    }

    pub fn get(&self, index: u32) -> Option<&Model> {
        self.all.get(index as usize)
    }
}

fn takes(code: &Code, proto: u32, model: &Model) -> bool {
    let Some(wanted) = &model.params else { return proto != NONE };
    let given = code.params(proto);
    given.len() == wanted.len() && given.iter().zip(wanted).all(|(kind, name)| code.type_name(*kind) == name)
}
