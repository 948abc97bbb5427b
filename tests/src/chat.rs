//! The chat as a person sees it.

use serde::Deserialize;

/// One message.
#[derive(Debug, Clone, Deserialize)]
pub struct Message {
    /// Its number in the chat.
    pub message_id: i64,
    /// `person` or `bot`.
    pub from: String,
    /// What it says.
    pub text: String,
    /// Rows of buttons below it.
    #[serde(default)]
    pub buttons: Vec<Vec<Button>>,
    /// A picture above the text.
    pub photo: Option<Photo>,
}

/// A picture of the bot's.
#[derive(Debug, Clone, Deserialize)]
pub struct Photo {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// An inline button.
#[derive(Debug, Clone, Deserialize)]
pub struct Button {
    /// What it shows.
    pub text: String,
    /// What a press sends.
    #[serde(default)]
    pub data: String,
}

impl Message {
    /// The first button whose text contains `label`.
    pub fn button(&self, label: &str) -> Option<&Button> {
        self.buttons
            .iter()
            .flatten()
            .find(|button| button.text.contains(label))
    }
}
