//! One reading of one event: fetched as its platform's file says ([`Reader`]) and read by the file's fields, or as any
//! shop's page.
//!
//! Every error's text is what the row says in its `status`, so that a gap explains itself.

mod by_file;
mod reader;

pub use by_file::{FieldError, check_selectors};
pub use fetch::{AllowedAddresses, Guard, USER_AGENT};
pub use reader::{ReadError, Reader};
