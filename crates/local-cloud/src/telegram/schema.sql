CREATE TABLE IF NOT EXISTS telegram_settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS telegram_chats (
    chat_id         INTEGER PRIMARY KEY,
    kind            TEXT NOT NULL,
    person          TEXT NOT NULL,
    last_message_id INTEGER NOT NULL DEFAULT 0,
    action          TEXT,
    action_at_ms    INTEGER
);
INSERT OR IGNORE INTO telegram_chats (chat_id, kind, person)
    VALUES (1, 'private', '{"id":1,"is_bot":false,"first_name":"Friend","language_code":"en"}');
CREATE TABLE IF NOT EXISTS telegram_messages (
    chat_id    INTEGER NOT NULL REFERENCES telegram_chats (chat_id),
    message_id INTEGER NOT NULL,
    body       TEXT NOT NULL,
    PRIMARY KEY (chat_id, message_id)
);
CREATE TABLE IF NOT EXISTS telegram_callbacks (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    asked_at_ms INTEGER NOT NULL,
    answer      TEXT
);
CREATE TABLE IF NOT EXISTS telegram_updates (
    update_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    content       TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    attempts      INTEGER NOT NULL DEFAULT 0,
    next_at_ms    INTEGER NOT NULL,
    first_status  INTEGER,
    last_error    TEXT,
    pending       INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IF NOT EXISTS telegram_updates_pending ON telegram_updates (pending, update_id);
CREATE TABLE IF NOT EXISTS telegram_members (
    chat_id INTEGER NOT NULL REFERENCES telegram_chats (chat_id),
    user_id INTEGER NOT NULL,
    user    TEXT NOT NULL,
    status  TEXT NOT NULL,
    PRIMARY KEY (chat_id, user_id)
);
-- The bot's own standing, where it is another than that of a member.
CREATE TABLE IF NOT EXISTS telegram_standing (
    chat_id  INTEGER PRIMARY KEY REFERENCES telegram_chats (chat_id),
    status   TEXT NOT NULL,
    moved_to INTEGER
);
CREATE TABLE IF NOT EXISTS telegram_photos (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    kind    TEXT NOT NULL,
    width   INTEGER NOT NULL,
    height  INTEGER NOT NULL,
    content BLOB NOT NULL
);
