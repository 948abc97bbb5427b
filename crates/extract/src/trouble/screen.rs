//! What a person would see of an answer, as far as it tells a page from what stands in for one.

use super::{Kind, signs};
use crate::text;
use crate::view::View;

/// A page that says less than this says nothing about a product.
const EMPTY: usize = 200;
/// A page of a protection or of maintenance says no more than this.
const SHORT: usize = 2_000;
/// A page that is a login and no more, with its links.
const LOGIN: usize = 4_000;

/// The signs of one answer.
pub(super) struct Screen {
    /// The document's title and its heading, in lower case.
    titles: String,
    /// What is shown, in lower case, as far as it matters.
    text: String,
    /// How much is shown, in characters.
    length: usize,
    /// The markup in lower case.
    markup: String,
    has_password: bool,
    has_script: bool,
    /// Whether an amount of money is shown.
    has_amount: bool,
    /// Whether the element that scripts fill is empty, and no heading stands elsewhere.
    has_empty_root: bool,
}

impl Screen {
    pub(super) fn of(view: &View<'_>, html: &str) -> Self {
        let is_shown = |at: usize| !view.elements[at].is_hidden;
        let shown = view.runs.iter().filter(|run| is_shown(run.element));
        let length = shown.clone().map(|run| run.text.chars().count()).sum();
        let text: Vec<&str> = shown.take(400).map(|run| run.text).collect();
        let mut titles = vec![view.document_title.clone().unwrap_or_default()];
        titles.extend(view.heading.map(|at| view.text(&view.elements[at].runs)));
        let passwords = view.elements.iter().enumerate().filter(|(_, element)| {
            element.name() == "input"
                && element
                    .node
                    .attr("type")
                    .is_some_and(|kind| kind.eq_ignore_ascii_case("password"))
        });
        let markup = html.to_ascii_lowercase();
        Self {
            titles: titles.join("\n").to_lowercase(),
            text: text.join(" ").to_lowercase(),
            length,
            has_password: passwords.map(|(at, _)| at).any(is_shown),
            has_script: markup.contains("<script"),
            has_amount: shows_amount(view),
            has_empty_root: has_empty_root(view),
            markup,
        }
    }

    /// What stands in for a page that was answered as if all were well.
    pub(super) fn kind(&self) -> Option<Kind> {
        let is_short = self.length < SHORT;
        let guarded = || self.guard().filter(|_| is_short);
        let is_maintained = || is_short && self.says(signs::MAINTENANCE);
        let is_missing = || {
            any(&self.titles, signs::NOT_FOUND)
                || (self.length < SHORT / 4 && any(&self.text, signs::NOT_FOUND))
        };
        guarded()
            .or_else(|| self.spoken())
            .or_else(|| self.login())
            .or_else(|| is_maintained().then_some(Kind::Maintenance))
            .or_else(|| is_missing().then_some(Kind::NotFound))
            .or_else(|| self.bare())
            .or_else(|| self.empty())
    }

    /// What a page's program says in a box before it leads elsewhere.
    fn spoken(&self) -> Option<Kind> {
        let is_bare = self.length < EMPTY / 2 && !self.has_amount;
        let said = self.markup.split("alert(").nth(1).filter(|_| is_bare)?;
        let said = said.get(..said.find(')')?)?;
        if any(said, signs::LOGIN_WALL) {
            Some(Kind::Login)
        } else if any(said, signs::NOT_FOUND) {
            Some(Kind::NotFound)
        } else {
            None
        }
    }

    /// What is told where nothing else is: too many requests, a broken shop, a question for the age, another address.
    fn bare(&self) -> Option<Kind> {
        if self.has_amount || self.length >= SHORT / 2 {
            return None;
        }
        let by_text = [
            (signs::BUSY, Kind::Busy),
            (signs::AGE_GATE, Kind::AgeGate),
            (signs::BROKEN, Kind::Broken),
        ];
        let says =
            |signs: &[&str]| any(&self.titles, signs) || (self.length < SHORT / 4 && any(&self.text, signs));
        let said = by_text.into_iter().find(|(signs, _)| says(signs));
        let leads_on = self.length < EMPTY / 2 && signs::leads_on(&self.markup);
        said.map(|(_, kind)| kind).or(leads_on.then_some(Kind::Redirect))
    }

