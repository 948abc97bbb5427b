//! What a person wants to be read: a page or an event of a platform, or a saved page.

use std::path::{Path, PathBuf};

use domain::{EventForm, EventName, EventNameError, PlatformName};
use platforms::{Platform, Platforms};
use thiserror::Error;
use url::Url;

use crate::options::ReadOptions;

/// Reads any page.
const ANY_PAGE: &str = "web";

/// What is read, and as which platform.
#[derive(Debug, PartialEq)]
pub(super) enum Target<'a> {
    /// An event that is fetched.
    Event {
        platform: &'a Platform,
        event: EventName,
    },
    /// A saved page.
    File {
        platform: &'a Platform,
        path: PathBuf,
        /// Where it comes from.
        address: Option<Url>,
    },
}

/// Why there is nothing to read.
#[derive(Debug, PartialEq, Error)]
pub(super) enum TargetError {
    /// Neither here nor on the web.
    #[error(
        "`{0}` is neither a file nor a URL; a URL begins with https:// or http://, an event needs --platform NAME"
    )]
    Nothing(String),
    /// A misspelt or missing file.
    #[error("there is no platform `{name}`; there are: {known}")]
    NoSuchPlatform { name: String, known: String },
    /// A link of another shop.
    #[error("{link} is no link of an event of {platform}")]
    NotItsLink { link: String, platform: String },
    /// Not of the form that the platform wants.
    #[error(transparent)]
    Event(#[from] EventNameError),
    /// A base URL is one with http or https.
    #[error("--base-url: `{0}` is not a URL that begins with https:// or http://")]
    BaseUrl(String),
    /// A fetched page has its own.
    #[error("--base-url is for saved pages; {0} is fetched from its own address")]
    BaseUrlOfAPage(String),
}

impl<'a> Target<'a> {
    /// Makes out what is meant.
    pub(super) fn find(options: &ReadOptions, platforms: &'a Platforms) -> Result<Self, TargetError> {
        let what = options.what.trim();
        let platform = options.platform.as_deref();
        let platform = platform.map(|name| named(name, platforms)).transpose()?;
        let path = Path::new(what);
        if !what.contains("://") && path.exists() {
            let address = options.base_url.as_deref().map(base_url).transpose()?;
            return Ok(Self::File {
                platform: platform.map_or_else(|| named(ANY_PAGE, platforms), Ok)?,
                path: path.to_owned(),
                address,
            });
        }
        if options.base_url.is_some() {
            return Err(TargetError::BaseUrlOfAPage(what.to_owned()));
        }
        let link = domain::as_link(what);
        let what = link.as_deref().unwrap_or(what);
        match platform {
            Some(platform) => event_of(platform, what),
            None => page(what, platforms),
        }
    }
}

fn named<'a>(name: &str, platforms: &'a Platforms) -> Result<&'a Platform, TargetError> {
    let platform = PlatformName::parse(name).and_then(|name| platforms.get(&name));
    platform.ok_or_else(|| TargetError::NoSuchPlatform {
        name: name.to_owned(),
        known: platforms
            .names()
            .map(PlatformName::as_str)
            .collect::<Vec<_>>()
            .join(", "),
    })
}

/// A link that the platform's file recognises, or the event as people type it to the bot.
fn event_of<'a>(platform: &'a Platform, what: &str) -> Result<Target<'a>, TargetError> {
    let link = Url::parse(what).ok().filter(|_| what.contains("://"));
    let event = match link {
        Some(link) if !platform.takes_url() => {
            platform.event_of(&link).ok_or_else(|| TargetError::NotItsLink {
                link: what.to_owned(),
                platform: platform.name().to_string(),
            })?
        }
        _ => EventName::parse(what, platform.event_form())?,
    };
    Ok(Target::Event { platform, event })
}

/// A URL without a platform: a known shop's, or any page.
fn page<'a>(what: &str, platforms: &'a Platforms) -> Result<Target<'a>, TargetError> {
    let Ok(link) = Url::parse(what) else {
        return Err(TargetError::Nothing(what.to_owned()));
    };
    let known = platforms.recognise(&link);
    let known = known.and_then(|(name, event)| Some((platforms.get(&name)?, event)));
    let (platform, event) = match known {
        Some(known) => known,
        None => (
            named(ANY_PAGE, platforms)?,
            EventName::parse(what, EventForm::Url).map_err(|error| match error {
                EventNameError::NameForLink => TargetError::Nothing(what.to_owned()),
                error => error.into(),
            })?,
        ),
    };
    Ok(Target::Event { platform, event })
}

