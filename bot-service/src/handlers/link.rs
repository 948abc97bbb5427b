//! A pasted link in the place of an event.

use domain::PlatformName;
use domain::command::{TrackError, TrackWords};
use platforms::{Platform, Platforms};
use url::Url;

/// Puts the event that a link is of in its place, and the platform too where none was typed. A link that no platform
/// knows stays as it is, for `web`.
pub(super) fn resolve(words: TrackWords, platforms: &Platforms) -> Result<TrackWords, TrackError> {
    let Some(link) = words.link().and_then(|link| Url::parse(link).ok()) else {
        return Ok(words);
    };
    let Some(typed) = words.platform() else {
        return Ok(match platforms.recognise(&link) {
            Some((platform, event)) => words.with_event(&platform, &event),
            None => words,
        });
    };
    match PlatformName::parse(typed).and_then(|name| platforms.get(&name)) {
        Some(platform) if !platform.takes_url() => of_platform(words, platform, &link, platforms),
        Some(_) | None => Ok(words),
    }
}

fn of_platform(
    words: TrackWords,
    platform: &Platform,
    link: &Url,
    platforms: &Platforms,
) -> Result<TrackWords, TrackError> {
    if let Some(event) = platform.event_of(link) {
        return Ok(words.with_event(platform.name(), &event));
    }
    match platforms.recognise(link) {
        Some((of, _)) if of != *platform.name() => Err(TrackError::LinkOfAnother {
            typed: platform.name().clone(),
            of,
        }),
        Some(_) | None => Ok(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(typed: &str) -> Result<String, String> {
        let platforms = Platforms::load(None).unwrap();
        let forms: Vec<_> = platforms
            .iter()
            .map(|one| (one.name().clone(), one.event_form()))
            .collect();
        let now = "2026-02-26T02:48:20Z".parse().unwrap();
        let zone = chrono_tz::Asia::Hong_Kong;
        let words = TrackWords::read(&format!("{typed} until 14:00"));
        let words = resolve(words, &platforms).map_err(|error| error.to_string())?;
        let (draft, error) = words.draft(now, zone, &forms);
        match (draft.request(), error) {
            (Some(request), None) => Ok(format!("{} {}", request.platform, request.event)),
            (_, error) => Err(error.map(|error| error.to_string()).unwrap_or_default()),
        }
    }

    #[test]
    fn a_link_is_understood_as_the_event_that_it_is_of() {
        for (typed, understood) in [
            (
                "https://www.ktown4u.com/eventsub?eve_no=44469917",
                "ktown4u 44469917",
            ),
            ("www.ktown4u.com/eventsub?eve_no=44469917", "ktown4u 44469917"),
            (
                "ktown4u https://kr.ktown4u.com/eventsub?a=b&eve_no=44469917",
                "ktown4u 44469917",
            ),
            ("KTOWN4U 44469917", "ktown4u 44469917"),
            (
                "https://shop.example/products/album",
                "web https://shop.example/products/album",
            ),
            (
                "shopify https://www.shop.example/products/album",
                "shopify www.shop.example/album",
            ),
            ("shopify www.shop.example/album", "shopify www.shop.example/album"),
            (
                "web https://www.ktown4u.com/eventsub?eve_no=44469917",
                "web https://www.ktown4u.com/eventsub?eve_no=44469917",
            ),
            (
                "ktown4u-stock AN YUJIN=114521 REI=114522",
                "ktown4u-stock AN YUJIN=114521 REI=114522",
            ),
        ] {
            assert_eq!(resolved(typed), Ok(understood.to_owned()), "{typed}");
        }
    }

    #[test]
    fn a_link_that_is_not_the_platforms_is_refused() {
        for (typed, reason) in [
            (
                "makestar https://www.ktown4u.com/eventsub?eve_no=44469917",
                "the link is of the platform ktown4u, not makestar",
            ),
            (
                "ktown4u-stock https://www.ktown4u.com/eventsub?eve_no=44469917",
                "the link is of the platform ktown4u, not ktown4u-stock",
            ),
            (
                "ktown4u https://shop.example/x",
                "the event is a link where a name belongs",
            ),
            (
                "shopify https://shop.example/x",
                "the event is a link where a name belongs",
            ),
            ("nope https://shop.example/x", "unknown platform `nope`"),
        ] {
            assert_eq!(resolved(typed), Err(reason.to_owned()), "{typed}");
        }
    }
}
