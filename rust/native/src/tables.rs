//! The fact tables of native code, filled one part after another.
use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, StringArray, UInt8Array, UInt64Array};
use rustc_hash::{FxHashMap, FxHashSet};
use sousveil_core::elf::Program;
use sousveil_core::gap::{Cause, Gap};
use sousveil_core::table::{Table, TableError, Values};

use crate::environment;
use crate::machine::Machine;
use crate::memory::{Memory, Target};
use crate::names::Stubs;
use crate::specs::{NATIVE_CALLS, NATIVE_FUNCTIONS, NATIVE_REGISTERED, NATIVE_STRING_USES};
use crate::starts::Starts;
use crate::value::Value;
use crate::walk::{Call, Callee, Walk, walk};

/// Instructions read in all files of a sample together: some 200 MB of code.
const MAX_INSTRUCTIONS: u64 = 60_000_000;
/// Rows of one table past this count are not told.
const MAX_ROWS: usize = 1_500_000;
/// Shortest text told where code makes its address; arguments of calls may be shorter.
const MIN_TEXT: usize = 4;
/// Words of a table of texts that are looked through from the place the code refers to.
const MAX_TABLE: u64 = 2048;
/// Instructions of a function that counts as small.
const MAX_SMALL: u64 = 400;

#[derive(Default)]
struct Functions {
    part: Vec<u32>,
    address: Vec<u64>,
    size: Vec<u64>,
    file_offset: Vec<Option<u64>>,
    name: Vec<Option<String>>,
    mode: Vec<&'static str>,
    found_by: Vec<&'static str>,
    instructions: Vec<u64>,
}

#[derive(Default)]
struct Uses {
    part: Vec<u32>,
    function: Vec<u64>,
    address: Vec<u64>,
    string: Vec<u64>,
    table: Vec<Option<u64>>,
    text: Vec<u32>,
}

#[derive(Default)]
struct Calls {
    part: Vec<u32>,
    function: Vec<u64>,
    address: Vec<u64>,
    target: Vec<Option<u64>>,
    name: Vec<Option<u32>>,
    argument: Vec<Option<u8>>,
    kind: Vec<Option<&'static str>>,
    value: Vec<Option<u64>>,
    text: Vec<Option<u32>>,
}

/// Each text once, by number.
#[derive(Default)]
struct Texts {
    numbers: FxHashMap<String, u32>,
    texts: Vec<String>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    fn get(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", String::as_str)
    }
}

/// Collects what the native code of a sample refers to and calls.
pub struct NativeCode {
    functions: Functions,
    uses: Uses,
    calls: Calls,
    registered: Vec<(u32, u64, u64, String, String, u64)>,
    texts: Texts,
    gaps: Vec<(u32, Gap)>,
    budget: u64,
}

impl Default for NativeCode {
    fn default() -> Self {
        NativeCode {
            functions: Functions::default(),
            uses: Uses::default(),
            calls: Calls::default(),
            registered: Vec::new(),
            texts: Texts::default(),
            gaps: Vec::new(),
            budget: MAX_INSTRUCTIONS,
        }
    }
}

impl NativeCode {
    /// Reads the code of one ELF file. Damage in the headers is told by the tables of native files, not here.
    pub fn add(&mut self, part: u32, data: &[u8]) {
        let Ok(program) = Program::read(data) else { return };
        let gap = |cause, detail: String| Gap { place: "@0x0".into(), cause, detail };
        let Some(machine) = Machine::of(program.machine()).filter(|_| !program.big()) else {
            let detail = format!("code of machine {} is not read for strings and calls", program.machine());
            return self.gaps.push((part, gap(Cause::Unsupported, detail)));
        };
        if machine.wide() != program.wide() {
            let detail = "the header's word size does not fit its machine; its code is not read".to_owned();
            return self.gaps.push((part, gap(Cause::Malformed, detail)));
        }
        let memory = Memory::new(&program, machine);
        let mut starts = Starts::read(&program, &memory);
        let read = walk(&memory, &mut starts, &mut self.budget);
        if read.cut {
            let detail =
                format!("after {MAX_INSTRUCTIONS} instructions in all, or too many rounds, the rest is not read");
            self.gaps.push((part, gap(Cause::Limit, detail)));
        }
        if memory.cut {
            let detail =
                "relocations or segments are damaged or too many; some strings and imports are not joined to code"
                    .to_owned();
            self.gaps.push((part, gap(Cause::Malformed, detail)));
        }
        let tables = registered_tables(&memory);
        let full = self.full();
        let mut stubs = Stubs::new();
        self.add_functions(part, &program, &memory, &starts, &read, &mut stubs);
        self.add_calls(part, &memory, &starts, &read, &tables, &mut stubs);
        self.add_uses(part, &memory, &read);
        for (table, entries) in &tables {
            for (at, name, types, function) in entries {
                let function = if machine == Machine::Arm { function & !1 } else { *function };
                self.registered.push((part, *table, *at, (*name).to_owned(), (*types).to_owned(), function));
            }
        }
        if !full && self.full() {
            self.gaps.push((
                part,
                gap(Cause::Limit, format!("more than {MAX_ROWS} rows of native code; the rest is not told")),
            ));
        }
    }

