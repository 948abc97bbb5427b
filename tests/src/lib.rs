//! What the stories and the measuring programs share: the real system as child processes, driven over HTTP.

mod build;
mod chat;
mod cli;
pub mod kills;
mod progress;
pub mod replay;
pub mod storm;
mod system;
mod world;

pub use build::program;
pub use chat::{Button, Message, Photo};
pub use cli::{RECOVER_SETTINGS, Said, signchronicle};
pub use progress::progress;
pub use system::{Start, System};
pub use world::{Execution, JournalEntry, Tab};
