//! Java as it is written: what the reader of declarations and the lowering of bodies work on.
use crate::arithmetic;
use crate::gap::Cause;
use crate::written::Position;

/// One text. Everything that could not be read stands in `gaps`.
#[derive(Default)]
pub struct File {
    pub part: u32,
    pub package: String,
    pub imports: Vec<Import>,
    pub types: Vec<TypeDecl>,
    pub gaps: Vec<(Position, Cause, String)>,
}

pub struct Import {
    /// Dotted, without `*`.
    pub path: String,
    pub at: Position,
    pub is_static: bool,
    pub all: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Class,
    Interface,
    Enum,
    Annotation,
    Record,
}

pub struct TypeDecl {
    pub shape: Shape,
    /// Empty for an anonymous class.
    pub name: String,
    pub at: Position,
    pub flags: u32,
    pub annotations: Vec<Note>,
    pub vars: Vec<TypeVar>,
    pub parent: Option<TypeName>,
    pub interfaces: Vec<TypeName>,
    pub constants: Vec<EnumConstant>,
    pub members: Vec<Member>,
    /// Number within the file, by which the table of classes finds it.
    pub number: u32,
}

pub struct TypeVar {
    pub name: String,
    pub bound: Option<TypeName>,
}

pub struct EnumConstant {
    pub name: String,
    pub at: Position,
    pub annotations: Vec<Note>,
    pub args: Vec<Expr>,
    pub body: Option<Box<TypeDecl>>,
}

pub enum Member {
    Field(FieldDecl),
    Method(MethodDecl),
    Init { is_static: bool, body: Vec<Stmt> },
    Type(TypeDecl),
}

pub struct FieldDecl {
    pub name: String,
    pub at: Position,
    pub flags: u32,
    pub annotations: Vec<Note>,
    pub kind: TypeName,
    pub value: Option<Expr>,
}

pub struct Param {
    pub name: String,
    pub kind: TypeName,
    pub annotations: Vec<Note>,
}

pub struct MethodDecl {
    /// `<init>` for a constructor.
    pub name: String,
    pub at: Position,
    pub flags: u32,
    pub annotations: Vec<Note>,
    pub vars: Vec<TypeVar>,
    pub params: Vec<Param>,
    pub result: TypeName,
    pub body: Option<Vec<Stmt>>,
    /// Bytes of the declaration: where it begins and how many.
    pub span: (u32, u32),
    /// Value of an annotation's element.
    pub default: Option<NoteValue>,
}

/// A type as written. `java.util.Map<K, V>[]` has name `java.util.Map`, args, one dimension. Empty name: not known.
#[derive(Clone, Debug, Default)]
pub struct TypeName {
    pub name: String,
    pub args: Vec<TypeName>,
    pub dims: usize,
}

impl TypeName {
    pub fn plain(name: &str) -> Self {
        TypeName { name: name.to_owned(), args: Vec::new(), dims: 0 }
    }
}

/// An annotation.
pub struct Note {
    pub name: String,
    pub elements: Vec<(String, NoteValue)>,
}

pub enum NoteValue {
    Expr(Expr),
    Note(Note),
    Array(Vec<NoteValue>),
}

pub struct Stmt {
    pub at: Position,
    pub kind: S,
}

pub struct Local {
    pub name: String,
    pub at: Position,
    pub kind: TypeName,
    pub value: Option<Expr>,
}

pub struct Catch {
    pub kinds: Vec<TypeName>,
    pub name: String,
    pub body: Vec<Stmt>,
}

pub struct Group {
    /// None: `default`.
    pub labels: Vec<Option<Expr>>,
    pub body: Vec<Stmt>,
    /// Written with an arrow: does not fall into the next.
    pub arrow: bool,
}

pub enum Resource {
    Declared(Local),
    Value(Expr),
}

pub struct Try {
    pub resources: Vec<Resource>,
    pub body: Vec<Stmt>,
    pub catches: Vec<Catch>,
    pub last: Option<Vec<Stmt>>,
}

pub enum S {
    Empty,
    Local(Vec<Local>),
    Expr(Expr),
    If(Expr, Box<Stmt>, Option<Box<Stmt>>),
    While(Expr, Box<Stmt>),
    Do(Box<Stmt>, Expr),
    For(Vec<Stmt>, Option<Expr>, Vec<Expr>, Box<Stmt>),
    Each(TypeName, String, Expr, Box<Stmt>),
    Block(Vec<Stmt>),
    Return(Option<Expr>),
    Throw(Expr),
    Break(Option<String>),
    Continue(Option<String>),
    Yield(Expr),
    Switch(Expr, Vec<Group>),
    Try(Box<Try>),
    Sync(Expr, Vec<Stmt>),
    Assert(Expr, Option<Expr>),
    Labeled(String, Box<Stmt>),
    Class(Box<TypeDecl>),
    /// `this(…)` or `super(…)`.
    Construct {
        is_super: bool,
        outer: Option<Expr>,
        args: Vec<Expr>,
    },
    Bad,
}

pub struct Expr {
    pub at: Position,
    /// Something in it assigns, so that values read before it must be kept aside.
    pub assigns: bool,
    pub kind: E,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    And,
    Or,
    Xor,
    Shl,
    Shr,
    Ushr,
    Eq,
    Ne,
    Lt,
    Ge,
    Gt,
    Le,
    AndAlso,
    OrElse,
}

impl Op {
    /// The number of an operation in `arithmetic`, whose order the first ones have here; None for comparisons.
    pub fn arithmetic(self) -> Option<u8> {
        let number = self as u8;
        (number <= arithmetic::LAST).then_some(number)
    }
}

pub enum E {
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Char(u16),
    Str(String),
    Bool(bool),
    Null,
    Name(String),
    /// Object, name. The object may turn out to be a package or type.
    Field(Box<Expr>, String),
    Call {
        on: Option<Box<Expr>>,
        name: String,
        args: Vec<Expr>,
    },
    New {
        outer: Option<Box<Expr>>,
        kind: TypeName,
        args: Vec<Expr>,
        body: Option<Box<TypeDecl>>,
    },
    /// Element type with the dimensions that have no size, sizes.
    NewArray(TypeName, Vec<Expr>),
    /// Array type (none where an initialiser stands alone), elements.
    Array(Option<TypeName>, Vec<Expr>),
    Index(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    Minus(Box<Expr>),
    Plus(Box<Expr>),
    Invert(Box<Expr>),
    Update {
        before: bool,
        up: bool,
        of: Box<Expr>,
    },
    /// `a op b op c …`, from the left.
    Chain(Box<Expr>, Vec<(Op, Expr)>),
    Choose(Box<Expr>, Box<Expr>, Box<Expr>),
    Assign(Option<Op>, Box<Expr>, Box<Expr>),
    Cast(TypeName, Box<Expr>),
    InstanceOf(Box<Expr>, TypeName, Option<String>),
    Lambda(Vec<(Option<TypeName>, String)>, Box<Stmt>),
    /// On a value or type written as expression; or on an array or generic type.
    MethodRef(Box<Expr>, String),
    TypeRef(TypeName),
    This,
    Super,
    OuterThis(TypeName),
    OuterSuper(TypeName),
    Class(TypeName),
    Switch(Box<Expr>, Vec<Group>),
    Bad,
}