    fn full(&self) -> bool {
        self.calls.part.len() >= MAX_ROWS || self.uses.part.len() >= MAX_ROWS || self.functions.part.len() >= MAX_ROWS
    }

    fn add_functions<'a>(
        &mut self,
        part: u32,
        program: &Program<'_>,
        memory: &Memory<'a>,
        starts: &Starts,
        read: &Walk,
        stubs: &mut Stubs<'a>,
    ) {
        let f = &mut self.functions;
        for (address, body) in read.bodies.iter().take(MAX_ROWS.saturating_sub(f.part.len())) {
            let Some(start) = starts.known.get(address) else { continue };
            let name = start.name.clone().filter(|n| !n.is_empty()).or_else(|| {
                let short = body.instructions <= 8;
                match short.then(|| stubs.resolve(memory, address | u64::from(start.thumb)))? {
                    Callee::Import(symbol) => import(memory, symbol).map(|name| format!("{name}@plt")),
                    _ => None,
                }
            });
            f.part.push(part);
            f.address.push(*address);
            f.size.push(body.end.saturating_sub(*address));
            f.file_offset.push(program.file_offset(*address));
            f.name.push(name);
            f.mode.push(match memory.machine {
                Machine::Arm if start.thumb => "t32",
                Machine::Arm => "a32",
                Machine::Aarch64 => "a64",
                Machine::X86 => "x86",
                Machine::X8664 => "x86_64",
            });
            f.found_by.push(start.found_by);
            f.instructions.push(body.instructions);
        }
    }

    fn add_calls<'a>(
        &mut self,
        part: u32,
        memory: &Memory<'a>,
        starts: &Starts,
        read: &Walk,
        tables: &Registered<'_>,
        stubs: &mut Stubs<'a>,
    ) {
        for (function, body) in &read.bodies {
            let thumb = u64::from(starts.known.get(function).is_some_and(|s| s.thumb));
            // A stub's own jump is no call of the program's.
            if body.instructions <= 8 && matches!(stubs.resolve(memory, function | thumb), Callee::Import(_)) {
                continue;
            }
            for call in &body.calls {
                if self.calls.part.len() >= MAX_ROWS {
                    return;
                }
                let callee = match call.callee {
                    Callee::Address(address) => stubs.resolve(memory, address),
                    other => other,
                };
                let (target, name) = named(memory, starts, callee);
                let outside = !matches!(callee, Callee::Address(_));
                let handed = small(read, callee)
                    .is_some_and(|()| call.arguments.iter().any(|(_, v)| is_data(memory, starts, *v)));
                let arguments = self.told(memory, call, outside || handed, tables);
                let name = name.map(|name| self.texts.number(&name));
                let c = &mut self.calls;
                for (argument, kind, value, text) in arguments {
                    c.part.push(part);
                    c.function.push(*function);
                    c.address.push(call.at);
                    c.target.push(target);
                    c.name.push(name);
                    c.argument.push(argument);
                    c.kind.push(kind);
                    c.value.push(value);
                    c.text.push(text);
                }
            }
        }
    }

    /// The arguments worth a row; one empty row where there is none. `all`: every one that is known is.
    fn told(&mut self, memory: &Memory<'_>, call: &Call, all: bool, tables: &Registered<'_>) -> Vec<Argument> {
        let mut out: Vec<Argument> = Vec::new();
        for (number, value) in &call.arguments {
            #[allow(clippy::cast_sign_loss)]
            let (kind, value) = match *value {
                Value::Number(n) => ("number", n),
                Value::Address(a) => ("address", a),
                Value::Parameter(n) => ("parameter", u64::from(n)),
                Value::Stack(at) => ("stack", at as u64),
                Value::Result(at) => ("result", at),
                Value::Import(_) | Value::Unknown | Value::Functions | Value::Function(_) => continue,
            };
            let text = (kind == "address").then(|| memory.text(value, 1)).flatten();
            let kept = all || text.is_some() || (kind == "address" && tables.contains_key(&value));
            if kept {
                let kind = if text.is_some() { "text" } else { kind };
                let text = text.map(|t| self.texts.number(t));
                out.push((Some(*number), Some(kind), Some(value), text));
            }
        }
        if out.is_empty() {
            out.push((None, None, None, None));
        }
        out
    }

    fn add_uses(&mut self, part: u32, memory: &Memory<'_>, read: &Walk) {
        let mut referred: Vec<u64> = read.bodies.values().flat_map(|b| b.made.iter().map(|m| m.1)).collect();
        referred.sort_unstable();
        referred.dedup();
        for (function, body) in &read.bodies {
            let mut seen: FxHashSet<u64> = FxHashSet::default();
            for (at, address) in &body.made {
                if self.uses.part.len() >= MAX_ROWS {
                    return;
                }
                if let Some(text) = memory.text(*address, MIN_TEXT) {
                    if seen.insert(*address) {
                        self.add_use(part, *function, (*at, *address), None, text);
                    }
                    continue;
                }
                for string in table_of_texts(memory, &referred, *address) {
                    if let Some(text) = memory.text(string, 1).filter(|_| seen.insert(string)) {
                        self.add_use(part, *function, (*at, string), Some(*address), text);
                    }
                }
            }
            for call in &body.calls {
                for (_, value) in &call.arguments {
                    let Value::Address(address) = value else { continue };
                    if let Some(text) = memory.text(*address, 1).filter(|_| seen.insert(*address)) {
                        self.add_use(part, *function, (call.at, *address), None, text);
                    }
                }
            }
        }
    }

    fn add_use(&mut self, part: u32, function: u64, (at, string): (u64, u64), table: Option<u64>, text: &str) {
        let text = self.texts.number(text);
        let u = &mut self.uses;
        u.part.push(part);
        u.function.push(function);
        u.address.push(at);
        u.string.push(string);
        u.table.push(table);
        u.text.push(text);
    }

    /// Unread places, with their part, in the order met.
    pub fn gaps(&self) -> &[(u32, Gap)] {
        &self.gaps
    }

    /// The table of that name as filled so far; `None` for a name that is not of native code.
    pub fn table(&self, name: &str) -> Option<Result<Table, TableError>> {
        Some(match name {
            "native_functions" => self.functions_table(),
            "native_string_uses" => self.uses_table(),
            "native_calls" => self.calls_table(),
            "native_registered" => self.registered_table(),
            _ => return None,
        })
    }

    fn functions_table(&self) -> Result<Table, TableError> {
        let f = &self.functions;
        let columns = vec![
            Values::U32(f.part.clone()),
            Values::U64(f.address.clone()),
            Values::U64(f.size.clone()),
            maybe_u64(f.file_offset.iter().copied()),
            maybe_text(f.name.iter().map(Option::as_deref)),
            text(f.mode.iter().copied()),
            text(f.found_by.iter().copied()),
            Values::U64(f.instructions.clone()),
        ];
        Table::new(&NATIVE_FUNCTIONS, columns)
    }

    fn uses_table(&self) -> Result<Table, TableError> {
        let u = &self.uses;
        let columns = vec![
            Values::U32(u.part.clone()),
            Values::U64(u.function.clone()),
            Values::U64(u.address.clone()),
            Values::U64(u.string.clone()),
            maybe_u64(u.table.iter().copied()),
            text(u.text.iter().map(|n| self.texts.get(*n))),
        ];
        Table::new(&NATIVE_STRING_USES, columns)
    }

    fn calls_table(&self) -> Result<Table, TableError> {
        let c = &self.calls;
        let columns = vec![
            Values::U32(c.part.clone()),
            Values::U64(c.function.clone()),
            Values::U64(c.address.clone()),
            maybe_u64(c.target.iter().copied()),
            maybe_text(c.name.iter().map(|n| n.map(|n| self.texts.get(n)))),
            Values::Array(Arc::new(c.argument.iter().copied().collect::<UInt8Array>()) as ArrayRef),
            maybe_text(c.kind.iter().copied()),
            maybe_u64(c.value.iter().copied()),
            maybe_text(c.text.iter().map(|n| n.map(|n| self.texts.get(n)))),
        ];
        Table::new(&NATIVE_CALLS, columns)
    }

    fn registered_table(&self) -> Result<Table, TableError> {
        let r = &self.registered;
        let columns = vec![
            Values::U32(r.iter().map(|row| row.0).collect()),
            Values::U64(r.iter().map(|row| row.1).collect()),
            Values::U64(r.iter().map(|row| row.2).collect()),
            text(r.iter().map(|row| row.3.as_str())),
            text(r.iter().map(|row| row.4.as_str())),
            Values::U64(r.iter().map(|row| row.5).collect()),
        ];
        Table::new(&NATIVE_REGISTERED, columns)
    }
}

