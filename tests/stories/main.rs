//! User stories: what a person does and sees, against the real programs. Time is told, so nothing sleeps.

mod bad_input;
mod browser;
mod clients;
mod commands;
mod costs;
mod journey;
mod pages;
mod privileges;
mod restarts;
mod samples;
mod shared;
