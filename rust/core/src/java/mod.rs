//! Java of a published tree (mostly what jadx wrote) as the same [`Code`](crate::code::Code) that bytecode gives.
//!
//! Files are parsed by tree-sitter, all classes are declared, then each body is lowered to the Dalvik instructions that
//! javac and D8 would have made of it. What cannot be read is a gap at its line and column, and reading goes on behind
//! it. Names are resolved in the tree, then in Android; a class that is nowhere keeps its name, and its methods are as
//! they are called. The Java Language Specification, edition 8, is followed: <https://docs.oracle.com/javase/specs/>.
use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::framework::Framework;
use crate::gap::{Cause, Gap};
use crate::written::{Builder, Position};

mod annotations;
mod assign;
mod ast;
mod bridges;
mod calls;
mod class;
mod condition;
mod constant;
mod construct;
mod convert;
mod create;
mod expr;
mod fields;
mod jumps;
mod lambda;
mod lower;
mod members;
mod names;
mod parse;
mod parse_expr;
mod parse_stmt;
mod parse_type;
mod place;
mod reference;
mod stmt;
mod text;
mod tree;
mod twins;
mod types;
mod unknown;
mod visit;

#[cfg(test)]
mod tests;

/// Bytes of stack for reading: nesting is bounded, but not to so little as a thread is given otherwise.
const STACK: usize = 256 << 20;

/// What names mean beside the tree.
pub struct Context<'c> {
    pub framework: &'c Framework,
    /// Type and name of a resource → its number.
    pub resources: &'c (dyn Fn(&str, &str) -> Option<u32> + Sync),
}

/// A constant that stands in the text by a name. A decompiler may have put a name where the app had a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedConstant {
    pub part: u32,
    pub at: Position,
    /// As written: `Context.MODE_PRIVATE`.
    pub name: String,
}

/// What reading found beside the code.
#[derive(Debug, Default)]
pub struct Added {
    /// (type, name) of resources that code names and nobody knows. Sorted.
    pub unknown_resources: Vec<(String, String)>,
    pub named_constants: Vec<NamedConstant>,
}

/// Reads Java files, given as part number and bytes, into a builder. Never fails: what cannot be read is a gap.
pub fn add(builder: &mut Builder, files: &[(u32, &[u8])], context: &Context<'_>) -> Added {
    let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
    match threads {
        Ok(threads) => threads.install(|| read(builder, files, context)),
        Err(_) => {
            for (part, _) in files {
                let detail = "there was no memory for a thread to read this in".to_owned();
                builder.gap(*part, Gap { place: "text:1:1".to_owned(), cause: Cause::Limit, detail });
            }
            Added::default()
        }
    }
}

fn read(builder: &mut Builder, files: &[(u32, &[u8])], context: &Context<'_>) -> Added {
    let files: Vec<ast::File> = files.par_iter().map(|(part, bytes)| parse::file(*part, bytes)).collect();
    for file in &files {
        for (at, cause, detail) in &file.gaps {
            let place = format!("text:{}:{}", at.line, at.column);
            builder.gap(file.part, Gap { place, cause: *cause, detail: detail.clone() });
        }
    }
    let tree = tree::Tree::of(&files, context.framework);
    let mut state = lower::State {
        tree: &tree,
        builder,
        context,
        captures: FxHashMap::default(),
        parents: FxHashMap::default(),
        unknown: BTreeSet::new(),
        named: Vec::new(),
        methods: Vec::new(),
        classes: Vec::new(),
        lambdas: FxHashMap::default(),
        lambda_count: 0,
        part: 0,
    };
    for number in 0..tree.classes.len() {
        class::define(&mut state, number);
    }
    let added = Added { unknown_resources: state.unknown.into_iter().collect(), named_constants: state.named };
    for (name, (part, at)) in tree.missing.borrow().iter() {
        let place = format!("text:{}:{}", at.line, at.column);
        let detail = format!("the class {name} is named here and is not in the tree");
        builder.gap(*part, Gap { place, cause: Cause::Unsupported, detail });
    }
    added
}
