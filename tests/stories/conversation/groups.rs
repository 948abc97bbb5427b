//! Several people in one chat, and people who may not be there.

use serde_json::json;

use super::person::Person;
use super::story::{Story, both_ways_as};

const GROUP: i64 = -1_005;
const NOT_YOURS: &str = "Somebody else was asked this. Send /track for one of your own.";
const NO_RIGHTS: &str = "Somebody else began this tracking: only they and this group's administrators can change it. Nothing was changed.";

fn member<'a>(story: &'a Story, id: i64, name: &str) -> Person<'a> {
    Person::of(story, GROUP, json!({ "id": id, "first_name": name }))
}

#[tokio::test]
async fn two_people_at_once_do_not_disturb_each_other() {
    both_ways_as(&[("ALLOWED_CHAT_IDS", "-1005")], async |story| {
        let (ann, bob) = (member(story, 11, "Ann"), member(story, 12, "Bob"));
        let anns = ann.ask("/track").await;
        let bobs = bob.ask("/track").await;
        assert_eq!(bob.press_only(&anns, "Album shop").await, NOT_YOURS);
        assert_eq!(ann.see(&anns).await.text, anns.text);
        ann.press(&anns, "Album shop").await;
        let anns_prompt = ann.news().await.remove(0);
        bob.press(&bobs, "Album shop").await;
        let bobs_prompt = bob.news().await.remove(0);
        let refused = bob.reply(&anns_prompt, "BOBS").await;
        assert_eq!(refused.last().unwrap().text, NOT_YOURS);
        bob.reply(&bobs_prompt, "BOBS").await;
        ann.reply(&anns_prompt, "ANNS").await;
        assert!(ann.see(&anns).await.text.contains("/track shop ANNS"));
        assert!(bob.see(&bobs).await.text.contains("/track shop BOBS"));
        assert!(
            bob.say("what a nice day").await.is_empty(),
            "small talk is not for the bot"
        );
        assert!(bob.say("/list@some_other_bot").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn only_who_began_it_and_administrators_change_a_tracking() {
    both_ways_as(&[("ALLOWED_CHAT_IDS", "-1005")], async |story| {
        let (ann, bob) = (member(story, 11, "Ann"), member(story, 12, "Bob"));
        let card = ann.ask("/track shop ABC until 14:30").await;
        assert_eq!(bob.press_only(&card, "Start").await, NOT_YOURS);
        let card = ann.press(&card, "Start").await;
        let jobs = story.jobs().await;
        for button in ["Stop", "Pause", "+1 h"] {
            bob.press(&card, button).await;
            let said = bob.news().await;
            assert_eq!(said.last().unwrap().text, NO_RIGHTS, "{button}");
        }
        assert_eq!(bob.ask("/stop all").await.text, NO_RIGHTS);
        assert_eq!(story.jobs().await, jobs, "nothing was changed");
        bob.press(&card, "Now").await;
        assert!(
            bob.news().await[0].text.starts_with("shop ABC\nHK$100"),
            "everybody may look"
        );
        let promoted = json!({ "user": { "id": 12, "first_name": "Bob" }, "status": "administrator" });
        let members = format!("/_local/chats/{GROUP}/members");
        story.system.post(&members, promoted).await.unwrap();
        let paused = bob.press(&card, "Pause").await;
        assert!(paused.text.contains("⏸ paused"), "{}", paused.text);
        let stopped = ann.press(&paused, "Stop").await;
        assert!(story.jobs().await.is_empty());
        let cat = member(story, 13, "Cat");
        cat.press(&stopped, "Undo").await;
        assert_eq!(cat.told().await, [NO_RIGHTS]);
        assert!(story.jobs().await.is_empty(), "it stays stopped");
        let undone = bob.press(&stopped, "Undo").await;
        assert_eq!(story.jobs().await.len(), 1);
        cat.press(&undone, "Stop").await;
        assert_eq!(cat.told().await, [NO_RIGHTS], "it is still Ann's");
        ann.press(&undone, "Stop").await;
        assert!(story.jobs().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn where_the_operator_says_so_everybody_changes_a_tracking() {
    let settings = [("ALLOWED_CHAT_IDS", "-1005"), ("CHANGES_IN_GROUPS", "everybody")];
    both_ways_as(&settings, async |story| {
        let (ann, bob) = (member(story, 11, "Ann"), member(story, 12, "Bob"));
        let card = ann.ask("/track shop ABC until 14:30").await;
        let card = ann.press(&card, "Start").await;
        let stopped = bob.press(&card, "Stop").await;
        assert!(story.jobs().await.is_empty());
        bob.press(&stopped, "Undo").await;
        assert_eq!(story.jobs().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_group_that_becomes_a_supergroup_takes_its_trackings_along() {
    let supergroup: i64 = -1_001_234_567_890;
    let allowed = format!("{GROUP},{supergroup}");
    both_ways_as(&[("ALLOWED_CHAT_IDS", &allowed)], async |story| {
        let ann = member(story, 11, "Ann");
        let card = ann.ask("/track shop ABC until 14:30 alert change").await;
        ann.press(&card, "Start").await;
        story.kill_bot().await;
        let migration = format!("/_local/chats/{GROUP}/migration");
        story
            .system
            .post(&migration, json!({ "to": supergroup }))
            .await
            .unwrap();
        story.system.settle().await.unwrap();
        story.shows(120, 5);
        story.minutes(2).await;
        let ann = Person::of(story, supergroup, json!({ "id": 11, "first_name": "Ann" }));
        let told = ann.told().await;
        assert!(
            told[0].starts_with("🔔 shop ABC"),
            "the alert comes where the group is: {told:?}"
        );
        let list = ann.say("/list").await;
        assert!(list[0].text.starts_with("shop ABC\nHK$120"), "{}", list[0].text);
        assert_eq!(story.jobs().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_stranger_gets_one_line_with_the_id_that_the_operator_would_add() {
    both_ways_as(&[("ALLOWED_CHAT_IDS", ""), ("ALLOWED_USER_IDS", "11")], async |story| {
        let private = Person::of(story, 12, json!({ "id": 12 }));
        let line = "Sorry, this bot is private. Its operator can let you in by the id 12 (in ALLOWED_CHAT_IDS).";
        for text in ["/start", "/track shop ABC until 14:00", "hello"] {
            assert_eq!(private.ask(text).await.text, line);
        }
        let (ann, bob) = (member(story, 11, "Ann"), member(story, 12, "Bob"));
        assert_eq!(
            bob.ask("/list").await.text,
            "Sorry, this bot is private. Its operator can let this chat in by the id -1005 (ALLOWED_CHAT_IDS), or you \
             by 12 (ALLOWED_USER_IDS)."
        );
        assert!(bob.say("good morning").await.is_empty(), "nobody spoke to the bot");
        let card = ann.ask("/track shop ABC until 14:00").await;
        assert!(bob.press_only(&card, "Start").await.starts_with("Sorry, this bot is private."));
        assert!(story.all_jobs().await.is_empty());
        let started = ann.press(&card, "Start").await;
        assert!(started.text.contains("running, every minute"), "{}", started.text);
    })
    .await;
}
