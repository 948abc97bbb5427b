//! What events have told is noted in a tracking's Scheduler job: the bot keeps nothing itself.

use domain::scheduler_job;

use crate::bot::Bot;
use crate::failure;
use crate::patience::patiently;
use crate::trackings::Found;

/// Keeps a tracking's note. That it is not kept is only logged: an event may become a second message then.
pub(crate) async fn keep(bot: &Bot, found: &Found) {
    let description = found.note.write(&scheduler_job::description(&found.tracking));
    let updated = patiently(bot.scheduler.update_description(found.job_id(), &description)).await;
    if let Err(error) = updated {
        failure::log(
            &error,
            Some(&found.tracking.id),
            "what an event told could not be noted",
        );
    }
}
