//! What every Google adapter shares: one connection pool, one token source, endpoints, bounded retries, the clock, and
//! settings read from the environment.
//!
//! The adapters (`scheduler`, `sheets`, `drive`) build their hub from a [`Google`] and send every call through
//! [`Google::call`], which sets a deadline, retries what may be retried and turns the hub's error into a [`CallError`].

mod account;
mod client;
mod clock;
mod credentials;
mod endpoint;
mod environment;
mod error;
mod post;
mod retry;
mod token;
mod topic;

pub use client::{Connector, Google, HttpClient};
pub use clock::{Clock, ClockError};
pub use credentials::{Credentials, CredentialsError};
pub use endpoint::{Endpoints, Service};
pub use environment::{Environment, SettingError};
pub use error::{CallError, chain};
pub use token::{Scopes, TokenSource};
pub use topic::{Topic, TopicError};
