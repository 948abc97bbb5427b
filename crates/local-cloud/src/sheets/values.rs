//! `spreadsheets.values`: the cells of ranges as plain values.

mod append;
mod clear;
mod options;
mod read;
mod routes;
mod write;

pub(super) use options::Major;
pub(super) use read::values;
pub(super) use routes::{batch, batch_get, routes, unknown_method};
