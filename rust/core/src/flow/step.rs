//! One step: what each instruction that uses a value does with its data, and the object's other names.
use super::engine::{Engine, Here, how};
use super::path::{EMPTY, Elem};
use super::row::{END, Kind};
use super::ssa::{Def, PHI_USE, Ssa};
use crate::code::NONE;

impl<'w> Engine<'w> {
    pub(super) fn step(&mut self, row: u32, number: u32) {
        let world = self.world;
        let Some(place) = self.rows.get(row as usize) else { return };
        let Some(fact) = place.facts.get(number as usize).copied() else { return };
        let Some(ssa) = world.ssa(place.key.method) else { return };
        let here = Here { row, number, fact, key: place.key, ssa };
        let lasting = self.lasting_field(fact.path);
        self.walls = self.emptied(here);
        for (user, operand) in ssa.uses(fact.value) {
            if user & PHI_USE != 0 {
                self.join(here, user & !PHI_USE);
            } else if lasting.is_none() || reads_or_copies(ssa, *user) {
                self.used(here, *user, *operand);
            }
        }
        if let Some(field) = lasting {
            self.everywhere(here, field);
            return;
        }
        if fact.since != NONE {
            self.other_names(here);
        }
        self.defined_by(here);
    }

    fn join(&mut self, here: Here<'_>, phi: u32) {
        let Some(phi) = here.ssa.phis.get(phi as usize) else { return };
        let fact = here.fact;
        let since = fact.since;
        let begins = here.ssa.blocks.get(phi.block as usize).map_or(NONE, |b| b.from as u32);
        let how = how(Kind::Join, NONE, NONE);
        self.again(here, phi.value);
        if matches!(since, NONE | END) {
            self.emit(here, phi.value, fact.path, since, fact.depth, how);
            return;
        }
        // The data is there when the ways join, or it comes to the joined value only later.
        if here.ssa.joins(phi, fact.value, since) {
            self.emit(here, phi.value, fact.path, NONE, fact.depth, how);
        }
        if here.ssa.leads(begins, since) {
            self.emit(here, phi.value, fact.path, since, fact.depth, how);
        }
    }

    /// A joined value already holds the data by another object: its calls arrive at this object's methods as well.
    fn again(&mut self, here: Here<'_>, joined: u32) {
        let made = here.ssa.def_insn(here.fact.value).is_some_and(|(_, i)| i.op == 0x22);
        if made
            && self.paths.len(here.fact.path) > 0
            && let Some(known) = self.rows.get(here.row as usize).and_then(|r| r.holds(joined, here.fact.path))
        {
            self.work.push_back((here.row, known));
        }
    }

    /// Whether the data is there when the instruction runs.
    pub(super) fn ordered(&self, here: Here<'_>, insn: u32) -> bool {
        if !self.walls.is_empty() && here.fact.since != END {
            let from = Some(here.fact.since).filter(|s| *s != NONE);
            return here.ssa.leads_past(from, insn, &self.walls);
        }
        match here.fact.since {
            NONE => true,
            END => false,
            since => here.ssa.leads_with(here.fact.value, since, insn),
        }
    }

    /// Whether the instruction may run before the object gets the data.
    pub(super) fn early(&self, here: Here<'_>, insn: u32) -> bool {
        match here.fact.since {
            NONE => false,
            END => true,
            since => here.ssa.leads_with(here.fact.value, insn, since),
        }
    }

