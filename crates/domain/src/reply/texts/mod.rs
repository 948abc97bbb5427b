//! Every sentence of the bot, in one file per language. A place for a value is written `{name}`.

mod en;
mod zh;

use std::ops::Range;

use super::escape;
use crate::Language;

macro_rules! texts {
    ($($name:ident),* $(,)?) => {
        /// The sentences of one language.
        pub(super) struct Texts { $(pub(super) $name: &'static str),* }

        #[cfg(test)]
        impl Texts {
            fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name)),*]
            }
        }
    };
}

texts! {
    // First words and refusals.
    start, paired, wrong_code, help, unknown_command, not_a_command, stranger_private, stranger_group, outdated, not_yours, no_rights,
    // The guided /track.
    ask_what, ask_event, ask_link, ask_deadline, prompt_event, prompt_link, prompt_deadline, prompt_below, edit_what,
    ask_interval, ask_alerts, prompt_hint_event, prompt_hint_link, prompt_hint_deadline, prompt_hint_below,
    confirm, confirm_reading, confirm_read, confirm_not_read, confirm_tracked,
    cancelled, too_many,
    // What is wrong with what was typed.
    wrong_platform, wrong_link, wrong_no_page, wrong_event_empty, wrong_event_long, wrong_event_character,
    wrong_event_link, wrong_event_name, wrong_deadline, wrong_no_time, wrong_no_day, wrong_weekday, wrong_skipped,
    wrong_past, wrong_far, wrong_interval, wrong_seconds, wrong_range, wrong_cron, wrong_alerts, wrong_slots, wrong_orders, wrong_reminders,
    // A tracking.
    card, card_alerts, card_until, card_passed, card_no_reading, card_reading, card_outlook, card_outlook_item, card_outlook_total, card_failing, card_silent, card_next,
    card_paused, card_refused, card_sheet, nothing_tracked, list_index, list_line, which_one, unknown_name,
    begun, first_reading_comes, first_reading_later,
    stopped, stopped_no_backup, stopped_several, undo_hint, already_stopped, undo_late, undone, undone_several, moved_already,
    later_too_far,
    alerts_now, alerts_none, alerts_usage,
    // What is asked of the tracker.
    reading, read_now, not_read_now, read_now_nothing, drawing, chart, chart_nothing, adding_up, pace, pace_item, pace_item_share, pace_total, pace_more, pace_speed, pace_speed_young, pace_outlook, pace_range, pace_orders, pace_order_within, pace_estimate, pace_none, sheet, no_sheet, events_which, events_unlisted, events_asking, end_asking, events_failed, events_none, events_head, events_title, events_from, events_until, events_end, events_no_end, events_more, end_told, understanding,
    // What events tell.
    started, failing, recovered, alert_stock, alert_sold_out, alert_below, alert_change, alert_was, reminder, moved, moved_not,
    ended_deadline, ended_stop, ended_counts, ended_hole, ended_hole_last, ended_busiest, ended_winner, ended_prices, ended_last, ended_no_backup, ended_no_reading, nearly_full,
    silent,
    overdue,
    // Languages.
    language_which, language_set,
    // What could not be done.
    scheduler_silent, scheduler_refused, unsure_started, press_start_again, nothing_started, unsure_moved,
    press_later_again, deadline_stays, not_changed,
    unsure_stopped, stop_again, delete_refused, still_fires, run_silent, run_refused, events_off, unreadable, try_again,
    tell_operator, flood,
    // Buttons.
    b_start, b_cancel, b_edit, b_back, b_other, b_hour, b_tonight, b_tomorrow, b_platform, b_event, b_deadline,
    b_interval, b_alerts, b_stop, b_now, b_chart, b_pace, b_track_this, b_until_then, b_later, b_pause, b_resume, b_undo, b_link, b_alert_stock,
    b_alert_change, b_alert_below, b_alert_off, b_done, b_auto,
    // Menus.
    m_track, m_events, m_list, m_now, m_chart, m_pace, m_sheet, m_stop, m_alert, m_lang, m_help, m_about, m_description,
}

impl Language {
    pub(super) fn texts(self) -> &'static Texts {
        match self {
            Self::English => &en::TEXTS,
            Self::Chinese => &zh::TEXTS,
        }
    }
}

/// A sentence that gets its values.
pub(super) struct Fill {
    text: String,
}

impl Fill {
    pub(super) fn new(template: &str) -> Self {
        Self {
            text: template.to_owned(),
        }
    }

    /// Puts words in; they are escaped.
    pub(super) fn put(self, name: &str, value: &str) -> Self {
        self.html(name, &escape(value))
    }

    /// Puts Telegram HTML in as it is.
    pub(super) fn html(mut self, name: &str, value: &str) -> Self {
        let mut from = 0;
        while let Some(place) = self.place(name, from) {
            from = place.start + self.fill(place, value);
        }
        self
    }

    /// Where the next `{name}` stands.
    fn place(&self, name: &str, from: usize) -> Option<Range<usize>> {
        let mut braces = self.text[from..].match_indices('{');
        braces.find_map(|(at, _)| {
            let start = from + at;
            let end = start + name.len() + 2;
            let inner = self.text.get(start + 1..end - 1)?;
            (inner == name && self.text[end - 1..].starts_with('}')).then_some(start..end)
        })
    }

    /// Fills a place and tells how long it is then. A value may itself contain what looks like a place: `{` never comes out
    /// of a person's words unmarked.
    fn fill(&mut self, place: Range<usize>, value: &str) -> usize {
        if value.contains('{') {
            let marked = value.replace('{', "&#123;");
            self.text.replace_range(place, &marked);
            marked.len()
        } else {
            self.text.replace_range(place, value);
            value.len()
        }
    }

    pub(super) fn done(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn places(text: &str) -> BTreeSet<&str> {
        let after = text.split('{').skip(1);
        after
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn every_sentence_has_the_same_places_in_each_language_and_none_is_empty() {
        for ((name, english), (_, chinese)) in en::TEXTS.all().into_iter().zip(zh::TEXTS.all()) {
            assert!(!english.trim().is_empty() && !chinese.trim().is_empty(), "{name}");
            assert_eq!(places(english), places(chinese), "{name}");
        }
    }

    #[test]
    fn every_sentence_closes_its_tags_in_each_language() {
        for texts in [&en::TEXTS, &zh::TEXTS] {
            for (name, text) in texts.all() {
                for tag in ["b", "code", "i"] {
                    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
                    assert_eq!(
                        text.matches(&open).count(),
                        text.matches(&close).count(),
                        "{name}: {text}"
                    );
                }
            }
        }
    }

    /// Without tags and places.
    fn words(text: &str) -> String {
        let parts = text.split(['<', '{']).enumerate();
        parts
            .map(|(n, part)| match part.split_once(['>', '}']) {
                Some((_, rest)) if n > 0 => rest,
                _ => part,
            })
            .collect()
    }

    #[test]
    fn chinese_sentences_are_chinese() {
        let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        for (name, text) in zh::TEXTS.all() {
            let words = words(text);
            let has_words = words.chars().any(char::is_alphabetic);
            assert!(!has_words || words.chars().any(is_chinese), "{name}: {text}");
        }
    }

    #[test]
    fn a_value_that_looks_like_a_place_stays_what_it_is() {
        let text = Fill::new("{a} {b}").put("a", "{b} <i>").put("b", "x").done();
        assert_eq!(text, "&#123;b} &lt;i&gt; x");
    }
}
