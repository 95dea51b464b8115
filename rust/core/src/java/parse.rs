//! From the syntax tree of tree-sitter to [`ast`](super::ast): files, types and members.
use std::ops::ControlFlow;

use tree_sitter::{Node, ParseOptions, Parser};

use super::ast::{EnumConstant, Expr, FieldDecl, File, Import, Member, MethodDecl, Param};
use super::ast::{Shape, Stmt, TypeDecl, TypeName};
use super::text::Text;
use crate::gap::Cause;
use crate::written::Position;

/// Bytes of one file that are read: the syntax tree takes some two hundred bytes for each.
pub const MOST_BYTES: usize = 4 << 20;
/// Nesting of types, statements and expressions that is followed.
pub const MOST_DEPTH: usize = 600;
/// Gaps listed for one file.
const MOST_GAPS: usize = 500;
/// Marks `default` methods of interfaces; no access flag.
pub const DEFAULT: u32 = 1 << 31;
pub const VARARGS: u32 = 0x80;

/// Converts the nodes of one file.
pub struct Reader<'a> {
    pub text: &'a Text,
    pub gaps: Vec<(Position, Cause, String)>,
    depth: usize,
    number: u32,
}

/// Reads one file.
pub fn file(part: u32, bytes: &[u8]) -> File {
    let (text, gaps) = Text::of(bytes, MOST_BYTES);
    let mut reader = Reader { text: &text, gaps, depth: 0, number: 0 };
    let mut out = File { part, ..File::default() };
    match tree(&text.text) {
        Some(tree) => reader.program(tree.root_node(), &mut out),
        None => reader.gaps.push((
            Position { line: 1, column: 1 },
            Cause::Limit,
            "reading this text as Java took more steps than are allowed".to_owned(),
        )),
    }
    out.gaps = reader.gaps;
    out
}

/// Parses within a number of steps that grows with the text: broken text may make the parser try much.
fn tree(text: &str) -> Option<tree_sitter::Tree> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_java::LANGUAGE.into()).ok()?;
    let bytes = text.as_bytes();
    // Asked after every hundred steps; Java that is not broken takes about three steps for a byte.
    let mut left = (bytes.len() / 8).saturating_add(3_000);
    let mut count = |_: &tree_sitter::ParseState| {
        left = left.saturating_sub(1);
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut count);
    parser.parse_with_options(&mut |at, _| bytes.get(at..).unwrap_or_default(), None, Some(options))
}

/// Children that are no comments.
pub fn kids<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|n| !matches!(n.kind(), "line_comment" | "block_comment")).collect()
}

impl<'a> Reader<'a> {
    pub fn at(&self, node: Node) -> Position {
        self.text.position(node.start_byte())
    }

