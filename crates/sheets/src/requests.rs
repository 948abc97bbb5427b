//! The requests of each write, built without any effect.

use domain::{COLUMNS, Cell, Row, TabState, sheet_id};
use google_sheets4::api::{
    AddNamedRangeRequest, AddSheetRequest, AppendCellsRequest, BatchGetValuesByDataFilterRequest, CellData,
    CellFormat, CreateDeveloperMetadataRequest, DataFilter, DeleteNamedRangeRequest, DeveloperMetadata,
    DimensionProperties, DimensionRange, ExtendedValue, GridCoordinate, GridProperties, GridRange,
    NamedRange, NumberFormat, Request, RowData, SheetProperties, TextFormat, UpdateCellsRequest,
    UpdateDeveloperMetadataRequest, UpdateDimensionPropertiesRequest,
};
use google_sheets4::common::FieldMask;

use crate::metadata::{self, Tab};

/// Written cells carry their own number format: rows that people insert would not inherit it.
const CELL_FIELDS: [&str; 2] = ["userEnteredValue", "userEnteredFormat.numberFormat"];

/// A new tab with header, widths, memory, guard and its first rows.
pub(crate) fn create(tracking: &str, title: &str, rows: &[Row], state: &TabState) -> Vec<Request> {
    let id = sheet_id(tracking);
    let columns: Vec<Option<usize>> = (0..COLUMNS.len()).map(Some).collect();
    let mut requests = vec![add_sheet(id, title), header(id)];
    requests.extend(
        (0..)
            .zip(COLUMNS)
            .map(|(index, column)| width(id, index, column.width)),
    );
    requests.extend(
        metadata::of_new_tab(tracking, state)
            .into_iter()
            .map(create_metadata),
    );
    requests.push(add_guard(id, state.revision));
    requests.push(append_cells(id, &columns, rows));
    requests
}

/// Rows below all others.
pub(crate) fn append(tab: &Tab, rows: &[Row]) -> Vec<Request> {
    if rows.is_empty() {
        Vec::new()
    } else {
        vec![append_cells(tab.sheet_id, &tab.columns, rows)]
    }
}

/// A row in the place of another, cell by cell: what people have put between our columns stays.
pub(crate) fn overwrite(tab: &Tab, row_index: i32, row: &Row) -> Vec<Request> {
    let places = tab.columns.iter().zip(&row.cells);
    let cell_at = |(column, cell): (&Option<usize>, &Cell)| {
        let start = GridCoordinate {
            sheet_id: Some(tab.sheet_id),
            row_index: Some(row_index),
            column_index: Some(i32::try_from((*column)?).ok()?),
        };
        let values = vec![RowData {
            values: Some(vec![cell_data(cell)]),
        }];
        let update = UpdateCellsRequest {
            start: Some(start),
            rows: Some(values),
            fields: Some(FieldMask::new(&CELL_FIELDS)),
            range: None,
        };
        Some(Request {
            update_cells: Some(update),
            ..Default::default()
        })
    };
    places.filter_map(cell_at).collect()
}

/// The guard's step from the revision that was read to the next one, and the memory that goes with it.
pub(crate) fn guard(tab: &Tab, state: &TabState) -> Vec<Request> {
    let delete = DeleteNamedRangeRequest {
        named_range_id: Some(guard_id(tab.sheet_id, tab.state.revision)),
    };
    let memory = UpdateDeveloperMetadataRequest {
        data_filters: Some(vec![metadata::memory_filter(tab)]),
        developer_metadata: Some(DeveloperMetadata {
            metadata_value: Some(metadata::memory_value(state)),
            ..Default::default()
        }),
        fields: Some(FieldMask::new(&["metadataValue"])),
    };
    let mut requests = Vec::with_capacity(3);
    if !tab.unguarded {
        requests.push(Request {
            delete_named_range: Some(delete),
            ..Default::default()
        });
    }
    requests.push(add_guard(tab.sheet_id, state.revision));
    requests.push(Request {
        update_developer_metadata: Some(memory),
        ..Default::default()
    });
    requests
}

/// Everything below the header, by sheet id: titles are people's.
pub(crate) fn all_rows(tab: &Tab) -> BatchGetValuesByDataFilterRequest {
    let range = GridRange {
        sheet_id: Some(tab.sheet_id),
        start_row_index: Some(1),
        ..Default::default()
    };
    BatchGetValuesByDataFilterRequest {
        data_filters: Some(vec![DataFilter {
            grid_range: Some(range),
            ..Default::default()
        }]),
        value_render_option: Some("UNFORMATTED_VALUE".to_owned()),
        date_time_render_option: Some("SERIAL_NUMBER".to_owned()),
        major_dimension: Some("ROWS".to_owned()),
    }
}

/// `demo ABC (2)`, `demo ABC (3)` ...
pub(crate) fn numbered(title: &str) -> impl Iterator<Item = String> {
    std::iter::once(title.to_owned()).chain((2..).map({
        let title = title.to_owned();
        move |number| format!("{title} ({number})")
    }))
}

