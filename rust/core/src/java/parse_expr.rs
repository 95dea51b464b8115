//! Expressions from the syntax tree.
use tree_sitter::Node;

use super::ast::{E, Expr, Op, S, Stmt, TypeName};
use super::parse::{Reader, brackets, kids};
use super::text::{unescape, units};

impl Reader<'_> {
    pub fn args(&mut self, node: Node) -> Vec<Expr> {
        kids(node).into_iter().map(|n| self.expr(n)).collect()
    }

    pub fn bad(&mut self, node: Node) -> Expr {
        self.broken(node);
        Expr { at: self.at(node), assigns: false, kind: E::Bad }
    }

    pub fn expr(&mut self, node: Node) -> Expr {
        // Only brackets: told here, so that a thousand of them are no depth.
        let mut node = node;
        while node.kind() == "parenthesized_expression" {
            match kids(node).first() {
                Some(inner) if !inner.is_error() => node = *inner,
                _ => return self.bad(node),
            }
        }
        let at = self.at(node);
        let kind = self.deeper(node, |r| r.expression(node)).unwrap_or(E::Bad);
        let at = match &kind {
            // Each call of a chain has its own place.
            E::Call { .. } => node.child_by_field_name("name").map_or(at, |n| self.at(n)),
            _ => at,
        };
        Expr { at, assigns: assigns(&kind), kind }
    }

    fn boxed_expr(&mut self, node: Node, field: &str) -> Box<Expr> {
        Box::new(self.of(node, field))
    }

    fn expression(&mut self, node: Node) -> E {
        let word = self.word(node);
        match node.kind() {
            "identifier" | "type_identifier" => E::Name(word.to_owned()),
            "this" => E::This,
            "super" => E::Super,
            "null_literal" => E::Null,
            "true" => E::Bool(true),
            "false" => E::Bool(false),
            "string_literal" => E::Str(self.string(word)),
            "character_literal" => {
                let inner = word.strip_prefix('\'').and_then(|w| w.strip_suffix('\'')).unwrap_or("");
                E::Char(units(inner).first().copied().unwrap_or(0))
            }
            kind if kind.ends_with("integer_literal") => self.integer(node, word),
            kind if kind.ends_with("floating_point_literal") => self.float(node, word),
            "class_literal" => kids(node).first().map(|n| E::Class(self.type_name(*n))).unwrap_or(E::Null),
            "scoped_identifier" => {
                let object = self.boxed_expr(node, "scope");
                E::Field(object, self.field(node, "name"))
            }
            "field_access" => self.access(node),
            "array_access" => E::Index(self.boxed_expr(node, "array"), self.boxed_expr(node, "index")),
            "method_invocation" => self.call(node),
            "object_creation_expression" => self.creation(node),
            "array_creation_expression" => self.array(node),
            "array_initializer" => E::Array(None, self.args(node)),
            "unary_expression" => self.unary(node),
            "update_expression" => {
                let before = word.starts_with(['+', '-']);
                let up = if before { word.starts_with('+') } else { word.ends_with('+') };
                match kids(node).first() {
                    Some(of) => E::Update { before, up, of: Box::new(self.expr(*of)) },
                    None => {
                        self.broken(node);
                        E::Bad
                    }
                }
            }
            "binary_expression" => self.chain(node),
            "ternary_expression" => {
                let condition = self.boxed_expr(node, "condition");
                E::Choose(condition, self.boxed_expr(node, "consequence"), self.boxed_expr(node, "alternative"))
            }
            "assignment_expression" => {
                let left = self.boxed_expr(node, "left");
                let op = self.field(node, "operator");
                let op = op.strip_suffix('=').and_then(operator);
                E::Assign(op, left, self.boxed_expr(node, "right"))
            }
            "cast_expression" => {
                let kind = node.child_by_field_name("type").map(|n| self.type_name(n)).unwrap_or_default();
                E::Cast(kind, self.boxed_expr(node, "value"))
            }
            "instanceof_expression" => {
                let left = self.boxed_expr(node, "left");
                let kind = node.child_by_field_name("right").map(|n| self.type_name(n)).unwrap_or_default();
                let name = node.child_by_field_name("name").map(|n| self.word(n).to_owned());
                E::InstanceOf(left, kind, name)
            }
            "lambda_expression" => self.lambda(node),
            "method_reference" => self.reference(node),
            "switch_expression" => {
                let (subject, groups) = self.switch(node);
                E::Switch(Box::new(subject), groups)
            }
            kind if kind.ends_with("_type") || kind == "scoped_type_identifier" => E::TypeRef(self.type_name(node)),
            _ => {
                self.broken(node);
                E::Bad
            }
        }
    }

    fn string(&self, word: &str) -> String {
        if let Some(block) = word.strip_prefix("\"\"\"").and_then(|w| w.strip_suffix("\"\"\"")) {
            return unescape(&text_block(block));
        }
        unescape(word.strip_prefix('"').and_then(|w| w.strip_suffix('"')).unwrap_or(word))
    }

    fn integer(&mut self, node: Node, word: &str) -> E {
        let digits: String = word.chars().filter(|c| *c != '_').collect::<String>().to_ascii_lowercase();
        let (digits, long) = match digits.strip_suffix('l') {
            Some(digits) => (digits.to_owned(), true),
            None => (digits, false),
        };
        let (radix, digits) = match digits.split_at_checked(2) {
            Some(("0x", rest)) => (16, rest),
            Some(("0b", rest)) => (2, rest),
            _ if digits.len() > 1 && digits.starts_with('0') => (8, digits.as_str()),
            _ => (10, digits.as_str()),
        };
        let Ok(value) = u64::from_str_radix(digits, radix) else {
            return {
                self.broken(node);
                E::Bad
            };
        };
        match (long, u32::try_from(value)) {
            (false, Ok(value)) => E::Int(value as i32),
            _ => E::Long(value as i64),
        }
    }

    fn float(&mut self, node: Node, word: &str) -> E {
        let text: String = word.chars().filter(|c| *c != '_').collect::<String>().to_ascii_lowercase();
        if let Some(text) = text.strip_prefix("0x") {
            let single = text.ends_with('f');
            return match hex_float(text.trim_end_matches(['f', 'd'])) {
                Some(value) if single => E::Float(value as f32),
                Some(value) => E::Double(value),
                None => {
                    self.broken(node);
                    E::Bad
                }
            };
        }
        let found = match text.strip_suffix('f') {
            Some(text) => text.parse().ok().map(E::Float),
            None => text.trim_end_matches('d').parse().ok().map(E::Double),
        };
        found.unwrap_or_else(|| {
            self.broken(node);
            E::Bad
        })
    }

    /// `a.b`, `A.this`, `A.super.b`, `super.b`.
    fn access(&mut self, node: Node) -> E {
        let field = self.field(node, "field");
        let Some(object) = node.child_by_field_name("object") else {
            return {
                self.broken(node);
                E::Bad
            };
        };
        if field == "this" {
            return E::OuterThis(self.type_of_name(object));
        }
        let is_super = object.kind() != "super" && kids(node).iter().any(|n| n.kind() == "super");
        let object = if is_super {
            Expr { at: self.at(object), assigns: false, kind: E::OuterSuper(self.type_of_name(object)) }
        } else {
            self.expr(object)
        };
        E::Field(Box::new(object), field)
    }

    fn type_of_name(&self, node: Node) -> TypeName {
        TypeName::plain(&super::parse::dotted(self.word(node)))
    }

    fn call(&mut self, node: Node) -> E {
        let object = node.child_by_field_name("object");
        let is_super = object.is_some_and(|o| o.kind() != "super") && kids(node).iter().any(|n| n.kind() == "super");
        let on = object.map(|o| {
            if is_super {
                Box::new(Expr { at: self.at(o), assigns: false, kind: E::OuterSuper(self.type_of_name(o)) })
            } else {
                Box::new(self.expr(o))
            }
        });
        let args = node.child_by_field_name("arguments").map(|n| self.args(n)).unwrap_or_default();
        E::Call { on, name: self.field(node, "name"), args }
    }

    fn creation(&mut self, node: Node) -> E {
        let Some(kind) = node.child_by_field_name("type") else {
            return {
                self.broken(node);
                E::Bad
            };
        };
        let parts = kids(node);
        let outer = parts.first().filter(|n| n.end_byte() <= kind.start_byte() && !n.kind().ends_with("arguments"));
        let outer = outer.filter(|n| !n.kind().ends_with("annotation")).map(|n| Box::new(self.expr(*n)));
        let args = node.child_by_field_name("arguments").map(|n| self.args(n)).unwrap_or_default();
        let at = self.at(kind);
        let body = parts.iter().find(|n| n.kind() == "class_body").map(|n| Box::new(self.anonymous(*n, at)));
        E::New { outer, kind: self.type_name(kind), args, body }
    }

    fn array(&mut self, node: Node) -> E {
        let mut kind = node.child_by_field_name("type").map(|n| self.type_name(n)).unwrap_or_default();
        let mut sizes = Vec::new();
        let mut values = None;
        for part in kids(node) {
            match part.kind() {
                "dimensions" => kind.dims = kind.dims.saturating_add(brackets(self.word(part))),
                "dimensions_expr" => sizes.extend(kids(part).into_iter().next_back().map(|n| self.expr(n))),
                "array_initializer" => values = Some(self.args(part)),
                _ => {}
            }
        }
        match values {
            Some(values) => E::Array(Some(kind), values),
            None => E::NewArray(kind, sizes),
        }
    }

    fn unary(&mut self, node: Node) -> E {
        let of = self.boxed_expr(node, "operand");
        match (self.field(node, "operator").as_str(), &of.kind) {
            // The smallest numbers have no positive twin.
            ("-", E::Int(value)) => E::Int(value.wrapping_neg()),
            ("-", E::Long(2_147_483_648)) if !self.word(node).ends_with(['l', 'L']) => E::Int(i32::MIN),
            ("-", E::Long(value)) => E::Long(value.wrapping_neg()),
            ("-", E::Float(value)) => E::Float(-value),
            ("-", E::Double(value)) => E::Double(-value),
            ("-", _) => E::Minus(of),
            ("+", _) => E::Plus(of),
            ("~", _) => E::Invert(of),
            _ => E::Not(of),
        }
    }

    /// A run of binary operators leans to the left as deep as it is long; read as a list.
    fn chain(&mut self, node: Node) -> E {
        let mut tail = Vec::new();
        let mut node = node;
        while node.kind() == "binary_expression" {
            let op = operator(&self.field(node, "operator"));
            let (Some(op), Some(left)) = (op, node.child_by_field_name("left")) else {
                return {
                    self.broken(node);
                    E::Bad
                };
            };
            tail.push((op, self.of(node, "right")));
            node = left;
        }
        let first = Box::new(self.expr(node));
        tail.reverse();
        E::Chain(first, tail)
    }

    fn lambda(&mut self, node: Node) -> E {
        let mut params = Vec::new();
        match node.child_by_field_name("parameters") {
            Some(list) if list.kind() == "identifier" => params.push((None, self.word(list).to_owned())),
            Some(list) => {
                for one in kids(list) {
                    let kind = one.child_by_field_name("type").map(|n| self.type_name(n));
                    let name = one.child_by_field_name("name").unwrap_or(one);
                    params.push((kind.filter(|k| !k.name.is_empty()), self.word(name).to_owned()));
                }
            }
            None => {}
        }
        let Some(body) = node.child_by_field_name("body") else {
            return {
                self.broken(node);
                E::Bad
            };
        };
        let body = match body.kind() {
            "block" => self.stmt(body),
            _ => Stmt { at: self.at(body), kind: S::Expr(self.expr(body)) },
        };
        E::Lambda(params, Box::new(body))
    }

    fn reference(&mut self, node: Node) -> E {
        let word = self.word(node);
        let name = word.rsplit("::").next().unwrap_or("").trim().to_owned();
        match kids(node).first() {
            Some(on) => E::MethodRef(Box::new(self.expr(*on)), name),
            None => {
                self.broken(node);
                E::Bad
            }
        }
    }
}

