//! Which country a page speaks to, and so which currency its `$` means.

use url::Url;

use crate::meta::Meta;

/// What is known of a page's language and country.
#[derive(Debug, Default)]
pub(crate) struct Locale {
    /// Lower case: `de`, `zh`.
    pub(crate) language: Option<String>,
    /// Upper case: `HK`.
    pub(crate) country: Option<String>,
}

impl Locale {
    /// From the address's ending, then `<html lang>`, then `og:locale`.
    pub(crate) fn of(address: Option<&Url>, meta: &Meta) -> Self {
        let stated = [meta.language.as_deref(), meta.get("og:locale")];
        let parsed = || stated.into_iter().flatten().map(split);
        let by_address = address.and_then(country_of);
        Self {
            language: parsed()
                .map(|(language, _)| language)
                .find(|language| !language.is_empty()),
            country: by_address.or_else(|| parsed().find_map(|(_, country)| country)),
        }
    }

    /// The ISO code of a sign that several currencies share.
    pub(crate) fn currency(&self, sign: &str) -> Option<&'static str> {
        let country = self.country.as_deref().unwrap_or_default();
        let language = self.language.as_deref().unwrap_or_default();
        let code = match sign {
            "$" => dollar(country).unwrap_or("USD"),
            "¥" if country == "CN" || language == "zh" => "CNY",
            "¥" => "JPY",
            "元" | "圓" => yuan(country),
            "kr" => krone(country, language)?,
            "Rs" | "Rs." => rupee(country),
            _ => return None,
        };
        Some(code)
    }

    /// What a shop of the country most likely asks, where a price has no sign at all.
    pub(crate) fn usual_currency(&self) -> Option<&'static str> {
        national(self.country.as_deref()?)
    }
}

/// `zh-Hant-TW` and `de_DE` are a language and a country.
fn split(tag: &str) -> (String, Option<String>) {
    let mut parts = tag.trim().split(['-', '_']);
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    let country = parts.find(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    (language, country.map(str::to_ascii_uppercase))
}

/// The country of `shop.example.tw`; endings that everybody uses tell none.
fn country_of(address: &Url) -> Option<String> {
    let ending = address.host_str()?.trim_end_matches('.').rsplit('.').next()?;
    let is_country = ending.len() == 2 && ending.bytes().all(|b| b.is_ascii_alphabetic());
    let is_general = matches!(
        ending,
        "io" | "co" | "tv" | "me" | "ai" | "fm" | "gg" | "cc" | "ly" | "to" | "eu"
    );
    match ending {
        "uk" => Some("GB".to_owned()),
        _ => (is_country && !is_general).then(|| ending.to_ascii_uppercase()),
    }
}

fn dollar(country: &str) -> Option<&'static str> {
    let code = national(country)?;
    let is_dollar = matches!(
        code,
        "ARS"
            | "AUD"
            | "BBD"
            | "BMD"
            | "BSD"
            | "CAD"
            | "CLP"
            | "COP"
            | "HKD"
            | "JMD"
            | "MXN"
            | "NZD"
            | "SGD"
            | "TTD"
            | "TWD"
            | "USD"
            | "UYU"
    );
    is_dollar.then_some(code)
}

fn yuan(country: &str) -> &'static str {
    match country {
        "TW" => "TWD",
        "HK" => "HKD",
        "JP" => "JPY",
        _ => "CNY",
    }
}

fn krone(country: &str, language: &str) -> Option<&'static str> {
    match (country, language) {
        ("SE", _) | ("", "sv") => Some("SEK"),
        ("NO", _) | ("", "nb" | "nn" | "no") => Some("NOK"),
        ("DK", _) | ("", "da") => Some("DKK"),
        ("IS", _) | ("", "is") => Some("ISK"),
        _ => None,
    }
}

fn rupee(country: &str) -> &'static str {
    match country {
        "PK" => "PKR",
        "LK" => "LKR",
        _ => "INR",
    }
}

fn national(country: &str) -> Option<&'static str> {
    let code = match country {
        "AR" => "ARS",
        "AU" => "AUD",
        "BR" => "BRL",
        "CA" => "CAD",
        "CH" | "LI" => "CHF",
        "CL" => "CLP",
        "CN" => "CNY",
        "CO" => "COP",
        "CZ" => "CZK",
        "DK" => "DKK",
        "GB" => "GBP",
        "HK" => "HKD",
        "HU" => "HUF",
        "ID" => "IDR",
        "IL" => "ILS",
        "IN" => "INR",
        "JP" => "JPY",
        "KR" => "KRW",
        "MX" => "MXN",
        "MY" => "MYR",
        "NO" => "NOK",
        "NZ" => "NZD",
        "PH" => "PHP",
        "PL" => "PLN",
        "RO" => "RON",
        "RU" => "RUB",
        "SE" => "SEK",
        "SG" => "SGD",
        "TH" => "THB",
        "TR" => "TRY",
        "TW" => "TWD",
        "UA" => "UAH",
        "US" => "USD",
        "UY" => "UYU",
        "VN" => "VND",
        "ZA" => "ZAR",
        "AT" | "BE" | "DE" | "EE" | "ES" | "FI" | "FR" | "GR" | "HR" | "IE" | "IT" | "LT" | "LU" | "LV"
        | "MT" | "NL" | "PT" | "SI" | "SK" => "EUR",
        _ => return None,
    };
    Some(code)
}
