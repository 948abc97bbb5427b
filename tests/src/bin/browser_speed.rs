//! The wall time of one page by our browser and by `chromium --headless=new --dump-dom`, in alternating runs:
//! `cargo run --release -p e2e --bin browser_speed [-- RUNS]`.
//!
//! Both get the same page from this machine, fresh profiles and the same arguments, as far as they concern the start. The
//! page's price is there before the load event, because `--dump-dom` waits for no later one.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use browser::Browser;
use fetch::{AllowedAddresses, Guard, USER_AGENT};
use tokio::net::TcpListener;
use tokio::process::Command;

const PAGE: &str = "<!doctype html><title>shop</title><h1>Album</h1><script>\
    document.body.insertAdjacentHTML('beforeend', '<p class=price>18,000</p>')</script>";
const PRICE: &str = "<p class=\"price\">18,000</p>";
/// Of our arguments those that make a start shorter.
const SAME: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let runs = std::env::args().nth(1).map_or(Ok(9), |runs| runs.parse())?;
    let url = serve().await?;
    let guard = Guard::new(AllowedAddresses::parse("127.0.0.1")?);
    let browser = Browser::new(guard, USER_AGENT);
    let (mut ours, mut dumps) = (Vec::new(), Vec::new());
    for run in 0..=runs {
        let (own, dump) = (by_browser(&browser, &url).await?, by_dump(&url).await?);
        // The first run fills the caches of the system.
        if run > 0 {
            ours.push(own);
            dumps.push(dump);
        }
    }
    let (own, dump) = (median(ours), median(dumps));
    println!("browser   {:>6.0} ms (median of {runs})", own * 1e3);
    println!("dump-dom  {:>6.0} ms (median of {runs})", dump * 1e3);
    println!("ratio     {:>6.2}", own / dump);
    Ok(())
}

async fn serve() -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/", listener.local_addr()?);
    let pages = Router::new().route("/", get(|| async { Html(PAGE) }));
    tokio::spawn(async move { axum::serve(listener, pages).await });
    Ok(url)
}

async fn by_browser(browser: &Browser, url: &str) -> anyhow::Result<Duration> {
    let start = Instant::now();
    let page = browser.fetch(&url.parse()?, Some(".price")).await?;
    let took = start.elapsed();
    ensure!(page.text.contains(PRICE), "no price in {}", page.text);
    Ok(took)
}

async fn by_dump(url: &str) -> anyhow::Result<Duration> {
    let profile = tempfile::tempdir()?;
    let start = Instant::now();
    let dumped = Command::new("chromium")
        .args(SAME)
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(["--dump-dom", url])
        .env("TMPDIR", profile.path())
        .stderr(Stdio::null())
        .output()
        .await
        .context("chromium is installed")?;
    let took = start.elapsed();
    let text = String::from_utf8_lossy(&dumped.stdout);
    ensure!(text.contains(PRICE), "no price in {text}");
    Ok(took)
}

fn median(mut all: Vec<Duration>) -> f64 {
    all.sort();
    all.get(all.len() / 2).map_or(f64::NAN, Duration::as_secs_f64)
}
