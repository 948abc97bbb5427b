use chrono::{Duration, TimeZone};
use chrono_tz::Tz;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::{Cell, ItemReading, Row};

const SEVERAL: Counting = Counting {
    several_items: true,
    sold_from_stock: false,
};
const FROM_STOCK: Counting = Counting {
    several_items: true,
    sold_from_stock: true,
};

fn at(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap() + Duration::minutes(minute)
}

fn failed() -> Observation {
    Observation::Failed("HTTP 503".to_owned())
}

fn sold(items: &[(&str, i64)]) -> Observation {
    let item = |(label, sold): &(&str, i64)| ItemReading {
        label: (*label).to_owned(),
        sold: Some(*sold),
        ..ItemReading::default()
    };
    Observation::Read(Reading {
        items: items.iter().map(item).collect(),
        ..Reading::default()
    })
}

fn left(items: &[(&str, i64)]) -> Observation {
    let item = |(label, stock): &(&str, i64)| ItemReading {
        label: (*label).to_owned(),
        stock: Some(*stock),
        ..ItemReading::default()
    };
    Observation::Read(Reading {
        items: items.iter().map(item).collect(),
        ..Reading::default()
    })
}

/// A tab in memory: what it remembers, and its rows without their times.
#[derive(Default)]
struct Tab {
    state: TabState,
    rows: Vec<Vec<String>>,
}

impl Tab {
    /// Takes one observation a minute.
    fn of(observations: &[Observation], counting: Counting) -> Self {
        let mut tab = Self::default();
        for (minute, observation) in (0..).zip(observations) {
            tab.take(minute, observation, counting);
        }
        tab
    }

    fn take(&mut self, minute: i64, observation: &Observation, counting: Counting) {
        let before = self.header();
        let (sample, state) = self.state.count(at(minute), observation, counting);
        if self.state.last.is_some() {
            let after: Vec<_> = state.columns().into_iter().map(|column| column.name).collect();
            assert_eq!(&after[..before.len()], before, "columns are only added behind");
        }
        let row = Row::of_sample(&sample, Tz::Asia__Hong_Kong, &state.columns());
        self.rows
            .push(row.cells.iter().skip(1).map(Cell::display).collect());
        self.state = TabState {
            last: Some(self.state.last.map_or(at(minute), |last| last.max(at(minute)))),
            ..state
        };
    }

    fn header(&self) -> Vec<String> {
        self.state
            .columns()
            .into_iter()
            .map(|column| column.name)
            .collect()
    }
}

#[test]
fn one_item_has_the_usual_columns() {
    let reading = Observation::Read(Reading::default());
    let tab = Tab::of(&[failed(), reading], Counting::default());
    let names = "time status title price currency availability stock sold";
    assert_eq!(tab.header().join(" "), names);
}

#[test]
fn several_items_have_sold_and_change_each_and_a_total() {
    let tab = Tab::of(
        &[
            sold(&[("OffLine", 903), ("AN YUJIN", 260)]),
            sold(&[("AN YUJIN", 265), ("OffLine", 903)]),
            sold(&[("OffLine", 910), ("AN YUJIN", 263)]),
        ],
        SEVERAL,
    );
    assert_eq!(
        tab.header(),
        [
            "time",
            "status",
            "OffLine sold",
            "OffLine change",
            "AN YUJIN sold",
            "AN YUJIN change",
            "total sold"
        ]
    );
    assert_eq!(
        tab.rows,
        [
            ["ok", "903", "", "260", "", "1163"],
            ["ok", "903", "0", "265", "5", "1168"],
            ["ok", "910", "7", "263", "-2", "1173"]
        ]
    );
}

#[test]
fn items_are_recognised_by_the_reading_where_the_platform_does_not_announce_them() {
    let tab = Tab::of(&[sold(&[("A", 1)])], Counting::default());
    assert_eq!(tab.header().join(" "), "time status A sold A change total sold");
    let late = Tab::of(&[failed(), sold(&[("A", 1)])], Counting::default());
    assert_eq!(
        late.header().len(),
        8,
        "a tab keeps the columns that it began with"
    );
}

#[test]
fn what_else_the_first_reading_shows_has_columns_too() {
    let item = ItemReading {
        label: "A".to_owned(),
        sold: Some(3),
        stock: Some(-1),
        price: Some(Decimal::new(18_000, 0)),
        ..ItemReading::default()
    };
    let reading = Reading {
        items: vec![item],
        ..Reading::default()
    };
    let tab = Tab::of(&[Observation::Read(reading), sold(&[("A", 4)])], SEVERAL);
    assert_eq!(
        tab.header().join(","),
        "time,status,A sold,A change,A stock,A price,total sold"
    );
    assert_eq!(
        tab.rows,
        [["ok", "3", "", "-1", "18000", "3"], ["ok", "4", "1", "", "", "4"]]
    );
}

