//! The conversation of the bot, from the first word to the end of a tracking: real processes in told time. Each path is
//! walked twice, with a bot that goes on and with one that is killed before every update, and reads the same both times.

mod alerts;
mod events;
mod groups;
mod guided;
mod languages;
mod limits;
mod list;
mod pause_and_later;
mod person;
mod requests;
mod sales;
mod silence;
mod story;
mod undo;
