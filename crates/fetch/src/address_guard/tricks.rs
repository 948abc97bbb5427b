//! Every trick of `tricks.txt` against real servers: a client without a guard falls for it, ours reaches nothing.

mod hints;
mod proxies;

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Client;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::TcpListener;
use url::Url;

use super::{AllowedAddresses, Guard};
use crate::http::server::{self, Server};
use crate::{FetchError, Fetcher, Limits, Page, Request, USER_AGENT};

const TRICKS: &str = include_str!("tricks.txt");
/// Stands for an address of the internet.
const PUBLIC: &str = "127.0.0.2";
/// May be asked as well, but nobody listens.
const CLOSED: &str = "127.0.0.3";
const FORBIDDEN: &[&str] = &[
    "127.0.0.1",
    "127.0.0.53",
    "127.127.127.127",
    "127.255.255.254",
    "::1",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Reach,
    Away,
    None,
}

/// A line of the file.
struct Trick {
    kind: Kind,
    url: String,
    answers: Vec<Vec<IpAddr>>,
}

/// Forbidden servers and an allowed one, which sends to wherever it is told to, all at one port.
struct Field {
    port: u16,
    forbidden: Vec<Server>,
    public: Server,
    location: Arc<Mutex<String>>,
}

/// What a name's lookups answer, one after the other; the last is repeated.
struct Answers {
    lists: Vec<Vec<IpAddr>>,
    asked: AtomicUsize,
}

impl Trick {
    fn read(line: &str, port: u16) -> Self {
        let line = line.replace("{port}", &port.to_string());
        let (kind, rest) = line.split_once(' ').unwrap();
        let (url, answers) = rest.split_once(" <- ").unwrap_or((rest, ""));
        let url = url
            .replace("<TAB>", "\t")
            .replace("<LF>", "\n")
            .replace("<CR>", "\r");
        let answers = answers.replace("{public}", PUBLIC).replace("{closed}", CLOSED);
        let lists = answers.split(';').map(|list| list.split_whitespace());
        Self {
            kind: match kind {
                "reach" => Kind::Reach,
                "away" => Kind::Away,
                "none" => Kind::None,
                other => panic!("{other}?"),
            },
            url,
            answers: lists
                .map(|list| list.map(|ip| ip.parse().unwrap()).collect())
                .collect(),
        }
    }

    fn answers(&self) -> Arc<Answers> {
        let (lists, asked) = (self.answers.clone(), AtomicUsize::new(0));
        Arc::new(Answers { lists, asked })
    }

    /// Once for each answer that its name gives.
    fn tries(&self) -> usize {
        self.answers.len()
    }

    /// Whether an address that may be asked is among the answers.
    fn may_be_answered(&self) -> bool {
        let permitted = [PUBLIC, CLOSED].map(|ip| ip.parse().unwrap());
        self.answers.iter().flatten().any(|ip| permitted.contains(ip))
    }
}

impl Answers {
    fn next(&self) -> Vec<IpAddr> {
        let turn = self.asked.fetch_add(1, Ordering::SeqCst);
        self.lists[turn.min(self.lists.len() - 1)].clone()
    }
}

/// A lookup that nobody checks.
impl Resolve for Answers {
    fn resolve(&self, _: Name) -> Resolving {
        let found = self.next().into_iter().map(|ip| SocketAddr::new(ip, 0));
        Box::pin(async move { Ok(Box::new(found) as Addrs) })
    }
}

impl Field {
    async fn new() -> Self {
        loop {
            let first = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let port = first.local_addr().unwrap().port();
            drop(first);
            // Another test may hold the port at one of the addresses.
            if let Some(field) = Self::at(port).await {
                return field;
            }
        }
    }

    async fn at(port: u16) -> Option<Self> {
        let public = TcpListener::bind((PUBLIC, port)).await.ok()?;
        let mut forbidden = Vec::new();
        for ip in FORBIDDEN {
            match TcpListener::bind((*ip, port)).await {
                Ok(listener) => forbidden.push(serving(listener, Arc::default())),
                Err(_) if ip.contains(':') && !has_ipv6().await => {}
                Err(_) => return None,
            }
        }
        let location = Arc::<Mutex<String>>::default();
        let public = serving(public, Arc::clone(&location));
        Some(Self {
            port,
            forbidden,
            public,
            location,
        })
    }

    fn reached(&self) -> usize {
        self.forbidden.iter().map(Server::connections).sum()
    }

