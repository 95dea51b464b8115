//! Data flow: where a value goes, through code, objects, files and components; what a text may be; when code runs.
#![allow(clippy::arithmetic_side_effects)] // Sums of instruction and value counts, which a dex file bounds far below u32.
mod calls;
pub mod carry;
pub mod components;
mod decide;
mod effects;
pub mod engine;
pub mod express;
mod feasible;
pub mod guards;
mod handed;
pub mod kept;
pub mod keys;
pub mod models;
mod outs;
pub mod path;
mod places;
mod raised;
pub mod ranges;
pub mod reflect;
pub mod requests;
pub mod row;
pub mod show;
pub mod solve;
pub mod ssa;
pub mod statements;
mod step;
pub mod tables;
pub mod terms;
#[cfg(test)]
mod tests;
pub mod world;
