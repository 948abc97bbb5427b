//! Getting a page: past the address guard ([`Guard`]), by one polite request ([`Fetcher`]).
//!
//! Every error's text is what the row says in its `status`, so that a gap explains itself.

mod address_guard;
mod http;

pub use address_guard::{AllowedAddresses, AllowedError, Guard, GuardError, is_public};
pub use http::{
    FetchError, Fetcher, Limits, Method, Page, Request, RequestError, USER_AGENT, check_user_agent, decode,
    is_garbled,
};