type Argument = (Option<u8>, Option<&'static str>, Option<u64>, Option<u32>);
/// First entry → entries: (address, name, types, function).
type Registered<'a> = BTreeMap<u64, Vec<(u64, &'a str, &'a str, u64)>>;

fn import(memory: &Memory<'_>, symbol: u32) -> Option<String> {
    memory.symbols.get(symbol as usize).map(|s| s.name.clone()).filter(|n| !n.is_empty())
}

fn named(memory: &Memory<'_>, starts: &Starts, callee: Callee) -> (Option<u64>, Option<String>) {
    match callee {
        Callee::Import(symbol) => (None, import(memory, symbol)),
        Callee::Java(name) => (None, Some(format!("JNIEnv.{name}"))),
        Callee::System(number) => (None, Some(format!("syscall:{number}"))),
        Callee::Address(address) => {
            let at = if memory.machine == Machine::Arm { address & !1 } else { address };
            (Some(at), starts.known.get(&at).and_then(|s| s.name.clone()).filter(|n| !n.is_empty()))
        }
    }
}

/// Whether the callee is a short function of the file: of its calls every known argument is told where one is data.
fn small(read: &Walk, callee: Callee) -> Option<()> {
    let Callee::Address(address) = callee else { return None };
    let body = read.bodies.get(&address).or_else(|| read.bodies.get(&(address & !1)))?;
    (body.instructions >= 6 && body.instructions <= MAX_SMALL).then_some(())
}

/// Whether a value is an address of loaded bytes where no function is known to begin.
fn is_data(memory: &Memory<'_>, starts: &Starts, value: Value) -> bool {
    let Value::Address(address) = value else { return false };
    let begins = |at: u64| starts.known.get(&at).is_some_and(|s| s.found_by != "rest");
    !begins(address) && !begins(address & !1) && memory.load_of(address).is_some()
}

/// All tables of Java methods in the data, told by their three relocated words.
fn registered_tables<'a>(memory: &Memory<'a>) -> Registered<'a> {
    let step = memory.word_size().saturating_mul(3);
    let mut out: Registered<'a> = BTreeMap::new();
    let (mut first, mut next) = (0_u64, None);
    for place in &memory.places {
        if next.is_some_and(|next| *place < next) {
            continue;
        }
        let Some((name, types, function)) = environment::registered(memory, *place) else { continue };
        if next != Some(*place) {
            first = *place;
        }
        out.entry(first).or_default().push((*place, name, types, function));
        next = place.checked_add(step);
    }
    out
}

