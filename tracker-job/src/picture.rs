//! A tracking's picture.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chart::{Ahead, ChartError, Line, Picture};
use domain::event::Png;
use domain::{Estimate, History, Language, Outlook, Series, Tracking};
use rust_decimal::Decimal;

/// More items than these nobody tells apart.
const ITEMS: usize = 5;

/// Draws what a tracking has read and, while it is sold, where it may end; nothing where that is nothing. That it cannot be drawn is logged, since no event waits
/// for its picture.
pub(crate) fn of(tracking: &Tracking, history: History, outlook: Option<&Outlook>) -> Option<Png> {
    let picture = Picture {
        title: tracking.title(),
        zone: tracking.zone,
        left: prices(tracking.language, &history),
        right: counts(tracking, history, outlook),
    };
    match chart::draw(&picture) {
        Ok(bytes) => Some(Png(STANDARD.encode(bytes))),
        Err(ChartError::Empty) => None,
        Err(error) => {
            tracing::error!(
                tracking = tracking.id,
                error = &error as &dyn std::error::Error,
                "no chart"
            );
            None
        }
    }
}

fn prices(language: Language, history: &History) -> Vec<Line> {
    let word = match language {
        Language::English => "price",
        Language::Chinese => "價格",
    };
    let currency = history.currency.as_deref().unwrap_or_default();
    vec![line(
        format!("{word} {currency}").trim_end(),
        history.price.clone(),
    )]
}

/// The stock, or sales where the page tells no stock: on one axis the larger would make the other a flat line. Of several
/// items all sales, and those that sold most.
fn counts(tracking: &Tracking, history: History, outlook: Option<&Outlook>) -> Vec<Line> {
    let ahead = |estimate: Estimate| Ahead {
        at: tracking.deadline,
        likely: estimate.likely.into(),
        range: (estimate.range.0.into(), estimate.range.1.into()),
    };
    let [stock, sold, total] = match tracking.language {
        Language::English => ["stock", "sold", "total sold"],
        Language::Chinese => ["存貨", "已售", "總銷量"],
    };
    let sold = if history.items.is_empty() { sold } else { total };
    let is_told = last(&history.stock).is_some() && history.items.is_empty();
    let sales = if is_told { Series::new() } else { history.sold };
    let mut items = history.items;
    items.sort_by_key(|(_, series)| std::cmp::Reverse(last(series)));
    let items = items.into_iter().take(ITEMS);
    let of_item = |name: &str| outlook.and_then(|outlook| outlook.of(name)).map(ahead);
    let items = items.map(|(name, series)| Line {
        ahead: of_item(&name),
        ..line(&name, series)
    });
    let sales = Line {
        ahead: outlook.map(|outlook| ahead(outlook.total)),
        ..line(sold, sales)
    };
    [line(stock, history.stock), sales]
        .into_iter()
        .chain(items)
        .collect()
}

fn line(name: &str, points: Series) -> Line {
    Line {
        name: name.to_owned(),
        points,
        ahead: None,
    }
}

fn last(series: &Series) -> Option<Decimal> {
    series.iter().rev().find_map(|(_, value)| *value)
}
