//! The tables of filled collections.
use super::{Cell, Filling, Kept, ListUse};
use crate::code::{Code, NONE};
use crate::table::{Column, Kind as C, Table, TableError, TableSpec, Values};

pub const FILLINGS: TableSpec = TableSpec {
    name: "fillings",
    doc: "Collections that the app's own code fills with constants, and branches on many constants.",
    columns: &[
        Column::new("filling", C::U32, "Number of the collection; `filled` has its items."),
        Column::new(
            "form",
            C::Text,
            "array, list (lists and sets), map, put (bundles, content values, JSON), split (a text cut into pieces), enum, \
             constants (static fields with objects of their own class), calls (one method called again and again), \
             switch, numbers (comparisons with numbers), equals, startsWith, endsWith or contains.",
        ),
        Column::maybe("element", C::Text, "Descriptor of what it holds, where that is declared."),
        Column::new("method", C::U32, "Number of the method that fills it."),
        Column::new("offset", C::U32, "Where in the method it is made."),
        Column::new("kept", C::Text, "static or instance (a field), returned, passed (to a call) or local."),
        Column::maybe("field", C::U32, "Number of the field it is kept in."),
        Column::maybe("passed", C::U32, "Number of the method it is first handed to."),
        Column::maybe("subject", C::Text, "What a branch looks at: a method's result, a field, a parameter."),
        Column::new("items", C::U32, "How many items are known."),
        Column::new("others", C::U32, "How many are no constants."),
    ],
};

pub const FILLED: TableSpec = TableSpec {
    name: "filled",
    doc: "Items of the collections of `fillings`: one row a constant.",
    columns: &[
        Column::new("filling", C::U32, "Number of the collection."),
        Column::new("item", C::U32, "Number of the item in it, from 0."),
        Column::new(
            "column",
            C::U32,
            "0 for the item itself, its key or its code; further columns for what stands beside: the value under a key, \
             further constants an object is made with, what a branch gives.",
        ),
        Column::new(
            "kind",
            C::Text,
            "text, int, float, class, resource (its id), field (only its name is known) or null.",
        ),
        Column::maybe("text", C::Text, "The text, the class, or the name of the field."),
        Column::maybe("number", C::I64, "The number, or the id of the resource."),
        Column::maybe("named", C::U32, "Number of the static field the constant was read from."),
        Column::maybe("name", C::Text, "Field or setter of the object that takes it."),
        Column::new("offset", C::U32, "Where in the collection's method the constant stands."),
    ],
};

pub const LIST_USES: TableSpec = TableSpec {
    name: "list_uses",
    doc: "Places that read a field of `fillings` or an array resource, and what is done with it there.",
    columns: &[
        Column::maybe("filling", C::U32, "Number of the collection, where it is kept in no field."),
        Column::maybe("field", C::U32, "Number of the field."),
        Column::maybe("resource", C::U32, "Id of the array resource."),
        Column::new("method", C::U32, "Number of the method."),
        Column::new("offset", C::U32, "Where in the method."),
        Column::new(
            "how",
            C::Text,
            "filled (put into), read, looked_up (contains, indexOf, get by key), gone_through (one after the other), compared (an element \
             with something), element_handed or handed (to a call), returned or kept (in a field).",
        ),
        Column::maybe("symbol", C::Text, "The method called, or the field it is kept in."),
        Column::maybe("against", C::Text, "What is looked up or compared: a method's result, a field, a parameter."),
        Column::maybe("hit", C::Text, "Methods called when the comparison is true, `; ` between them."),
    ],
};

#[derive(Default)]
pub struct Tables {
    pub fillings: Vec<Filling>,
    pub uses: Vec<ListUse>,
}

fn maybe(number: u32) -> Option<u32> {
    Some(number).filter(|n| *n != NONE)
}

impl Tables {
    pub fn fillings(&self, code: &Code) -> Result<Table, TableError> {
        let all = &self.fillings;
        let column = |f: &dyn Fn(&Filling) -> u32| Values::U32(all.iter().map(f).collect());
        let kept = |f: &Filling| match f.kept {
            Kept::Static(_) => "static",
            Kept::Instance(_) => "instance",
            Kept::Returned => "returned",
            Kept::Passed(_) => "passed",
            Kept::Local => "local",
        };
        let field = |f: &Filling| match f.kept {
            Kept::Static(field) | Kept::Instance(field) => Some(field),
            _ => None,
        };
        let passed = |f: &Filling| match f.kept {
            Kept::Passed(method) => Some(method),
            _ => None,
        };
        let element = |f: &Filling| maybe(f.element).map(|e| code.type_name(e).to_owned());
        Table::new(
            &FILLINGS,
            vec![
                Values::U32((0..all.len() as u32).collect()),
                Values::Text(all.iter().map(|f| f.form.to_owned()).collect()),
                Values::MaybeText(all.iter().map(element).collect()),
                column(&|f| f.method),
                column(&|f| f.offset),
                Values::Text(all.iter().map(|f| kept(f).to_owned()).collect()),
                Values::MaybeU32(all.iter().map(field).collect()),
                Values::MaybeU32(all.iter().map(passed).collect()),
                Values::MaybeText(all.iter().map(|f| f.subject.clone()).collect()),
                column(&|f| f.items.len() as u32),
                column(&|f| f.others),
            ],
        )
    }

    pub fn filled(&self) -> Result<Table, TableError> {
        let all: Vec<(u32, u32, &Cell)> = (0u32..)
            .zip(&self.fillings)
            .flat_map(|(n, f)| (0u32..).zip(&f.items).map(move |(i, item)| (n, i, item)))
            .flat_map(|(n, i, item)| item.iter().map(move |c| (n, i, c)))
            .collect();
        let name = |c: &Cell| Some(c.name.clone()).filter(|n| !n.is_empty());
        Table::new(
            &FILLED,
            vec![
                Values::U32(all.iter().map(|r| r.0).collect()),
                Values::U32(all.iter().map(|r| r.1).collect()),
                Values::U32(all.iter().map(|r| r.2.column).collect()),
                Values::Text(all.iter().map(|r| r.2.kind.as_str().to_owned()).collect()),
                Values::MaybeText(all.iter().map(|r| r.2.text.clone()).collect()),
                Values::MaybeI64(all.iter().map(|r| r.2.number).collect()),
                Values::MaybeU32(all.iter().map(|r| maybe(r.2.named)).collect()),
                Values::MaybeText(all.iter().map(|r| name(r.2)).collect()),
                Values::U32(all.iter().map(|r| r.2.offset).collect()),
            ],
        )
    }

    pub fn uses(&self) -> Result<Table, TableError> {
        let all = &self.uses;
        Table::new(
            &LIST_USES,
            vec![
                Values::MaybeU32(all.iter().map(|u| maybe(u.filling)).collect()),
                Values::MaybeU32(all.iter().map(|u| maybe(u.field)).collect()),
                Values::MaybeU32(all.iter().map(|u| Some(u.resource).filter(|r| *r != 0)).collect()),
                Values::U32(all.iter().map(|u| u.method).collect()),
                Values::U32(all.iter().map(|u| u.offset).collect()),
                Values::Text(all.iter().map(|u| u.how.to_owned()).collect()),
                Values::MaybeText(all.iter().map(|u| Some(u.symbol.clone()).filter(|s| !s.is_empty())).collect()),
                Values::MaybeText(all.iter().map(|u| u.against.clone()).collect()),
                Values::MaybeText(all.iter().map(|u| u.hit.clone()).collect()),
            ],
        )
    }
}