    /// What an answer that owns up to an error looks like.
    pub(super) fn kind_of_error(&self) -> Option<Kind> {
        self.guard()
            .or_else(|| self.login())
            .or_else(|| self.says(signs::MAINTENANCE).then_some(Kind::Maintenance))
            .or_else(|| self.says(signs::AGE_GATE).then_some(Kind::AgeGate))
    }

    /// The sign of a protection: in its markup, or in what it says.
    fn guard(&self) -> Option<Kind> {
        let by_markup = [
            (signs::WAITING_ROOM_MARKUP, Kind::WaitingRoom),
            (signs::CHALLENGE_MARKUP, Kind::Challenge),
            (signs::CAPTCHA_MARKUP, Kind::Captcha),
        ];
        let by_text = [
            (signs::WAITING_ROOM, Kind::WaitingRoom),
            (signs::DENIED, Kind::Denied),
            (signs::CHALLENGE, Kind::Challenge),
            (signs::CAPTCHA, Kind::Captcha),
        ];
        let said = by_text.into_iter().find(|(signs, _)| self.says(signs));
        let marked = by_markup.into_iter().find(|(signs, _)| any(&self.markup, signs));
        match (said, marked) {
            (Some((_, Kind::Denied)), Some((_, Kind::Captcha))) => Some(Kind::Captcha),
            (Some((_, kind)), _) => Some(kind),
            // A form with a captcha and a password is a login.
            (None, Some((_, Kind::Captcha))) if self.has_password => None,
            (None, marked) => marked.map(|(_, kind)| kind),
        }
    }

    fn login(&self) -> Option<Kind> {
        let is_form = self.has_password && self.length < LOGIN && any(&self.titles, signs::LOGIN);
        let is_bare_form = self.has_password && self.length < SHORT / 4 && any(&self.text, signs::LOGIN);
        let is_wall = self.length < SHORT / 2 && !self.has_amount && any(&self.text, signs::LOGIN_WALL);
        (is_form || is_bare_form || is_wall).then_some(Kind::Login)
    }

    fn empty(&self) -> Option<Kind> {
        if signs::has_embedded_data(&self.markup) {
            return None;
        }
        if self.length >= EMPTY {
            let is_frame = self.has_script && self.has_empty_root && !self.has_amount && self.length < LOGIN;
            return is_frame.then_some(Kind::EmptyShell);
        }
        let is_page = self.has_amount && !self.has_empty_root;
        if self.has_script && !is_page {
            return (self.length < EMPTY / 2 || any(&self.markup, signs::SHELL)).then_some(Kind::EmptyShell);
        }
        (self.length == 0).then_some(Kind::Empty)
    }

    /// Whether its titles say it, or the whole page where that is short.
    fn says(&self, signs: &[&str]) -> bool {
        any(&self.titles, signs) || (self.length < SHORT / 2 && any(&self.text, signs))
    }
}

/// How many texts are looked at for an amount.
const MOST_TEXTS: usize = 1_000;

fn shows_amount(view: &View<'_>) -> bool {
    let shown = view
        .runs
        .iter()
        .filter(|run| !view.elements[run.element].is_hidden);
    let numbers = shown
        .take(MOST_TEXTS)
        .filter(|run| run.text.contains(|c: char| c.is_ascii_digit()));
    let mut short = numbers.filter(|run| run.text.len() < 200);
    short.any(|run| {
        text::amounts(run.text)
            .0
            .iter()
            .any(|amount| amount.beside_currency)
    })
}

/// A frame of menu and footer around the element that scripts fill.
fn has_empty_root(view: &View<'_>) -> bool {
    let has_heading = view
        .elements
        .iter()
        .any(|element| element.name() == "h1" && !element.runs.is_empty());
    let is_empty_root = |element: &crate::view::Element<'_>| {
        let id = element.node.attr("id").unwrap_or_default();
        signs::ROOTS.contains(&id) && view.text_length(&element.runs) <= LOADING
    };
    !has_heading && view.elements.iter().any(is_empty_root)
}

/// `Loading...` is no content.
const LOADING: usize = 20;

fn any(text: &str, signs: &[&str]) -> bool {
    signs.iter().any(|sign| text.contains(sign))
}
