//! What one sample leaves in the tab and in the CSV.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Timelike, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use crate::column::{Column, Holds, ItemFigure};
use crate::items::Figures;
use crate::sample::Sample;
use crate::state::Gap;
use crate::zone::Zone;

/// How a time stands in the CSV, and in the tab as a person sees it.
pub(crate) const TIME: &str = "%Y-%m-%d %H:%M:%S";
/// What a gap row's status begins with.
pub const NO_READING: &str = "no reading";
/// What it begins with where the row tells of many samples.
const MANY: &str = "no reading until ";
/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// One value in a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// A wall-clock time in the tracking's zone.
    Time(NaiveDateTime),
    /// An amount of money or a count.
    Number(Decimal),
    /// Words, never a formula.
    Text(String),
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The sample time, which with the tracking is the row's key.
    pub at: DateTime<Utc>,
    /// The values, in the order of the tab's columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The row of a sample that was taken, or tried.
    pub fn of_sample(sample: &Sample, zone: Tz, columns: &[Column]) -> Self {
        let cells = columns.iter().map(|column| match column.holds {
            Holds::Time => Cell::Time(Zone::Named(zone).wall_clock(sample.at)),
            holds => sample_cell(sample, holds),
        });
        Self {
            at: sample.at,
            cells: cells.collect(),
        }
    }

    /// The row of samples that nobody took.
    pub fn of_gap(gap: &Gap, zone: Tz, columns: &[Column]) -> Self {
        let zone = Zone::Named(zone);
        let cells = columns.iter().map(|column| match column.holds {
            Holds::Time => Cell::Time(zone.wall_clock(gap.at)),
            Holds::Status => Cell::Text(gap_status(gap, zone)),
            _ => Cell::Empty,
        });
        Self {
            at: gap.at,
            cells: cells.collect(),
        }
    }
}

fn sample_cell(sample: &Sample, holds: Holds) -> Cell {
    let reading = &sample.reading;
    match holds {
        Holds::Time => Cell::Empty,
        Holds::Status => Cell::Text(sample.status.clone()),
        Holds::Title => text(reading.title.as_deref()),
        Holds::Price => amount(reading.price),
        Holds::Currency => text(reading.currency.as_deref()),
        Holds::Availability => text(reading.availability.word()),
        Holds::Stock => count(reading.stock),
        Holds::Sold => count(reading.sold),
        Holds::Item(place, figure) => sample
            .items
            .get(place)
            .map_or(Cell::Empty, |figures| item_cell(figures, figure)),
        Holds::TotalSold => count(sample.total_sold),
    }
}

/// The last sample that a gap row with this status tells of, where it tells of many.
pub fn gap_until(status: &str, zone: Zone) -> Option<DateTime<Utc>> {
    let (until, _) = status.strip_prefix(MANY)?.split_once(": ")?;
    let until = NaiveDateTime::parse_from_str(until, TIME).ok()?;
    zone.instants(until).earliest()
}

fn item_cell(figures: &Figures, figure: ItemFigure) -> Cell {
    match figure {
        ItemFigure::Sold => count(figures.sold),
        ItemFigure::Change => count(figures.change),
        ItemFigure::Stock => count(figures.stock),
        ItemFigure::Price => amount(figures.price),
    }
}

/// How many samples a gap row with this status tells of.
pub(crate) fn gap_count(status: &str) -> u64 {
    let many = status
        .strip_prefix(MANY)
        .and_then(|rest| rest.split_once(": ")?.1.split(' ').next()?.parse().ok());
    many.unwrap_or(1)
}

fn gap_status(gap: &Gap, zone: Zone) -> String {
    match gap.until {
        Some(until) => format!(
            "{MANY}{}: {} firings did not run",
            zone.wall_clock(until).format(TIME),
            gap.count
        ),
        None => format!("{NO_READING}: the firing did not run"),
    }
}

impl Cell {
    /// The value as text, as the tab displays it.
    pub fn display(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Time(time) => time.format(TIME).to_string(),
            Self::Number(number) => display_number(*number),
            Self::Text(text) => text.clone(),
        }
    }

    /// The number format that makes Google Sheets display the value as [`Cell::display`] does.
    pub fn number_format(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Time(_) => Some(("DATE_TIME", "yyyy-mm-dd hh:mm:ss")),
            Self::Number(number) => Some(("NUMBER", if decimals(*number) == 0 { "0" } else { "0.00##" })),
            Self::Empty | Self::Text(_) => None,
        }
    }

    /// The number that a spreadsheet stores: days since 30 December 1899 for a time.
    pub fn serial(&self) -> Option<f64> {
        match self {
            Self::Time(time) => {
                let days = time.date().signed_duration_since(epoch()).num_days();
                Some(days.to_f64()? + f64::from(time.num_seconds_from_midnight()) / DAY)
            }
            Self::Number(number) => number.to_f64(),
            Self::Empty | Self::Text(_) => None,
        }
    }

    /// A time cell from the number that a spreadsheet stores.
    pub fn from_time_serial(serial: f64) -> Option<Self> {
        let seconds = (serial * DAY).round().to_i64()?;
        let time = epoch()
            .and_hms_opt(0, 0, 0)?
            .checked_add_signed(Duration::try_seconds(seconds)?)?;
        (1900..3000).contains(&time.year()).then_some(Self::Time(time))
    }

    /// A number cell from the number that a spreadsheet stores.
    pub fn from_number(number: f64) -> Option<Self> {
        // The shortest text of the float is the decimal that was written.
        Decimal::from_str_exact(&number.to_string())
            .ok()
            .or_else(|| Decimal::from_f64(number))
            .map(Self::Number)
    }
}

