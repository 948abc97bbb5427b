//! The addresses that people paste, matched against a file's patterns.

use percent_encoding::percent_decode_str;
use url::Url;

use crate::event::{CHANNEL, SHOP, shop};
use crate::template::{Part, Template};
use crate::values::Values;

/// What the addresses of a platform's events look like: `https://www.shop.example/*/item?no={event}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LinkPattern {
    text: String,
    host: Text,
    port: Option<u16>,
    path: Vec<Text>,
    query: Vec<(String, Text)>,
}

/// A part of an address, with at most one placeholder; `*` alone is any text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Text {
    before: String,
    variable: Option<String>,
    after: String,
}

impl LinkPattern {
    /// Checks a file's pattern; `known` are the placeholders that an event has.
    pub(crate) fn parse(text: &str, known: &[&str]) -> Result<Self, String> {
        let behind = ["https://", "http://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme));
        let behind = behind.ok_or("a link begins with https:// or http://")?;
        let (address, query) = behind.split_once('?').unwrap_or((behind, ""));
        let (authority, path) = address.split_once('/').unwrap_or((address, ""));
        let (host, port) = split_port(authority)?;
        let pattern = Self {
            text: text.to_owned(),
            host: Text::parse(host)?,
            port,
            path: path
                .split('/')
                .filter(|part| !part.is_empty())
                .map(Text::parse)
                .collect::<Result<_, _>>()?,
            query: query
                .split('&')
                .filter(|pair| !pair.is_empty())
                .map(parameter)
                .collect::<Result<_, _>>()?,
        };
        pattern.check(known)?;
        Ok(pattern)
    }

    /// As the file has it.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The values that stand in an address, if it is one of these. Further parameters of the query do not matter.
    pub(crate) fn read(&self, url: &Url, channels: &[String]) -> Option<Values> {
        let plain =
            matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
        if !plain || url.port() != self.port {
            return None;
        }
        let mut values = Values::default();
        let host = url.host_str()?;
        let host = self
            .host
            .read(host.strip_suffix('.').unwrap_or(host), &mut values)?;
        let path: Vec<String> = segments(url)?;
        let fits = host
            && path.len() == self.path.len()
            && self
                .path
                .iter()
                .zip(&path)
                .all(|(part, text)| part.fits(text, &mut values))
            && self.query.iter().all(|(name, value)| {
                let found = url.query_pairs().find(|(key, _)| key == name);
                found.is_some_and(|(_, text)| value.fits(&text, &mut values))
            })
            && values
                .get(CHANNEL)
                .is_none_or(|channel| channels.iter().any(|known| known == channel))
            && values.get(SHOP).is_none_or(|host| shop(host).is_ok());
        fits.then_some(values)
    }

    /// Whether any host fits, so that only the file's `shops` tell whose link it is.
    pub(crate) fn is_of_any_shop(&self) -> bool {
        self.host.variable.as_deref() == Some(SHOP)
    }

    /// How much of it is fixed: of two patterns that fit, the closer one is meant.
    pub(crate) fn closeness(&self) -> usize {
        let fixed = self
            .path
            .iter()
            .filter(|part| part.variable.is_none() && part.before != "*");
        fixed.count() + self.query.len() + usize::from(!self.is_of_any_shop())
    }

    fn check(&self, known: &[&str]) -> Result<(), String> {
        let parts = self.path.iter().chain(self.query.iter().map(|(_, value)| value));
        for name in parts.filter_map(|part| part.variable.as_deref()) {
            if !known.contains(&name) && name != CHANNEL {
                return Err(format!("the link contains `{{{name}}}`, which no event has"));
            }
        }
        match self.host.variable.as_deref() {
            None | Some(CHANNEL) => {}
            Some(SHOP)
                if self.host.before.is_empty() && self.host.after.is_empty() && known.contains(&SHOP) => {}
            Some(name) => return Err(format!("{{{name}}} cannot stand in a link's host")),
        }
        Ok(())
    }
}

impl Text {
    fn parse(text: &str) -> Result<Self, String> {
        let template = Template::parse(text)?;
        let (before, variable, after) = match template.parts() {
            [] => ("", None, ""),
            [Part::Text(text)] => (text.as_str(), None, ""),
            [Part::Variable(name)] => ("", Some(name), ""),
            [Part::Text(before), Part::Variable(name)] => (before.as_str(), Some(name), ""),
            [Part::Variable(name), Part::Text(after)] => ("", Some(name), after.as_str()),
            [Part::Text(before), Part::Variable(name), Part::Text(after)] => {
                (before.as_str(), Some(name), after.as_str())
            }
            _ => {
                return Err(format!(
                    "`{text}` has two placeholders with nothing but letters between them"
                ));
            }
        };
        Ok(Self {
            before: before.to_owned(),
            variable: variable.cloned(),
            after: after.to_owned(),
        })
    }

