//! Platform files: what a platform is called, in which zone its shop lives, how its events are named and what their
//! pages' addresses look like, what is asked for and where in the answer the values stand. No network, and no pages:
//! selectors are checked, and followed by whoever reads pages.
//!
//! [`Platforms::load`] takes the files that are compiled in and those of a directory; [`Platform`] is one of them. A
//! platform has one or more [`Way`]s to a reading: a request, and [`Fields`] or [`Items`] with the [`Source`]s of their
//! values. `template.toml` beside this crate explains every key.

mod built_in;
mod discover;
mod error;
mod event;
mod fields;
mod file;
mod items;
mod json_template;
mod link;
mod pattern;
mod platform;
mod pointer;
mod registry;
mod selectors;
mod source;
mod template;
mod url_template;
mod values;
mod way;

pub use built_in::{demo_files, template};
pub use discover::Discover;
pub use error::PlatformError;
pub use event::{EventError, Product};
pub use fields::{FieldName, Fields};
pub use items::{Items, Labels, List};
pub use pattern::Pattern;
pub use platform::Platform;
pub use pointer::{Pointer, Step};
pub use registry::Platforms;
pub use source::{Fixed, Kind, Minor, Place, Selector, Source};
pub use way::{Again, By, Method, Way, WayRequest};
