//! The names of operations: the service, and the method's name in the service's REST reference (without
//! `projects.locations` and `spreadsheets`, which begin each of them).

/// The services that are Google's.
pub(super) const GOOGLE: &[&str] = &[
    "drive",
    "metadata",
    "oauth2",
    "pubsub",
    "run",
    "scheduler",
    "sheets",
];

/// The start of an execution, which is no call.
pub(crate) const EXECUTION: &str = "run.execution";
/// What a firing of a tracking's job calls.
pub(crate) const RUN_JOB: &str = "run.jobs.run";

/// A message on its way to a subscription's endpoint, which is a call of ours.
pub(crate) const PUSH: &str = "pubsub.push";

/// Every name there is.
pub(crate) const KNOWN: &[&str] = &[
    "demo.page",
    "drive.about.get",
    "drive.drives.get",
    "drive.drives.list",
    "drive.files.copy",
    "drive.files.create",
    "drive.files.delete",
    "drive.files.export",
    "drive.files.generateIds",
    "drive.files.get",
    "drive.files.list",
    "drive.files.update",
    "drive.permissions.create",
    "drive.permissions.delete",
    "drive.permissions.get",
    "drive.permissions.list",
    "drive.permissions.update",
    "metadata.account",
    "metadata.accounts",
    "metadata.email",
    "metadata.ping",
    "metadata.project",
    "metadata.region",
    "metadata.scopes",
    "metadata.token",
    "metadata.universe",
    "oauth2.certs",
    "pubsub.projects.subscriptions.create",
    "pubsub.projects.subscriptions.delete",
    "pubsub.projects.subscriptions.get",
    "pubsub.projects.subscriptions.list",
    "pubsub.projects.subscriptions.modifyPushConfig",
    "pubsub.projects.topics.create",
    "pubsub.projects.topics.delete",
    "pubsub.projects.topics.get",
    "pubsub.projects.topics.list",
    "pubsub.projects.topics.publish",
    PUSH,
    EXECUTION,
    "run.jobs.executions.cancel",
    "run.jobs.executions.delete",
    "run.jobs.executions.get",
    "run.jobs.executions.list",
    "run.jobs.executions.tasks.get",
    "run.jobs.executions.tasks.list",
    "run.jobs.get",
    "run.jobs.list",
    RUN_JOB,
    "run.operations.get",
    "run.operations.list",
    "run.operations.wait",
    "scheduler.jobs.create",
    "scheduler.jobs.delete",
    "scheduler.jobs.get",
    "scheduler.jobs.list",
    "scheduler.jobs.patch",
    "scheduler.jobs.pause",
    "scheduler.jobs.resume",
    "scheduler.jobs.run",
    "scheduler.locations.get",
    "scheduler.locations.list",
    "sheets.batchUpdate",
    "sheets.create",
    "sheets.developerMetadata.get",
    "sheets.developerMetadata.search",
    "sheets.get",
    "sheets.getByDataFilter",
    "sheets.sheets.copyTo",
    "sheets.values.append",
    "sheets.values.batchClear",
    "sheets.values.batchClearByDataFilter",
    "sheets.values.batchGet",
    "sheets.values.batchGetByDataFilter",
    "sheets.values.batchUpdate",
    "sheets.values.batchUpdateByDataFilter",
    "sheets.values.clear",
    "sheets.values.get",
    "sheets.values.update",
    "telegram.answerCallbackQuery",
    "telegram.deleteMessage",
    "telegram.deleteMyCommands",
    "telegram.deleteWebhook",
    "telegram.editMessageReplyMarkup",
    "telegram.editMessageText",
    "telegram.getChat",
    "telegram.getMe",
    "telegram.getMyCommands",
    "telegram.getMyDescription",
    "telegram.getMyShortDescription",
    "telegram.getUpdates",
    "telegram.getWebhookInfo",
    "telegram.sendChatAction",
    "telegram.sendMessage",
    "telegram.setMyCommands",
    "telegram.setMyDescription",
    "telegram.setMyShortDescription",
    "telegram.setWebhook",
];

