//! One reading of one event.

use std::time::{Duration, Instant};

use domain::{EventName, Reading};
use extract::{Evidence, Kind, Trouble};
use fetch::{Guard, Page};
use platforms::{By, Platform, Product, Way};
use url::Url;

use crate::account::{Account, Steps};
use crate::answer::Answer;
use crate::ask::Asker;
use crate::combine::{self, Part};
use crate::error::{FieldError, ReadError};
use crate::read::{self, Read};

/// After so long no further product of an event is begun: the next minute's execution wants its turn.
const LONGEST: Duration = Duration::from_secs(40);

/// Reads the events of platforms; its connections are kept between readings.
pub struct Reader {
    pub(crate) asker: Asker,
}

/// Reads a page that was saved as one of the platform's ways says; the first that fits.
pub fn read_text(platform: &Platform, text: &str, address: Option<&Url>) -> Account {
    let mut steps = Steps::default();
    let outcome = steps.time("extract", || {
        let answer = Answer::new(platform, text, address);
        let mut ways = platform.ways().iter().map(|way| read_answer(&answer, way));
        let first = ways.next().unwrap_or_else(|| Ok(Read::default()));
        first.or_else(|error| ways.find_map(Result::ok).ok_or(error))
    });
    account(outcome, steps)
}

impl Reader {
    /// A reader that goes only where the guard lets it. Nothing is opened or loaded before the first reading.
    pub fn new(guard: Guard, user_agent: &str) -> Self {
        Self {
            asker: Asker::new(guard, user_agent),
        }
    }

    /// Asks for the event as the platform's file says, and reads the answers.
    pub async fn read(&self, platform: &Platform, event: &EventName) -> Account {
        let mut steps = Steps::default();
        let outcome = self.event(platform, event, &mut steps).await;
        account(outcome, steps)
    }

    async fn event(&self, platform: &Platform, event: &EventName, steps: &mut Steps) -> Part {
        let products = platform.products(event)?;
        if let [product] = products.as_slice()
            && product.label.is_none()
        {
            return self.product(platform, product, steps).await;
        }
        let began = Instant::now();
        let mut parts = Vec::with_capacity(products.len());
        for product in &products {
            let part = match began.elapsed() {
                so_far if so_far < LONGEST => self.product(platform, product, steps).await,
                _ => Err(ReadError::OutOfTime(LONGEST)),
            };
            parts.push((product, part));
        }
        combine::products(platform, parts)
    }

    /// By the first way that works; ways that add are asked as well.
    async fn product(&self, platform: &Platform, product: &Product, steps: &mut Steps) -> Part {
        let mut outcome: Option<Part> = None;
        for way in platform.ways() {
            outcome = Some(match outcome {
                Some(Ok(mut read)) if way.adds => {
                    if let Ok(more) = self.way(platform, product, way, steps).await {
                        combine::fill(&mut read, more);
                    }
                    Ok(read)
                }
                Some(Ok(read)) => return Ok(read),
                Some(Err(error)) => self.way(platform, product, way, steps).await.or(Err(error)),
                None => self.way(platform, product, way, steps).await,
            });
        }
        outcome.unwrap_or_else(|| Ok(Read::default()))
    }

    async fn way(&self, platform: &Platform, product: &Product, way: &Way, steps: &mut Steps) -> Part {
        if !way.has_channels() {
            return self.answer(platform, product, way, None, steps).await;
        }
        let mut parts = Vec::new();
        for channel in platform.channels() {
            let part = self.answer(platform, product, way, Some(channel), steps).await;
            let is_decided = part.as_ref().is_err_and(|error| !combine::sells_nothing(error));
            parts.push((channel.clone(), part));
            if is_decided {
                break;
            }
        }
        combine::sites(parts)
    }

    async fn answer(
        &self,
        platform: &Platform,
        product: &Product,
        way: &Way,
        channel: Option<&str>,
        steps: &mut Steps,
    ) -> Part {
        let request = way.request(product, channel)?;
        let page = self
            .asker
            .ask(&way.by, request, way.again.as_ref(), steps)
            .await?;
        steps.time("extract", || read_page(platform, way, &page))
    }
}

fn read_page(platform: &Platform, way: &Way, page: &Page) -> Part {
    let answer = Answer::new(platform, &page.text, Some(&page.final_url));
    read_answer(&answer, way).map_err(|error| match error {
        // It has been asked by a browser already.
        ReadError::Trouble(trouble) if is_shell(trouble) && way.by != By::Http => ReadError::StaysEmpty,
        error => error,
    })
}

fn is_shell(trouble: Trouble) -> bool {
    trouble.kind() == Some(Kind::EmptyShell)
}

/// Whatever a challenge, a login or an error page shows, it says nothing about the product: only the shop's own data does.
fn read_answer(answer: &Answer<'_>, way: &Way) -> Part {
    let is_by_look = way.fields.is_empty() && way.items.is_none();
    if is_by_look && let Some(trouble) = trouble(answer) {
        return Err(ReadError::Trouble(trouble));
    }
    let mut read = read::read(answer, way).map_err(|error| troubled(answer, error))?;
    if fetch::is_garbled(answer.text) {
        let doubt = "parts of the page are in no charset that can be read".to_owned();
        read.reading.uncertain = read::joined(read.reading.uncertain.take().into_iter().chain([doubt]));
    }
    // A list of items where the file says is no accident either.
    if is_by_look || read.from_data || !read.reading.items.is_empty() {
        return Ok(read);
    }
    match trouble(answer) {
        Some(trouble) if !(is_emptiness(trouble) && has_figure(&read)) => Err(ReadError::Trouble(trouble)),
        Some(_) | None => Ok(read),
    }
}

/// A page that shows people nothing may still have a script that counts the stock.
fn has_figure(read: &Read) -> bool {
    let reading = &read.reading;
    reading.price.is_some() || reading.stock.is_some() || reading.sold.is_some()
}

/// A page that has not what was looked for may be no page of the shop at all, which explains more. That it shows nothing
/// explains nothing where the data that the file reads is there.
pub(crate) fn troubled(answer: &Answer<'_>, error: FieldError) -> ReadError {
    let has_data = matches!(
        error,
        FieldError::Missing { .. } | FieldError::Shape { .. } | FieldError::NotUnderstood { .. }
    );
    match trouble(answer) {
        Some(trouble) if !(has_data && is_emptiness(trouble)) => ReadError::Trouble(trouble),
        Some(_) | None => error.into(),
    }
}

fn is_emptiness(trouble: Trouble) -> bool {
    matches!(trouble.kind(), None | Some(Kind::EmptyShell | Kind::Empty))
}

fn trouble(answer: &Answer<'_>) -> Option<Trouble> {
    answer
        .is_page()
        .then(|| extract::trouble_of(200, answer.text, &answer.whole_page()))
        .flatten()
}

fn account(outcome: Part, steps: Steps) -> Account {
    let (outcome, evidence): (Result<Reading, ReadError>, Vec<Evidence>) = match outcome {
        Ok(read) => (Ok(read.reading), read.evidence),
        Err(error) => (Err(error), Vec::new()),
    };
    Account {
        outcome,
        evidence,
        steps: steps.done,
        refusals: steps.refusals,
    }
}

#[cfg(test)]
mod tests;