/// Texts whose addresses the linker puts behind an address the code refers to, up to the next such address.
fn table_of_texts(memory: &Memory<'_>, referred: &[u64], address: u64) -> Vec<u64> {
    let word = memory.word_size();
    let after = referred.partition_point(|r| *r <= address);
    let limit = address.saturating_add(word.saturating_mul(MAX_TABLE));
    let end = referred.get(after).copied().unwrap_or(u64::MAX).min(limit);
    let from = memory.places.partition_point(|p| *p < address);
    let (mut out, mut last) = (Vec::new(), address);
    for place in memory.places.get(from..).unwrap_or_default() {
        // Entries of a table have some numbers beside their text, not many.
        if *place >= end || place.saturating_sub(last) > word.saturating_mul(6) {
            break;
        }
        let Some(Target::Address(target)) = memory.relocations.get(place) else { continue };
        if memory.text(*target, 1).is_some() {
            out.push(*target);
            last = *place;
        }
    }
    out
}

fn text<'a>(values: impl Iterator<Item = &'a str>) -> Values {
    Values::Array(Arc::new(StringArray::from_iter_values(values)) as ArrayRef)
}

fn maybe_text<'a>(values: impl Iterator<Item = Option<&'a str>>) -> Values {
    Values::Array(Arc::new(values.collect::<StringArray>()) as ArrayRef)
}

fn maybe_u64(values: impl Iterator<Item = Option<u64>>) -> Values {
    Values::Array(Arc::new(values.collect::<UInt64Array>()) as ArrayRef)
}
