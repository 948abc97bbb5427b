//! What a server gives out instead of the page: a challenge, a captcha, a login, an empty shell.

mod screen;
mod signs;

use std::fmt::{self, Display};

use scraper::Html;

use crate::document;
use crate::view::View;
use screen::Screen;

/// Why an answer is not the page that was asked for. Its text is the row's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trouble {
    status: u16,
    kind: Option<Kind>,
}

impl Trouble {
    /// What kind of page stands there, where it shows.
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }
}

/// What stands there instead of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It wants a person to prove to be one.
    Captcha,
    /// It lets the browser compute something first.
    Challenge,
    /// It lets visitors wait in a line.
    WaitingRoom,
    /// It refuses.
    Denied,
    /// It was asked too often.
    Busy,
    /// It wants an account.
    Login,
    /// It wants to know its visitor's age.
    AgeGate,
    /// It broke while it answered.
    Broken,
    /// It only leads to another page.
    Redirect,
    /// The shop is closed for a while.
    Maintenance,
    /// There is no such page, whatever the status says.
    NotFound,
    /// There is nothing, and scripts would fill it.
    EmptyShell,
    /// There is nothing at all.
    Empty,
}

impl Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Captcha => "a captcha page",
            Self::Challenge => "a challenge page (checks the browser)",
            Self::WaitingRoom => "a waiting room",
            Self::Denied => "access denied",
            Self::Busy => "too many requests",
            Self::Login => "a login page",
            Self::AgeGate => "a page that asks for the visitor's age",
            Self::Broken => "an error page of the shop",
            Self::Redirect => "a page that only leads to another",
            Self::Maintenance => "a maintenance page",
            Self::NotFound => "page not found",
            Self::EmptyShell => "the page is an empty shell: this platform wants fetch = \"browser\"",
            Self::Empty => "the page is empty",
        })
    }
}

impl Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Some(kind) if is_success(self.status) => kind.fmt(f),
            Some(kind) if !matches!((self.status, kind), (404 | 410, Kind::NotFound)) => {
                write!(f, "HTTP {}: {kind}", self.status)
            }
            _ => write!(f, "HTTP {}", self.status),
        }
    }
}

/// What is wrong with an answer, if it is not the page itself. A page that only links to a login, or guards its comment
/// form by a captcha, is a page.
pub fn trouble(status: u16, html: &str) -> Option<Trouble> {
    trouble_of(status, html, &document::parse(html))
}

/// The same of a page whose tree is there already.
pub fn trouble_of(status: u16, html: &str, document: &Html) -> Option<Trouble> {
    let screen = || Screen::of(&View::of(document, &[]), html);
    let kind = if !is_success(status) {
        screen().kind_of_error()
    } else if signs::has_product_data(html) {
        None
    } else {
        screen().kind()
    };
    (kind.is_some() || !is_success(status)).then_some(Trouble { status, kind })
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

#[cfg(test)]
mod tests;
