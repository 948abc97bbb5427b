//! Trackings under faults, in told time: what was taken is compared with what the sheet and the CSVs hold afterwards.
//!
//! [`Plan`] says which trackings and which faults, [`run`] carries it out on a local cloud of its own with the tracker's
//! executions as tasks of this process and a share of them as real processes, and [`Report`] is what came of it. The shop
//! gives every answer a price of its own, so that a row says which answer it is.

mod append;
mod cloud;
mod compare;
mod ledger;
mod person;
mod plan;
mod report;
mod rows;
mod shop;
mod watch;

use anyhow::Context;

pub use plan::{Plan, Strategy, Weather};
pub use report::Report;

use cloud::Cloud;
use compare::World;
use ledger::Ledger;
use person::Person;
use shop::Shop;
use watch::Watch;

/// Runs a plan to its end; `progress` is told each minute.
pub async fn run(plan: &Plan, mut progress: impl FnMut(u32)) -> anyhow::Result<Report> {
    tls::install();
    let shop = Shop::open().await?;
    // No other storm has a shop at the same address.
    let name = shop.address();
    let mut ledger = Ledger::open(name.clone());
    let cloud = Cloud::start(plan, &shop, &name).await?;
    let trackings = plan.trackings(&shop);
    if plan.strategy == Strategy::Append {
        cloud.create_tabs(&trackings).await?;
    }
    cloud.create_jobs(&trackings).await?;
    let (mut watch, mut person) = (Watch::default(), Person::new(plan.seed));
    let faults = plan.faults();
    cloud.order(&faults).await?;
    let mut calls = Vec::new();
    for minute in 1..=plan.minutes + Plan::CALM {
        cloud.advance(60).await?;
        let state = cloud.state().await?;
        ledger.note(&state.executions)?;
        watch.look(&state, &trackings);
        // Quotas are no weather: they stay.
        let is_over = minute == plan.minutes && plan.weather != Weather::Quotas;
        let comes = plan.has_person && person.comes(minute);
        if minute == plan.minutes && plan.weather == Weather::Quotas {
            calls = cloud.struck().await?;
        }
        if is_over || comes {
            cloud.heal().await?;
        }
        if comes {
            person.act(&cloud, &state, &trackings).await?;
        }
        if comes && minute < plan.minutes {
            cloud.order(&faults).await?;
        }
        progress(minute);
    }
    cloud.heal().await?;
    let restored = cloud
        .restore(ledger.lost())
        .await
        .context("recovering from the logs")?;
    let state = cloud.state().await?;
    watch.look(&state, &trackings);
    let world = World {
        plan,
        trackings: &trackings,
        ledger: &ledger,
        watch: &watch,
        person: &person,
        shop: &shop,
        state: &state,
    };
    let mut report = world.compare()?;
    report.restored = restored;
    report.calls = calls.into_iter().map(Into::into).collect();
    cloud.stop().await;
    Ok(report)
}
