//! `/events`: what a shop has on sale, with a button for each that tracks it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::texts::Fill;
use super::{Button, Reply, escape, shortened, words};
use crate::zone::Zone;
use crate::{EventName, Language, OnSale, PlatformName, Sale};

/// What the data of a button that tracks an event begins with.
pub const PICK: &str = "ev";
/// What a button may send at most (<https://core.telegram.org/bots/api#inlinekeyboardbutton>).
const LONGEST_DATA: usize = 64;
/// A phone shows about three lines of so much.
const LONGEST_NAMES: usize = 100;

/// Which shop is meant.
pub fn events_of_which(language: Language, platforms: &[(PlatformName, String)]) -> Reply {
    choices(Reply::text(language.texts().events_which), platforms)
}

/// That shop tells no list.
pub fn events_unlisted(language: Language, typed: &str, platforms: &[(PlatformName, String)]) -> Reply {
    let text = Fill::new(language.texts().events_unlisted).put("typed", &shortened(typed, 40));
    choices(Reply::text(text.done()), platforms)
}

/// The shop is being asked what it has.
pub fn events_asking(language: Language, shop: &str) -> Reply {
    Reply::text(Fill::new(language.texts().events_asking).put("shop", shop).done())
}

/// The shop is being asked when an event ends.
pub fn end_asking(language: Language, shop: &str) -> Reply {
    Reply::text(Fill::new(language.texts().end_asking).put("shop", shop).done())
}

/// What a shop has on sale, told in the zones of the shop and of the friend.
pub fn on_sale(found: &OnSale, shop: &str, zone: Tz, now: DateTime<Utc>) -> Reply {
    let texts = found.asked.language.texts();
    let fill = |template| Fill::new(template).put("shop", shop);
    if let Some(reason) = &found.failure {
        return Reply::text(fill(texts.events_failed).put("reason", reason).done());
    }
    if found.sales.is_empty() {
        return Reply::text(fill(texts.events_none).done());
    }
    let teller = Teller {
        language: found.asked.language,
        zone,
        now,
    };
    let reply = Reply::text(fill(texts.events_head).done());
    let reply = found.sales.iter().fold(reply, |reply, sale| {
        reply.with_line("").with_line(&teller.sale(&found.platform, sale))
    });
    let reply = if found.more > 0 {
        let more = Fill::new(texts.events_more).put("count", &found.more.to_string());
        reply.with_line("").with_line(&more.done())
    } else {
        reply
    };
    let buttons = found.sales.iter();
    buttons.fold(reply, |reply, sale| match data(&found.platform, sale) {
        Some(data) => reply.with_row(vec![Button::new(teller.track(sale), data)]),
        None => reply,
    })
}

/// A button was pressed whose card is being made.
pub fn understanding(language: Language) -> Reply {
    Reply::text(language.texts().understanding)
}

/// When the one event that a person has sent ends; none where the shop does not list it.
pub fn shops_end(found: &OnSale, zone: Tz, now: DateTime<Utc>) -> Option<Reply> {
    let language = found.asked.language;
    let sale = found.sales.first()?;
    let end = Teller { language, zone, now }.end(sale)?;
    let text = Fill::new(language.texts().end_told)
        .put("title", &sale.title)
        .put("end", &end);
    let button = Button::new(language.texts().b_until_then, data(&found.platform, sale)?);
    Some(Reply::text(text.done()).with_row(vec![button]))
}

/// What a button says that tracks an event: platform, event, and its end.
pub fn picked(data: &str) -> Option<(PlatformName, EventName, Option<DateTime<Utc>>)> {
    let mut parts = data.splitn(3, ':');
    let platform = PlatformName::parse(parts.next()?)?;
    let end = parts.next()?;
    let end = match end {
        "" => None,
        seconds => Some(DateTime::from_timestamp(seconds.parse().ok()?, 0)?),
    };
    let event = EventName::parse_any(parts.next()?).ok()?;
    Some((platform, event, end))
}

/// `Fri 26 Jun 00:00 KST = Thu 25 Jun 23:00 HKT`
pub(super) fn in_both_zones(language: Language, at: DateTime<Utc>, shop: Tz, own: Tz) -> String {
    let (shop, own) = (Zone::Named(shop), Zone::Named(own));
    let there = words::clock(language, at, shop);
    if shop.offset(at) == own.offset(at) {
        return words::clock(language, at, own);
    }
    format!("{there} = {}", words::clock(language, at, own))
}

struct Teller {
    language: Language,
    zone: Tz,
    now: DateTime<Utc>,
}

