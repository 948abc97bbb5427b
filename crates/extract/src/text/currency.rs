//! Currencies by ISO 4217 code, symbol or word. A symbol that several currencies share has no code.

/// A currency's sign in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    /// What it means, where it can mean only one thing.
    pub(super) code: Option<&'static str>,
    /// How it is written.
    pub(super) name: &'static str,
    /// Its length in bytes.
    pub(super) length: usize,
}

/// The sign of South Africa, a letter that is one only right before an amount.
pub(super) const RAND: Sign = Sign {
    code: Some("ZAR"),
    name: "R",
    length: 1,
};

/// The code of a field that holds a currency: `HKD`, `hk$`, `원`.
pub fn code(text: &str) -> Option<String> {
    let text = super::number::plain(text);
    let text = text.trim();
    if text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic()) {
        let upper = text.to_ascii_uppercase();
        let alias = ALIASES.iter().find(|(alias, _)| *alias == upper);
        let code = alias.map_or(upper, |(_, code)| (*code).to_owned());
        return ISO.split(' ').any(|known| known == code).then_some(code);
    }
    anywhere(text).map(str::to_owned)
}

/// The sign that a text ends with.
pub(super) fn ending(text: &str) -> Option<Sign> {
    if !text.ends_with(|c| may_be_of_a_sign(c) || matches!(c, '.' | '/')) {
        return None;
    }
    signs()
        .find(|(sign, _)| ends_with(text, sign))
        .map(|(sign, code)| Sign {
            code,
            name: sign,
            length: sign.len(),
        })
}

/// The sign that a text starts with.
pub(super) fn starting(text: &str) -> Option<Sign> {
    if !text.starts_with(may_be_of_a_sign) {
        return None;
    }
    signs()
        .find(|(sign, _)| starts_with(text, sign))
        .map(|(sign, code)| Sign {
            code,
            name: sign,
            length: sign.len(),
        })
}

/// Whether a text is a currency's sign and nothing else.
pub(crate) fn is_currency(text: &str) -> bool {
    let text = super::number::plain(text);
    let text = text.trim();
    starting(text).is_some_and(|sign| sign.length == text.len())
}

/// The currency's sign that a text begins with, as it stands there.
pub(crate) fn leading(text: &str) -> Option<&str> {
    text.get(..starting(text)?.length)
}

/// The currency's sign that a text ends with, as it stands there.
pub(crate) fn trailing(text: &str) -> Option<&str> {
    text.get(text.len() - ending(text)?.length..)
}

/// The first unmistakable sign in a text.
pub(super) fn anywhere(text: &str) -> Option<&'static str> {
    let known = |at: usize| {
        let before = text[..at]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_ascii_alphabetic());
        let inside = before && text[at..].starts_with(|c: char| c.is_ascii_alphabetic());
        if inside { None } else { starting(&text[at..])?.code }
    };
    text.char_indices().find_map(|(at, _)| known(at))
}

/// Whether the currency counts in thousandths: `KWD 1.250`.
pub(super) fn has_thousandths(code: Option<&str>) -> bool {
    matches!(code, Some("BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND"))
}

/// Whether the currency has no smaller coin in use: `24.990` is thousands.
pub(crate) fn has_no_cents(code: Option<&str>) -> bool {
    matches!(
        code,
        Some(
            "ARS"
                | "CLP"
                | "COP"
                | "CRC"
                | "HUF"
                | "IDR"
                | "ISK"
                | "JPY"
                | "KRW"
                | "PYG"
                | "TWD"
                | "UGX"
                | "VND"
        )
    )
}

fn signs() -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    let codes = CODES.iter().map(|code| (*code, Some(*code)));
    let aliases = ALIASES.iter().map(|(alias, code)| (*alias, Some(*code)));
    let symbols = SYMBOLS.iter().chain(EXACT).copied();
    symbols.chain(codes).chain(aliases)
}

fn ends_with(text: &str, sign: &str) -> bool {
    let Some(at) = text
        .len()
        .checked_sub(sign.len())
        .filter(|at| text.is_char_boundary(*at))
    else {
        return false;
    };
    if !begin_alike(&text[at..], sign) {
        return false;
    }
    let before = text[..at].chars().next_back();
    is_same(&text[at..], sign) && !(is_letter(sign.chars().next()) && is_letter(before))
}

fn starts_with(text: &str, sign: &str) -> bool {
    if !begin_alike(text, sign) {
        return false;
    }
    let Some(start) = text.get(..sign.len()) else {
        return false;
    };
    let after = text[sign.len()..].chars().next();
    is_same(start, sign) && !(is_letter(sign.chars().next_back()) && is_letter(after))
}

