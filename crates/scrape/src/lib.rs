//! Reading a page: past the address guard ([`Guard`]), by one polite fetch ([`Fetcher`]), into a
//! [`domain::Reading`] ([`extract()`]). [`Reader`] does all three for a platform's event.
//!
//! Every error's text is what the row says in its `status`, so that a gap explains itself.

mod address_guard;
mod extract;
mod fetch;
mod reader;
mod text;

pub use address_guard::{AllowedAddresses, AllowedError, Guard, GuardError, is_public};
pub use extract::{ExtractError, check_selectors, extract};
pub use fetch::{FetchError, Fetcher, Limits, Page, USER_AGENT};
pub use reader::{ReadError, Reader};
