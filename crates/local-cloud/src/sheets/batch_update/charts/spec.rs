//! What a chart is to draw. Of the kinds of charts only `basicChart` is checked inside; where the sources of another are is
//! checked all the same.

use serde_json::{Map, Value};

use super::text;
use crate::sheets::book::Book;
use crate::sheets::refusal::{Refusal, invalid};
use crate::sheets::selection::Selection;

const KINDS: [&str; 10] = [
    "basicChart",
    "bubbleChart",
    "candlestickChart",
    "histogramChart",
    "orgChart",
    "pieChart",
    "scorecardChart",
    "treemapChart",
    "waterfallChart",
    "dataSourceChartProperties",
];

/// Refuses a chart that could not be drawn.
pub(super) fn check(book: &Book<'_>, spec: &Value) -> Result<(), Refusal> {
    let kinds = KINDS.iter().filter(|kind| spec.get(**kind).is_some());
    if kinds.count() != 1 {
        return invalid("chart.spec must have exactly one kind of chart.");
    }
    if let Some(basic) = spec.get("basicChart") {
        check_basic(basic)?;
    }
    check_sources(book, spec)
}

fn check_basic(basic: &Value) -> Result<(), Refusal> {
    let kind = match text(basic, "chartType") {
        None | Some("BASIC_CHART_TYPE_UNSPECIFIED") => {
            return invalid("chart.spec.basicChart.chartType must be specified.");
        }
        Some(kind) => kind,
    };
    let series = list(basic, "series");
    if series.is_empty() {
        return invalid("chart.spec.basicChart.series must not be empty.");
    }
    for one in series {
        check_series(kind, one)?;
    }
    let data = list(basic, "domains").iter().map(|domain| domain.get("domain"));
    let mut counts = data.chain(series.iter().map(|one| one.get("series"))).map(count);
    let first = counts.next().unwrap_or(0);
    if first == 0 || counts.any(|count| count != first) {
        return invalid(
            "The domain and all series must have the same number of source ranges, at least one.",
        );
    }
    Ok(())
}

/// Lines rise on the left or the right; bars lie, and theirs is the bottom.
fn check_series(kind: &str, series: &Value) -> Result<(), Refusal> {
    if series.get("type").is_some() && kind != "COMBO" {
        return invalid("The type of a series may be set in COMBO charts only.");
    }
    let is_wrong = match text(series, "targetAxis") {
        Some("BOTTOM_AXIS") => kind != "BAR",
        Some("LEFT_AXIS" | "RIGHT_AXIS") => kind == "BAR",
        _ => false,
    };
    if is_wrong {
        return invalid(format!("The target axis is no minor axis of a {kind} chart."));
    }
    Ok(())
}

/// Every source anywhere inside: it exists, and is one column or one row. Without an end it goes on with the grid.
fn check_sources(book: &Book<'_>, value: &Value) -> Result<(), Refusal> {
    match value {
        Value::Object(members) => {
            check_ranges(book, members)?;
            members.values().try_for_each(|value| check_sources(book, value))
        }
        Value::Array(items) => items.iter().try_for_each(|value| check_sources(book, value)),
        _ => Ok(()),
    }
}

fn check_ranges(book: &Book<'_>, members: &Map<String, Value>) -> Result<(), Refusal> {
    let Some(Value::Array(sources)) = members.get("sources") else {
        return Ok(());
    };
    for source in sources {
        let selection = Selection::from_grid_range(source)?;
        let area = selection.inside(book.grid(selection.sheet_id)?)?;
        if area.rows.len() != 1 && area.columns.len() != 1 {
            return invalid("A source range must have the length 1 in one dimension.");
        }
    }
    Ok(())
}

fn count(data: Option<&Value>) -> usize {
    let range = data.and_then(|data| data.get("sourceRange"));
    range.map_or(0, |range| list(range, "sources").len())
}

fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value
        .get(field)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}
