//! `getMe`.

use super::super::bot;
use super::Answer;
use crate::world::World;

/// The bot with what it may do. Its privacy mode is off: in groups it reads everything.
pub(super) fn get(world: &World) -> Answer {
    let mut me = bot::user(world);
    me["can_join_groups"] = true.into();
    me["can_read_all_group_messages"] = true.into();
    for not in [
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
        "has_topics_enabled",
    ] {
        me[not] = false.into();
    }
    me.into()
}
