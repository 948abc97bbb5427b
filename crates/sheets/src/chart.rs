//! The chart that a new tab gets: its figures over time. It is made once and then belongs to the people who look at it.

use domain::{Axis, Column};
use google_sheets4::api::{
    AddChartRequest, BasicChartDomain, BasicChartSeries, BasicChartSpec, ChartData, ChartSourceRange,
    ChartSpec, EmbeddedChart, EmbeddedObjectPosition, GridCoordinate, GridRange, OverlayPosition, Request,
};

/// Width of the column that the chart lies on. It is wider than the chart, so no column beside it is covered.
pub(crate) const COLUMN_PIXELS: u16 = 680;

const WIDTH_PIXELS: i32 = 640;
const HEIGHT_PIXELS: i32 = 400;
/// Distance from the columns on its left.
const MARGIN_PIXELS: i32 = 20;

/// Draws columns, each at its place, on the empty column `beside` them; nothing where there is nothing to draw yet. No id is
/// asked for: the chart comes in a batch that is refused when it comes twice. A fixed id would be refused as well where a
/// person has moved the chart of a deleted tab to another.
pub(crate) fn add(sheet_id: i32, title: &str, columns: &[(i32, Column)], beside: i32) -> Option<Request> {
    let chart = EmbeddedChart {
        spec: Some(ChartSpec {
            title: Some(title.to_owned()),
            basic_chart: Some(lines(sheet_id, columns)?),
            ..Default::default()
        }),
        position: Some(position(sheet_id, beside)),
        ..Default::default()
    };
    Some(Request {
        add_chart: Some(AddChartRequest { chart: Some(chart) }),
        ..Default::default()
    })
}

fn lines(sheet_id: i32, columns: &[(i32, Column)]) -> Option<BasicChartSpec> {
    let (time, _) = columns.iter().find(|(_, column)| column.is_time())?;
    let domain = BasicChartDomain {
        domain: Some(whole_column(sheet_id, *time)),
        ..Default::default()
    };
    let series = columns.iter().filter_map(|(place, column)| {
        Some(BasicChartSeries {
            series: Some(whole_column(sheet_id, *place)),
            target_axis: Some(name(column.axis()?).to_owned()),
            ..Default::default()
        })
    });
    let series: Vec<_> = series.collect();
    (!series.is_empty()).then(|| BasicChartSpec {
        chart_type: Some("LINE".to_owned()),
        legend_position: Some("BOTTOM_LEGEND".to_owned()),
        header_count: Some(1),
        domains: Some(vec![domain]),
        series: Some(series),
        ..Default::default()
    })
}

fn name(axis: Axis) -> &'static str {
    match axis {
        Axis::Left => "LEFT_AXIS",
        Axis::Right => "RIGHT_AXIS",
    }
}

/// Without an end row: rows that come later are in it.
fn whole_column(sheet_id: i32, place: i32) -> ChartData {
    let range = GridRange {
        sheet_id: Some(sheet_id),
        start_row_index: Some(0),
        end_row_index: None,
        start_column_index: Some(place),
        end_column_index: Some(place + 1),
    };
    ChartData {
        source_range: Some(ChartSourceRange {
            sources: Some(vec![range]),
        }),
        ..Default::default()
    }
}

/// Below the header, which is frozen.
fn position(sheet_id: i32, column: i32) -> EmbeddedObjectPosition {
    let anchor = GridCoordinate {
        sheet_id: Some(sheet_id),
        row_index: Some(1),
        column_index: Some(column),
    };
    EmbeddedObjectPosition {
        overlay_position: Some(OverlayPosition {
            anchor_cell: Some(anchor),
            offset_x_pixels: Some(MARGIN_PIXELS),
            width_pixels: Some(WIDTH_PIXELS),
            height_pixels: Some(HEIGHT_PIXELS),
            ..Default::default()
        }),
        ..Default::default()
    }
}
