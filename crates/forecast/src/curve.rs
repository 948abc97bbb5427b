//! How an event's sales are spread over its time.

/// The share of its final figure that an event of `length` hours has sold when `left` hours are left, with `surge` from
/// [`crate::Prior`]: sales per hour rise towards the end as 1 / (left + surge), so that, until the last few hours, as much is sold in
/// each halving of the time left. A large `surge` makes it a straight line.
pub(crate) fn share_sold(left: f64, length: f64, surge: f64) -> f64 {
    let still_sold_in = |hours: f64| (hours.max(0.0) / surge).ln_1p();
    if left >= length {
        return 0.0;
    }
    1.0 - still_sold_in(left) / still_sold_in(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sold_at_the_start_and_everything_at_the_end() {
        assert_eq!(share_sold(57.0, 57.0, 2.0), 0.0);
        assert_eq!(share_sold(60.0, 57.0, 2.0), 0.0);
        assert_eq!(share_sold(0.0, 57.0, 2.0), 1.0);
    }

    #[test]
    fn each_halving_of_the_time_left_sells_as_much() {
        let sold = |left| share_sold(left, 800.0, 0.01);
        assert!(((sold(100.0) - sold(200.0)) - (sold(50.0) - sold(100.0))).abs() < 1e-3);
    }

    #[test]
    fn the_last_hour_sells_more_than_an_hour_of_the_day_before() {
        let sold = |left| share_sold(left, 57.0, 2.0);
        assert!(sold(0.0) - sold(1.0) > 3.0 * (sold(24.0) - sold(25.0)));
    }

    #[test]
    fn without_a_surge_it_is_a_straight_line() {
        assert!((share_sold(15.0, 60.0, 1e6) - 0.75).abs() < 1e-4);
    }
}
