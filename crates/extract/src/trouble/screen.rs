//! What a person would see of an answer, as far as it tells a page from what stands in for one.

use super::{Kind, signs};
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
            markup,
        }
    }

    /// What stands in for a page that was answered as if all were well.
    pub(super) fn kind(&self) -> Option<Kind> {
        let is_short = self.length < SHORT;
        let guarded = || self.guard().filter(|_| is_short);
        guarded()
            .or_else(|| self.login())
            .or_else(|| (is_short && self.says(signs::MAINTENANCE)).then_some(Kind::Maintenance))
            .or_else(|| any(&self.titles, signs::NOT_FOUND).then_some(Kind::NotFound))
            .or_else(|| {
                (self.length < SHORT / 4 && any(&self.text, signs::NOT_FOUND)).then_some(Kind::NotFound)
            })
            .or_else(|| self.empty())
    }

    /// What an answer that owns up to an error looks like.
    pub(super) fn kind_of_error(&self) -> Option<Kind> {
        self.guard()
            .or_else(|| self.login())
            .or_else(|| self.says(signs::MAINTENANCE).then_some(Kind::Maintenance))
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
        let is_wall = self.length < SHORT / 2 && any(&self.text, signs::LOGIN_WALL);
        (is_form || is_bare_form || is_wall).then_some(Kind::Login)
    }

    fn empty(&self) -> Option<Kind> {
        if self.length >= EMPTY || signs::has_embedded_data(&self.markup) {
            return None;
        }
        if self.has_script {
            return (self.length < EMPTY / 2 || any(&self.markup, signs::SHELL)).then_some(Kind::EmptyShell);
        }
        (self.length == 0).then_some(Kind::Empty)
    }

    /// Whether its titles say it, or the whole page where that is short.
    fn says(&self, signs: &[&str]) -> bool {
        any(&self.titles, signs) || (self.length < SHORT / 2 && any(&self.text, signs))
    }
}

fn any(text: &str, signs: &[&str]) -> bool {
    signs.iter().any(|sign| text.contains(sign))
}
