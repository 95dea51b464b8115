//! Sets of alternatives, so that a register is a plain number.
use rustc_hash::FxHashMap;

use super::{MOST, Value, Why};
use crate::code::NONE;

/// Sets of alternatives by number, so that registers are plain numbers.
pub struct Sets {
    pub sets: Vec<Vec<Value>>,
    pub numbers: FxHashMap<Vec<Value>, u32>,
    pub joins: FxHashMap<(u32, u32), u32>,
}

/// Number of the set of a register on a path not seen yet.
pub const UNSEEN: u32 = NONE;

impl Sets {
    pub fn number(&mut self, set: Vec<Value>) -> u32 {
        if let Some(number) = self.numbers.get(&set) {
            return *number;
        }
        let number = self.sets.len() as u32;
        self.sets.push(set.clone());
        self.numbers.insert(set, number);
        number
    }

    pub fn one(&mut self, value: Value) -> u32 {
        self.number(vec![value])
    }

    pub fn get(&self, number: u32) -> &[Value] {
        self.sets.get(number as usize).map_or(&[Value::Unknown(Why::Unset)], Vec::as_slice)
    }

    pub fn join(&mut self, one: u32, other: u32) -> u32 {
        if one == other || other == UNSEEN {
            return one;
        }
        if one == UNSEEN {
            return other;
        }
        if let Some(known) = self.joins.get(&(one, other)) {
            return *known;
        }
        let mut set: Vec<Value> = self.get(one).iter().chain(self.get(other)).cloned().collect();
        set.sort_unstable();
        set.dedup();
        let many = vec![Value::Unknown(Why::Many)];
        // Once cut, always cut: a set that could lose values again would never settle.
        if set.len() > MOST || set.contains(&Value::Unknown(Why::Many)) {
            set = many;
        }
        let number = self.number(set);
        self.joins.insert((one, other), number);
        number
    }
}
