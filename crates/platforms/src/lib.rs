//! Platform files: what a platform is called, in which zone its shop lives, where the page of an event is and which of
//! the page's elements are read. No network, and no HTML either: whoever reads pages checks the selectors.
//!
//! [`Platforms::load`] takes the files that are compiled in and those of a directory; [`Platform`] is one of them.

mod address;
mod error;
mod fields;
mod file;
mod platform;
mod registry;

pub use address::AddressError;
pub use error::PlatformError;
pub use fields::{Fields, Selector};
pub use platform::Platform;
pub use registry::Platforms;
