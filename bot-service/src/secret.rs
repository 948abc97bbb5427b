//! The secret that Telegram sends with each update.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The longest secret that Telegram takes.
const LONGEST: usize = 256;

/// The secret token of the webhook, kept as its hash. Has no `Debug`.
#[derive(Clone)]
pub(crate) struct WebhookSecret([u8; 32]);

impl WebhookSecret {
    /// Takes what Telegram's `setWebhook` takes; the error says nothing of the text.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        if text.is_empty() || text.len() > LONGEST || !text.bytes().all(fits) {
            return Err(format!(
                "it has to be 1 to {LONGEST} of A-Z, a-z, 0-9, `_` and `-`"
            ));
        }
        Ok(Self(hash(text.as_bytes())))
    }

    /// Compares in a time that depends on neither content nor length of the secret.
    pub(crate) fn is(&self, given: &[u8]) -> bool {
        self.0.ct_eq(&hash(given)).into()
    }
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secret_itself_is_the_secret() {
        let secret = WebhookSecret::parse("s3cret_A-b").unwrap();
        assert!(secret.is(b"s3cret_A-b"));
        for given in ["", "s3cret_A-", "s3cret_A-b ", "S3cret_A-b", "\0"] {
            assert!(!secret.is(given.as_bytes()), "{given}");
        }
    }

    #[test]
    fn a_secret_is_what_telegram_takes_and_an_error_does_not_show_it() {
        assert!(WebhookSecret::parse(&"a".repeat(256)).is_ok());
        for text in ["", "hunter2!", "a b", "ä", &"a".repeat(257)] {
            let error = WebhookSecret::parse(text).err().unwrap();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }
}
