//! Symbols as text, and simple ways through the class tables.
use super::{Class, Code, Constant, DefinedField, DefinedMethod, NONE, Proto};

impl Code {
    /// String `number`; empty where there is none.
    pub fn text(&self, number: u32) -> &str {
        self.strings.get(number).unwrap_or_default()
    }

    /// Descriptor of a type; `?` where there is none.
    pub fn type_name(&self, number: u32) -> &str {
        self.types.get(number as usize).and_then(|string| self.strings.get(*string)).unwrap_or("?")
    }

    /// Numbers of the strings that are values: loaded by an instruction, or the start of a static field.
    pub fn string_constants(&self) -> Vec<u32> {
        let loaded = self.op_code.iter().zip(&self.op_operand).filter(|(op, _)| matches!(op, 0x1a | 0x1b));
        let mut numbers: Vec<u32> = loaded.filter_map(|(_, operand)| u32::try_from(*operand).ok()).collect();
        numbers.extend(self.defined_fields.iter().filter_map(|field| match field.value {
            Constant::Text(text) => Some(text),
            _ => None,
        }));
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// First part that holds string `number`, and its index there.
    pub fn string_origin(&self, number: u32) -> Option<(u32, u32)> {
        let number = number as usize;
        Some((*self.string_part.get(number)?, *self.string_index.get(number)?))
    }

    pub(crate) fn params_of(&self, proto: &Proto) -> &[u32] {
        self.proto_params.get(proto.params.start as usize..proto.params.end as usize).unwrap_or_default()
    }

    /// Type numbers of a proto's parameters.
    pub fn params(&self, proto: u32) -> &[u32] {
        self.protos.get(proto as usize).map(|p| self.params_of(p)).unwrap_or_default()
    }

    /// `(ILjava/lang/String;)V`
    pub fn proto_text(&self, number: u32) -> String {
        let mut out = String::new();
        self.push_proto(&mut out, number);
        out
    }

    pub(crate) fn push_proto(&self, out: &mut String, number: u32) {
        let Some(proto) = self.protos.get(number as usize) else {
            out.push_str("(?)?");
            return;
        };
        out.push('(');
        self.params_of(proto).iter().for_each(|param| out.push_str(self.type_name(*param)));
        out.push(')');
        out.push_str(self.type_name(proto.result));
    }

    /// `Lcom/x/A;->m(I)V`
    pub fn method_text(&self, number: u32) -> String {
        let mut out = String::new();
        self.push_method(&mut out, number);
        out
    }

    pub(crate) fn push_method(&self, out: &mut String, number: u32) {
        let Some(method) = self.methods.get(number as usize) else {
            out.push('?');
            return;
        };
        out.push_str(self.type_name(method.class));
        out.push_str("->");
        out.push_str(self.strings.get(method.name).unwrap_or("?"));
        self.push_proto(out, method.proto);
    }

    /// `Lcom/x/A;->f:I`
    pub fn field_text(&self, number: u32) -> String {
        let mut out = String::new();
        self.push_field(&mut out, number);
        out
    }

    pub(crate) fn push_field(&self, out: &mut String, number: u32) {
        let Some(field) = self.fields.get(number as usize) else {
            out.push('?');
            return;
        };
        out.push_str(self.type_name(field.class));
        out.push_str("->");
        out.push_str(self.strings.get(field.name).unwrap_or("?"));
        out.push(':');
        out.push_str(self.type_name(field.kind));
    }

    /// `invoke-static:Lcom/x/A;->m(I)V`
    pub fn handle_text(&self, number: u32) -> String {
        const KINDS: [&str; 9] = [
            "static-put",
            "static-get",
            "instance-put",
            "instance-get",
            "invoke-static",
            "invoke-instance",
            "invoke-constructor",
            "invoke-direct",
            "invoke-interface",
        ];
        let Some(handle) = self.method_handles.get(number as usize) else { return "?".to_owned() };
        let kind = KINDS.get(usize::from(handle.kind)).copied().unwrap_or("?");
        let member = if handle.kind < 4 { self.field_text(handle.member) } else { self.method_text(handle.member) };
        format!("{kind}:{member}")
    }

    /// Class number of the definition of a type, if the sample defines it.
    pub fn class_number(&self, type_no: u32) -> Option<u32> {
        self.class_of_type.get(&type_no).copied()
    }

    /// The definition of a type, if the sample defines it.
    pub fn class(&self, type_no: u32) -> Option<&Class> {
        self.classes.get(self.class_number(type_no)? as usize)
    }

    /// Methods a class defines, in file order.
    pub fn methods_of(&self, class_no: u32) -> &[DefinedMethod] {
        self.classes.get(class_no as usize).map(|class| self.methods_in(class)).unwrap_or_default()
    }

    pub(crate) fn methods_in(&self, class: &Class) -> &[DefinedMethod] {
        self.defined_methods.get(class.methods.start as usize..class.methods.end as usize).unwrap_or_default()
    }

    /// Fields a class defines, in file order.
    pub fn fields_of(&self, class_no: u32) -> &[DefinedField] {
        self.classes.get(class_no as usize).map(|class| self.fields_in(class)).unwrap_or_default()
    }

    pub(crate) fn fields_in(&self, class: &Class) -> &[DefinedField] {
        self.defined_fields.get(class.fields.start as usize..class.fields.end as usize).unwrap_or_default()
    }

    /// Type numbers of the superclasses, nearest first, as far as the sample defines them and one beyond. Ends at
    /// a class seen before, or after 1,024 steps.
    pub fn parents(&self, type_no: u32) -> Vec<u32> {
        let mut chain = Vec::new();
        let mut at = type_no;
        while let Some(class) = self.class(at) {
            let known = class.parent == NONE || class.parent == type_no || chain.contains(&class.parent);
            if known || chain.len() >= 1024 {
                break;
            }
            at = class.parent;
            chain.push(at);
        }
        chain
    }

    /// The definition of a method, if the sample has one.
    pub fn defined_method(&self, method_no: u32) -> Option<&DefinedMethod> {
        self.defined_methods.get(*self.definition_of_method.get(method_no as usize)? as usize)
    }

    /// The definition of a field, if the sample has one.
    pub fn defined_field(&self, field_no: u32) -> Option<&DefinedField> {
        self.defined_fields.get(*self.definition_of_field.get(field_no as usize)? as usize)
    }

    /// Body number of a method, if it has code that was read.
    pub fn body_of(&self, method_no: u32) -> Option<u32> {
        self.defined_method(method_no).map(|method| method.body).filter(|body| *body != NONE)
    }

    /// `class Lx/A; extends Lx/B; implements Lx/C; Lx/D;`, or None for a type the sample does not define.
    pub fn class_text(&self, type_no: u32) -> Option<String> {
        let class = self.class(type_no)?;
        let mut out = format!("class {}", self.type_name(type_no));
        if class.parent != NONE {
            out.push_str(" extends ");
            out.push_str(self.type_name(class.parent));
        }
        for (number, interface) in class.interfaces.iter().enumerate() {
            out.push_str(if number == 0 { " implements " } else { " " });
            out.push_str(self.type_name(*interface));
        }
        Some(out)
    }

    /// `method Lx/A;->m(I)V flags 0x1 code 24 bytes`, or `… no code`; None for a method the sample does not define.
    pub fn definition_text(&self, method_no: u32) -> Option<String> {
        let defined = self.defined_method(method_no)?;
        let code = match self.bodies.get(defined.body as usize) {
            Some(body) => format!("code {} bytes", body.size),
            None => "no code".to_owned(),
        };
        Some(format!("method {} flags 0x{:x} {code}", self.method_text(method_no), defined.flags))
    }

    /// Source line of the instruction at `offset`, if debug data says.
    pub fn line(&self, body: u32, offset: u32) -> Option<u32> {
        let range = self.body_lines.get(body as usize)?;
        let range = range.start as usize..range.end as usize;
        let before = self.line_offset.get(range.clone())?.partition_point(|at| *at <= offset);
        self.line_number.get(range)?.get(before.checked_sub(1)?).copied()
    }
}