#[test]
fn columns_come_with_the_first_reading_when_the_first_samples_failed() {
    let tab = Tab::of(&[failed(), failed()], SEVERAL);
    assert_eq!(tab.header(), ["time", "status"]);
    let tab = Tab::of(
        &[failed(), sold(&[("A", 1)]), failed(), sold(&[("A", 4)])],
        SEVERAL,
    );
    assert_eq!(tab.header().join(","), "time,status,A sold,A change,total sold");
    assert_eq!(
        tab.rows[1..],
        [
            vec!["ok", "1", "", "1"],
            vec!["HTTP 503", "", "", ""],
            vec!["ok", "4", "3", "4"]
        ]
    );
}

#[test]
fn an_item_that_appears_later_stands_behind_the_total() {
    let tab = Tab::of(
        &[
            sold(&[("A", 1)]),
            sold(&[("B", 5), ("A", 2)]),
            sold(&[("A", 2), ("B", 7)]),
        ],
        SEVERAL,
    );
    assert_eq!(
        tab.header().join(","),
        "time,status,A sold,A change,total sold,B sold,B change"
    );
    assert_eq!(tab.rows[1], ["ok", "2", "1", "7", "5", ""]);
    assert_eq!(tab.rows[2], ["ok", "2", "0", "9", "7", "2"]);
}

#[test]
fn an_item_that_is_missing_leaves_its_cells_empty_and_the_row_says_so() {
    let both = sold(&[("A", 1), ("B", 2)]);
    let tab = Tab::of(
        &[both.clone(), sold(&[("B", 3)]), sold(&[("A", 5), ("B", 3)])],
        SEVERAL,
    );
    assert_eq!(tab.rows[1], ["uncertain: A is missing", "", "", "3", "1", "3"]);
    assert_eq!(
        tab.rows[2],
        ["ok", "5", "4", "3", "0", "8"],
        "the change counts from the last reading that had the item"
    );
    let doubtful = Observation::Read(Reading {
        uncertain: Some("the page contradicts itself".to_owned()),
        ..Reading::default()
    });
    let tab = Tab::of(&[both, doubtful], SEVERAL);
    assert_eq!(
        tab.rows[1][0],
        "uncertain: the page contradicts itself; A is missing; B is missing"
    );
}

#[test]
fn many_missing_items_are_told_as_a_number() {
    let labels: Vec<String> = (0..8).map(|number| format!("M{number}")).collect();
    let all: Vec<(&str, i64)> = labels.iter().map(|label| (label.as_str(), 1)).collect();
    for (present, told) in [(0, "3 more are missing"), (2, "1 more is missing")] {
        let tab = Tab::of(&[sold(&all), sold(&all[..present])], SEVERAL);
        assert!(
            tab.rows[1][0].ends_with(&format!("is missing; {told}")),
            "{}",
            tab.rows[1][0]
        );
    }
}

#[test]
fn labels_that_differ_by_case_or_spaces_are_two_items_of_one_reading_and_one_item_of_two() {
    let tab = Tab::of(
        &[
            sold(&[("An Yujin", 1), ("AN YUJIN", 10)]),
            sold(&[("AN YUJIN", 11), ("An Yujin", 2)]),
            sold(&[("an  yujin", 4), ("ANYUJIN", 15)]),
        ],
        SEVERAL,
    );
    assert_eq!(
        tab.header().join(","),
        "time,status,An Yujin sold,An Yujin change,AN YUJIN (2) sold,AN YUJIN (2) change,total sold"
    );
    assert_eq!(tab.rows[1], ["ok", "2", "1", "11", "1", "13"]);
    assert_eq!(tab.rows[2], ["ok", "4", "2", "15", "4", "19"]);
}

#[test]
fn sold_is_what_the_stock_has_lost_and_a_rise_is_marked() {
    let tab = Tab::of(
        &[
            left(&[("A", 10), ("B", 0)]),
            left(&[("A", 7), ("B", -2)]),
            left(&[("A", 9), ("B", -3), ("C", 4)]),
        ],
        FROM_STOCK,
    );
    assert_eq!(
        tab.rows,
        [
            vec!["ok", "0", "", "10", "0", "", "0", "0"],
            vec!["ok", "3", "3", "7", "2", "2", "-2", "5"],
            vec![
                "uncertain: A 2 cancelled",
                "1",
                "-2",
                "9",
                "3",
                "1",
                "-3",
                "4",
                "0",
                "",
                "4"
            ]
        ]
    );
}