fn epoch() -> NaiveDate {
    NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default()
}

fn text(value: Option<&str>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Text(value.to_owned()))
}

fn amount(value: Option<Decimal>) -> Cell {
    value.map_or(Cell::Empty, Cell::Number)
}

fn count(value: Option<i64>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Number(Decimal::from(value)))
}

/// Digits behind the point that an amount needs: none, or at least two.
fn decimals(number: Decimal) -> u32 {
    match number.normalize().scale() {
        0 => 0,
        scale => scale.clamp(2, 4),
    }
}

fn display_number(number: Decimal) -> String {
    let digits = decimals(number);
    format!(
        "{:.*}",
        usize::try_from(digits).unwrap_or(2),
        number.round_dp(digits)
    )
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;
    use crate::{Availability, Counting, Observation, Reading, TabState};

    const ZONE: Tz = Tz::Asia__Hong_Kong;

    fn sample() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap()
    }

    fn row(observation: &Observation) -> Row {
        let (sample, state) = TabState::default().count(sample(), observation, Counting::default());
        Row::of_sample(&sample, ZONE, &state.columns())
    }

    fn displayed(row: &Row) -> Vec<String> {
        row.cells.iter().map(Cell::display).collect()
    }

    #[test]
    fn a_row_of_many_missed_samples_says_which_is_the_last() {
        let zone = Zone::Named(ZONE);
        let last = sample() + Duration::minutes(69);
        let many = Gap {
            until: Some(last),
            count: 70,
            ..Gap::of(sample())
        };
        assert_eq!(gap_until(&gap_status(&many, zone), zone), Some(last));
        assert_eq!(gap_count(&gap_status(&many, zone)), 70);
        for status in [
            &gap_status(&Gap::of(sample()), zone),
            "ok",
            "no reading until then: x",
        ] {
            assert_eq!(gap_until(status, zone), None, "{status}");
            assert_eq!(gap_count(status), 1, "{status}");
        }
    }

    #[test]
    fn a_reading_fills_its_columns() {
        let reading = Reading {
            title: Some("=ABC".to_owned()),
            price: Some(Decimal::new(12_890, 2)),
            currency: Some("HKD".to_owned()),
            availability: Availability::InStock,
            stock: Some(-3),
            ..Reading::default()
        };
        let row = row(&Observation::Read(reading));
        assert_eq!(
            displayed(&row),
            [
                "2026-02-28 14:00:00",
                "ok",
                "=ABC",
                "128.90",
                "HKD",
                "InStock",
                "-3",
                ""
            ]
        );
    }

    #[test]
    fn a_failed_sample_says_why_and_nothing_else() {
        let row = row(&Observation::Failed("HTTP 503".to_owned()));
        assert_eq!(
            displayed(&row),
            ["2026-02-28 14:00:00", "HTTP 503", "", "", "", "", "", ""]
        );
    }

    #[test]
    fn a_gap_explains_itself() {
        let columns = TabState::default().columns();
        let one = Gap {
            at: sample(),
            until: None,
            count: 1,
        };
        assert_eq!(
            displayed(&Row::of_gap(&one, ZONE, &columns))[1],
            "no reading: the firing did not run"
        );
        let many = Gap {
            at: sample(),
            until: Some(sample() + Duration::minutes(89)),
            count: 90,
        };
        let status = "no reading until 2026-02-28 15:29:00: 90 firings did not run";
        assert_eq!(displayed(&Row::of_gap(&many, ZONE, &columns))[1], status);
    }

    #[test]
    fn numbers_are_shown_plainly() {
        for (number, shown, pattern) in [
            (Decimal::new(128, 0), "128", "0"),
            (Decimal::new(12_800, 2), "128", "0"),
            (Decimal::new(1_289, 1), "128.90", "0.00##"),
            (Decimal::new(18_000, 0), "18000", "0"),
            (Decimal::new(12_345, 4), "1.2345", "0.00##"),
            (Decimal::new(-5, 0), "-5", "0"),
        ] {
            let cell = Cell::Number(number);
            assert_eq!(
                (cell.display().as_str(), cell.number_format()),
                (shown, Some(("NUMBER", pattern)))
            );
        }
    }

    #[test]
    fn times_and_numbers_survive_the_way_through_a_spreadsheet() {
        let time = Cell::Time(Zone::Named(ZONE).wall_clock(sample() + Duration::seconds(50)));
        assert_eq!(Cell::from_time_serial(time.serial().unwrap()), Some(time));
        let price = Cell::Number(Decimal::new(12_890, 2));
        let back = Cell::from_number(price.serial().unwrap()).unwrap();
        assert_eq!(back.display(), price.display());
        for odd in [f64::NAN, f64::INFINITY, 1e300, -1e300] {
            assert_eq!(Cell::from_time_serial(odd), None);
        }
    }
}
