//! What reading a long list by selectors costs: `cargo run --release -p e2e --bin selectors` prints the time of a page of
//! 1 MB with 2,200 products, read by the selectors of a platform file, parsing included; the goal is 25 ms.

use std::time::{Duration, Instant};

use anyhow::Context;
use domain::PlatformName;
use platforms::Platform;

const PRODUCTS: usize = 2_200;
const RUNS: usize = 20;
const GOAL: Duration = Duration::from_millis(25);
const FILE: &str = r#"
label = "List"
zone = "Asia/Seoul"
url = "https://shop.example/{event}"

[items]
list = "li.product"
name = ".product-name"
label = ['\(([^()]+)\)$']
price = ".price"
sold = ".sold"
stock = ".stock"

[fields]
title = "h1"
"#;

fn main() -> anyhow::Result<()> {
    let name = PlatformName::parse("list").context("a name")?;
    let platform = Platform::parse(name, "list.toml", FILE)?;
    let page = page();
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| read(&platform, &page))
        .collect::<Result<_, _>>()?;
    times.sort();
    let (best, median) = (times[0], times[RUNS / 2]);
    println!("page: {:.2} MB, {PRODUCTS} products", page.len() as f64 / 1e6);
    println!("median {median:.1?}, best {best:.1?} of {RUNS} (goal {GOAL:.0?})");
    anyhow::ensure!(median <= GOAL, "slower than the goal");
    Ok(())
}

fn read(platform: &Platform, page: &str) -> anyhow::Result<Duration> {
    let began = Instant::now();
    let account = scrape::read_text(platform, page, None);
    let took = began.elapsed();
    let items = account.outcome?.items.len();
    anyhow::ensure!(items == PRODUCTS, "{items} items were read");
    Ok(took)
}

fn page() -> String {
    let product = |n: usize| {
        format!(
            r#"<li class="product type-album" data-id="{n}"><a class="link" href="/products/{n}?from=list&amp;page=1">
  <img src="https://cdn.shop.example/images/{n}/cover_300x300.jpg" alt="Cover {n}" width="300" height="300" loading="lazy">
  <h2 class="product-name">Fan-sign album, second press (Member {n})</h2></a>
  <p class="price"><del>₩19,800</del> <ins><span class="amount">₩18,{:03}</span></ins></p>
  <p class="figures">Sold: <b class="sold">{}</b> Left: <b class="stock">{}</b></p></li>
"#,
            n % 1000,
            n * 3,
            n % 97
        )
    };
    let products: String = (0..PRODUCTS).map(product).collect();
    format!(
        "<!DOCTYPE html><html><head><title>List</title></head><body><h1>All albums</h1><ul>{products}</ul></body></html>"
    )
}
