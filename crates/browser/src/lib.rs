//! Chromium for the pages that need one: started for one page, ended after it, and kept from forbidden addresses by a
//! filtering proxy of our own ([`fetch::Guard`] decides, as it does for plain requests).
//!
//! Every error's text is what the row says in its `status`.

mod arguments;
mod browser;
mod driver;
mod error;
mod proxy;
mod sandbox;
mod session;
#[cfg(test)]
mod tests;

pub use browser::Browser;
pub use error::BrowserError;
