//! Names of Java methods in exported symbols (JNI specification, chapter 2, "Resolving Native Method Names").

/// A Java method a native function serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JavaName {
    /// Class descriptor, as `Lorg/example/Name;`.
    pub class: String,
    pub method: String,
    /// Parameter descriptors in brackets, where the symbol carries them to tell overloads apart.
    pub parameters: Option<String>,
}

/// Decodes `Java_…`; `None` where the name does not follow the specification.
pub fn java_name(symbol: &str) -> Option<JavaName> {
    let mangled = symbol.strip_prefix("Java_")?;
    let (name, parameters) = match split_overload(mangled) {
        Some((name, parameters)) => (name, Some(parameters)),
        None => (mangled, None),
    };
    let decoded = decode(name)?;
    let (class, method) = decoded.rsplit_once('/')?;
    let whole = !class.is_empty() && !method.is_empty() && !class.split('/').any(str::is_empty);
    let parameters = match parameters {
        Some(text) => Some(format!("({})", decode(text)?)),
        None => None,
    };
    whole.then(|| JavaName { class: format!("L{class};"), method: method.to_owned(), parameters })
}

/// The two underscores before the parameters. Followed by a digit they are a separator and an escape instead: neither
/// a name nor a descriptor begins with a digit.
fn split_overload(mangled: &str) -> Option<(&str, &str)> {
    let mut places = mangled.match_indices("__");
    let (at, _) = places.find(|(at, _)| {
        let next = mangled.as_bytes().get(at.saturating_add(2));
        !next.is_some_and(u8::is_ascii_digit)
    })?;
    Some((mangled.get(..at)?, mangled.get(at.checked_add(2)?..)?))
}

fn decode(mangled: &str) -> Option<String> {
    let mut out = String::with_capacity(mangled.len());
    let mut rest = mangled.chars();
    while let Some(c) = rest.next() {
        if c != '_' {
            out.push(c);
            continue;
        }
        let mut ahead = rest.clone();
        let escape = match ahead.next() {
            Some('1') => Some('_'),
            Some('2') => Some(';'),
            Some('3') => Some('['),
            Some('0') => {
                let digits: String = ahead.by_ref().take(4).collect();
                let unit = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 4)?;
                Some(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER))
            }
            _ => None,
        };
        match escape {
            Some(c) => {
                out.push(c);
                rest = ahead;
            }
            None => out.push('/'),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn plain_escaped_and_overloaded_names_are_decoded() {
        let plain = java_name("Java_org_example_Tool_run").unwrap();
        assert_eq!((plain.class.as_str(), plain.method.as_str()), ("Lorg/example/Tool;", "run"));
        assert_eq!(plain.parameters, None);
        let odd = java_name("Java_org_ex_1ample_Outer_00024Inner_do_1it__ILjava_lang_String_2_3B").unwrap();
        assert_eq!(odd.class, "Lorg/ex_ample/Outer$Inner;");
        assert_eq!(odd.method, "do_it");
        assert_eq!(odd.parameters.as_deref(), Some("(ILjava/lang/String;[B)"));
        let none = java_name("Java_A_f__").unwrap();
        assert_eq!(none.parameters.as_deref(), Some("()"));
        assert_eq!(java_name("Java_A_f_0597d").unwrap().method, "f好");
        assert_eq!(java_name("Java_A__1hidden").unwrap().method, "_hidden");
        assert_eq!(java_name("Java_A_f___3B").unwrap().parameters.as_deref(), Some("([B)"));
    }

    #[test]
    fn names_that_are_no_java_methods_are_left() {
        for name in ["JNI_OnLoad", "Java_", "Java_run", "Java__run", "Java_A_f_0zz", "Java_a__b"] {
            assert_eq!(java_name(name), None, "{name}");
        }
    }
}