fn operator(text: &str) -> Option<Op> {
    Some(match text {
        "+" => Op::Add,
        "-" => Op::Sub,
        "*" => Op::Mul,
        "/" => Op::Div,
        "%" => Op::Rem,
        "&" => Op::And,
        "|" => Op::Or,
        "^" => Op::Xor,
        "<<" => Op::Shl,
        ">>" => Op::Shr,
        ">>>" => Op::Ushr,
        "==" => Op::Eq,
        "!=" => Op::Ne,
        "<" => Op::Lt,
        ">=" => Op::Ge,
        ">" => Op::Gt,
        "<=" => Op::Le,
        "&&" => Op::AndAlso,
        "||" => Op::OrElse,
        _ => return None,
    })
}

fn assigns(kind: &E) -> bool {
    let any = |all: &[Expr]| all.iter().any(|e| e.assigns);
    match kind {
        E::Update { .. } | E::Assign(..) | E::Switch(..) => true,
        E::Field(a, _) | E::Not(a) | E::Minus(a) | E::Plus(a) | E::Invert(a) | E::Cast(_, a) => a.assigns,
        E::InstanceOf(a, _, name) => a.assigns || name.is_some(),
        E::MethodRef(a, _) => a.assigns,
        E::Index(a, b) => a.assigns || b.assigns,
        E::Choose(a, b, c) => a.assigns || b.assigns || c.assigns,
        E::Chain(a, tail) => a.assigns || tail.iter().any(|t| t.1.assigns),
        E::Call { on, args, .. } => on.as_ref().is_some_and(|e| e.assigns) || any(args),
        E::New { outer, args, .. } => outer.as_ref().is_some_and(|e| e.assigns) || any(args),
        E::NewArray(_, all) | E::Array(_, all) => any(all),
        _ => false,
    }
}

/// `1.8p3` after its `0x`.
fn hex_float(text: &str) -> Option<f64> {
    let (digits, power) = text.split_once('p')?;
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let mut value = 0f64;
    for c in whole.chars().chain(part.chars()) {
        value = value * 16.0 + f64::from(c.to_digit(16)?);
    }
    let shift = power.parse::<i32>().ok()?.checked_sub(i32::try_from(part.len()).ok()?.checked_mul(4)?)?;
    Some(value * 2f64.powi(shift))
}

/// A text block without its first line and common indentation (JLS 3.10.6).
fn text_block(block: &str) -> String {
    let body = block.split_once('\n').map_or("", |p| p.1);
    let lines: Vec<&str> = body.split('\n').collect();
    let indent = |line: &&str| line.len().saturating_sub(line.trim_start().len());
    let last = lines.len().saturating_sub(1);
    let counted = lines.iter().enumerate().filter(|(n, line)| *n == last || !line.trim().is_empty());
    let margin = counted.map(|(_, line)| indent(line)).min().unwrap_or(0);
    let cut = lines.iter().map(|line| line.get(margin..).unwrap_or("").trim_end());
    cut.collect::<Vec<_>>().join("\n")
}