/// Most texts beside a number are digits and marks.
fn may_be_of_a_sign(c: char) -> bool {
    c == '$' || c.is_ascii_alphabetic() || !c.is_ascii()
}

/// Cheaper than comparing: most signs begin otherwise.
fn begin_alike(text: &str, sign: &str) -> bool {
    match (text.as_bytes().first(), sign.as_bytes().first()) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        _ => false,
    }
}

fn is_same(text: &str, sign: &str) -> bool {
    let needs_case = || EXACT.iter().any(|(exact, _)| *exact == sign);
    text == sign || (text.eq_ignore_ascii_case(sign) && !needs_case())
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphabetic())
}

/// A longer symbol stands before a shorter one that is part of it.
const SYMBOLS: &[(&str, Option<&str>)] = &[
    ("HK$", Some("HKD")),
    ("NT$", Some("TWD")),
    ("US$", Some("USD")),
    ("MX$", Some("MXN")),
    ("AU$", Some("AUD")),
    ("CA$", Some("CAD")),
    ("NZ$", Some("NZD")),
    ("SG$", Some("SGD")),
    ("A$", Some("AUD")),
    ("C$", Some("CAD")),
    ("R$", Some("BRL")),
    ("S$", Some("SGD")),
    ("CN¥", Some("CNY")),
    ("JP¥", Some("JPY")),
    ("港幣", Some("HKD")),
    ("港币", Some("HKD")),
    ("新台幣", Some("TWD")),
    ("新臺幣", Some("TWD")),
    ("台幣", Some("TWD")),
    ("人民币", Some("CNY")),
    ("人民幣", Some("CNY")),
    ("日圓", Some("JPY")),
    ("美元", Some("USD")),
    ("円", Some("JPY")),
    ("원", Some("KRW")),
    ("₩", Some("KRW")),
    ("€", Some("EUR")),
    ("£", Some("GBP")),
    ("₹", Some("INR")),
    ("₫", Some("VND")),
    ("฿", Some("THB")),
    ("₱", Some("PHP")),
    ("₺", Some("TRY")),
    ("₽", Some("RUB")),
    ("₴", Some("UAH")),
    ("₪", Some("ILS")),
    ("zł", Some("PLN")),
    ("Kč", Some("CZK")),
    ("RM", Some("MYR")),
    ("Rp", Some("IDR")),
    ("Fr.", Some("CHF")),
    ("SFr", Some("CHF")),
    ("лв.", Some("BGN")),
    ("лв", Some("BGN")),
    ("руб", Some("RUB")),
    ("грн", Some("UAH")),
    ("дин", Some("RSD")),
    ("ден", Some("MKD")),
    ("₸", Some("KZT")),
    ("₦", Some("NGN")),
    ("₲", Some("PYG")),
    ("₡", Some("CRC")),
    ("₵", Some("GHS")),
    ("₾", Some("GEL")),
    ("₼", Some("AZN")),
    ("৳", Some("BDT")),
    ("S/", Some("PEN")),
    ("B/.", Some("PAB")),
    ("zl", Some("PLN")),
    ("$", None),
    ("¥", None),
    ("元", None),
    ("圓", None),
    ("kr", None),
];

/// Signs that are another word in another case: `ft`, `DIN`.
const EXACT: &[(&str, Option<&str>)] = &[
    ("Ft", Some("HUF")),
    ("lei", Some("RON")),
    ("Lei", Some("RON")),
    ("kn", Some("HRK")),
    ("Kn", Some("HRK")),
    ("TL", Some("TRY")),
    ("Rs.", None),
    ("Rs", None),
];

const ALIASES: &[(&str, &str)] = &[("RMB", "CNY"), ("NTD", "TWD"), ("CNH", "CNY")];

const CODES: &[&str] = &[
    "AED", "ARS", "AUD", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EUR", "GBP",
    "HKD", "HRK", "ISK", "KZT", "LKR", "PKR", "RSD", "UYU", "HUF", "IDR", "ILS", "INR", "JPY", "KRW", "KWD",
    "MOP", "MXN", "MYR", "NOK", "NZD", "OMR", "PEN", "PHP", "PLN", "RON", "RUB", "SAR", "SEK", "SGD", "THB",
    "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
];

/// Every code in use by ISO 4217.
const ISO: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD \
HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL \
MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB \
RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS \
VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL";
