//! Which overload a call in a statement means: one that Android declares, or for library classes one of a model.
use super::super::models::Model;
use super::parse::{Word, descriptor};
use crate::assemble::proto_parts;
use crate::framework::{Framework, INTERFACE, STATIC};

const OBJECT: &str = "Ljava/lang/Object;";
const STRING: &str = "Ljava/lang/String;";
/// What an overload gains that the entry under test claims: above any sum of costs.
const CLAIMED: u32 = 1 << 16;
const NUMBERS: &str = "BCSIJFD";

/// A call as it is written.
pub struct Asked<'a> {
    /// Descriptor of the class it is called on.
    pub class: &'a str,
    pub name: &'a str,
    /// Words with the descriptors of variables.
    pub args: &'a [(&'a Word, Option<&'a str>)],
    pub on_class: bool,
    /// Descriptor of the variable that the result goes to.
    pub wanted: Option<&'a str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overload {
    pub params: Vec<String>,
    pub result: String,
    /// The class is an interface.
    pub interface: bool,
}

impl Overload {
    pub fn proto(&self) -> String {
        format!("({}){}", self.params.concat(), self.result)
    }
}

/// What is known about methods, and which entry is under test.
pub struct Known<'a> {
    pub framework: &'a Framework,
    pub models: &'a [Model],
    pub own: Option<&'a Model>,
}

impl Known<'_> {
    /// The overload that fits best; says what there is where none does.
    pub fn pick(&self, asked: &Asked<'_>) -> Result<Overload, String> {
        let Some(class) = self.framework.class(asked.class) else { return Ok(self.of_library(asked)) };
        let interface = self.framework.flags(class) & INTERFACE != 0;
        let all = self.framework.overloads(class, asked.name);
        let fixed = all.iter().filter(|(_, flags, _)| (flags & STATIC != 0) == asked.on_class);
        let mut best: Option<(u32, Overload)> = None;
        for (proto, ..) in fixed {
            let Some((params, result)) = proto_parts(proto) else { continue };
            let Some(cost) = self.cost(asked, &params) else { continue };
            let cost = cost.saturating_mul(2).saturating_add(u32::from(asked.wanted.is_some_and(|w| w != result)));
            if best.as_ref().is_none_or(|(known, _)| cost < *known) {
                let params = params.into_iter().map(str::to_owned).collect();
                best = Some((cost, Overload { params, result: result.to_owned(), interface }));
            }
        }
        best.map(|b| b.1).ok_or_else(|| {
            let there: Vec<&str> = all.iter().map(|a| a.0).collect();
            format!("{} has no {} for these arguments; there are: {}", asked.class, asked.name, there.join(" "))
        })
    }

    /// A library's class: overloads are those that models name, else what the arguments are.
    fn of_library(&self, asked: &Asked<'_>) -> Overload {
        let named = |m: &&Model| {
            m.methods.iter().any(|n| n == asked.name) && m.classes.iter().any(|c| descriptor(c) == asked.class)
        };
        let result = match asked.name {
            "<init>" => "V",
            _ => asked.wanted.unwrap_or(OBJECT),
        };
        let mut best: Option<(u32, Vec<String>)> = None;
        let plain: Vec<String> = asked.args.iter().map(|(word, kind)| plain(word, *kind)).collect();
        let overloads = self.models.iter().filter(named).filter_map(|m| m.params.clone());
        for params in overloads.chain([plain]) {
            let texts: Vec<&str> = params.iter().map(String::as_str).collect();
            let Some(cost) = self.cost(asked, &texts) else { continue };
            if best.as_ref().is_none_or(|(known, _)| cost < *known) {
                best = Some((cost, params));
            }
        }
        Overload { params: best.map_or_else(Vec::new, |b| b.1), result: result.to_owned(), interface: false }
    }

    /// How far the parameters are from the arguments; None where they do not fit.
    fn cost(&self, asked: &Asked<'_>, params: &[&str]) -> Option<u32> {
        if params.len() != asked.args.len() {
            return None;
        }
        let mut sum = if self.is_own(asked, params) { 0 } else { CLAIMED };
        for (param, (word, kind)) in params.iter().zip(asked.args) {
            sum = sum.saturating_add(self.distance(param, word, *kind)?);
        }
        Some(sum)
    }

    /// Whether the entry under test is the one for this overload.
    fn is_own(&self, asked: &Asked<'_>, params: &[&str]) -> bool {
        let Some(own) = self.own.filter(|o| o.methods.iter().any(|m| m == asked.name)) else { return false };
        let of = |m: &Model| {
            m.classes.iter().any(|c| descriptor(c) == asked.class || self.framework.is_subtype(asked.class, c))
        };
        let same = |m: &Model| m.params.as_ref().is_some_and(|p| p == params);
        let others = || self.models.iter().any(|m| m.methods.iter().any(|n| n == asked.name) && same(m) && of(m));
        of(own) && if own.params.is_some() { same(own) } else { !others() }
    }

    fn distance(&self, param: &str, word: &Word, kind: Option<&str>) -> Option<u32> {
        let reference = param.len() > 1;
        match word {
            Word::Null => reference.then_some(if param == STRING { 0 } else { 1 }),
            Word::Secret => Some(match param {
                STRING => 0,
                OBJECT | "Ljava/lang/CharSequence;" => 1,
                _ if reference => 2,
                _ => 3,
            }),
            Word::Text(_) => self.assignable(param, STRING),
            Word::Bool(_) => self.assignable(param, "Z"),
            Word::Int(_) => self.assignable(param, "I"),
            Word::Variable(_) => self.assignable(param, kind.unwrap_or(OBJECT)),
        }
    }

    fn assignable(&self, param: &str, given: &str) -> Option<u32> {
        if param == given {
            return Some(0);
        }
        if given.len() == 1 {
            return match (NUMBERS.find(given), NUMBERS.find(param)) {
                (Some(from), Some(to)) if from < to => Some(1),
                (Some(_), Some(_)) => Some(4),
                // An object is made of the number.
                _ => (param == OBJECT).then_some(5),
            };
        }
        if param == OBJECT {
            return Some(2);
        }
        if let (Some(param), Some(given)) = (param.strip_prefix('['), given.strip_prefix('[')) {
            return self.assignable(param, given).filter(|_| given.len() > 1);
        }
        let unknown = |name: &str| name.starts_with('L') && self.framework.class(name).is_none();
        if self.framework.is_subtype(given, param) {
            Some(1)
        } else {
            (unknown(given) || unknown(param) && param.starts_with('L') && given.starts_with('L')).then_some(3)
        }
    }

    /// Whether what is of type `given` needs no cast to be of type `wanted`.
    pub fn is_kind_of(&self, given: &str, wanted: &str) -> bool {
        given == wanted || wanted == OBJECT && given.len() > 1 || self.framework.is_subtype(given, wanted)
    }
}

fn plain(word: &Word, kind: Option<&str>) -> String {
    match word {
        Word::Text(_) | Word::Secret => STRING,
        Word::Int(_) => "I",
        Word::Bool(_) => "Z",
        Word::Null => OBJECT,
        Word::Variable(_) => kind.unwrap_or(OBJECT),
    }
    .to_owned()
}
