//! The scores for a person to read.

use forecast::{Event, Prior, fit};

use crate::folder::Recorded;
use crate::score::{Case, HOURS_BEFORE, Scores, unfitted};

/// From then on somebody decides by what is said: 6, 3 and 1 h are pooled.
const POOLED_HOURS: i64 = 6;

pub(crate) fn print(recorded: &[Recorded], scores: &Scores) {
    let items: Vec<&Case> = scores.items.iter().collect();
    let pooled = only(&items, |case| case.hours <= POOLED_HOURS);
    println!(
        "mean error of an item                     cases  projection  line   as it is  range: loss  held"
    );
    for hours in HOURS_BEFORE {
        row(
            &format!("{hours} h before the end"),
            &only(&items, |case| case.hours == hours),
        );
    }
    row("6, 3 and 1 h", &pooled);
    println!("\n6, 3 and 1 h, event by event, then each hour");
    for (number, event) in recorded.iter().enumerate() {
        let of_event = only(&items, |case| case.event == number);
        row(
            &event.to_string(),
            &only(&of_event, |case| case.hours <= POOLED_HOURS),
        );
        for hours in HOURS_BEFORE {
            row(
                &format!("    {hours} h"),
                &only(&of_event, |case| case.hours == hours),
            );
        }
    }
    println!("\n6, 3 and 1 h, fitted to nothing");
    let unfitted = unfitted(recorded);
    row(
        "by the stated prior alone",
        &only(&unfitted.items.iter().collect::<Vec<_>>(), |case| {
            case.hours <= POOLED_HOURS
        }),
    );
    println!("\n6, 3 and 1 h, counted otherwise");
    ways("median error", &pooled, Case::off, median);
    ways("mean |ln(said / ended)|", &pooled, Case::factor, mean);
    let albums = pooled.iter().map(|case| case.ended as f64).sum::<f64>() / pooled.len() as f64;
    ways(
        "each album counts, not each item",
        &pooled,
        |case, said| case.off(said) * case.ended as f64 / albums,
        mean,
    );
    row(
        "whole events, all items together",
        &only(&scores.totals.iter().collect::<Vec<_>>(), |case| {
            case.hours <= POOLED_HOURS
        }),
    );
    println!("\nNothing was said of an item in {} cases.", scores.unsaid);
    priors(recorded, &scores.priors);
}

fn only<'a>(cases: &[&'a Case], which: impl Fn(&Case) -> bool) -> Vec<&'a Case> {
    cases.iter().copied().filter(|case| which(case)).collect()
}

fn row(title: &str, cases: &[&Case]) {
    let of = |figure: &dyn Fn(&Case) -> f64| mean(cases.iter().map(|case| figure(case)).collect());
    println!(
        "{title:<40}  {:>5}  {:>10}  {:>5}  {:>8}  {:>11}  {:>4}",
        cases.len(),
        percent(of(&|case| case.off(case.range.likely))),
        percent(of(&|case| case.off(case.line))),
        percent(of(&|case| case.off(case.still))),
        percent(of(&Case::loss)),
        percent(of(&|case| f64::from(u8::from(case.range.holds(case.ended))))),
    );
}

/// The three ways by another measure, which says nothing of the range.
fn ways(
    title: &str,
    cases: &[&Case],
    off: impl Fn(&Case, i64) -> f64,
    sum_up: impl Fn(Vec<f64>) -> Option<f64>,
) {
    let of = |said: &dyn Fn(&Case) -> i64| {
        percent(sum_up(cases.iter().map(|case| off(case, said(case))).collect()))
    };
    println!(
        "{title:<40}  {:>5}  {:>10}  {:>5}  {:>8}",
        cases.len(),
        of(&|case| case.range.likely),
        of(&|case| case.line),
        of(&|case| case.still),
    );
}

fn priors(recorded: &[Recorded], left_out: &[Prior]) {
    let told = |prior: &Prior| format!("surge {:.2} h, spread {:.2}", prior.surge, prior.spread);
    for (event, prior) in recorded.iter().zip(left_out) {
        println!("{event} was projected with {}.", told(prior));
    }
    let events: Vec<Event<'_>> = recorded.iter().map(Recorded::event).collect();
    println!("All events together make {}.", told(&fit(&events)));
}

fn mean(figures: Vec<f64>) -> Option<f64> {
    (!figures.is_empty()).then(|| figures.iter().sum::<f64>() / figures.len() as f64)
}

fn median(mut figures: Vec<f64>) -> Option<f64> {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.1} %", 100.0 * share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_count_is_no_figure() {
        assert_eq!(percent(mean(Vec::new())), "-");
        assert_eq!(percent(median(Vec::new())), "-");
    }

    #[test]
    fn one_bad_miss_moves_the_mean_and_not_the_median() {
        let figures = vec![0.1, 9.0, 0.2];
        assert_eq!(percent(mean(figures.clone())), "310.0 %");
        assert_eq!(percent(median(figures)), "20.0 %");
    }
}