impl Teller {
    fn sale(&self, platform: &PlatformName, sale: &Sale) -> String {
        let texts = self.language.texts();
        let mut lines = vec![Fill::new(texts.events_title).put("title", &sale.title).done()];
        lines.extend(sale.kind.as_deref().map(escape));
        let members = sale.members.join(words::between(self.language));
        lines.extend((!members.is_empty()).then(|| escape(&shortened(&members, LONGEST_NAMES))));
        lines.extend(self.start(sale));
        let until = self
            .end(sale)
            .map(|end| Fill::new(texts.events_until).put("end", &end).done());
        lines.push(until.unwrap_or_else(|| texts.events_no_end.to_owned()));
        if data(platform, sale).is_none() {
            lines.push(format!(
                "<code>/track {platform} {}</code>",
                escape(sale.event.as_str())
            ));
        }
        lines.join("\n")
    }

    /// Only what has not begun yet.
    fn start(&self, sale: &Sale) -> Option<String> {
        let start = sale.start.filter(|start| *start > self.now)?;
        let start = in_both_zones(self.language, start, sale.zone, self.zone);
        Some(
            Fill::new(self.language.texts().events_from)
                .put("start", &start)
                .done(),
        )
    }

    fn end(&self, sale: &Sale) -> Option<String> {
        let end = in_both_zones(self.language, sale.end?, sale.zone, self.zone);
        let left = words::span(
            self.language,
            (sale.end? - self.now).max(chrono::Duration::zero()),
        );
        let text = Fill::new(self.language.texts().events_end)
            .put("end", &end)
            .put("left", &left);
        Some(text.done())
    }

    fn track(&self, sale: &Sale) -> String {
        Fill::new(self.language.texts().b_track_this)
            .put("title", &sale.title)
            .done()
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
    }
}

/// None where it is longer than a button may send.
fn data(platform: &PlatformName, sale: &Sale) -> Option<String> {
    let end = sale
        .end
        .map(|end| end.timestamp().to_string())
        .unwrap_or_default();
    let data = format!("{PICK}:{platform}:{end}:{}", sale.event);
    (data.len() <= LONGEST_DATA).then_some(data)
}

fn choices(reply: Reply, platforms: &[(PlatformName, String)]) -> Reply {
    platforms.iter().fold(reply, |reply, (name, label)| {
        reply.with_row(vec![Button::new(label, format!("events:{name}"))])
    })
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn an_end_is_told_in_the_shops_zone_and_the_friends_across_midnight_and_month_ends() {
        let (seoul, hong_kong) = (Tz::Asia__Seoul, Tz::Asia__Hong_Kong);
        for (end, shop, own, told) in [
            (
                "2026-06-25T15:00:00Z",
                seoul,
                hong_kong,
                "Fri 26 Jun 00:00 KST = Thu 25 Jun 23:00 HKT",
            ),
            (
                "2026-06-30T15:00:00Z",
                Tz::Asia__Tokyo,
                hong_kong,
                "Wed 1 Jul 00:00 JST = Tue 30 Jun 23:00 HKT",
            ),
            (
                "2026-12-31T15:30:00Z",
                seoul,
                Tz::UTC,
                "Fri 1 Jan 00:30 KST = Thu 31 Dec 15:30 UTC",
            ),
            (
                "2026-06-25T15:00:00Z",
                hong_kong,
                hong_kong,
                "Thu 25 Jun 23:00 HKT",
            ),
            (
                "2026-06-25T15:00:00Z",
                seoul,
                Tz::Asia__Tokyo,
                "Fri 26 Jun 00:00 JST",
            ),
        ] {
            assert_eq!(in_both_zones(Language::English, at(end), shop, own), told);
        }
    }

    #[test]
    fn a_button_says_which_event_it_tracks_until_when() {
        let sale = |event: &str, end| Sale {
            event: EventName::parse_any(event).expect("an event"),
            title: "IVE".to_owned(),
            kind: None,
            members: Vec::new(),
            start: None,
            end,
            zone: Tz::Asia__Seoul,
        };
        let platform = PlatformName::parse("ktown4u").expect("a platform");
        let end = Utc.with_ymd_and_hms(2026, 6, 25, 15, 0, 0).single();
        for sale in [sale("44469917", end), sale("A=1 B=2", None)] {
            let data = data(&platform, &sale).expect("it is short");
            let data = data.strip_prefix("ev:").expect("it begins so");
            assert_eq!(picked(data), Some((platform.clone(), sale.event, sale.end)));
        }
        assert_eq!(data(&platform, &sale(&"a".repeat(60), end)), None);
        for forged in [
            "",
            "ktown4u",
            "ktown4u:x:1",
            "ktown4u:1",
            "a/b::1",
            "ktown4u:9999999999999:1",
        ] {
            assert_eq!(picked(forged), None, "{forged}");
        }
    }
}