#[test]
fn sold_of_one_item_is_derived_too() {
    let stock = |stock| {
        Observation::Read(Reading {
            stock: Some(stock),
            ..Reading::default()
        })
    };
    let from_stock = Counting {
        sold_from_stock: true,
        ..Counting::default()
    };
    let tab = Tab::of(&[stock(10), failed(), stock(-1), stock(2)], from_stock);
    let figures = tab
        .rows
        .iter()
        .map(|row| (row[0].as_str(), row[5].as_str(), row[6].as_str()));
    assert_eq!(
        figures.collect::<Vec<_>>(),
        [
            ("ok", "10", "0"),
            ("HTTP 503", "", ""),
            ("ok", "-1", "11"),
            ("uncertain: 3 cancelled", "2", "8")
        ]
    );
    let plain = Tab::of(&[stock(10), stock(9)], Counting::default());
    assert_eq!(plain.rows[1][6], "", "not unless the platform says so");
}

#[test]
fn a_late_reading_is_compared_with_nothing_and_changes_no_count() {
    let mut tab = Tab::default();
    tab.take(0, &sold(&[("A", 10), ("B", 1)]), SEVERAL);
    tab.take(2, &sold(&[("A", 15), ("B", 1)]), SEVERAL);
    tab.take(1, &sold(&[("A", 12)]), SEVERAL);
    tab.take(3, &sold(&[("A", 16), ("B", 1)]), SEVERAL);
    assert_eq!(tab.rows[2], ["ok", "12", "", "", "", "12"]);
    assert_eq!(tab.rows[3], ["ok", "16", "1", "1", "0", "17"]);
}

#[test]
fn a_reading_after_failures_is_not_late() {
    let mut tab = Tab::default();
    tab.take(0, &sold(&[("A", 10)]), SEVERAL);
    tab.take(2, &failed(), SEVERAL);
    tab.take(1, &sold(&[("A", 12)]), SEVERAL);
    assert_eq!(tab.rows[2], ["ok", "12", "2", "12"]);
}

#[test]
fn more_items_than_the_tab_can_hold_are_counted_in_the_total_and_told() {
    let labels: Vec<String> = (0..62).map(|number| format!("M{number}")).collect();
    let all: Vec<(&str, i64)> = labels.iter().map(|label| (label.as_str(), 1)).collect();
    let tab = Tab::of(&[sold(&all), sold(&all)], SEVERAL);
    assert_eq!(tab.header().len(), 2 + 60 * 2 + 1);
    assert_eq!(tab.rows[1][0], "uncertain: 2 of 62 items have no columns");
    assert_eq!(tab.rows[1].last().unwrap(), "62");
    let tab = Tab::of(&[left(&all)], FROM_STOCK);
    assert_eq!(
        tab.rows[0][0],
        "uncertain: 2 of 62 items have no columns and are not counted"
    );
}

#[test]
fn a_total_of_the_shop_stands_in_where_no_item_has_a_figure() {
    let item = ItemReading {
        label: "A".to_owned(),
        ..ItemReading::default()
    };
    let reading = Reading {
        sold: Some(7),
        items: vec![item],
        ..Reading::default()
    };
    let tab = Tab::of(&[Observation::Read(reading)], SEVERAL);
    assert_eq!(tab.rows[0], ["ok", "", "", "7"]);
}

#[test]
fn a_memory_of_the_version_before_keeps_its_columns() {
    let state: TabState = serde_json::from_str(r#"{"r":3,"first":1772258400,"last":1772258400}"#).unwrap();
    let (_, next) = state.count(at(1), &sold(&[("A", 1)]), SEVERAL);
    assert_eq!(next.columns().len(), 8);
}

proptest! {
    /// Whatever a shop calls its items, and however they come and go, each has columns of its own and each sum is right.
    #[test]
    fn columns_are_distinct_and_changes_add_up(
        readings in prop::collection::vec(prop::collection::vec(("\\PC{0,6}", -50_i64..50), 0..8), 1..6)
    ) {
        let observations: Vec<Observation> = readings
            .iter()
            .map(|items| sold(&items.iter().map(|(label, sold)| (label.as_str(), *sold)).collect::<Vec<_>>()))
            .collect();
        let tab = Tab::of(&observations, SEVERAL);
        let header = tab.header();
        let mut folded: Vec<String> = header.iter().map(|name| crate::label::fold(name)).collect();
        folded.sort();
        folded.dedup();
        prop_assert_eq!(folded.len(), header.len());
        let back: TabState = serde_json::from_str(&serde_json::to_string(&tab.state).unwrap()).unwrap();
        prop_assert_eq!(&back, &tab.state);
        for (row, items) in tab.rows.iter().zip(&readings) {
            let figures: Vec<i64> = header[1..]
                .iter()
                .zip(row)
                .filter(|(name, _)| name.ends_with(" sold") && *name != "total sold")
                .filter_map(|(_, value)| value.parse().ok())
                .collect();
            prop_assert_eq!(figures.len(), items.len(), "each item stands in a column of its own");
            prop_assert_eq!(figures.iter().sum::<i64>(), items.iter().map(|(_, sold)| sold).sum::<i64>());
        }
    }
}
