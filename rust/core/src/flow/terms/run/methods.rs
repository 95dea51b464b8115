//! The language's own methods that a run may call: text, builders, numbers, copies of arrays.
use super::super::Term;
use super::super::strings::fold;
use super::{Object, Run, Value, units};

impl Run<'_, '_> {
    /// A text method of the language. Outer None: not one that is run.
    pub(super) fn built_in(
        &mut self,
        class: &str,
        name: &str,
        params: &[&str],
        args: &[Value],
    ) -> Option<Option<Value>> {
        let number = |n: usize| match args.get(n) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        };
        let value = match (class, name) {
            ("Ljava/lang/System;", "arraycopy") => return self.copy(args).map(|()| None),
            ("Ljava/lang/Object;", "<init>") => return Some(None),
            ("Ljava/lang/Integer;", "parseInt" | "valueOf") if params.first() == Some(&"Ljava/lang/String;") => {
                let text = String::from_utf16(&self.text(args.first()?)?).ok()?;
                let radix =
                    if args.len() > 1 { u32::try_from(number(1)?).ok().filter(|r| (2..=36).contains(r))? } else { 10 };
                Value::Number(i64::from(i32::from_str_radix(&text, radix).ok()?))
            }
            ("Ljava/lang/StringBuilder;" | "Ljava/lang/StringBuffer;", _) => {
                return self.builder(name, params, args).map(Some);
            }
            ("Ljava/lang/String;", "<init>") => {
                let made = match (params, args) {
                    ([], _) => Vec::new(),
                    ([kind] | [kind, "Ljava/lang/String;" | "Ljava/nio/charset/Charset;"], [_, from, ..])
                        if *kind != "Ljava/lang/StringBuffer;" =>
                    {
                        self.text(from)?
                    }
                    (["[C" | "[B", "I", "I"], [_, from, ..]) => {
                        let (start, count) = (usize::try_from(number(2)?).ok()?, usize::try_from(number(3)?).ok()?);
                        self.text(from)?.get(start..start.checked_add(count)?)?.to_vec()
                    }
                    _ => return None,
                };
                let Some(Value::Object(object)) = args.first() else { return None };
                *self.objects.get_mut(*object)? = Object::Text(made);
                return Some(None);
            }
            ("Ljava/lang/String;", "valueOf" | "copyValueOf") => self.shown(args.first()?, params.first()?)?,
            ("Ljava/lang/String;" | "Ljava/lang/CharSequence;", _) => self.string(name, params, args)?,
            _ => return None,
        };
        Some(Some(value))
    }

    fn copy(&mut self, args: &[Value]) -> Option<()> {
        let [from, Value::Number(start), to, Value::Number(place), Value::Number(count)] = args else { return None };
        let (start, place) = (usize::try_from(*start).ok()?, usize::try_from(*place).ok()?);
        let count = usize::try_from(*count).ok()?;
        self.fuel = self.fuel.checked_sub(u32::try_from(count / 8).ok()?)?;
        let items = self.array(from)?.0.get(start..start.checked_add(count)?)?.to_vec();
        let target = self.array(to)?.0.get_mut(place..place.checked_add(count)?)?;
        target.iter_mut().zip(items).for_each(|(to, from)| *to = from);
        Some(())
    }

    /// A value as text, by its declared type.
    fn shown(&self, value: &Value, kind: &str) -> Option<Value> {
        match value {
            Value::Number(number) => match kind {
                "C" => Some(Value::Text([*number as u16].into())),
                "Z" => Some(units(if *number == 0 { "false" } else { "true" })),
                "I" | "J" | "S" | "B" => Some(units(&number.to_string())),
                _ => None,
            },
            other => Some(Value::Text(self.text(other)?.into())),
        }
    }

    fn builder(&mut self, name: &str, params: &[&str], args: &[Value]) -> Option<Value> {
        let Some(Value::Object(this)) = args.first() else { return None };
        let itself = Value::Object(*this);
        let added = match (name, params) {
            ("<init>", [] | ["I"]) => Vec::new(),
            ("<init>" | "append", [kind]) => {
                let shown = self.shown(args.get(1)?, kind)?;
                self.text(&shown)?
            }
            ("insert", ["I", kind]) => {
                let shown = self.shown(args.get(2)?, kind)?;
                self.text(&shown)?
            }
            _ => Vec::new(),
        };
        self.cells = self.cells.checked_sub(added.len())?;
        let number = |n: usize| match args.get(n) {
            Some(Value::Number(number)) => usize::try_from(*number).ok(),
            _ => None,
        };
        let Some(Object::Text(text)) = self.objects.get_mut(*this) else { return None };
        self.fuel = self.fuel.checked_sub(text.len() as u32 / 64)?;
        match name {
            "<init>" | "append" => text.extend(added),
            "insert" => {
                let place = number(1).filter(|p| *p <= text.len())?;
                text.splice(place..place, added);
            }
            "reverse" => text.reverse(),
            "setCharAt" => *text.get_mut(number(1)?)? = number(2)? as u16,
            "deleteCharAt" => {
                number(1).filter(|p| *p < text.len()).map(|p| text.remove(p))?;
            }
            "setLength" => text.resize(number(1).filter(|n| *n <= text.len())?, 0),
            "length" => return Some(Value::Number(text.len() as i64)),
            "charAt" => return Some(Value::Number(i64::from(*text.get(number(1)?)?))),
            "toString" => {
                self.cells = self.cells.checked_sub(text.len())?;
                return Some(Value::Text(text.as_slice().into()));
            }
            _ => return None,
        }
        Some(itself)
    }

    fn string(&mut self, name: &str, params: &[&str], args: &[Value]) -> Option<Value> {
        let text = self.text(args.first()?)?;
        self.fuel = self.fuel.checked_sub(text.len() as u32 / 64)?;
        match (name, args) {
            ("length", _) => return Some(Value::Number(text.len() as i64)),
            ("charAt", [_, Value::Number(place)]) => {
                return Some(Value::Number(i64::from(*text.get(usize::try_from(*place).ok()?)?)));
            }
            ("toString" | "intern", _) => return Some(Value::Text(text.into())),
            ("toCharArray", _) => return self.numbers(text.into_iter().map(i64::from), "C"),
            ("equals", [_, other]) => return Some(Value::Number(i64::from(self.text(other)? == text))),
            ("isEmpty", _) => return Some(Value::Number(i64::from(text.is_empty()))),
            _ => {}
        }
        let whole = String::from_utf16(&text).ok()?;
        match (name, args) {
            ("getBytes", _) => self.numbers(whole.bytes().map(|b| i64::from(b as i8)), "B"),
            ("concat", [_, other]) => {
                let added = self.text(other)?;
                self.cells = self.cells.checked_sub(text.len() + added.len())?;
                Some(Value::Text([text, added].concat().into()))
            }
            _ => {
                let mut others = Vec::new();
                for other in args.iter().skip(1) {
                    others.push(match other {
                        Value::Number(number) => Term::Int(*number),
                        other => Term::Text(String::from_utf16(&self.text(other)?).ok()?.into()),
                    });
                }
                self.cells = self.cells.checked_sub(text.len())?;
                match fold(name, &whole, &others, params.first().unwrap_or(&""))? {
                    Term::Text(text) => Some(units(&text)),
                    Term::Int(number) => Some(Value::Number(number)),
                    _ => None,
                }
            }
        }
    }
}