fn base_url(text: &str) -> Result<Url, TargetError> {
    let url = Url::parse(text.trim()).ok();
    url.filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(|| TargetError::BaseUrl(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(what: &str, platform: Option<&str>, base_url: Option<&str>) -> ReadOptions {
        ReadOptions {
            what: what.to_owned(),
            platform: platform.map(str::to_owned),
            base_url: base_url.map(str::to_owned),
            json: false,
        }
    }

    fn event(what: &str, platform: Option<&str>) -> Result<(String, String), String> {
        let platforms = Platforms::load(None).unwrap();
        match Target::find(&options(what, platform, None), &platforms) {
            Ok(Target::Event { platform, event }) => Ok((platform.name().to_string(), event.to_string())),
            Ok(file) => panic!("{file:?}"),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn a_link_is_read_as_the_platform_that_knows_it_and_else_as_any_page() {
        for (what, platform, expected) in [
            (
                "https://shop.example/album",
                None,
                ("web", "https://shop.example/album"),
            ),
            (
                "https://www.ktown4u.com/eventsub?eve_no=44469917",
                None,
                ("ktown4u", "44469917"),
            ),
            (
                "https://www.ktown4u.com/eventsub?eve_no=1",
                Some("web"),
                ("web", "https://www.ktown4u.com/eventsub?eve_no=1"),
            ),
            (
                "https://www.ktown4u.com/eventsub?eve_no=1",
                Some("ktown4u"),
                ("ktown4u", "1"),
            ),
            ("www.ktown4u.com/eventsub?eve_no=1", None, ("ktown4u", "1")),
            ("<https://ktown4u.com/eventsub?eve_no=1>", None, ("ktown4u", "1")),
            ("44469917", Some("KTown4u"), ("ktown4u", "44469917")),
        ] {
            let (platform_name, name) = expected;
            assert_eq!(
                event(what, platform),
                Ok((platform_name.to_owned(), name.to_owned())),
                "{what}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_in_words_for_people() {
        for (what, platform, reason) in [
            (
                "no/such/file.html",
                None,
                "`no/such/file.html` is neither a file nor a URL; a URL begins with https:// or http://, an event needs --platform NAME",
            ),
            (
                "shop.example/album",
                None,
                "`shop.example/album` is neither a file nor a URL",
            ),
            ("", None, "`` is neither a file nor a URL"),
            (
                "ftp://shop.example/album",
                None,
                "`ftp://shop.example/album` is neither a file nor a URL",
            ),
            (
                "file:///etc/passwd",
                None,
                "`file:///etc/passwd` is neither a file nor a URL",
            ),
            (
                "https://shop.example/album",
                Some("nope"),
                "there is no platform `nope`; there are: imweb, ktown4u, ktown4u-stock, ",
            ),
            (
                "https://shop.example/album",
                Some("ktown4u"),
                "https://shop.example/album is no link of an event of ktown4u",
            ),
            ("ABC", Some("web"), "the event is a name where a link belongs"),
        ] {
            let refusal = event(what, platform).unwrap_err();
            assert!(refusal.starts_with(reason), "{what}: {refusal}");
        }
    }

    #[test]
    fn a_file_is_any_page_unless_a_platform_is_named_and_has_the_address_that_is_given() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().to_str().unwrap();
        let platforms = Platforms::load(None).unwrap();
        for (platform, name) in [(None, "web"), (Some("makestar"), "makestar")] {
            let options = options(path, platform, Some("https://shop.example/x"));
            let Ok(Target::File {
                platform, address, ..
            }) = Target::find(&options, &platforms)
            else {
                panic!("no file")
            };
            assert_eq!(platform.name().as_str(), name);
            assert_eq!(address.unwrap().as_str(), "https://shop.example/x");
        }
        let wrong = Target::find(&options(path, None, Some("shop.example")), &platforms);
        assert_eq!(
            wrong.unwrap_err(),
            TargetError::BaseUrl("shop.example".to_owned())
        );
        let of_a_page = Target::find(
            &options("https://a.example/", None, Some("https://b.example/")),
            &platforms,
        );
        assert_eq!(
            of_a_page.unwrap_err(),
            TargetError::BaseUrlOfAPage("https://a.example/".to_owned())
        );
    }
}