/// The operation of a call by its method and path, the latter without what tells callers of the metadata server apart.
pub(crate) fn of(method: &str, path: &str) -> Option<&'static str> {
    let path = path.replace("%3A", ":").replace("%3a", ":");
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    match segments.as_slice() {
        ["v1", "projects", _, "locations", rest @ ..] => scheduler(method, rest),
        ["v1", "projects", _, rest @ ..] => pubsub(method, rest),
        ["google.pubsub.v1.Publisher", name] => publisher(name),
        ["oauth2", "v3", "certs"] => Some("oauth2.certs"),
        ["v2", "projects", _, "locations", _, rest @ ..] => run(method, rest),
        ["v4", "spreadsheets", rest @ ..] => sheets(method, rest),
        ["drive", "v3", rest @ ..] => drive(method, rest),
        ["upload", "drive", "v3", "files", rest @ ..]
        | ["resumable", "upload", "drive", "v3", "files", rest @ ..] => upload(rest),
        ["computeMetadata", rest @ ..] => Some(metadata(rest)),
        ["demo", ..] => Some("demo.page"),
        [bot, name] if bot.starts_with("bot") => telegram(name),
        _ => None,
    }
}

fn scheduler(method: &str, rest: &[&str]) -> Option<&'static str> {
    Some(match (method, rest) {
        ("GET", []) => "scheduler.locations.list",
        ("GET", [_]) => "scheduler.locations.get",
        ("GET", [_, "jobs"]) => "scheduler.jobs.list",
        ("POST", [_, "jobs"]) => "scheduler.jobs.create",
        ("GET", [_, "jobs", _]) => "scheduler.jobs.get",
        ("PATCH", [_, "jobs", _]) => "scheduler.jobs.patch",
        ("DELETE", [_, "jobs", _]) => "scheduler.jobs.delete",
        ("POST", [_, "jobs", job]) => match verb(job) {
            "pause" => "scheduler.jobs.pause",
            "resume" => "scheduler.jobs.resume",
            "run" => "scheduler.jobs.run",
            _ => return None,
        },
        _ => return None,
    })
}

/// These names are whole: other services of Google's have topics as well.
fn pubsub(method: &str, rest: &[&str]) -> Option<&'static str> {
    Some(match (method, rest) {
        ("GET", ["topics"]) => "pubsub.projects.topics.list",
        ("PUT", ["topics", _]) => "pubsub.projects.topics.create",
        ("GET", ["topics", _]) => "pubsub.projects.topics.get",
        ("DELETE", ["topics", _]) => "pubsub.projects.topics.delete",
        ("POST", ["topics", name]) if verb(name) == "publish" => "pubsub.projects.topics.publish",
        ("GET", ["subscriptions"]) => "pubsub.projects.subscriptions.list",
        ("PUT", ["subscriptions", _]) => "pubsub.projects.subscriptions.create",
        ("GET", ["subscriptions", _]) => "pubsub.projects.subscriptions.get",
        ("DELETE", ["subscriptions", _]) => "pubsub.projects.subscriptions.delete",
        ("POST", ["subscriptions", name]) if verb(name) == "modifyPushConfig" => {
            "pubsub.projects.subscriptions.modifyPushConfig"
        }
        _ => return None,
    })
}

/// The same methods by gRPC.
fn publisher(name: &str) -> Option<&'static str> {
    Some(match name {
        "ListTopics" => "pubsub.projects.topics.list",
        "CreateTopic" => "pubsub.projects.topics.create",
        "GetTopic" => "pubsub.projects.topics.get",
        "DeleteTopic" => "pubsub.projects.topics.delete",
        "Publish" => "pubsub.projects.topics.publish",
        _ => return None,
    })
}

fn run(method: &str, rest: &[&str]) -> Option<&'static str> {
    Some(match (method, rest) {
        ("GET", ["jobs"]) => "run.jobs.list",
        ("GET", ["jobs", _]) => "run.jobs.get",
        ("POST", ["jobs", job]) if verb(job) == "run" => RUN_JOB,
        ("GET", ["jobs", _, "executions"]) => "run.jobs.executions.list",
        ("GET", ["jobs", _, "executions", _]) => "run.jobs.executions.get",
        ("DELETE", ["jobs", _, "executions", _]) => "run.jobs.executions.delete",
        ("POST", ["jobs", _, "executions", name]) if verb(name) == "cancel" => "run.jobs.executions.cancel",
        ("GET", ["jobs", _, "executions", _, "tasks"]) => "run.jobs.executions.tasks.list",
        ("GET", ["jobs", _, "executions", _, "tasks", _]) => "run.jobs.executions.tasks.get",
        ("GET", ["operations"]) => "run.operations.list",
        ("GET", ["operations", _]) => "run.operations.get",
        ("POST", ["operations", name]) if verb(name) == "wait" => "run.operations.wait",
        _ => return None,
    })
}

