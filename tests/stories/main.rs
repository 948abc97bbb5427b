//! User stories: what a person does and sees, against the real programs. Time is told, so nothing sleeps.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a story needs and does not get fails the story"
)]

mod auto;
mod bad_input;
mod browser;
mod capacity;
mod charts;
mod check;
mod clients;
mod commands;
mod conversation;
mod costs;
mod data_folder;
mod deploying;
mod discover;
mod events;
mod grants;
mod items;
mod journey;
mod outages;
mod page;
mod platforms_command;
mod privileges;
mod programs;
mod pubsub;
mod read_command;
mod real_telegram;
mod replays;
mod restarts;
mod samples;
mod shared;
mod shops;
mod storms;
mod turns;
