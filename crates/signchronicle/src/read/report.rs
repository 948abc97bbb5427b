//! What there is to say about one reading.

use domain::{Observation, Reading};
use extract::Evidence;
use scrape::{Account, Step};

/// A reading or the reason why there is none, and how it came about.
pub(super) struct Report {
    pub(super) reading: Option<Reading>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) steps: Vec<Step>,
    /// As a row's status: `ok`, `uncertain: ...`, or the reason.
    pub(super) status: String,
}

/// Where a field's value comes from.
pub(super) struct Source<'a> {
    pub(super) chosen: &'a Evidence,
    /// Those that say something else.
    pub(super) against: Vec<&'a Evidence>,
}

/// What is less sure than this contradicts nothing: the price of another product, free shipping from an amount on.
const LEAST_SURE: f32 = 0.1;

impl Report {
    /// Nothing was even tried.
    pub(super) fn refused(reason: &str) -> Self {
        Self {
            reading: None,
            evidence: Vec::new(),
            steps: Vec::new(),
            status: reason.to_owned(),
        }
    }

    /// The source of a field, where one was chosen.
    pub(super) fn source(&self, field: &str) -> Option<Source<'_>> {
        let of_field = || self.evidence.iter().filter(|evidence| evidence.field == field);
        let chosen = of_field().find(|evidence| evidence.chosen)?;
        let differs = |evidence: &&Evidence| {
            !evidence.chosen && evidence.value != chosen.value && evidence.confidence >= LEAST_SURE
        };
        Some(Source {
            chosen,
            against: of_field().filter(differs).collect(),
        })
    }
}

impl From<Account> for Report {
    fn from(account: Account) -> Self {
        let observation = match account.outcome {
            Ok(reading) => Observation::Read(reading),
            Err(error) => Observation::Failed(error.to_string()),
        };
        let status = observation.status();
        let reading = match observation {
            Observation::Read(reading) => Some(reading),
            Observation::Failed(_) | Observation::NotAsked(_) => None,
        };
        Self {
            reading,
            evidence: account.evidence,
            steps: account.steps,
            status,
        }
    }
}
