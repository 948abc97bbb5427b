//! `/alert`: what the chat wants to hear at once.

use super::texts::Fill;
use super::{Button, Reply, words};
use crate::{Language, Tracking};

/// What is told at once of a tracking from now on.
pub fn alerts_now(tracking: &Tracking) -> Reply {
    let (language, texts) = (tracking.language, tracking.language.texts());
    let template = if tracking.alerts.is_none() {
        texts.alerts_none
    } else {
        texts.alerts_now
    };
    let text = Fill::new(template)
        .put("title", &tracking.title())
        .put("alerts", &words::alerts(language, &tracking.alerts));
    Reply::text(text.done())
}

/// The same, with buttons that change it. A button says what is to be, so that a press which comes again changes nothing.
pub fn alerts_choices(tracking: &Tracking) -> Reply {
    let texts = tracking.language.texts();
    let job = tracking.scheduler_job.as_deref().unwrap_or(&tracking.id);
    let alerts = &tracking.alerts;
    let button = |text: &str, is_on: bool, data: String| {
        let text = if is_on {
            format!("✓ {text}")
        } else {
            text.to_owned()
        };
        Button::new(text, data)
    };
    alerts_now(tracking)
        .with_line(texts.alerts_usage)
        .with_row(vec![
            button(
                texts.b_alert_stock,
                alerts.stock,
                format!("{}:{job}", if alerts.stock { "xs" } else { "as" }),
            ),
            button(
                texts.b_alert_change,
                alerts.change,
                format!("{}:{job}", if alerts.change { "xc" } else { "ac" }),
            ),
        ])
        .with_row(vec![
            button(texts.b_alert_off, false, format!("ao:{job}")),
            Button::new(texts.b_done, format!("card:{job}")),
        ])
}

/// How `/alert` is used.
pub fn alerts_usage(language: Language) -> Reply {
    Reply::text(language.texts().alerts_usage)
}
