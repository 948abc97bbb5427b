//! What may arrive.

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Who writes or presses, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Actor {
    pub(super) chat: i64,
    pub(super) person: i64,
    pub(super) is_allowed: bool,
}

/// One update.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// Words.
    Write(Actor, String),
    /// An answer to one of the bot's messages, whose code may be another one.
    Answer(Actor, Index, Option<String>, String),
    /// A press of a button of one of the bot's messages, as it is or as it was; the data may be other ones.
    Press(Actor, Index, Index, Option<String>),
    /// A press of the newest button of a verb.
    Known(Actor, &'static str),
    /// An earlier update once more.
    Again(Index),
    /// The bot's own standing in a chat.
    Member(Actor, &'static str),
    /// Anything else.
    Garbage(String),
}

const ACTORS: [Actor; 9] = [
    actor(1, 9, true),
    actor(1, 9, true),
    actor(-5, 9, true),
    actor(-5, 8, true),
    actor(-5, 1_087_968_824, true),
    actor(-6, 77, true),
    actor(-6, 8, false),
    actor(2, 2, false),
    actor(i64::MIN, i64::MAX, false),
];

const fn actor(chat: i64, person: i64, is_allowed: bool) -> Actor {
    Actor {
        chat,
        person,
        is_allowed,
    }
}

/// Words of which commands are made: good, bad and hostile.
const WORDS: &[&str] = &[
    "web",
    "ktown4u",
    "KTOWN4U",
    "shopify",
    "nope",
    "demo",
    "makestar",
    "https://shop.example/album",
    "shop.example/<b>x</b>",
    "https://www.ktown4u.com/eventsub?eve_no=44469917",
    "http://169.254.169.254/computeMetadata/v1",
    "https://user:secret@shop.example/",
    "44469917",
    "ABC",
    "아이브 안유진",
    "until",
    "until 14:00",
    "until tomorrow 14:00",
    "until 28 Feb 14:00 KST",
    "in 3h",
    "until in 99999999999999999999h",
    "until in 9223372036854775807d",
    "until 0000-00-00 00:00",
    "until 9999-12-31 23:59 -12:00",
    "until 31 Feb 25:61",
    "until 20260229 14:00",
    "until 14:00 +99:99",
    "every 1m",
    "every 5m",
    "every 10s",
    "every auto",
    "every 0",
    "every 4294967295h",
    "every \"0 9 * * *\"",
    "every \"*/0 99 * * 9-1\"",
    "every \"0 0 30 2 *\"",
    "alert stock",
    "alert below 100",
    "alert below HK$-0.0000000000000000000000000001",
    "alert below 79228162514264337593543950336",
    "alert change",
    "off",
    "all",
    "zh",
    "en",
    "中文",
    "\u{0}",
    "<code>",
    "&amp;lt;",
    "{title}",
    "\u{202e}",
    "😀",
    "#8.7.9 event /track web",
    "@SignBot",
    "@OtherBot",
    "\"",
    "'",
    "\n",
];

const COMMANDS: &[&str] = &[
    "/start",
    "/help",
    "/track",
    "/track web https://shop.example/album until 14:00",
    "/list",
    "/stop",
    "/stop all",
    "/now",
    "/chart",
    "/sheet",
    "/alert",
    "/lang",
    "/track@SignBot",
    "/list@OtherBot",
    "/dance",
    "/",
    "",
];

/// Codes that somebody else's bot may have written.
const CODES: &[&str] = &[
    "#100.7.9 event /track",
    "#100.7.0 deadline /track web https://shop.example/album every 1m",
    "#2147483647.-2147483648.9 below /track web https://shop.example/album until 14:00",
    "#99999999999.7.9 event /track",
    "#1.2.3 dance /track",
    "#100.7.9 event /stop all",
    "/track web https://shop.example/album until 2026-02-28 14:00 HKT every 1m",
];

/// What makes, moves and ends trackings.
const KNOWN: &[&str] = &[
    "start", "start", "start", "later", "later", "stop", "stop", "undo", "undo", "pause",
];

/// Data that no button of ours has, or has in another message.
const VERBS: &[&str] = &[
    "start", "cancel", "edit", "back", "p", "d", "i", "a", "e", "stop", "now", "chart", "later", "pause",
    "resume", "alerts", "as", "ac", "ao", "open", "card", "sheet", "lang", "undo", "dance",
];

const VALUES: &[&str] = &[
    "",
    "1",
    "7",
    "101",
    "-1",
    "2147483648",
    "1:web",
    "1:nope",
    "1:hour",
    "1:other",
    "1:10s",
    "1:stock",
    "1:below",
    "1:platform",
    "1:event",
    "1:deadline",
    "1:alerts",
    "track-",
    "track-web-x-0123456789",
    "track-../../x",
    "track-a:run",
    "track-web-shop-example-album-0123456789-4294967295",
    "zh",
    "en",
    "xx",
];

/// What may have happened before: presses of the newest button of each verb. The first `start` asks.
const STORIES: &[&[&str]] = &[
    &[],
    &["start", "start"],
    &["start", "start", "later"],
    &["start", "start", "stop"],
    &["start", "start", "stop", "undo", "later"],
];

/// A story of somebody, and up to so many updates of any kind behind it.
pub(super) fn sequence(longest: usize) -> impl Strategy<Value = Vec<Step>> {
    let story = (select(&ACTORS[..6]), select(STORIES));
    let any = proptest::collection::vec(step(), 1..=longest);
    (story, any).prop_map(|((actor, verbs), any)| {
        let story = verbs.iter().map(|verb| Step::Known(actor, verb));
        story.chain(any).collect()
    })
}

/// One update of any kind.
fn step() -> impl Strategy<Value = Step> {
    let actor = || select(&ACTORS[..]);
    let forged = || prop_oneof![3 => Just(None), 1 => data().prop_map(Some)];
    let code = prop_oneof![3 => Just(None), 1 => select(CODES).prop_map(|code| Some(code.to_owned()))];
    prop_oneof![
        5 => (actor(), words()).prop_map(|(actor, words)| Step::Write(actor, words)),
        2 => (actor(), any::<Index>(), code, argument())
            .prop_map(|(actor, message, code, words)| Step::Answer(actor, message, code, words)),
        7 => (actor(), any::<Index>(), any::<Index>(), forged())
            .prop_map(|(actor, message, button, data)| Step::Press(actor, message, button, data)),
        8 => (select(&ACTORS[..3]), select(KNOWN)).prop_map(|(actor, verb)| Step::Known(actor, verb)),
        3 => any::<Index>().prop_map(Step::Again),
        1 => (actor(), select(&["kicked", "left", "member", "restricted"][..]))
            .prop_map(|(actor, status)| Step::Member(actor, status)),
        1 => garbage().prop_map(Step::Garbage),
    ]
}

fn words() -> impl Strategy<Value = String> {
    let track = "/track web https://shop.example/album until 14:00";
    prop_oneof![
        3 => Just(track.to_owned()),
        4 => (select(COMMANDS), argument()).prop_map(|(command, argument)| format!("{command} {argument}")),
        2 => select(COMMANDS).prop_map(str::to_owned),
        1 => argument(),
        1 => ".{0,40}",
    ]
}

fn argument() -> impl Strategy<Value = String> {
    let some = proptest::collection::vec(select(WORDS), 0..5);
    prop_oneof![6 => some.prop_map(|words| words.join(" ")), 1 => "\\PC{0,60}"]
}

fn data() -> impl Strategy<Value = String> {
    let made = (select(VERBS), select(VALUES)).prop_map(|(verb, value)| format!("{verb}:{value}"));
    prop_oneof![6 => made, 1 => Just("undo".to_owned()), 1 => ".{0,64}"]
}

fn garbage() -> impl Strategy<Value = String> {
    let known = [
        "",
        "{",
        "[]",
        "{}",
        "null",
        "{\"update_id\":1}",
        "{\"update_id\":1,\"message\":{}}",
        "{\"update_id\":\"x\"}",
        "{\"update_id\":1,\"callback_query\":{\"id\":\"q\"}}",
        "{\"update_id\":1e400}",
        "{\"update_id\":1,\"message\":{\"message_id\":99999999999,\"date\":1,\"chat\":{\"id\":1,\"type\":\"private\"}}}",
        "{\"update_id\":1,\"my_chat_member\":{\"chat\":{\"id\":1}}}",
    ];
    prop_oneof![select(known.to_vec()).prop_map(str::to_owned), ".{0,60}"]
}
