//! `answerCallbackQuery`.

use serde_json::json;

use super::super::callbacks;
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::Answer;
use crate::changes::Area;
use crate::world::World;

/// Ends the waiting of a person who pressed a button, with a notice where there is a text.
pub(super) fn answer(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let text = params.text("text");
    if text.chars().count() > 200 {
        return Err(Refusal::bad_request("MESSAGE_TOO_LONG"));
    }
    let answer = json!({ "text": text, "show_alert": params.flag("show_alert") });
    let (id, now) = (params.text("callback_query_id"), world.clock.now());
    let known = world.store.write(|db| callbacks::answer(db, id, &answer, now))?;
    if !known {
        let what = "query is too old and response timeout expired or query ID is invalid";
        return Err(Refusal::bad_request(what));
    }
    world.mark_changed(Area::Chats);
    Ok(true.into())
}
