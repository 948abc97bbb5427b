-- A data folder of version 1, written by that version: two minutes of a tracking of the demo, begun in a chat.
CREATE TABLE access_tokens (
    token TEXT PRIMARY KEY, account TEXT NOT NULL, execution TEXT, expires TEXT NOT NULL
);
INSERT INTO "access_tokens" VALUES('a-token','signchronicle-bot@local.iam.gserviceaccount.com',NULL,'2026-11-26T18:06:59.003118058+00:00');
CREATE TABLE drive_files (id TEXT PRIMARY KEY, metadata TEXT NOT NULL, content BLOB);
INSERT INTO "drive_files" VALUES('local-shared-drive','{"createdTime":"2026-11-26T17:05:41.807Z","driveId":"local-shared-drive","id":"local-shared-drive","localRoot":true,"mimeType":"application/vnd.google-apps.folder","modifiedTime":"2026-11-26T17:05:41.807Z","name":"Drive","version":"1"}',NULL);
INSERT INTO "drive_files" VALUES('local-my-drive-root','{"createdTime":"2026-11-26T17:05:41.809Z","id":"local-my-drive-root","localRoot":true,"mimeType":"application/vnd.google-apps.folder","modifiedTime":"2026-11-26T17:05:41.809Z","name":"My Drive","ownedByMe":true,"version":"1"}',NULL);
INSERT INTO "drive_files" VALUES('local-drive-folder','{"createdTime":"2026-11-26T17:05:41.809Z","driveId":"local-shared-drive","id":"local-drive-folder","mimeType":"application/vnd.google-apps.folder","modifiedTime":"2026-11-26T17:05:41.809Z","name":"SignChronicle backups","parents":["local-shared-drive"],"version":"1"}',NULL);
INSERT INTO "drive_files" VALUES('local-my-drive-folder','{"createdTime":"2026-11-26T17:05:41.809Z","id":"local-my-drive-folder","mimeType":"application/vnd.google-apps.folder","modifiedTime":"2026-11-26T17:05:41.809Z","name":"A person''s folder","version":"1"}',NULL);
INSERT INTO "drive_files" VALUES('local-spreadsheet','{"createdTime":"2026-11-26T17:05:41.809Z","id":"local-spreadsheet","mimeType":"application/vnd.google-apps.spreadsheet","modifiedTime":"2026-11-26T17:07:00.031Z","name":"SignChronicle","version":"5"}',NULL);
CREATE TABLE drive_permissions (
        file TEXT NOT NULL REFERENCES drive_files (id) ON DELETE CASCADE, id TEXT NOT NULL, permission TEXT NOT NULL,
        PRIMARY KEY (file, id)
    );