    fn sends_to(&self, location: &str) -> String {
        location.clone_into(&mut self.location.lock().unwrap_or_else(PoisonError::into_inner));
        format!("{}/go", self.public.origin())
    }

    fn guarded(&self, trick: &Trick) -> Fetcher {
        let allowed = format!("{PUBLIC}:{port},{CLOSED}:{port}", port = self.port);
        let answers = trick.answers();
        let guard = Guard::with_lookup(AllowedAddresses::parse(&allowed).unwrap(), move |_| {
            let found = answers.next();
            async move { Ok(found) }
        });
        let limits = Limits {
            connect: Duration::from_secs(2),
            ..Limits::default()
        };
        Fetcher::new(guard, USER_AGENT, limits)
    }

    async fn fetch(&self, trick: &Trick, url: &str) -> Vec<Result<Page, FetchError>> {
        let Ok(url) = Url::parse(url) else {
            return Vec::new();
        };
        let (fetcher, request) = (self.guarded(trick), Request::get(url));
        let mut answers = Vec::new();
        for _ in 0..trick.tries() {
            answers.push(fetcher.fetch(&request).await);
        }
        answers
    }

    /// Whether a client without a guard falls for it.
    async fn deceives(&self, trick: &Trick, url: &str) -> bool {
        let before = self.reached();
        let client = Client::builder().use_preconfigured_tls(tls::client_config());
        let client = client.no_proxy().dns_resolver(trick.answers()).build().unwrap();
        for _ in 0..trick.tries() {
            let _ = client.get(url).send().await;
        }
        self.reached() > before
    }
}

fn serving(listener: TcpListener, location: Arc<Mutex<String>>) -> Server {
    let answer = Arc::new(move |asked: &server::Asked| match asked.path() {
        "/go" => server::redirect(&location.lock().unwrap_or_else(PoisonError::into_inner)),
        _ => server::html("here"),
    });
    server::accepting(listener, move |stream| server::serve(stream, Arc::clone(&answer)))
}

async fn has_ipv6() -> bool {
    TcpListener::bind("[::1]:0").await.is_ok()
}

fn tricks(port: u16) -> Vec<Trick> {
    let lines = TRICKS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| Trick::read(line, port)).collect()
}

#[tokio::test]
async fn no_url_reaches_a_forbidden_address() {
    let field = Field::new().await;
    let tricks = tricks(field.port);
    assert!(tricks.len() >= 150, "{}", tricks.len());
    for trick in &tricks {
        let url = &trick.url;
        for answer in field.fetch(trick, url).await {
            match answer {
                Ok(page) => assert!(trick.may_be_answered() && page.text == "here", "{url}"),
                Err(FetchError::NotAllowed(_)) => {}
                Err(error) => assert!(
                    trick.kind != Kind::Away && trick.may_be_answered(),
                    "{url}: {error}"
                ),
            }
        }
        assert_eq!(field.reached(), 0, "{url}");
    }
}

#[tokio::test]
async fn no_redirect_reaches_a_forbidden_address() {
    let field = Field::new().await;
    for trick in tricks(field.port)
        .iter()
        .filter(|trick| !trick.url.contains(['\r', '\n']))
    {
        let go = field.sends_to(&trick.url);
        for answer in field.fetch(trick, &go).await {
            if trick.kind == Kind::Away {
                assert!(
                    matches!(answer, Err(FetchError::NotAllowed(_))),
                    "{}: {answer:?}",
                    trick.url
                );
            }
        }
        assert_eq!(field.reached(), 0, "{}", trick.url);
    }
    assert!(field.public.connections() > 150);
}

/// Without this the tests above might succeed because a trick has no effect at all.
#[tokio::test]
async fn a_client_without_a_guard_falls_for_every_trick_that_this_machine_can_show() {
    let (field, has_ipv6) = (Field::new().await, has_ipv6().await);
    for trick in tricks(field.port)
        .iter()
        .filter(|trick| trick.kind == Kind::Reach)
    {
        let needs_ipv6 = trick.url.contains("::") || trick.answers.iter().flatten().any(IpAddr::is_ipv6);
        if needs_ipv6 && !has_ipv6 {
            continue;
        }
        let go = field.sends_to(&trick.url);
        let deceived = field.deceives(trick, &trick.url).await || field.deceives(trick, &go).await;
        assert!(deceived, "{}", trick.url);
    }
}