fn sheets(method: &str, rest: &[&str]) -> Option<&'static str> {
    Some(match (method, rest) {
        ("POST", []) => "sheets.create",
        ("GET", [_]) => "sheets.get",
        ("POST", [id]) => match verb(id) {
            "batchUpdate" => "sheets.batchUpdate",
            "getByDataFilter" => "sheets.getByDataFilter",
            _ => return None,
        },
        ("GET", [_, "values:batchGet"]) => "sheets.values.batchGet",
        ("POST", [_, collection]) => {
            let named = format!("sheets.{}", collection.replacen(':', ".", 1));
            return known(|name| name == named);
        }
        ("GET", [_, "developerMetadata", _]) => "sheets.developerMetadata.get",
        ("POST", [_, "sheets", sheet]) if verb(sheet) == "copyTo" => "sheets.sheets.copyTo",
        ("GET", [_, "values", _]) => "sheets.values.get",
        ("PUT", [_, "values", _]) => "sheets.values.update",
        ("POST", [_, "values", range]) => match verb(range) {
            "append" => "sheets.values.append",
            "clear" => "sheets.values.clear",
            _ => return None,
        },
        _ => return None,
    })
}

fn drive(method: &str, rest: &[&str]) -> Option<&'static str> {
    Some(match (method, rest) {
        ("GET", ["about"]) => "drive.about.get",
        ("GET", ["drives"]) => "drive.drives.list",
        ("GET", ["drives", _]) => "drive.drives.get",
        ("GET", ["files"]) => "drive.files.list",
        ("POST", ["files"]) => "drive.files.create",
        ("GET", ["files", "generateIds"]) => "drive.files.generateIds",
        ("GET", ["files", _]) => "drive.files.get",
        ("PATCH", ["files", _]) => "drive.files.update",
        ("DELETE", ["files", _]) => "drive.files.delete",
        ("POST", ["files", _, "copy"]) => "drive.files.copy",
        ("GET", ["files", _, "export"]) => "drive.files.export",
        ("GET", ["files", _, "permissions"]) => "drive.permissions.list",
        ("POST", ["files", _, "permissions"]) => "drive.permissions.create",
        ("GET", ["files", _, "permissions", _]) => "drive.permissions.get",
        ("PATCH", ["files", _, "permissions", _]) => "drive.permissions.update",
        ("DELETE", ["files", _, "permissions", _]) => "drive.permissions.delete",
        _ => return None,
    })
}

/// Each request of an upload, a resumable one's parts included, belongs to the method that it carries out.
fn upload(rest: &[&str]) -> Option<&'static str> {
    match rest {
        [] => Some("drive.files.create"),
        [_] => Some("drive.files.update"),
        _ => None,
    }
}

fn metadata(rest: &[&str]) -> &'static str {
    match rest {
        [.., "project-id"] => "metadata.project",
        [.., "region"] => "metadata.region",
        [.., "universe-domain"] => "metadata.universe",
        [.., "service-accounts", ""] => "metadata.accounts",
        [.., "service-accounts", _, ""] => "metadata.account",
        [.., "email"] => "metadata.email",
        [.., "scopes"] => "metadata.scopes",
        [.., "token"] => "metadata.token",
        _ => "metadata.ping",
    }
}

/// The case of a method's name does not matter to the Bot API.
fn telegram(method: &str) -> Option<&'static str> {
    known(|name| {
        name.strip_prefix("telegram.")
            .is_some_and(|known| known.eq_ignore_ascii_case(method))
    })
}

fn known(is_it: impl Fn(&str) -> bool) -> Option<&'static str> {
    KNOWN.iter().copied().find(|name| is_it(name))
}

fn verb(segment: &str) -> &str {
    segment.rsplit_once(':').map_or("", |(_, verb)| verb)
}

#[cfg(test)]
mod tests;