    pub fn word(&self, node: Node) -> &'a str {
        self.text.slice(node.byte_range())
    }

    pub fn field(&self, node: Node, name: &str) -> String {
        node.child_by_field_name(name).map(|n| self.word(n).to_owned()).unwrap_or_default()
    }

    pub fn gap(&mut self, node: Node, cause: Cause, detail: impl Into<String>) {
        if self.gaps.len() < MOST_GAPS {
            self.gaps.push((self.at(node), cause, detail.into()));
        } else if self.gaps.len() == MOST_GAPS {
            self.gaps.push((self.at(node), Cause::Limit, "more places of this file could not be read".to_owned()));
        }
    }

    /// Says that a node is not Java, with its beginning.
    pub fn broken(&mut self, node: Node) {
        let shown: String = self.word(node).chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let detail = format!("this is not Java: `{}`", shown.trim());
        self.gap(node, Cause::Malformed, detail);
    }

    /// Goes one level deeper; None, with a gap, where that is too deep.
    pub fn deeper<T>(&mut self, node: Node, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MOST_DEPTH {
            self.gap(node, Cause::Limit, format!("nested more than {MOST_DEPTH} deep"));
            return None;
        }
        self.depth = self.depth.saturating_add(1);
        let found = read(self);
        self.depth = self.depth.saturating_sub(1);
        Some(found)
    }

    fn next(&mut self) -> u32 {
        let number = self.number;
        self.number = number.saturating_add(1);
        number
    }

    fn program(&mut self, root: Node, out: &mut File) {
        for node in kids(root) {
            match node.kind() {
                "package_declaration" => {
                    let name = kids(node).into_iter().rfind(|n| n.kind().ends_with("identifier"));
                    out.package = name.map(|n| dotted(self.word(n))).unwrap_or_default();
                }
                "import_declaration" => out.imports.extend(self.import(node)),
                "ERROR" => {
                    self.broken(node);
                    self.deeper(node, |r| r.program(node, out));
                }
                "method_declaration" | "field_declaration" | "constructor_declaration" | "block" => {
                    self.gap(node, Cause::Malformed, "this stands outside any type");
                }
                _ => {
                    if let Some(one) = self.type_decl(node) {
                        out.types.push(one);
                    }
                }
            }
        }
    }

    fn import(&self, node: Node) -> Option<Import> {
        let all = kids(node);
        let name = all.iter().find(|n| n.kind().ends_with("identifier"))?;
        let head = self.text.slice(node.start_byte()..name.start_byte());
        Some(Import {
            path: dotted(self.word(*name)),
            at: self.at(*name),
            is_static: head.contains("static"),
            all: all.iter().any(|n| n.kind() == "asterisk"),
        })
    }

    /// A class, interface, enum or annotation.
    pub fn type_decl(&mut self, node: Node) -> Option<TypeDecl> {
        let shape = match node.kind() {
            "class_declaration" => Shape::Class,
            "interface_declaration" => Shape::Interface,
            "enum_declaration" => Shape::Enum,
            "annotation_type_declaration" => Shape::Annotation,
            "record_declaration" => Shape::Record,
            _ => return None,
        };
        self.deeper(node, |r| r.declared(node, shape))
    }

    fn declared(&mut self, node: Node, shape: Shape) -> TypeDecl {
        let name = node.child_by_field_name("name");
        let (flags, annotations) = self.modifiers(node);
        let mut decl = TypeDecl {
            shape,
            name: name.map(|n| self.word(n).to_owned()).unwrap_or_default(),
            at: self.at(name.unwrap_or(node)),
            flags,
            annotations,
            vars: self.vars(node),
            parent: None,
            interfaces: Vec::new(),
            constants: Vec::new(),
            members: Vec::new(),
            number: self.next(),
        };
        for child in kids(node) {
            match child.kind() {
                "superclass" => decl.parent = kids(child).first().map(|n| self.type_name(*n)),
                "super_interfaces" | "extends_interfaces" => {
                    for list in kids(child) {
                        decl.interfaces.extend(kids(list).into_iter().map(|n| self.type_name(n)));
                    }
                }
                "ERROR" => {
                    self.broken(child);
                }
                _ => {}
            }
        }
        if shape == Shape::Record {
            self.record(node, &mut decl);
        }
        if let Some(body) = node.child_by_field_name("body") {
            self.members(body, &mut decl);
        }
        decl
    }

    /// The parts of a record as fields, accessors and constructor.
    fn record(&mut self, node: Node, decl: &mut TypeDecl) {
        self.gap(node, Cause::Unsupported, "of this record only the parts and written members are read");
        let params = node.child_by_field_name("parameters").map(|n| self.params(n).0).unwrap_or_default();
        for param in params {
            decl.members.push(Member::Field(FieldDecl {
                name: param.name,
                at: decl.at,
                flags: 0x12,
                annotations: Vec::new(),
                kind: param.kind,
                value: None,
            }));
        }
    }

    /// The body of an anonymous class or enum constant.
    pub fn anonymous(&mut self, body: Node, at: Position) -> TypeDecl {
        let mut decl = TypeDecl {
            shape: Shape::Class,
            name: String::new(),
            at,
            flags: 0,
            annotations: Vec::new(),
            vars: Vec::new(),
            parent: None,
            interfaces: Vec::new(),
            constants: Vec::new(),
            members: Vec::new(),
            number: self.next(),
        };
        self.members(body, &mut decl);
        decl
    }

    fn members(&mut self, body: Node, decl: &mut TypeDecl) {
        for node in kids(body) {
            match node.kind() {
                "field_declaration" | "constant_declaration" => self.fields(node, decl),
                "method_declaration" | "constructor_declaration" | "annotation_type_element_declaration" => {
                    let method = self.method(node);
                    decl.members.push(Member::Method(method));
                }
                "compact_constructor_declaration" => {
                    self.gap(node, Cause::Unsupported, "the compact constructor of a record is not read");
                }
                "block" => {
                    let body = self.block(node);
                    decl.members.push(Member::Init { is_static: false, body });
                }
                "static_initializer" => {
                    let body = kids(node).first().map(|n| self.block(*n)).unwrap_or_default();
                    decl.members.push(Member::Init { is_static: true, body });
                }
                "enum_constant" => {
                    let constant = self.enum_constant(node);
                    decl.constants.push(constant);
                }
                "enum_body_declarations" => {
                    self.deeper(node, |r| r.members(node, decl));
                }
                "ERROR" => {
                    self.broken(node);
                    self.deeper(node, |r| r.members(node, decl));
                }
                _ => decl.members.extend(self.type_decl(node).map(Member::Type)),
            }
        }
    }

    fn enum_constant(&mut self, node: Node) -> EnumConstant {
        let (_, annotations) = self.modifiers(node);
        let args = node.child_by_field_name("arguments").map(|n| self.args(n)).unwrap_or_default();
        let at = self.at(node.child_by_field_name("name").unwrap_or(node));
        let body = node.child_by_field_name("body");
        let body = body.and_then(|n| self.deeper(n, |r| Box::new(r.anonymous(n, at))));
        EnumConstant { name: self.field(node, "name"), at, annotations, args, body }
    }

    fn fields(&mut self, node: Node, decl: &mut TypeDecl) {
        let kind = node.child_by_field_name("type").map(|n| self.type_name(n)).unwrap_or_default();
        let declarators: Vec<Node> = kids(node).into_iter().filter(|n| n.kind() == "variable_declarator").collect();
        for one in declarators {
            let (flags, annotations) = self.modifiers(node);
            let (name, at, kind, value) = self.declarator(one, &kind);
            decl.members.push(Member::Field(FieldDecl { name, at, flags, annotations, kind, value }));
        }
    }

    /// Name, place, type with the brackets behind the name, and value.
    pub fn declarator(&mut self, node: Node, kind: &TypeName) -> (String, Position, TypeName, Option<Expr>) {
        let name = node.child_by_field_name("name").unwrap_or(node);
        let mut kind = kind.clone();
        kind.dims = kind.dims.saturating_add(self.dims(node));
        let value = node.child_by_field_name("value").map(|n| self.expr(n));
        (self.word(name).to_owned(), self.at(name), kind, value)
    }

    /// Pairs of brackets behind a name.
    pub fn dims(&self, node: Node) -> usize {
        node.child_by_field_name("dimensions").map_or(0, |n| brackets(self.word(n)))
    }

    fn method(&mut self, node: Node) -> MethodDecl {
        let name = node.child_by_field_name("name").unwrap_or(node);
        let constructor = node.kind() == "constructor_declaration";
        let (mut flags, annotations) = self.modifiers(node);
        let head = self.text.slice(node.start_byte()..name.start_byte());
        flags |= if head.contains("/* synthetic */") { 0x1000 } else { 0 };
        flags |= if head.contains("/* bridge */") { 0x40 } else { 0 };
        let (params, varargs) = node.child_by_field_name("parameters").map(|n| self.params(n)).unwrap_or_default();
        flags |= if varargs { VARARGS } else { 0 };
        let mut result = node.child_by_field_name("type").map(|n| self.type_name(n)).unwrap_or(TypeName::plain("void"));
        result.dims = result.dims.saturating_add(self.dims(node));
        for child in kids(node).into_iter().filter(|n| n.kind() == "ERROR") {
            self.broken(child);
        }
        let default = node.child_by_field_name("value").map(|n| self.note_value(n));
        MethodDecl {
            name: if constructor { "<init>".to_owned() } else { self.word(name).to_owned() },
            at: self.at(name),
            flags,
            annotations,
            vars: self.vars(node),
            params,
            result,
            body: node.child_by_field_name("body").map(|n| self.block(n)),
            span: (node.start_byte() as u32, node.end_byte().saturating_sub(node.start_byte()) as u32),
            default,
        }
    }

    fn params(&mut self, node: Node) -> (Vec<Param>, bool) {
        let mut varargs = false;
        let mut params = Vec::new();
        for child in kids(node) {
            let (_, annotations) = self.modifiers(child);
            match child.kind() {
                "formal_parameter" => {
                    let mut kind = child.child_by_field_name("type").map(|n| self.type_name(n)).unwrap_or_default();
                    kind.dims = kind.dims.saturating_add(self.dims(child));
                    params.push(Param { name: self.field(child, "name"), kind, annotations });
                }
                "spread_parameter" => {
                    varargs = true;
                    let parts = kids(child);
                    let kind = parts.iter().find(|n| !matches!(n.kind(), "modifiers" | "variable_declarator"));
                    let mut kind = kind.map(|n| self.type_name(*n)).unwrap_or_default();
                    kind.dims = kind.dims.saturating_add(1);
                    let name = parts.last().map(|n| self.field(*n, "name")).unwrap_or_default();
                    params.push(Param { name, kind, annotations });
                }
                "ERROR" => {
                    self.broken(child);
                }
                _ => {}
            }
        }
        (params, varargs)
    }

    pub fn block(&mut self, node: Node) -> Vec<Stmt> {
        self.deeper(node, |r| r.stmts(kids(node))).unwrap_or_default()
    }
}

/// A name without the blanks and comments that may stand in it.
pub fn dotted(text: &str) -> String {
    if text.contains("/*") {
        return text.rsplit("*/").next().unwrap_or(text).trim().to_owned();
    }
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

pub fn brackets(text: &str) -> usize {
    memchr::memchr_iter(b'[', text.as_bytes()).count()
}
