//! What the bot's page and an empty chat say about it.

use serde_json::json;

use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::settings;
use super::Answer;
use super::commands::language;
use crate::world::World;

/// `setMyDescription` and `getMyDescription`.
pub(super) const LONG: Description = Description {
    field: "description",
    most: 512,
};
/// `setMyShortDescription` and `getMyShortDescription`.
pub(super) const SHORT: Description = Description {
    field: "short_description",
    most: 120,
};

/// One of the two texts, in each language.
pub(super) struct Description {
    field: &'static str,
    most: usize,
}

impl Description {
    /// Keeps the text; an empty one is forgotten.
    pub(super) fn set(&self, world: &World, params: &Params) -> Result<Answer, Refusal> {
        let (name, text) = (self.name(params)?, params.text(self.field).trim());
        if text.chars().count() > self.most {
            return Err(Refusal::bad_request(format!(
                "{} is too long",
                self.field.replace('_', " ")
            )));
        }
        world.store.write(|db| match text {
            "" => settings::remove(db, &name),
            text => settings::set(db, &name, &json!(text)),
        })?;
        Ok(true.into())
    }

    /// The text of exactly this language.
    pub(super) fn get(&self, world: &World, params: &Params) -> Result<Answer, Refusal> {
        let name = self.name(params)?;
        let text = world.store.read(|db| settings::get(db, &name))?;
        Ok(json!({ self.field: text.unwrap_or_else(|| json!("")) }).into())
    }

    fn name(&self, params: &Params) -> Result<String, Refusal> {
        Ok(format!("{} {}", self.field, language(params)?))
    }
}