    fn used(&mut self, here: Here<'w>, insn: u32, operand: u32) {
        let Some(op) = here.ssa.insn(insn).map(|i| i.op) else { return };
        match op {
            0x0f..=0x11 => self.returned(here, insn),
            0x1f => self.copied(here, insn, Kind::Assign),
            0x24 | 0x25 => self.listed(here, insn, operand),
            0x27 => self.thrown(here, insn),
            0x2b | 0x2c | 0x32..=0x3d => self.decides(here, insn),
            0x44..=0x4a if operand == 0 => {
                let elem = self.index(here, insn, 1);
                self.loaded(here, insn, elem, Kind::ArrayLoad);
            }
            // A table asked by the data: what it gives tells the data.
            0x44..=0x4a if operand == 1 => self.computed(here, insn),
            0x4b..=0x51 if operand == 0 => {
                let elem = self.index(here, insn, 2);
                self.stored(here, insn, elem, 1, Kind::ArrayStore);
            }
            0x52..=0x58 => {
                let elem = self.field_elem(here.ssa, insn);
                self.loaded(here, insn, elem, Kind::Load);
            }
            0x59..=0x5f if operand == 0 => {
                let elem = self.field_elem(here.ssa, insn);
                self.stored(here, insn, elem, 1, Kind::Store);
            }
            0x67..=0x6d if self.ordered(here, insn) || self.early(here, insn) => {
                let field = self.field(here.ssa, insn);
                self.put_static(here, insn, field, here.fact.path);
            }
            0x6e..=0x72 | 0x74..=0x78 => self.called(here, insn, operand),
            0xfa..=0xfd => self.by_default(here, insn, operand),
            0x2d..=0x31 | 0x7b..=0xe2 => self.computed(here, insn),
            _ => {}
        }
    }

    fn field(&self, ssa: &Ssa, insn: u32) -> u32 {
        ssa.insn(insn).map_or(NONE, |i| self.world.field(i.operand as u32))
    }

    /// The element a field is in paths. A field of Android's own classes is the virtual field of that name in models.
    fn field_elem(&mut self, ssa: &Ssa, insn: u32) -> Elem {
        let field = self.field(ssa, insn);
        let code = self.world.code();
        match code.fields.get(field as usize) {
            Some(one) if self.world.hierarchy.class_of(one.class) == NONE => {
                Elem::Named(self.paths.word(code.text(one.name)))
            }
            _ => Elem::Field(field),
        }
    }

    /// The element of an array that an instruction reads or writes.
    fn index(&mut self, here: Here<'_>, insn: u32, operand: u32) -> Elem {
        match self.constant(here.key.method, here.ssa.arg(insn, operand)) {
            Some(text) => Elem::Key(self.paths.word(&text)),
            None => Elem::Unknown,
        }
    }

    fn copied(&mut self, here: Here<'_>, insn: u32, kind: Kind) {
        let fact = here.fact;
        let since = if self.ordered(here, insn) { NONE } else { fact.since };
        self.emit(here, here.ssa.result(insn), fact.path, since, fact.depth, how(kind, insn, 0));
    }

    fn computed(&mut self, here: Here<'_>, insn: u32) {
        if self.paths.len(here.fact.path) == 0 && self.ordered(here, insn) {
            let op = here.ssa.insn(insn).map_or(0, |i| i.op);
            if op != 0x21 {
                self.emit(here, here.ssa.result(insn), EMPTY, NONE, 0, how(Kind::Assign, insn, 0));
            }
        }
    }

    fn listed(&mut self, here: Here<'_>, insn: u32, operand: u32) {
        if self.ordered(here, insn) {
            let key = Elem::Key(self.paths.word(&operand.to_string()));
            let path = self.paths.join(&[key], here.fact.path);
            self.emit(here, here.ssa.result(insn), path, NONE, 0, how(Kind::ArrayStore, insn, operand));
        } else if self.early(here, insn) {
            let key = Elem::Key(self.paths.word(&operand.to_string()));
            let path = self.paths.join(&[key], here.fact.path);
            let (since, depth) = (here.fact.since, here.fact.depth + 1);
            self.emit(here, here.ssa.result(insn), path, since, depth, how(Kind::Alias, insn, operand));
        }
    }

    /// `o.f = v`, the value being the data: the object holds it from here on.
    fn stored(&mut self, here: Here<'_>, insn: u32, elem: Elem, object: u32, kind: Kind) {
        let fact = here.fact;
        let holder = here.ssa.arg(insn, object);
        let path = self.paths.join(&[elem], fact.path);
        if self.ordered(here, insn) {
            self.emit(here, holder, path, insn, 0, how(kind, insn, 0));
        } else if self.early(here, insn) && !self.would_cut(here) {
            self.emit(here, holder, path, fact.since, fact.depth + 1, how(Kind::Alias, insn, 0));
        }
    }

