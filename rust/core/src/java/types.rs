//! Types in bodies: an erased descriptor, and what is known of its arguments.
use std::rc::Rc;

/// `null` before it is put anywhere.
pub const NULL: &str = "null";
pub const OBJECT: &str = "Ljava/lang/Object;";
pub const STRING: &str = "Ljava/lang/String;";

/// A type. `var` names the type variable it was declared as; `d` is then its bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ty {
    pub d: Rc<str>,
    pub args: Vec<Ty>,
    pub var: Option<Rc<str>>,
}

impl Ty {
    pub fn of(d: &str) -> Ty {
        Ty { d: d.into(), args: Vec::new(), var: None }
    }

    pub fn object() -> Ty {
        Ty::of(OBJECT)
    }

    pub fn is(&self, d: &str) -> bool {
        &*self.d == d
    }

    pub fn is_primitive(&self) -> bool {
        self.d.len() == 1
    }

    pub fn is_reference(&self) -> bool {
        self.d.len() > 1
    }

    pub fn is_void(&self) -> bool {
        self.is("V")
    }

    pub fn is_wide(&self) -> bool {
        matches!(&*self.d, "J" | "D")
    }

    pub fn is_array(&self) -> bool {
        self.d.starts_with('[')
    }

    /// What stands in an array of this type.
    pub fn element(&self) -> Ty {
        let d = self.d.strip_prefix('[').unwrap_or(OBJECT);
        Ty { d: d.into(), args: self.args.clone(), var: self.var.clone() }
    }

    pub fn array(&self, dims: usize) -> Ty {
        if dims == 0 {
            return self.clone();
        }
        let d = format!("{}{}", "[".repeat(dims.min(255)), self.d);
        Ty { d: d.into(), args: self.args.clone(), var: self.var.clone() }
    }

    /// Whether numbers of this type are computed as int.
    pub fn is_small(&self) -> bool {
        matches!(&*self.d, "I" | "S" | "B" | "C")
    }

    /// The primitive type in a box.
    pub fn unboxed(&self) -> Option<&'static str> {
        BOXES.iter().find(|row| row.1 == &*self.d).map(|row| row.0)
    }

    pub fn boxed(&self) -> Option<&'static str> {
        BOXES.iter().find(|row| row.0 == &*self.d).map(|row| row.1)
    }

    /// The primitive type it is or boxes.
    pub fn number(&self) -> &str {
        self.unboxed().unwrap_or(&self.d)
    }
}

/// Primitive, box, method that gives the primitive.
pub const BOXES: [(&str, &str, &str); 8] = [
    ("Z", "Ljava/lang/Boolean;", "booleanValue"),
    ("B", "Ljava/lang/Byte;", "byteValue"),
    ("C", "Ljava/lang/Character;", "charValue"),
    ("S", "Ljava/lang/Short;", "shortValue"),
    ("I", "Ljava/lang/Integer;", "intValue"),
    ("J", "Ljava/lang/Long;", "longValue"),
    ("F", "Ljava/lang/Float;", "floatValue"),
    ("D", "Ljava/lang/Double;", "doubleValue"),
];

/// Descriptor of a primitive type by its name.
pub fn primitive(name: &str) -> Option<&'static str> {
    Some(match name {
        "void" => "V",
        "boolean" => "Z",
        "byte" => "B",
        "char" => "C",
        "short" => "S",
        "int" => "I",
        "long" => "J",
        "float" => "F",
        "double" => "D",
        _ => return None,
    })
}

/// Whether a primitive may stand where another is asked, without a cast (JLS 5.1.2).
pub fn widens(from: &str, to: &str) -> bool {
    let rank = |d: &str| match d {
        "B" => Some(0),
        "S" => Some(1),
        "I" => Some(2),
        "J" => Some(3),
        "F" => Some(4),
        "D" => Some(5),
        _ => None,
    };
    from == to || matches!((rank(from), rank(to)), (Some(a), Some(b)) if a < b) || (from == "C" && rank(to) >= Some(2))
}

/// The type two operands are computed in (JLS 5.6.2).
pub fn joint(a: &str, b: &str) -> &'static str {
    let has = |d: &str| a == d || b == d;
    match () {
        () if has("D") => "D",
        () if has("F") => "F",
        () if has("J") => "J",
        () if a == "Z" && b == "Z" => "Z",
        () => "I",
    }
}

/// Slashed name of a class type; None for arrays and primitives.
pub fn slashed(d: &str) -> Option<&str> {
    d.strip_prefix('L')?.strip_suffix(';')
}