    fn fits(&self, text: &str, values: &mut Values) -> bool {
        self.read(text, values).unwrap_or(false)
    }

    fn read(&self, text: &str, values: &mut Values) -> Option<bool> {
        let Some(name) = &self.variable else {
            return Some(self.before == "*" || self.before == text);
        };
        let value = text
            .strip_prefix(self.before.as_str())?
            .strip_suffix(self.after.as_str())?;
        Some(!value.is_empty() && values.add(name, value.to_owned()))
    }
}

fn parameter(pair: &str) -> Result<(String, Text), String> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, "*"));
    Ok((name.to_owned(), Text::parse(value)?))
}

/// Host and port; a port that the scheme implies stands in no address.
fn split_port(authority: &str) -> Result<(&str, Option<u16>), String> {
    if authority.contains('@') {
        return Err("a link has no user name".to_owned());
    }
    let Some((host, port)) = authority.rsplit_once(':') else {
        return Ok((authority, None));
    };
    let port: u16 = port.parse().map_err(|_| format!("`{port}` is no port"))?;
    Ok((host, (port != 80 && port != 443).then_some(port)))
}

/// The path's parts as text; one that is no text is no event's.
fn segments(url: &Url) -> Option<Vec<String>> {
    let parts = url.path().split('/').filter(|part| !part.is_empty());
    let decoded = parts.map(|part| percent_decode_str(part).decode_utf8().ok().map(String::from));
    decoded.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &str, link: &str) -> Option<Vec<String>> {
        let known = ["event", "shop", "handle"];
        let pattern = LinkPattern::parse(pattern, &known).unwrap();
        let values = pattern.read(&Url::parse(link).unwrap(), &["www".to_owned(), "kr".to_owned()])?;
        Some(
            known
                .iter()
                .filter_map(|name| values.get(name))
                .map(str::to_owned)
                .collect(),
        )
    }

    #[test]
    fn links_are_read_in_every_spelling_that_means_the_same() {
        const ITEM: &str = "https://{channel}.shop.example/item?no={event}";
        const HANDLE: &str = "https://{shop}/*/products/{handle}.html";
        for (pattern, link, values) in [
            (ITEM, "https://www.shop.example/item?no=12", Some(vec!["12"])),
            (
                ITEM,
                "http://KR.shop.example/item/?lang=ko&no=12#top",
                Some(vec!["12"]),
            ),
            (
                ITEM,
                "https://www.shop.example:443/item?no=%EC%95%88+%EC%9C%A0",
                Some(vec!["안 유"]),
            ),
            (ITEM, "https://www.shop.example/item?no=", None),
            (ITEM, "https://www.shop.example/item", None),
            (ITEM, "https://www.shop.example/items?no=12", None),
            (ITEM, "https://www.shop.example/a/item?no=12", None),
            (ITEM, "https://de.shop.example/item?no=12", None),
            (ITEM, "https://shop.example/item?no=12", None),
            (ITEM, "https://www.shop.example:8443/item?no=12", None),
            (ITEM, "https://www.shop.example@evil.example/item?no=12", None),
            (ITEM, "https://me@www.shop.example/item?no=12", None),
            (ITEM, "https://www.shop.example.evil.example/item?no=12", None),
            (
                HANDLE,
                "https://a.example/en/products/x%2Dy.html?variant=3",
                Some(vec!["a.example", "x-y"]),
            ),
            (HANDLE, "https://a.example/products/x-y.html", None),
            (HANDLE, "https://a.example/en/products/.html", None),
            (HANDLE, "https://127.0.0.1/en/products/x.html", None),
            (HANDLE, "https://localhost/en/products/x.html", None),
        ] {
            let values: Option<Vec<String>> =
                values.map(|values| values.into_iter().map(str::to_owned).collect());
            assert_eq!(read(pattern, link), values, "{pattern} {link}");
        }
    }

    #[test]
    fn a_pattern_that_could_never_fit_is_refused() {
        for (pattern, reason) in [
            ("shop.example/{event}", "a link begins with https://"),
            ("https://shop.example/{nope}", "the link contains `{nope}`"),
            (
                "https://{event}.example/",
                "{event} cannot stand in a link's host",
            ),
            ("https://{shop}.example/", "{shop} cannot stand in a link's host"),
            ("https://a@shop.example/{event}", "a link has no user name"),
            ("https://shop.example:x/{event}", "`x` is no port"),
            (
                "https://shop.example/{event}{handle}",
                "`{event}{handle}` has two placeholders",
            ),
        ] {
            let refusal = LinkPattern::parse(pattern, &["event", "shop", "handle"]).expect_err(pattern);
            assert!(refusal.starts_with(reason), "{refusal}");
        }
    }
}
