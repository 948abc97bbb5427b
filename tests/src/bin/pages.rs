//! `pages FOLDER [--predictions FILE] [--explain KEY]`: how well `extract` reads saved pages with known answers.
//!
//! FOLDER holds `KEY.html.gz` and a `truth.json` that says for each KEY its `url`, the `price` (every right spelling) and
//! the `availability`. A wrong answer costs precision and recall, a missing answer recall, an answer where the page
//! has none precision. `title`, `currency`, `stock` and `sold` are scored too where the truth of any page says them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use domain::Reading;
use extract::Finding;
use flate2::read::GzDecoder;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

#[derive(Deserialize)]
struct Truth {
    url: Url,
    #[serde(default)]
    price: Vec<String>,
    #[serde(default)]
    availability: Vec<String>,
    #[serde(default)]
    title: Value,
    #[serde(default)]
    currency: Value,
    #[serde(default)]
    stock: Value,
    #[serde(default)]
    sold: Value,
}

#[derive(Serialize)]
struct Prediction {
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    availability: Option<&'static str>,
}

struct Arguments {
    folder: PathBuf,
    predictions: Option<PathBuf>,
    explain: Option<String>,
}

fn main() -> anyhow::Result<()> {
    let arguments = arguments()?;
    let truth = fs::read(arguments.folder.join("truth.json")).context("truth.json cannot be read")?;
    let truth: BTreeMap<String, Truth> = serde_json::from_slice(&truth)?;
    let mut predictions = BTreeMap::new();
    let (mut prices, mut availabilities) = (Score::default(), Score::default());
    let mut others = BTreeMap::new();
    let mut took = Duration::ZERO;
    for (key, truth) in &truth {
        let html = page(&arguments.folder, key)?;
        if let Some(trouble) = extract::trouble(200, &html).filter(|_| !truth.price.is_empty()) {
            println!("{key} is taken for something else: {trouble}");
        }
        let start = Instant::now();
        let finding = extract::read(&html, Some(&truth.url));
        took += start.elapsed();
        if arguments
            .explain
            .as_deref()
            .is_some_and(|part| key.starts_with(part))
        {
            explain(finding.as_ref().ok());
        }
        let name = format!("{} {}", &key[..key.len().min(8)], truth.url);
        let reading = finding.map(|finding| finding.reading).unwrap_or_default();
        add_others(&mut others, &name, truth, &reading);
        let prediction = Prediction::of(reading);
        let wanted: Vec<String> = truth.price.iter().map(|price| plain(price)).collect();
        prices.add(&name, &wanted, prediction.price.as_deref().map(plain));
        let shown = prediction.availability.map(str::to_owned);
        availabilities.add(&name, &truth.availability, shown);
        predictions.insert(key, prediction);
    }
    prices.print("price");
    availabilities.print("availability");
    for (field, score) in others.iter().filter(|(_, score)| score.right + score.missed > 0) {
        score.print(field);
    }
    println!("{} pages read in {} ms", truth.len(), took.as_millis());
    if let Some(file) = arguments.predictions {
        fs::write(file, serde_json::to_vec_pretty(&predictions)?)?;
    }
    Ok(())
}

fn arguments() -> anyhow::Result<Arguments> {
    let mut rest = std::env::args().skip(1);
    let usage = "usage: pages FOLDER [--predictions FILE] [--explain KEY]";
    let mut arguments = Arguments {
        folder: rest.next().context(usage)?.into(),
        predictions: None,
        explain: None,
    };
    while let Some(option) = rest.next() {
        match option.as_str() {
            "--predictions" => arguments.predictions = Some(rest.next().context(usage)?.into()),
            "--explain" => arguments.explain = Some(rest.next().context(usage)?),
            _ => anyhow::bail!(usage),
        }
    }
    Ok(arguments)
}

fn page(folder: &Path, key: &str) -> anyhow::Result<String> {
    let file = folder.join(format!("{key}.html.gz"));
    let packed = fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut html = Vec::new();
    GzDecoder::new(packed.as_slice()).read_to_end(&mut html)?;
    Ok(String::from_utf8_lossy(&html).into_owned())
}

fn explain(finding: Option<&Finding>) {
    let Some(finding) = finding else {
        println!("no reading: {finding:?}");
        return;
    };
    println!("{:#?}", finding.reading);
    for evidence in &finding.evidence {
        let mark = if evidence.chosen { '*' } else { ' ' };
        println!(
            "{mark} {:12} {:5.2} {:20} {}",
            evidence.field, evidence.confidence, evidence.value, evidence.source
        );
    }
}

impl Prediction {
    fn of(reading: Reading) -> Self {
        Self {
            price: reading.price.map(|price| price.to_string()),
            availability: reading.availability.word(),
        }
    }
}

fn add_others(scores: &mut BTreeMap<&'static str, Score>, page: &str, truth: &Truth, reading: &Reading) {
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    for (field, wanted, shown) in [
        ("currency", &truth.currency, reading.currency.clone()),
        ("sold", &truth.sold, number(reading.sold)),
        ("stock", &truth.stock, number(reading.stock)),
        ("title", &truth.title, reading.title.clone()),
    ] {
        let shown = shown.map(|text| text.to_lowercase());
        let is_sign = field == "currency" && spellings(wanted).iter().any(|text| text.chars().count() != 3);
        if is_sign {
            continue;
        }
        scores
            .entry(field)
            .or_default()
            .add(page, &spellings(wanted), shown);
    }
}

/// Every right spelling in lower case, whether the truth has one or a list.
fn spellings(wanted: &Value) -> Vec<String> {
    match wanted {
        Value::String(text) => vec![text.to_lowercase()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(all) => all.iter().flat_map(spellings).collect(),
        _ => Vec::new(),
    }
}

/// A number as text, always the same for the same value: `1,299.50` is `1299.5`.
fn plain(number: &str) -> String {
    let number = number.replace(',', "");
    let number = number.trim();
    match number.split_once('.') {
        Some((whole, decimals)) => {
            let decimals = decimals.trim_end_matches('0');
            let point = if decimals.is_empty() { "" } else { "." };
            format!("{whole}{point}{decimals}")
        }
        None => number.to_owned(),
    }
}

/// The counts of one field over all pages, and what was not right.
#[derive(Default)]
struct Score {
    right: u16,
    wrong: u16,
    missed: u16,
    mistakes: Vec<String>,
}

impl Score {
    fn add(&mut self, page: &str, wanted: &[String], shown: Option<String>) {
        let should_answer = !wanted.is_empty();
        match shown {
            Some(shown) if wanted.contains(&shown) => self.right += 1,
            None if !should_answer => {}
            shown => {
                self.wrong += u16::from(shown.is_some());
                self.missed += u16::from(should_answer);
                let shown = shown.unwrap_or("nothing".to_owned());
                self.mistakes.push(format!("  {page}: {shown} for {wanted:?}"));
            }
        }
    }

    fn print(&self, field: &str) {
        let (right, wrong, missed) = (
            f32::from(self.right),
            f32::from(self.wrong),
            f32::from(self.missed),
        );
        let ratio = |part: f32, whole: f32| if whole > 0.0 { part / whole } else { 0.0 };
        let precision = ratio(right, right + wrong);
        let recall = ratio(right, right + missed);
        let f1 = ratio(2.0 * precision * recall, precision + recall);
        println!("{field}: F1 {f1:.3} precision {precision:.3} recall {recall:.3}");
        for mistake in &self.mistakes {
            println!("{mistake}");
        }
    }
}