    /// `y = o.f`, the object holding the data.
    fn loaded(&mut self, here: Here<'_>, insn: u32, elem: Elem, kind: Kind) {
        let fact = here.fact;
        let Some(rest) = self.paths.below(&[elem], fact.path) else { return };
        let value = here.ssa.result(insn);
        if self.ordered(here, insn) && !self.overwritten(here, insn, elem) {
            self.emit(here, value, rest, NONE, 0, how(kind, insn, 0));
        }
        if fact.depth > 0 && self.early(here, insn) {
            self.emit(here, value, rest, fact.since, fact.depth - 1, how(Kind::Alias, insn, 0));
        }
    }

    /// Whether every way from the store to `insn` passes another store to the same field of the same object.
    pub(super) fn overwritten(&self, here: Here<'_>, insn: u32, elem: Elem) -> bool {
        let Elem::Field(field) = elem else { return false };
        if self.paths.len(here.fact.path) == 0 {
            return false;
        }
        let walls: Vec<u32> = here
            .ssa
            .uses(here.fact.value)
            .iter()
            .filter(|(user, operand)| {
                user & PHI_USE == 0
                    && *operand == 1
                    && here.ssa.insn(*user).is_some_and(|i| matches!(i.op, 0x59..=0x5f))
                    && self.field(here.ssa, *user) == field
            })
            .map(|(user, _)| *user)
            .collect();
        let from = Some(here.fact.since).filter(|s| *s != NONE && *s != END);
        !walls.is_empty() && !here.ssa.leads_past(from, insn, &walls)
    }

    /// The object got the data at some moment: where else is it known?
    fn other_names(&mut self, here: Here<'w>) {
        let fact = here.fact;
        match here.ssa.def(fact.value) {
            Some(Def::Param(index)) => self.out_by_param(here, index),
            Some(Def::Phi(phi)) => {
                let args = here.ssa.phis.get(phi as usize).map(|p| p.args.clone()).unwrap_or_default();
                for arg in args {
                    // A text is not the object that changed, though the register held one on another way.
                    if self.never_changes(here.ssa.kind(arg)) {
                        continue;
                    }
                    self.emit(here, arg, fact.path, fact.since, fact.depth, how(Kind::Join, NONE, NONE));
                }
            }
            Some(Def::Insn(insn)) => match here.ssa.insn(insn).map_or(0, |i| i.op) {
                0x1f => {
                    let from = here.ssa.arg(insn, 0);
                    self.emit(here, from, fact.path, fact.since, fact.depth, how(Kind::Alias, insn, 0));
                }
                0x52..=0x58 => {
                    let elem = self.field_elem(here.ssa, insn);
                    self.under(here, insn, elem);
                }
                0x44..=0x4a => {
                    let elem = self.index(here, insn, 1);
                    self.under(here, insn, elem);
                }
                0x60..=0x66 => {
                    let field = self.field(here.ssa, insn);
                    self.put_static(here, NONE, field, fact.path);
                    self.spread_static(here, field, fact.path);
                }
                0x6e..=0x72 | 0x74..=0x78 => self.handed_out(here, insn),
                _ => {}
            },
            None => {}
        }
    }

    /// The object was read from another: that one holds the data too.
    fn under(&mut self, here: Here<'_>, insn: u32, elem: Elem) {
        let fact = here.fact;
        if self.would_cut(here) {
            return;
        }
        let path = self.paths.join(&[elem], fact.path);
        let holder = here.ssa.arg(insn, 0);
        self.emit(here, holder, path, fact.since, fact.depth + 1, how(Kind::Alias, insn, 0));
    }

    /// Another name that is too long to keep is left out and marked: cut short it would stand for far too much.
    fn would_cut(&mut self, here: Here<'_>) -> bool {
        let long = self.paths.too_long(1, here.fact.path) || self.paths.repeats(here.fact.path);
        if long {
            self.cut(here.row);
        }
        long
    }
}

/// Whether an instruction reads a field of the object or gives the same object another name.
fn reads_or_copies(ssa: &Ssa, insn: u32) -> bool {
    ssa.insn(insn).is_some_and(|i| matches!(i.op, 0x1f | 0x52..=0x58))
}
