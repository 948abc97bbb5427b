//! Words that answer a prompt: they go into the card that waits for them.

use domain::command::{Field, Prompt, TrackError};
use domain::{Alerts, reply};
use telegram::Text;

use super::guide::{Place, Step};
use super::{HandleError, edit, guide, track};
use crate::bot::Bot;
use crate::who::Who;

/// A prompt of ours that a message answers, with its id.
pub(super) fn prompt_of(text: &Text) -> Option<(i32, Prompt)> {
    let quoted = text.reply_to.as_ref().filter(|quoted| quoted.from_bot)?;
    let prompt = quoted.codes.iter().find_map(|code| Prompt::parse(code))?;
    Some((quoted.message_id, prompt))
}

/// Puts the answer into the draft and shows the card's next question; the prompt has done its part and goes.
pub(super) async fn handle(
    bot: &Bot,
    who: &Who,
    (message, prompt): (i32, Prompt),
    words: &str,
) -> Result<(), HandleError> {
    if prompt.person != 0 && who.person != Some(prompt.person) {
        return Ok(bot.tell(who, &reply::not_yours(who.language)).await?);
    }
    let now = bot.clock.now().await?;
    let (draft, wrong) = track::understand(bot, &prompt.arguments, now);
    let mut step = Step {
        draft,
        asked_in: prompt.asked_in,
        wrong,
    };
    match prompt.field {
        Field::Event => event(bot, &mut step, words).await?,
        Field::Deadline => edit::set_deadline(bot, &mut step, words).await?,
        Field::Below => below(&mut step, words),
    }
    let done = if prompt.field == Field::Below {
        edit::show_alerts(bot, who, prompt.card, &step).await
    } else {
        guide::show(bot, who, Place::Card(prompt.card), step).await
    };
    done?;
    forget(bot, who.chat, message).await;
    Ok(())
}

/// The event as it was typed; a link says by itself which platform it is of, and a whole sentence brings its deadline.
async fn event(bot: &Bot, step: &mut Step, words: &str) -> Result<(), HandleError> {
    let now = bot.clock.now().await?;
    let platform = step.draft.platform.clone();
    let typed = match &platform {
        Some(platform) if platform.as_str() != "web" => format!("{platform} {words}"),
        _ => words.to_owned(),
    };
    let (draft, wrong) = track::understand(bot, &typed, now);
    step.wrong = wrong;
    step.draft.platform = draft.platform.or(platform);
    step.draft.event = draft.event;
    step.draft.deadline = draft.deadline.or(step.draft.deadline);
    Ok(())
}

fn below(step: &mut Step, words: &str) {
    match format!("below {}", words.trim()).parse::<Alerts>() {
        Ok(alerts) => step.draft.alerts.below = alerts.below,
        Err(error) => step.wrong = Some(TrackError::Alerts(error)),
    }
}

/// That a prompt stays is no harm.
async fn forget(bot: &Bot, chat: i64, message: i32) {
    if let Err(error) = bot.telegram.delete(chat, message).await {
        tracing::debug!(%error, "a prompt was not deleted");
    }
}
