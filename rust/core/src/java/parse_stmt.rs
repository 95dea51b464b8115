//! Statements from the syntax tree.
use tree_sitter::Node;

use super::ast::{Catch, Expr, Group, Local, Resource, S, Stmt, Try, TypeName};
use super::parse::{Reader, kids};
use crate::gap::Cause;

impl Reader<'_> {
    pub fn stmts(&mut self, nodes: Vec<Node>) -> Vec<Stmt> {
        let mut all = Vec::with_capacity(nodes.len());
        for node in nodes {
            if node.kind() == "ERROR" {
                self.broken(node);
                all.push(Stmt { at: self.at(node), kind: S::Bad });
                // What can be told apart within the broken place is still read.
                let inner = kids(node).into_iter().filter(|n| whole(n.kind())).collect();
                all.extend(self.deeper(node, |r| r.stmts(inner)).into_iter().flatten());
            } else {
                all.push(self.stmt(node));
            }
        }
        all
    }

    pub fn stmt(&mut self, node: Node) -> Stmt {
        let at = self.at(node);
        let kind = self.deeper(node, |r| r.statement(node));
        Stmt { at, kind: kind.unwrap_or(S::Bad) }
    }

    fn boxed(&mut self, node: Node, field: &str) -> Box<Stmt> {
        let child = node.child_by_field_name(field);
        let empty = |r: &Self| Stmt { at: r.at(node), kind: S::Empty };
        Box::new(match child {
            Some(child) => self.stmt(child),
            None => empty(self),
        })
    }

    pub fn of(&mut self, node: Node, field: &str) -> Expr {
        match node.child_by_field_name(field) {
            Some(child) => self.expr(child),
            None => self.bad(node),
        }
    }

    fn first(&mut self, node: Node) -> Option<Expr> {
        kids(node).first().map(|n| self.expr(*n))
    }

    fn statement(&mut self, node: Node) -> S {
        match node.kind() {
            "expression_statement" => match self.first(node) {
                Some(expr) => S::Expr(expr),
                None => S::Empty,
            },
            "local_variable_declaration" => S::Local(self.locals(node)),
            "block" | "constructor_body" => S::Block(self.block(node)),
            "if_statement" => {
                let condition = self.of(node, "condition");
                let then = self.boxed(node, "consequence");
                let other = node.child_by_field_name("alternative").map(|n| Box::new(self.stmt(n)));
                S::If(condition, then, other)
            }
            "while_statement" => S::While(self.of(node, "condition"), self.boxed(node, "body")),
            "do_statement" => S::Do(self.boxed(node, "body"), self.of(node, "condition")),
            "for_statement" => self.for_loop(node),
            "enhanced_for_statement" => {
                let kind = node.child_by_field_name("type").map(|n| self.type_name(n)).unwrap_or_default();
                let value = self.of(node, "value");
                S::Each(kind, self.field(node, "name"), value, self.boxed(node, "body"))
            }
            "return_statement" => S::Return(self.first(node)),
            "throw_statement" => match self.first(node) {
                Some(expr) => S::Throw(expr),
                None => {
                    self.broken(node);
                    S::Bad
                }
            },
            "break_statement" => S::Break(kids(node).first().map(|n| self.word(*n).to_owned())),
            "continue_statement" => S::Continue(kids(node).first().map(|n| self.word(*n).to_owned())),
            "yield_statement" => match self.first(node) {
                Some(expr) => S::Yield(expr),
                None => {
                    self.broken(node);
                    S::Bad
                }
            },
            "switch_expression" | "switch_statement" => {
                let (subject, groups) = self.switch(node);
                S::Switch(subject, groups)
            }
            "try_statement" | "try_with_resources_statement" => S::Try(Box::new(self.try_stmt(node))),
            "synchronized_statement" => {
                let lock = kids(node).first().map(|n| self.expr(*n));
                let body = node.child_by_field_name("body").map(|n| self.block(n)).unwrap_or_default();
                match lock {
                    Some(lock) => S::Sync(lock, body),
                    None => S::Block(body),
                }
            }
            "assert_statement" => {
                let mut all = kids(node).into_iter().map(|n| self.expr(n));
                match (all.next(), all.next()) {
                    (Some(condition), detail) => S::Assert(condition, detail),
                    _ => S::Empty,
                }
            }
            "labeled_statement" => {
                let parts = kids(node);
                match (parts.first(), parts.last()) {
                    (Some(name), Some(body)) => S::Labeled(self.word(*name).to_owned(), Box::new(self.stmt(*body))),
                    _ => S::Empty,
                }
            }
            "explicit_constructor_invocation" => {
                let is_super = self.field(node, "constructor") == "super";
                let outer = node.child_by_field_name("object").map(|n| self.expr(n));
                let args = node.child_by_field_name("arguments").map(|n| self.args(n)).unwrap_or_default();
                S::Construct { is_super, outer, args }
            }
            ";" => S::Empty,
            kind if kind.ends_with("_declaration") => match self.type_decl(node) {
                Some(decl) => S::Class(Box::new(decl)),
                None => {
                    self.broken(node);
                    S::Bad
                }
            },
            // An expression where the parser put it for want of a semicolon.
            _ if !node.is_error() => S::Expr(self.expr(node)),
            _ => {
                self.broken(node);
                S::Bad
            }
        }
    }

    fn locals(&mut self, node: Node) -> Vec<Local> {
        let kind = node.child_by_field_name("type").map(|n| self.type_name(n)).unwrap_or_default();
        let mut all = Vec::new();
        for child in kids(node) {
            match child.kind() {
                "variable_declarator" => {
                    let (name, at, kind, value) = self.declarator(child, &kind);
                    all.push(Local { name, at, kind, value });
                }
                "ERROR" => {
                    self.broken(child);
                }
                _ => {}
            }
        }
        all
    }

    fn for_loop(&mut self, node: Node) -> S {
        let mut cursor = node.walk();
        let fields: Vec<Node> = node.children_by_field_name("init", &mut cursor).collect();
        let init = fields.into_iter().map(|n| self.stmt(n)).collect();
        let condition = node.child_by_field_name("condition").map(|n| self.expr(n));
        let fields: Vec<Node> = node.children_by_field_name("update", &mut cursor).collect();
        let update = fields.into_iter().map(|n| self.expr(n)).collect();
        S::For(init, condition, update, self.boxed(node, "body"))
    }

    pub fn switch(&mut self, node: Node) -> (Expr, Vec<Group>) {
        let subject = self.of(node, "condition");
        let mut groups = Vec::new();
        for one in node.child_by_field_name("body").map(kids).unwrap_or_default() {
            if one.kind() == "ERROR" {
                self.broken(one);
                continue;
            }
            let (labels, rest): (Vec<Node>, Vec<Node>) =
                kids(one).into_iter().partition(|n| n.kind() == "switch_label");
            let labels = labels.into_iter().flat_map(|n| self.labels(n)).collect();
            let body = self.stmts(rest);
            groups.push(Group { labels, body, arrow: one.kind() == "switch_rule" });
        }
        (subject, groups)
    }

    fn labels(&mut self, node: Node) -> Vec<Option<Expr>> {
        let all = kids(node);
        if all.is_empty() {
            return vec![None];
        }
        let mut labels = Vec::new();
        for one in all {
            if matches!(one.kind(), "pattern" | "guard") {
                self.gap(one, Cause::Unsupported, "a pattern in a switch is not read");
            } else {
                labels.push(Some(self.expr(one)));
            }
        }
        labels
    }

    fn try_stmt(&mut self, node: Node) -> Try {
        let mut out = Try { resources: Vec::new(), body: Vec::new(), catches: Vec::new(), last: None };
        if let Some(list) = node.child_by_field_name("resources") {
            out.resources = kids(list).into_iter().filter_map(|n| self.resource(n)).collect();
        }
        out.body = node.child_by_field_name("body").map(|n| self.block(n)).unwrap_or_default();
        for child in kids(node) {
            match child.kind() {
                "catch_clause" => out.catches.extend(self.catch(child)),
                "finally_clause" => out.last = kids(child).first().map(|n| self.block(*n)),
                "ERROR" => {
                    self.broken(child);
                }
                _ => {}
            }
        }
        out
    }

    fn resource(&mut self, node: Node) -> Option<Resource> {
        if node.child_by_field_name("name").is_none() {
            return kids(node).first().map(|n| Resource::Value(self.expr(*n)));
        }
        let kind = node.child_by_field_name("type").map(|n| self.type_name(n)).unwrap_or_default();
        let (name, at, kind, value) = self.declarator(node, &kind);
        Some(Resource::Declared(Local { name, at, kind, value }))
    }

    fn catch(&mut self, node: Node) -> Option<Catch> {
        let parts = kids(node);
        let param = parts.iter().find(|n| n.kind() == "catch_formal_parameter")?;
        let kinds = kids(*param).into_iter().find(|n| n.kind() == "catch_type").map(kids).unwrap_or_default();
        let kinds: Vec<TypeName> = kinds.into_iter().map(|n| self.type_name(n)).collect();
        let body = node.child_by_field_name("body").map(|n| self.block(n)).unwrap_or_default();
        Some(Catch { kinds, name: self.field(*param, "name"), body })
    }
}

/// Nodes that are statements of their own, wherever they stand.
fn whole(kind: &str) -> bool {
    kind.ends_with("_statement")
        || matches!(kind, "local_variable_declaration" | "block" | "switch_expression")
        || matches!(kind, "method_invocation" | "assignment_expression" | "object_creation_expression")
}
