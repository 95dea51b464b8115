//! Statements of SQL as far as keys need them: which tables they name, which columns they ask for.
use super::super::models::Place;
use super::{Term, TermId, Terms};

/// Tables and columns of one statement that are looked at.
const MOST_NAMES: usize = 32;
/// Words before the name of a table.
const BEFORE_TABLE: [&str; 4] = ["from", "into", "update", "join"];
/// Words of a statement that may stand before the name and are none.
const BETWEEN: [&str; 8] = ["or", "replace", "ignore", "abort", "fail", "rollback", "if", "only"];

impl Terms<'_> {
    /// Keys of a table in which a statement stands for the tables it names.
    pub(super) fn table_keys(&mut self, keys: &[TermId]) -> Vec<TermId> {
        keys.iter().map(|key| self.tables_of(*key)).collect()
    }

    fn tables_of(&mut self, key: TermId) -> TermId {
        // What is not constant in a statement is a value as a rule; a table named by one is not found here.
        let text = match self.get(key) {
            Term::Text(text) => text.to_string(),
            Term::Concat(parts) => {
                parts.iter().map(|p| self.constant_text(*p).map_or_else(|| "?".to_owned(), |t| t.to_string())).collect()
            }
            _ => return key,
        };
        let names = tables(&text);
        if names.is_empty() {
            return key;
        }
        let all = names.iter().map(|name| self.text_term(name)).collect();
        self.any(all)
    }

    /// The columns named at a place of a call: in an array of texts, or in a statement. None: all, or not known.
    pub fn columns_at(&mut self, defined: u32, insn: u32, place: &Place) -> Option<Vec<String>> {
        let ssa = self.world.ssa(defined)?;
        let value = self.rooted(defined, insn, place.root);
        let found = if self.world.code().type_name(ssa.kind(value)).starts_with('[') {
            let terms = self.ask(|all| all.elements(0, defined, value))?;
            terms.iter().map(|t| self.constant_text(*t).map(|t| t.to_string())).collect::<Option<Vec<_>>>()?
        } else {
            columns(&self.constant(defined, value)?)?
        };
        let plain = |c: &String| !c.is_empty() && c.chars().all(|c| c.is_alphanumeric() || c == '_');
        (!found.is_empty() && found.iter().all(plain)).then_some(found)
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';')).filter(|w| !w.is_empty())
}

fn bare(name: &str) -> &str {
    name.trim_matches(['"', '\'', '`', '[', ']'])
}

/// The tables a statement reads or writes; empty for what is no statement.
fn tables(text: &str) -> Vec<String> {
    let first = words(text).next().unwrap_or("").to_ascii_lowercase();
    if !matches!(first.as_str(), "select" | "insert" | "replace" | "update" | "delete" | "with") {
        return Vec::new();
    }
    let mut found: Vec<String> = Vec::new();
    let mut before = false;
    for word in words(text) {
        let small = word.to_ascii_lowercase();
        if BEFORE_TABLE.contains(&small.as_str()) {
            before = true;
        } else if before && !BETWEEN.contains(&small.as_str()) {
            before = false;
            let name = bare(word);
            let named = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '-'));
            if named && small != "select" && found.len() < MOST_NAMES && !found.iter().any(|f| f == name) {
                found.push(name.to_owned());
            }
        }
    }
    found
}

/// The columns a plain `select` names; None for all, for what is computed, and for other statements.
fn columns(text: &str) -> Option<Vec<String>> {
    let small = text.to_ascii_lowercase();
    let rest = text.get(small.strip_prefix("select ").map(|r| text.len().saturating_sub(r.len()))?..)?;
    let end = small.find(" from ").and_then(|end| end.checked_sub("select ".len()))?;
    let list = rest.get(..end)?;
    let list = list.trim();
    let names = list.split(',').map(|c| bare(c.trim().rsplit('.').next().unwrap_or("")).to_owned());
    Some(names.take(MOST_NAMES).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_statements() {
        assert_eq!(tables("SELECT name FROM people ORDER BY seen"), ["people"]);
        assert_eq!(tables("insert or replace into [a](x) values (?)"), ["a"]);
        assert_eq!(tables("select a.x from a, b join c on a.i = c.i"), ["a", "c"]);
        assert_eq!(tables("UPDATE `log` SET v = '?'"), ["log"]);
        assert!(tables("CREATE TABLE people (name TEXT)").is_empty());
        assert!(tables("people").is_empty());
        assert!(tables("select 1").is_empty());
    }

    #[test]
    fn columns_of_a_select() {
        assert_eq!(columns("SELECT name, p.age FROM people p"), Some(vec!["name".to_owned(), "age".to_owned()]));
        assert_eq!(columns("select * from people"), Some(vec!["*".to_owned()]));
        assert_eq!(columns("delete from people"), None);
    }
}