fn add_sheet(id: i32, title: &str) -> Request {
    let grid = GridProperties {
        // A new tab has 26,000 cells unless it is created smaller; rows come as they are appended.
        row_count: Some(2),
        column_count: i32::try_from(COLUMNS.len()).ok(),
        frozen_row_count: Some(1),
        ..Default::default()
    };
    let properties = SheetProperties {
        sheet_id: Some(id),
        title: Some(title.to_owned()),
        grid_properties: Some(grid),
        ..Default::default()
    };
    Request {
        add_sheet: Some(AddSheetRequest {
            properties: Some(properties),
        }),
        ..Default::default()
    }
}

fn header(id: i32) -> Request {
    let bold = CellFormat {
        text_format: Some(TextFormat {
            bold: Some(true),
            ..Default::default()
        }),
        ..Default::default()
    };
    let cells = COLUMNS.iter().map(|column| CellData {
        user_entered_value: Some(text_value(column.name)),
        user_entered_format: Some(bold.clone()),
        ..Default::default()
    });
    let update = UpdateCellsRequest {
        rows: Some(vec![RowData {
            values: Some(cells.collect()),
        }]),
        fields: Some(FieldMask::new(&[
            "userEnteredValue",
            "userEnteredFormat.textFormat.bold",
        ])),
        start: Some(GridCoordinate {
            sheet_id: Some(id),
            row_index: Some(0),
            column_index: Some(0),
        }),
        range: None,
    };
    Request {
        update_cells: Some(update),
        ..Default::default()
    }
}

fn width(id: i32, index: i32, pixels: u16) -> Request {
    let range = DimensionRange {
        sheet_id: Some(id),
        dimension: Some("COLUMNS".to_owned()),
        start_index: Some(index),
        end_index: Some(index + 1),
    };
    let update = UpdateDimensionPropertiesRequest {
        range: Some(range),
        properties: Some(DimensionProperties {
            pixel_size: Some(i32::from(pixels)),
            ..Default::default()
        }),
        fields: Some(FieldMask::new(&["pixelSize"])),
        data_source_sheet_range: None,
    };
    Request {
        update_dimension_properties: Some(update),
        ..Default::default()
    }
}

fn create_metadata(metadata: DeveloperMetadata) -> Request {
    let create = CreateDeveloperMetadataRequest {
        developer_metadata: Some(metadata),
    };
    Request {
        create_developer_metadata: Some(create),
        ..Default::default()
    }
}

/// A named range on the header's first cell. Its name is the tab's for good and its id holds the revision: two writers
/// that read the same revision cannot both delete the old one and add the new one.
fn add_guard(id: i32, revision: u64) -> Request {
    let range = GridRange {
        sheet_id: Some(id),
        start_row_index: Some(0),
        end_row_index: Some(1),
        start_column_index: Some(0),
        end_column_index: Some(1),
    };
    let named = NamedRange {
        named_range_id: Some(guard_id(id, revision)),
        name: Some(format!("signchronicle_{id}")),
        range: Some(range),
    };
    Request {
        add_named_range: Some(AddNamedRangeRequest {
            named_range: Some(named),
        }),
        ..Default::default()
    }
}

fn guard_id(sheet_id: i32, revision: u64) -> String {
    format!("signchronicle-{sheet_id}-{revision}")
}

fn append_cells(id: i32, columns: &[Option<usize>], rows: &[Row]) -> Request {
    let append = AppendCellsRequest {
        sheet_id: Some(id),
        rows: Some(rows.iter().map(|row| row_data(columns, row)).collect()),
        fields: Some(FieldMask::new(&CELL_FIELDS)),
        table_id: None,
    };
    Request {
        append_cells: Some(append),
        ..Default::default()
    }
}

/// Our cells at our columns' present places, empty cells at those of people.
fn row_data(columns: &[Option<usize>], row: &Row) -> RowData {
    let width = columns.iter().flatten().max().map_or(0, |last| last + 1);
    let mut values = vec![CellData::default(); width];
    for (column, cell) in columns.iter().zip(&row.cells) {
        if let Some(place) = column.and_then(|column| values.get_mut(column)) {
            *place = cell_data(cell);
        }
    }
    RowData { values: Some(values) }
}

fn cell_data(cell: &Cell) -> CellData {
    let value = match cell {
        Cell::Empty => None,
        Cell::Text(text) => Some(text_value(text)),
        Cell::Time(_) | Cell::Number(_) => cell.serial().map(|number| ExtendedValue {
            number_value: Some(number),
            ..Default::default()
        }),
    };
    let format = cell.number_format().map(|(kind, pattern)| CellFormat {
        number_format: Some(NumberFormat {
            type_: Some(kind.to_owned()),
            pattern: Some(pattern.to_owned()),
        }),
        ..Default::default()
    });
    CellData {
        user_entered_value: value,
        user_entered_format: format,
        ..Default::default()
    }
}

/// A string value is stored as it is: a leading `=` makes no formula.
fn text_value(text: &str) -> ExtendedValue {
    ExtendedValue {
        string_value: Some(text.to_owned()),
        ..Default::default()
    }
}
