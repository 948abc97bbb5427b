//! `/stop` and `/stop NAME`

use domain::Tracking;
use domain::reply::{self, Reply};
use telegram::Text;

use super::{HandleError, ending};
use crate::bot::Bot;
use crate::failure;
use crate::trackings::{self, Found};

/// Stops the tracking of a name, or offers those of the chat as buttons.
pub(super) async fn handle(bot: &Bot, text: &Text, name: &str) -> Result<(), HandleError> {
    let reply = match trackings::in_chat(&bot.scheduler, text.chat).await {
        Ok(found) => stop(bot, &found, name).await,
        Err(error) => {
            failure::log(&error, None, "the trackings could not be listed");
            failure::not_read(&error)
        }
    };
    Ok(bot.say(text.chat, &reply).await?)
}

async fn stop(bot: &Bot, found: &[Found], name: &str) -> Reply {
    if found.is_empty() {
        return reply::nothing_to_stop();
    }
    if name.is_empty() {
        return reply::stop_choices(&trackings_of(found));
    }
    let meant: Vec<Found> = found
        .iter()
        .filter(|found| found.is_called(name))
        .cloned()
        .collect();
    match meant.as_slice() {
        [one] => ending::stop(bot, one).await,
        [] => reply::unknown_name(name, &trackings_of(found)),
        several => reply::unknown_name(name, &trackings_of(several)),
    }
}

fn trackings_of(found: &[Found]) -> Vec<Tracking> {
    found.iter().map(|found| found.tracking.clone()).collect()
}
