//! What a person wants to hear of an event beside its readings: figures per winner, single orders, reminders.

mod reminders;

use std::str::FromStr;

use thiserror::Error;

pub use reminders::Reminders;

/// An increase is told from so many on.
const ORDERS: u32 = 10;
/// More winners, or albums in one order, no event has.
const MOST: u32 = 100_000;

/// What a person wants to hear of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// How many winners each item has (`slots 30`).
    pub slots: Option<u32>,
    /// From how many on an increase is told as a single order (`orders 20`).
    pub orders: u32,
    /// How long before the deadline the chat is reminded of it (`remind 1h, 10m`).
    pub reminders: Reminders,
}

/// Words that are no wish.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WishError {
    /// Behind `slots`.
    #[error("`{0}` is no number of winners from 1 to 100000")]
    Slots(String),
    /// Behind `orders`.
    #[error("`{0}` is no number of albums from 1 to 100000")]
    Orders(String),
    /// Behind `remind`.
    #[error("`{0}` is neither `off` nor at most five times such as `1h, 10m`, from 1 minute to 7 days")]
    Reminders(String),
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            slots: None,
            orders: ORDERS,
            reminders: Reminders::default(),
        }
    }
}

impl Wishes {
    /// Reads what was typed or stands in overrides; what is missing is as usual. The first that is none is told and left as
    /// usual.
    pub fn read(
        slots: Option<&str>,
        orders: Option<&str>,
        reminders: Option<&str>,
    ) -> (Self, Option<WishError>) {
        let mut wishes = Self::default();
        let mut wrong = None;
        let mut note = |error: WishError| {
            wrong.get_or_insert(error);
        };
        match slots.map(|text| number(text, WishError::Slots)).transpose() {
            Ok(number) => wishes.slots = number,
            Err(error) => note(error),
        }
        match orders.map(|text| number(text, WishError::Orders)).transpose() {
            Ok(number) => wishes.orders = number.unwrap_or(ORDERS),
            Err(error) => note(error),
        }
        match reminders.map(Reminders::from_str).transpose() {
            Ok(reminders) => wishes.reminders = reminders.unwrap_or_default(),
            Err(error) => note(error),
        }
        (wishes, wrong)
    }

    /// How many winners, where it is told.
    pub(crate) fn slots_text(&self) -> Option<String> {
        self.slots.map(|slots| slots.to_string())
    }

    /// From how many on an increase is told, where that is not as usual.
    pub(crate) fn orders_text(&self) -> Option<String> {
        (self.orders != ORDERS).then(|| self.orders.to_string())
    }

    /// The reminders, where they are not as usual.
    pub(crate) fn reminders_text(&self) -> Option<String> {
        (self.reminders != Reminders::default()).then(|| self.reminders.to_string())
    }
}

fn number(text: &str, error: impl Fn(String) -> WishError) -> Result<u32, WishError> {
    let plain = text.trim().replace([',', '\u{2019}', '\''], "");
    let number = plain.parse().ok().filter(|number| (1..=MOST).contains(number));
    number.ok_or_else(|| error(text.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_wished_for_is_as_usual() {
        assert_eq!(Wishes::read(None, None, None), (Wishes::default(), None));
        let usual = Wishes::default();
        assert_eq!((usual.slots, usual.orders), (None, 10));
        assert_eq!(usual.reminders.to_string(), "1h, 10m");
        assert_eq!(
            (usual.slots_text(), usual.orders_text(), usual.reminders_text()),
            (None, None, None)
        );
    }

    #[test]
    fn what_is_wished_for_is_read_back_as_it_is_written() {
        let (wishes, wrong) = Wishes::read(Some("1,030"), Some(" 25 "), Some("2d"));
        assert_eq!((wishes.slots, wishes.orders, &wrong), (Some(1030), 25, &None));
        let again = Wishes::read(
            wishes.slots_text().as_deref(),
            wishes.orders_text().as_deref(),
            wishes.reminders_text().as_deref(),
        );
        assert_eq!(again, (wishes, None));
    }

    #[test]
    fn the_first_that_is_wrong_is_told_and_the_others_hold() {
        for text in ["0", "-1", "100001", "many", ""] {
            let (wishes, wrong) = Wishes::read(Some(text), Some("20"), Some("never"));
            assert_eq!(wrong, Some(WishError::Slots(text.to_owned())));
            assert_eq!(
                wishes,
                Wishes {
                    orders: 20,
                    ..Wishes::default()
                }
            );
        }
    }
}
