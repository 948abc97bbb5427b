//! A shop in which no two answers are alike: each has a price of its own.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Html;
use axum::routing::get;
use tokio::net::TcpListener;

/// The first price; all later ones are higher.
const FIRST: u64 = 10_000;

/// The shop, open until the program ends.
pub(super) struct Shop {
    address: SocketAddr,
    answers: Answers,
}

/// Which event a price was answered for.
type Answers = Arc<Mutex<HashMap<u64, u32>>>;

impl Shop {
    /// Opens on a free port.
    pub(super) async fn open() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let answers = Answers::default();
        let routes = Router::new()
            .route("/{event}", get(page))
            .with_state(answers.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(Self { address, answers })
    }

    /// Host and port.
    pub(super) fn address(&self) -> String {
        self.address.to_string()
    }

    /// The page of an event.
    pub(super) fn url(&self, event: u32) -> String {
        format!("http://{}/{event}", self.address)
    }

    /// The event that a price was answered for.
    pub(super) fn event_of(&self, price: u64) -> Option<u32> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(&price).copied()
    }
}

async fn page(State(answers): State<Answers>, Path(event): Path<u32>) -> Html<String> {
    let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
    let price = FIRST + answers.len() as u64;
    answers.insert(price, event);
    Html(format!(
        r#"<!DOCTYPE html><title>Event {event}</title><script type="application/ld+json">
        {{"@type": "Product", "name": "Event {event}", "offers": {{"@type": "Offer", "price": "{price}",
          "priceCurrency": "KRW", "availability": "https://schema.org/InStock"}}}}</script>"#
    ))
}