CREATE TABLE drive_uploads (id TEXT PRIMARY KEY, session TEXT NOT NULL, content BLOB NOT NULL);
CREATE TABLE executions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, operation TEXT NOT NULL UNIQUE,
    env TEXT NOT NULL, args TEXT NOT NULL, timeout_seconds INTEGER NOT NULL, creator TEXT NOT NULL,
    started TEXT NOT NULL, ended TEXT, state TEXT NOT NULL, exit_code INTEGER, log TEXT NOT NULL DEFAULT ''
);
INSERT INTO "executions" VALUES(1,'signchronicle-tracker-tqyoo','051d0403fc25db451aa2cc70a1a9d0e2','{"ACTION":"now","ALLOWED_PRIVATE_ADDRESSES":"127.0.0.1:18099","BODY_VERSION":"1","CHAT_ID":"1","CLOUD_RUN_EXECUTION":"signchronicle-tracker-tqyoo","CLOUD_RUN_JOB":"signchronicle-tracker","CLOUD_RUN_TASK_ATTEMPT":"0","CLOUD_RUN_TASK_COUNT":"1","CLOUD_RUN_TASK_INDEX":"0","DRIVE_FOLDER_ID":"local-drive-folder","EVENTS_TOPIC":"signchronicle-events","EVENT_ARTIST":"ABC","GCE_METADATA_HOST":"127.0.0.1:18099/_execution/signchronicle-tracker-tqyoo","GOOGLE_API_ENDPOINT":"http://127.0.0.1:18099","LANGUAGE":"en","PLATFORM":"demo","PLATFORMS_DIR":"/data/platforms","PROJECT_ID":"local","REGION":"asia-east2","REPLY_AS":"confirm:1:Asia/Hong_Kong","REPLY_TO":"2","SAMPLE_EVERY":"1m","SPREADSHEET_ID":"local-spreadsheet","STARTED_BY":"1","TERMINATE_TIME":"20261127 01:09","TIME_ZONE":"Asia/Hong_Kong","TRACKING":"track-demo-abc-d6b5915c46"}','[]',1200,'signchronicle-bot@local.iam.gserviceaccount.com','2026-11-26T17:05:44.802560406+00:00','2026-11-26T17:05:44.832716105+00:00','succeeded',0,'{"message":"stored"}
');
INSERT INTO "executions" VALUES(2,'signchronicle-tracker-mhxdd','f08efca5d7c35abf514a68f49981f181','{"ALLOWED_PRIVATE_ADDRESSES":"127.0.0.1:18099","BODY_VERSION":"1","CHAT_ID":"1","CLOUD_RUN_EXECUTION":"signchronicle-tracker-mhxdd","CLOUD_RUN_JOB":"signchronicle-tracker","CLOUD_RUN_TASK_ATTEMPT":"0","CLOUD_RUN_TASK_COUNT":"1","CLOUD_RUN_TASK_INDEX":"0","DRIVE_FOLDER_ID":"local-drive-folder","EVENTS_TOPIC":"signchronicle-events","EVENT_ARTIST":"ABC","GCE_METADATA_HOST":"127.0.0.1:18099/_execution/signchronicle-tracker-mhxdd","GOOGLE_API_ENDPOINT":"http://127.0.0.1:18099","LANGUAGE":"en","PLATFORM":"demo","PLATFORMS_DIR":"/data/platforms","PROJECT_ID":"local","REGION":"asia-east2","REPLY_TO":"2","SAMPLE_EVERY":"1m","SCHEDULER_JOB":"track-demo-abc-d6b5915c46","SPREADSHEET_ID":"local-spreadsheet","STARTED_BY":"1","TERMINATE_TIME":"20261127 01:09","TIME_ZONE":"Asia/Hong_Kong","TRACKING":"track-demo-abc-d6b5915c46"}','[]',1200,'signchronicle-bot@local.iam.gserviceaccount.com','2026-11-26T17:05:59.664353488+00:00','2026-11-26T17:05:59.704883368+00:00','succeeded',0,'{"message":"stored"}
');
INSERT INTO "executions" VALUES(3,'signchronicle-tracker-f8w22','be8270b4c75764d2318c5b3b9bba277f','{"ALLOWED_PRIVATE_ADDRESSES":"127.0.0.1:18099","BODY_VERSION":"1","CHAT_ID":"1","CLOUD_RUN_EXECUTION":"signchronicle-tracker-f8w22","CLOUD_RUN_JOB":"signchronicle-tracker","CLOUD_RUN_TASK_ATTEMPT":"0","CLOUD_RUN_TASK_COUNT":"1","CLOUD_RUN_TASK_INDEX":"0","DRIVE_FOLDER_ID":"local-drive-folder","EVENTS_TOPIC":"signchronicle-events","EVENT_ARTIST":"ABC","GCE_METADATA_HOST":"127.0.0.1:18099/_execution/signchronicle-tracker-f8w22","GOOGLE_API_ENDPOINT":"http://127.0.0.1:18099","LANGUAGE":"en","PLATFORM":"demo","PLATFORMS_DIR":"/data/platforms","PROJECT_ID":"local","REGION":"asia-east2","REPLY_TO":"2","SAMPLE_EVERY":"1m","SCHEDULER_JOB":"track-demo-abc-d6b5915c46","SPREADSHEET_ID":"local-spreadsheet","STARTED_BY":"1","TERMINATE_TIME":"20261127 01:09","TIME_ZONE":"Asia/Hong_Kong","TRACKING":"track-demo-abc-d6b5915c46"}','[]',1200,'signchronicle-bot@local.iam.gserviceaccount.com','2026-11-26T17:06:00.004792132+00:00','2026-11-26T17:06:00.027933519+00:00','succeeded',0,'{"message":"stored"}
');
INSERT INTO "executions" VALUES(4,'signchronicle-tracker-8zurq','c4ab110573968fa185e419732e843144','{"ALLOWED_PRIVATE_ADDRESSES":"127.0.0.1:18099","BODY_VERSION":"1","CHAT_ID":"1","CLOUD_RUN_EXECUTION":"signchronicle-tracker-8zurq","CLOUD_RUN_JOB":"signchronicle-tracker","CLOUD_RUN_TASK_ATTEMPT":"0","CLOUD_RUN_TASK_COUNT":"1","CLOUD_RUN_TASK_INDEX":"0","DRIVE_FOLDER_ID":"local-drive-folder","EVENTS_TOPIC":"signchronicle-events","EVENT_ARTIST":"ABC","GCE_METADATA_HOST":"127.0.0.1:18099/_execution/signchronicle-tracker-8zurq","GOOGLE_API_ENDPOINT":"http://127.0.0.1:18099","LANGUAGE":"en","PLATFORM":"demo","PLATFORMS_DIR":"/data/platforms","PROJECT_ID":"local","REGION":"asia-east2","REPLY_TO":"2","SAMPLE_EVERY":"1m","SCHEDULER_JOB":"track-demo-abc-d6b5915c46","SPREADSHEET_ID":"local-spreadsheet","STARTED_BY":"1","TERMINATE_TIME":"20261127 01:09","TIME_ZONE":"Asia/Hong_Kong","TRACKING":"track-demo-abc-d6b5915c46"}','[]',1200,'signchronicle-bot@local.iam.gserviceaccount.com','2026-11-26T17:07:00.004646991+00:00','2026-11-26T17:07:00.034416239+00:00','succeeded',0,'{"message":"stored"}
');
CREATE TABLE kept (key TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO "kept" VALUES('webhook_secret','a-secret');
INSERT INTO "kept" VALUES('origin','http://127.0.0.1:18099');
CREATE TABLE pubsub_deliveries (
    subscription TEXT NOT NULL REFERENCES pubsub_subscriptions (name) ON DELETE CASCADE,
    message_id   INTEGER NOT NULL REFERENCES pubsub_messages (id) ON DELETE CASCADE,
    attempts     INTEGER NOT NULL DEFAULT 0,
    next_at_ms   INTEGER NOT NULL,
    last_error   TEXT,
    PRIMARY KEY (subscription, message_id)
);
CREATE TABLE pubsub_messages (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    data         BLOB NOT NULL,
    attributes   TEXT NOT NULL,
    ordering_key TEXT NOT NULL,
    published_ms INTEGER NOT NULL
);
CREATE TABLE pubsub_subscriptions (name TEXT PRIMARY KEY, topic TEXT NOT NULL, subscription TEXT NOT NULL);
INSERT INTO "pubsub_subscriptions" VALUES('projects/local/subscriptions/signchronicle-events-push','projects/local/topics/signchronicle-events','{"ackDeadlineSeconds":60,"enableMessageOrdering":true,"expirationPolicy":{"ttl":"2678400s"},"messageRetentionDuration":"604800s","name":"projects/local/subscriptions/signchronicle-events-push","pushConfig":{"oidcToken":{"audience":"signchronicle-events","serviceAccountEmail":"signchronicle-push@local.iam.gserviceaccount.com"},"pushEndpoint":"https://signchronicle-bot-1.asia-east2.run.app/events"},"retryPolicy":{"maximumBackoff":"600s","minimumBackoff":"10s"},"state":"ACTIVE","topic":"projects/local/topics/signchronicle-events"}');
CREATE TABLE pubsub_topics (name TEXT PRIMARY KEY, topic TEXT NOT NULL);
INSERT INTO "pubsub_topics" VALUES('projects/local/topics/signchronicle-events','{"name":"projects/local/topics/signchronicle-events","state":"ACTIVE"}');
CREATE TABLE scheduler_jobs (name TEXT PRIMARY KEY, job TEXT NOT NULL);
INSERT INTO "scheduler_jobs" VALUES('projects/local/locations/asia-east2/jobs/track-demo-abc-d6b5915c46','{"attemptDeadline":"180s","description":"demo ABC until Fri 27 Nov 2026 01:09 HKT, every minute\n{\"h\":1795712759,\"l\":{\"t\":1795712700,\"p\":\"128\",\"c\":\"HKD\",\"a\":\"InStock\",\"n\":12,\"s\":195628},\"e\":[\"started@1795712700\"]}","httpTarget":{"body":"eyJvdmVycmlkZXMiOnsiY29udGFpbmVyT3ZlcnJpZGVzIjpbeyJlbnYiOlt7Im5hbWUiOiJQTEFURk9STSIsInZhbHVlIjoiZGVtbyJ9LHsibmFtZSI6IkVWRU5UX0FSVElTVCIsInZhbHVlIjoiQUJDIn0seyJuYW1lIjoiVEVSTUlOQVRFX1RJTUUiLCJ2YWx1ZSI6IjIwMjYxMTI3IDAxOjA5In0seyJuYW1lIjoiVElNRV9aT05FIiwidmFsdWUiOiJBc2lhL0hvbmdfS29uZyJ9LHsibmFtZSI6IlNBTVBMRV9FVkVSWSIsInZhbHVlIjoiMW0ifSx7Im5hbWUiOiJUUkFDS0lORyIsInZhbHVlIjoidHJhY2stZGVtby1hYmMtZDZiNTkxNWM0NiJ9LHsibmFtZSI6IlNDSEVEVUxFUl9KT0IiLCJ2YWx1ZSI6InRyYWNrLWRlbW8tYWJjLWQ2YjU5MTVjNDYifSx7Im5hbWUiOiJDSEFUX0lEIiwidmFsdWUiOiIxIn0seyJuYW1lIjoiTEFOR1VBR0UiLCJ2YWx1ZSI6ImVuIn0seyJuYW1lIjoiU1RBUlRFRF9CWSIsInZhbHVlIjoiMSJ9LHsibmFtZSI6IkJPRFlfVkVSU0lPTiIsInZhbHVlIjoiMSJ9LHsibmFtZSI6IlJFUExZX1RPIiwidmFsdWUiOiIyIn1dfV0sInRhc2tDb3VudCI6MSwidGltZW91dCI6IjEyMDBzIn19","headers":{"Content-Type":"application/json","User-Agent":"Google-Cloud-Scheduler"},"httpMethod":"POST","oauthToken":{"serviceAccountEmail":"signchronicle-bot@local.iam.gserviceaccount.com"},"uri":"http://127.0.0.1:18099/v2/projects/local/locations/asia-east2/jobs/signchronicle-tracker:run"},"lastAttemptTime":"2026-11-26T17:07:00.001828784Z","name":"projects/local/locations/asia-east2/jobs/track-demo-abc-d6b5915c46","retryConfig":{"maxBackoffDuration":"3600s","maxDoublings":5,"maxRetryDuration":"0s","minBackoffDuration":"5s","retryCount":0},"schedule":"* * 27-28 11 *","scheduleTime":"2026-11-26T17:08:00Z","state":"ENABLED","status":{},"timeZone":"Asia/Hong_Kong","userUpdateTime":"2026-11-26T17:05:59.698533283Z"}');
INSERT INTO "scheduler_jobs" VALUES('projects/local/locations/asia-east2/jobs/signchronicle-watch','{"description":"Wakes the bot to notice trackings of which nothing is heard; gone while nothing is tracked","lastAttemptTime":"2026-11-26T17:06:00.002404791Z","name":"projects/local/locations/asia-east2/jobs/signchronicle-watch","pubsubTarget":{"data":"eyJraW5kIjoid2F0Y2gifQ==","topicName":"projects/local/topics/signchronicle-events"},"retryConfig":{"maxBackoffDuration":"3600s","maxDoublings":5,"maxRetryDuration":"0s","minBackoffDuration":"5s","retryCount":0},"schedule":"*/3 * * * *","scheduleTime":"2026-11-26T17:09:00Z","state":"ENABLED","status":{},"timeZone":"Asia/Hong_Kong","userUpdateTime":"2026-11-26T17:05:59.663469863Z"}');
CREATE TABLE sheet_metadata (
        spreadsheet TEXT NOT NULL REFERENCES spreadsheets (id) ON DELETE CASCADE, id INTEGER NOT NULL,
        metadata TEXT NOT NULL, PRIMARY KEY (spreadsheet, id)
    ) WITHOUT ROWID;
INSERT INTO "sheet_metadata" VALUES('local-spreadsheet',293594670,'{"location":{"dimensionRange":{"dimension":"COLUMNS","endIndex":1,"sheetId":964872022,"startIndex":0},"locationType":"COLUMN"},"metadataId":293594670,"metadataKey":"signchronicle.track-demo-abc-d6b5915c46.column","metadataValue":"time","visibility":"DOCUMENT"}');
INSERT INTO "sheet_metadata" VALUES('local-spreadsheet',358974157,'{"location":{"dimensionRange":{"dimension":"COLUMNS","endIndex":2,"sheetId":964872022,"startIndex":1},"locationType":"COLUMN"},"metadataId":358974157,"metadataKey":"signchronicle.track-demo-abc-d6b5915c46.column","metadataValue":"status","visibility":"DOCUMENT"}');
INSERT INTO "sheet_metadata" VALUES('local-spreadsheet',558185752,'{"location":{"locationType":"SHEET","sheetId":964872022},"metadataId":558185752,"metadataKey":"signchronicle.track-demo-abc-d6b5915c46","metadataValue":"{\"r\":4,\"first\":1795712700,\"last\":1795712820,\"read\":1795712820,\"backed_up\":null,\"heard\":{\"s\":{\"a\":1795712820,\"t\":\"ABC 5th Mini Album (Fan Sign Event)\",\"p\":\"128\",\"c\":\"HKD\",\"v\":\"InStock\",\"n\":12,\"s\":195628},\"r\":1795712700}}","visibility":"DOCUMENT"}');
INSERT INTO "sheet_metadata" VALUES('local-spreadsheet',602026545,'{"location":{"dimensionRange":{"dimension":"COLUMNS","endIndex":4,"sheetId":964872022,"startIndex":3},"locationType":"COLUMN"},"metadataId":602026545,"metadataKey":"signchronicle.track-demo-abc-d6b5915c46.column","metadataValue":"price","visibility":"DOCUMENT"}');
INSERT INTO "sheet_metadata" VALUES('local-spreadsheet',749925188,'{"location":{"dimensionRange":{"dimension":"COLUMNS","endIndex":3,"sheetId":964872022,"startIndex":2},"locationType":"COLUMN"},"metadataId":749925188,"metadataKey":"signchronicle.track-demo-abc-d6b5915c46.column","metadataValue":"title","visibility":"DOCUMENT"}');
INSERT INTO "sheet_metadata" VALUES('local-spreadsheet',1062331178,'{"location":{"dimensionRange":{"dimension":"COLUMNS","endIndex":5,"sheetId":964872022,"startIndex":4},"locationType":"COLUMN"},"metadataId":1062331178,"metadataKey":"signchronicle.track-demo-abc-d6b5915c46.column","metadataValue":"currency","visibility":"DOCUMENT"}');
INSERT INTO "sheet_metadata" VALUES('local-spreadsheet',1160826050,'{"location":{"dimensionRange":{"dimension":"COLUMNS","endIndex":6,"sheetId":964872022,"startIndex":5},"locationType":"COLUMN"},"metadataId":1160826050,"metadataKey":"signchronicle.track-demo-abc-d6b5915c46.column","metadataValue":"availability","visibility":"DOCUMENT"}');
INSERT INTO "sheet_metadata" VALUES('local-spreadsheet',1390647011,'{"location":{"dimensionRange":{"dimension":"COLUMNS","endIndex":8,"sheetId":964872022,"startIndex":7},"locationType":"COLUMN"},"metadataId":1390647011,"metadataKey":"signchronicle.track-demo-abc-d6b5915c46.column","metadataValue":"sold","visibility":"DOCUMENT"}');
INSERT INTO "sheet_metadata" VALUES('local-spreadsheet',1651828613,'{"location":{"dimensionRange":{"dimension":"COLUMNS","endIndex":7,"sheetId":964872022,"startIndex":6},"locationType":"COLUMN"},"metadataId":1651828613,"metadataKey":"signchronicle.track-demo-abc-d6b5915c46.column","metadataValue":"stock","visibility":"DOCUMENT"}');
CREATE TABLE sheet_rows (
        spreadsheet TEXT NOT NULL, sheet_id INTEGER NOT NULL, row INTEGER NOT NULL,
        filled TEXT NOT NULL, cells TEXT NOT NULL,
        PRIMARY KEY (spreadsheet, sheet_id, row),
        FOREIGN KEY (spreadsheet, sheet_id) REFERENCES sheet_tabs ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    ) WITHOUT ROWID;
INSERT INTO "sheet_rows" VALUES('local-spreadsheet',964872022,0,'0-8','{"0":{"userEnteredFormat":{"textFormat":{"bold":true}},"userEnteredValue":{"stringValue":"time"}},"1":{"userEnteredFormat":{"textFormat":{"bold":true}},"userEnteredValue":{"stringValue":"status"}},"2":{"userEnteredFormat":{"textFormat":{"bold":true}},"userEnteredValue":{"stringValue":"title"}},"3":{"userEnteredFormat":{"textFormat":{"bold":true}},"userEnteredValue":{"stringValue":"price"}},"4":{"userEnteredFormat":{"textFormat":{"bold":true}},"userEnteredValue":{"stringValue":"currency"}},"5":{"userEnteredFormat":{"textFormat":{"bold":true}},"userEnteredValue":{"stringValue":"availability"}},"6":{"userEnteredFormat":{"textFormat":{"bold":true}},"userEnteredValue":{"stringValue":"stock"}},"7":{"userEnteredFormat":{"textFormat":{"bold":true}},"userEnteredValue":{"stringValue":"sold"}}}');
INSERT INTO "sheet_rows" VALUES('local-spreadsheet',964872022,1,'0-8','{"0":{"userEnteredFormat":{"numberFormat":{"pattern":"yyyy-mm-dd hh:mm:ss","type":"DATE_TIME"}},"userEnteredValue":{"numberValue":46353.04513888889}},"1":{"userEnteredValue":{"stringValue":"ok"}},"2":{"userEnteredValue":{"stringValue":"ABC 5th Mini Album (Fan Sign Event)"}},"3":{"userEnteredFormat":{"numberFormat":{"pattern":"0","type":"NUMBER"}},"userEnteredValue":{"numberValue":128.0}},"4":{"userEnteredValue":{"stringValue":"HKD"}},"5":{"userEnteredValue":{"stringValue":"InStock"}},"6":{"userEnteredFormat":{"numberFormat":{"pattern":"0","type":"NUMBER"}},"userEnteredValue":{"numberValue":12.0}},"7":{"userEnteredFormat":{"numberFormat":{"pattern":"0","type":"NUMBER"}},"userEnteredValue":{"numberValue":195628.0}}}');
INSERT INTO "sheet_rows" VALUES('local-spreadsheet',964872022,2,'0-8','{"0":{"userEnteredFormat":{"numberFormat":{"pattern":"yyyy-mm-dd hh:mm:ss","type":"DATE_TIME"}},"userEnteredValue":{"numberValue":46353.04583333333}},"1":{"userEnteredValue":{"stringValue":"ok"}},"2":{"userEnteredValue":{"stringValue":"ABC 5th Mini Album (Fan Sign Event)"}},"3":{"userEnteredFormat":{"numberFormat":{"pattern":"0","type":"NUMBER"}},"userEnteredValue":{"numberValue":128.0}},"4":{"userEnteredValue":{"stringValue":"HKD"}},"5":{"userEnteredValue":{"stringValue":"InStock"}},"6":{"userEnteredFormat":{"numberFormat":{"pattern":"0","type":"NUMBER"}},"userEnteredValue":{"numberValue":12.0}},"7":{"userEnteredFormat":{"numberFormat":{"pattern":"0","type":"NUMBER"}},"userEnteredValue":{"numberValue":195628.0}}}');
INSERT INTO "sheet_rows" VALUES('local-spreadsheet',964872022,3,'0-8','{"0":{"userEnteredFormat":{"numberFormat":{"pattern":"yyyy-mm-dd hh:mm:ss","type":"DATE_TIME"}},"userEnteredValue":{"numberValue":46353.04652777778}},"1":{"userEnteredValue":{"stringValue":"ok"}},"2":{"userEnteredValue":{"stringValue":"ABC 5th Mini Album (Fan Sign Event)"}},"3":{"userEnteredFormat":{"numberFormat":{"pattern":"0","type":"NUMBER"}},"userEnteredValue":{"numberValue":128.0}},"4":{"userEnteredValue":{"stringValue":"HKD"}},"5":{"userEnteredValue":{"stringValue":"InStock"}},"6":{"userEnteredFormat":{"numberFormat":{"pattern":"0","type":"NUMBER"}},"userEnteredValue":{"numberValue":12.0}},"7":{"userEnteredFormat":{"numberFormat":{"pattern":"0","type":"NUMBER"}},"userEnteredValue":{"numberValue":195628.0}}}');
CREATE TABLE sheet_tabs (
        spreadsheet TEXT NOT NULL REFERENCES spreadsheets (id) ON DELETE CASCADE, sheet_id INTEGER NOT NULL,
        position INTEGER NOT NULL, properties TEXT NOT NULL, parts TEXT NOT NULL,
        PRIMARY KEY (spreadsheet, sheet_id)
    ) WITHOUT ROWID;
INSERT INTO "sheet_tabs" VALUES('local-spreadsheet',0,0,'{"gridProperties":{"columnCount":26,"rowCount":1000},"sheetId":0,"sheetType":"GRID","title":"Sheet1"}','{}');
INSERT INTO "sheet_tabs" VALUES('local-spreadsheet',964872022,1,'{"gridProperties":{"columnCount":9,"frozenRowCount":1,"rowCount":4},"sheetId":964872022,"sheetType":"GRID","title":"demo ABC"}','{"charts":[{"chartId":1319958165,"position":{"overlayPosition":{"anchorCell":{"columnIndex":8,"rowIndex":1,"sheetId":964872022},"heightPixels":400,"offsetXPixels":20,"widthPixels":640}},"spec":{"basicChart":{"chartType":"LINE","domains":[{"domain":{"sourceRange":{"sources":[{"endColumnIndex":1,"sheetId":964872022,"startColumnIndex":0,"startRowIndex":0}]}}}],"headerCount":1,"legendPosition":"BOTTOM_LEGEND","series":[{"series":{"sourceRange":{"sources":[{"endColumnIndex":4,"sheetId":964872022,"startColumnIndex":3,"startRowIndex":0}]}},"targetAxis":"LEFT_AXIS"},{"series":{"sourceRange":{"sources":[{"endColumnIndex":7,"sheetId":964872022,"startColumnIndex":6,"startRowIndex":0}]}},"targetAxis":"RIGHT_AXIS"}]},"title":"demo ABC"}}],"columns":{"0":{"hiddenByUser":false,"pixelSize":150},"1":{"hiddenByUser":false,"pixelSize":160},"2":{"hiddenByUser":false,"pixelSize":260},"3":{"hiddenByUser":false,"pixelSize":80},"4":{"hiddenByUser":false,"pixelSize":80},"5":{"hiddenByUser":false,"pixelSize":100},"6":{"hiddenByUser":false,"pixelSize":80},"7":{"hiddenByUser":false,"pixelSize":80},"8":{"hiddenByUser":false,"pixelSize":680}}}');
CREATE TABLE spreadsheets (
        id TEXT PRIMARY KEY, properties TEXT NOT NULL, named_ranges TEXT NOT NULL
    ) WITHOUT ROWID;
INSERT INTO "spreadsheets" VALUES('local-spreadsheet','{"autoRecalc":"ON_CHANGE","defaultFormat":{"backgroundColor":{"blue":1,"green":1,"red":1},"padding":{"bottom":2,"left":3,"right":3,"top":2},"textFormat":{"bold":false,"fontFamily":"arial,sans,sans-serif","fontSize":10,"foregroundColor":{},"italic":false,"strikethrough":false,"underline":false},"verticalAlignment":"BOTTOM","wrapStrategy":"OVERFLOW_CELL"},"locale":"en_US","timeZone":"Asia/Hong_Kong","title":"SignChronicle"}','[{"name":"signchronicle_964872022","namedRangeId":"signchronicle-964872022-4","range":{"endColumnIndex":1,"endRowIndex":1,"sheetId":964872022,"startColumnIndex":0,"startRowIndex":0}}]');
CREATE TABLE telegram_callbacks (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    asked_at_ms INTEGER NOT NULL,
    answer      TEXT
);
INSERT INTO "telegram_callbacks" VALUES(1,1795712759654,'{"show_alert":false,"text":""}');
CREATE TABLE telegram_chats (
    chat_id         INTEGER PRIMARY KEY,
    kind            TEXT NOT NULL,
    person          TEXT NOT NULL,
    last_message_id INTEGER NOT NULL DEFAULT 0,
    action          TEXT,
    action_at_ms    INTEGER
);
INSERT INTO "telegram_chats" VALUES(1,'private','{"first_name":"Friend","id":1,"is_bot":false,"language_code":"en"}',2,'typing',1795712744805);
CREATE TABLE telegram_members (
    chat_id INTEGER NOT NULL REFERENCES telegram_chats (chat_id),
    user_id INTEGER NOT NULL,
    user    TEXT NOT NULL,
    status  TEXT NOT NULL,
    PRIMARY KEY (chat_id, user_id)
);
CREATE TABLE telegram_messages (
    chat_id    INTEGER NOT NULL REFERENCES telegram_chats (chat_id),
    message_id INTEGER NOT NULL,
    body       TEXT NOT NULL,
    PRIMARY KEY (chat_id, message_id)
);
INSERT INTO "telegram_messages" VALUES(1,1,'{"message_id":1,"from":{"first_name":"Friend","id":1,"is_bot":false,"language_code":"en"},"date":1795712744,"edit_date":null,"text":"/track demo ABC until in 3m","entities":[{"type":"bot_command","offset":0,"length":6}],"reply_markup":null,"reply_to":null,"link_preview_options":null,"protected":false,"photo":null,"asks":null,"by_group":false}');
INSERT INTO "telegram_messages" VALUES(1,2,'{"message_id":2,"from":{"first_name":"SignChronicle","id":1000000001,"is_bot":true,"username":"signchronicle_local_bot"},"date":1795712744,"edit_date":1795712759,"text":"demo ABC\nHK$128, in stock, 12 left, 195,628 sold · 01:05 HKT\nuntil Fri 27 Nov 01:09 HKT, 3 min left\nrunning, every minute, next reading 01:06 HKT\nopen the sheet","entities":[{"type":"bold","offset":0,"length":8},{"type":"text_link","offset":146,"length":14,"url":"http://127.0.0.1:18099/spreadsheets/d/local-spreadsheet/edit#gid=964872022"}],"reply_markup":{"inline_keyboard":[[{"callback_data":"now:track-demo-abc-d6b5915c46","text":"🔄 Now"},{"callback_data":"chart:track-demo-abc-d6b5915c46","text":"📈 Chart"},{"callback_data":"stop:track-demo-abc-d6b5915c46","text":"⏹ Stop"}],[{"callback_data":"later:track-demo-abc-d6b5915c46","text":"+1 h"},{"callback_data":"pause:track-demo-abc-d6b5915c46","text":"⏸ Pause"},{"callback_data":"alerts:track-demo-abc-d6b5915c46","text":"🔔 Alerts"}]]},"reply_to":1,"link_preview_options":{"is_disabled":true},"protected":false,"photo":null,"asks":null,"by_group":false}');
CREATE TABLE telegram_photos (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    kind    TEXT NOT NULL,
    width   INTEGER NOT NULL,
    height  INTEGER NOT NULL,
    content BLOB NOT NULL
);
CREATE TABLE telegram_settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE telegram_standing (
    chat_id  INTEGER PRIMARY KEY REFERENCES telegram_chats (chat_id),
    status   TEXT NOT NULL,
    moved_to INTEGER
);
CREATE TABLE telegram_updates (
    update_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    content       TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    attempts      INTEGER NOT NULL DEFAULT 0,
    next_at_ms    INTEGER NOT NULL,
    first_status  INTEGER,
    last_error    TEXT,
    pending       INTEGER NOT NULL DEFAULT 1
);
INSERT INTO "telegram_updates" VALUES(1,'{"message":{"chat":{"first_name":"Friend","id":1,"type":"private"},"date":1795712744,"entities":[{"length":6,"offset":0,"type":"bot_command"}],"from":{"first_name":"Friend","id":1,"is_bot":false,"language_code":"en"},"message_id":1,"text":"/track demo ABC until in 3m"}}',1795712744793,1,1795712744806,200,NULL,0);
INSERT INTO "telegram_updates" VALUES(2,'{"callback_query":{"chat_instance":"7919730","data":"start:1","from":{"first_name":"Friend","id":1,"is_bot":false,"language_code":"en"},"id":"4300000000000000001","message":{"chat":{"first_name":"Friend","id":1,"type":"private"},"date":1795712744,"edit_date":1795712744,"entities":[{"length":8,"offset":0,"type":"bold"},{"length":20,"offset":15,"type":"bold"},{"length":51,"offset":169,"type":"code"}],"from":{"first_name":"SignChronicle","id":1000000001,"is_bot":true,"username":"signchronicle_local_bot"},"link_preview_options":{"is_disabled":true},"message_id":2,"reply_markup":{"inline_keyboard":[[{"callback_data":"start:1","text":"▶️ Start"},{"callback_data":"edit:1","text":"✏️ Edit"},{"callback_data":"cancel:1","text":"Cancel"}]]},"reply_to_message":{"chat":{"first_name":"Friend","id":1,"type":"private"},"date":1795712744,"entities":[{"length":6,"offset":0,"type":"bot_command"}],"from":{"first_name":"Friend","id":1,"is_bot":false,"language_code":"en"},"message_id":1,"text":"/track demo ABC until in 3m"},"text":"demo ABC\nuntil Fri 27 Nov 01:09 HKT, in 3 min\na reading every minute\n\n“ABC 5th Mini Album (Fan Sign Event)”\n👀 HK$128, in stock, 13 left, 195,627 sold. The right page?\n\n/track demo ABC until 2026-11-27 01:09 HKT every 1m"}}}',1795712759654,1,1795712759666,200,NULL,0);
CREATE INDEX access_tokens_by_expiry ON access_tokens (expires);
CREATE INDEX pubsub_deliveries_by_message ON pubsub_deliveries (message_id);
CREATE INDEX telegram_updates_pending ON telegram_updates (pending, update_id);
