//! Conditions as jumps.
use super::ast::{E, Expr, Op};
use super::expr::arithmetic;
use super::lower::{Lower, Val};
use super::types::{NULL, Ty, joint};
use crate::written::Label;

impl<'a> Lower<'_, '_, 'a> {
    /// Jumps to `to` where the condition is `when`; goes on where not.
    pub fn condition(&mut self, expr: &'a Expr, to: Label, when: bool) {
        if self.full {
            return;
        }
        if let Some(value) = self.known(expr).and_then(|v| v.int()) {
            if (value != 0) == when {
                self.goto(to);
            }
            return;
        }
        self.at(expr.at, |l| match &expr.kind {
            E::Not(of) => l.condition(of, to, !when),
            E::Chain(first, tail) if tail.last().is_some_and(|t| !arithmetic(t.0)) => {
                l.condition_chain(first, tail, to, when);
            }
            _ => {
                let val = l.some(expr, Some(&Ty::of("Z")));
                let val = l.convert(val, &Ty::of("Z"));
                l.jump(if when { 0x39 } else { 0x38 }, vec![val.reg], to);
            }
        });
    }

    /// The same for operators from the left, of which the last compares or joins conditions.
    pub fn condition_chain(&mut self, first: &'a Expr, tail: &'a [(Op, Expr)], to: Label, when: bool) {
        let Some(((op, last), head)) = tail.split_last() else { return self.condition(first, to, when) };
        if !matches!(op, Op::AndAlso | Op::OrElse) {
            return self.compare(*op, first, head, last, to, when);
        }
        // All joined by the same operator, as a list.
        let run = tail.iter().rposition(|t| t.0 != *op).map_or(0, |p| p.saturating_add(1));
        let (head, rest) = tail.split_at_checked(run).unwrap_or((tail, &[]));
        // `a && b` fails at the first that fails; it holds where the last one holds.
        let through = (*op == Op::AndAlso) != when;
        let skip = self.label();
        let (target, sense) = if through { (to, when) } else { (skip, !when) };
        self.condition_head(first, head, target, sense);
        for (place, (_, one)) in rest.iter().enumerate() {
            if place.saturating_add(1) == rest.len() {
                self.condition(one, to, when);
            } else {
                self.condition(one, target, sense);
            }
        }
        self.bind(skip);
    }

    fn condition_head(&mut self, first: &'a Expr, head: &'a [(Op, Expr)], to: Label, when: bool) {
        match head.last() {
            Some((op, _)) if arithmetic(*op) => {
                let val = self.head_value(first, head);
                let val = self.convert(val, &Ty::of("Z"));
                self.jump(if when { 0x39 } else { 0x38 }, vec![val.reg], to);
            }
            Some(_) => self.condition_chain(first, head, to, when),
            None => self.condition(first, to, when),
        }
    }

    /// The value of the operators before a comparison.
    fn head_value(&mut self, first: &'a Expr, head: &'a [(Op, Expr)]) -> Val {
        if head.is_empty() { self.some(first, None) } else { self.chain(first, head) }
    }

    fn compare(&mut self, op: Op, first: &'a Expr, head: &'a [(Op, Expr)], last: &'a Expr, to: Label, when: bool) {
        let op = if when { op } else { opposite(op) };
        let a = self.head_value(first, head);
        let a = self.aside(a, &[last]);
        if matches!(last.kind, E::Null) && a.ty.is_reference() {
            return self.jump(if op == Op::Eq { 0x38 } else { 0x39 }, vec![a.reg], to);
        }
        let zero = self.known(last).and_then(|v| v.int()) == Some(0);
        if zero && (a.ty.is_small() || a.ty.is("Z")) {
            return self.jump(place(op).saturating_add(0x38), vec![a.reg], to);
        }
        let prim = a.ty.clone();
        let b = self.some(last, Some(&prim).filter(|t| t.is_primitive()));
        if a.ty.is(NULL) && b.ty.is_reference() {
            return self.jump(if op == Op::Eq { 0x38 } else { 0x39 }, vec![b.reg], to);
        }
        self.compare_values(op, a, b, to);
    }

    /// Jumps where two values compare so.
    pub fn compare_values(&mut self, op: Op, a: Val, b: Val, to: Label) {
        let same = matches!(op, Op::Eq | Op::Ne);
        if same && a.ty.is_reference() && b.ty.is_reference() {
            return self.jump(place(op).saturating_add(0x32), vec![a.reg, b.reg], to);
        }
        let (a, b) = (self.operand(a), self.operand(b));
        let kind = joint(&a.ty.d, &b.ty.d);
        let small = |v: &Val| v.ty.is_small() || v.ty.is("Z");
        if small(&a) && small(&b) {
            return self.jump(place(op).saturating_add(0x32), vec![a.reg, b.reg], to);
        }
        let (a, b) = (self.convert(a, &Ty::of(kind)), self.convert(b, &Ty::of(kind)));
        // Not-a-number must fail the comparison, whichever way it is asked.
        let less = matches!(op, Op::Gt | Op::Ge);
        let cmp = match (kind, less) {
            ("J", _) => 0x31,
            ("F", true) => 0x2d,
            ("F", false) => 0x2e,
            ("D", true) => 0x2f,
            ("D", false) => 0x30,
            _ => return self.jump(place(op).saturating_add(0x32), vec![a.reg, b.reg], to),
        };
        let reg = self.temp(&Ty::of("I"));
        self.op(cmp, vec![reg, a.reg, b.reg], 0);
        self.jump(place(op).saturating_add(0x38), vec![reg], to);
    }
}

fn place(op: Op) -> u8 {
    match op {
        Op::Eq => 0,
        Op::Ne => 1,
        Op::Lt => 2,
        Op::Ge => 3,
        Op::Gt => 4,
        _ => 5,
    }
}

fn opposite(op: Op) -> Op {
    match op {
        Op::Eq => Op::Ne,
        Op::Ne => Op::Eq,
        Op::Lt => Op::Ge,
        Op::Ge => Op::Lt,
        Op::Gt => Op::Le,
        _ => Op::Gt,
    }
}
