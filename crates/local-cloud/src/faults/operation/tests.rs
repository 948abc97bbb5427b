use std::collections::BTreeSet;

use super::*;

const CALLS: &[(&str, &str, &str)] = &[
    ("GET", "/demo", "demo.page"),
    ("POST", "/demo/ktown4u/vador/graphql", "demo.page"),
    ("GET", "/drive/v3/about", "drive.about.get"),
    ("GET", "/drive/v3/drives/D", "drive.drives.get"),
    ("GET", "/drive/v3/drives", "drive.drives.list"),
    ("POST", "/drive/v3/files/F/copy", "drive.files.copy"),
    ("POST", "/drive/v3/files", "drive.files.create"),
    ("POST", "/upload/drive/v3/files", "drive.files.create"),
    ("PUT", "/upload/drive/v3/files", "drive.files.create"),
    ("PUT", "/resumable/upload/drive/v3/files", "drive.files.create"),
    ("DELETE", "/drive/v3/files/F", "drive.files.delete"),
    ("GET", "/drive/v3/files/F/export", "drive.files.export"),
    ("GET", "/drive/v3/files/generateIds", "drive.files.generateIds"),
    ("GET", "/drive/v3/files/F", "drive.files.get"),
    ("GET", "/drive/v3/files", "drive.files.list"),
    ("PATCH", "/drive/v3/files/F", "drive.files.update"),
    ("PATCH", "/upload/drive/v3/files/F", "drive.files.update"),
    (
        "POST",
        "/drive/v3/files/F/permissions",
        "drive.permissions.create",
    ),
    (
        "DELETE",
        "/drive/v3/files/F/permissions/P",
        "drive.permissions.delete",
    ),
    ("GET", "/drive/v3/files/F/permissions/P", "drive.permissions.get"),
    ("GET", "/drive/v3/files/F/permissions", "drive.permissions.list"),
    (
        "PATCH",
        "/drive/v3/files/F/permissions/P",
        "drive.permissions.update",
    ),
    (
        "GET",
        "/computeMetadata/v1/instance/service-accounts/default/",
        "metadata.account",
    ),
    (
        "GET",
        "/computeMetadata/v1/instance/service-accounts/",
        "metadata.accounts",
    ),
    (
        "GET",
        "/computeMetadata/v1/instance/service-accounts/default/email",
        "metadata.email",
    ),
    ("GET", "/computeMetadata/", "metadata.ping"),
    (
        "GET",
        "/computeMetadata/v1/project/project-id",
        "metadata.project",
    ),
    ("GET", "/computeMetadata/v1/instance/region", "metadata.region"),
    (
        "GET",
        "/computeMetadata/v1/instance/service-accounts/default/scopes",
        "metadata.scopes",
    ),
    (
        "GET",
        "/computeMetadata/v1/instance/service-accounts/default/token",
        "metadata.token",
    ),
    (
        "GET",
        "/computeMetadata/v1/universe/universe-domain",
        "metadata.universe",
    ),
    (
        "POST",
        "/v2/projects/p/locations/l/jobs/j/executions/e:cancel",
        "run.jobs.executions.cancel",
    ),
    (
        "DELETE",
        "/v2/projects/p/locations/l/jobs/j/executions/e",
        "run.jobs.executions.delete",
    ),
    (
        "GET",
        "/v2/projects/p/locations/l/jobs/j/executions/e",
        "run.jobs.executions.get",
    ),
    (
        "GET",
        "/v2/projects/p/locations/l/jobs/j/executions",
        "run.jobs.executions.list",
    ),
    (
        "GET",
        "/v2/projects/p/locations/l/jobs/j/executions/e/tasks/t",
        "run.jobs.executions.tasks.get",
    ),
    (
        "GET",
        "/v2/projects/p/locations/l/jobs/j/executions/e/tasks",
        "run.jobs.executions.tasks.list",
    ),
    ("GET", "/v2/projects/p/locations/l/jobs/j", "run.jobs.get"),
    ("GET", "/v2/projects/p/locations/l/jobs", "run.jobs.list"),
    ("POST", "/v2/projects/p/locations/l/jobs/j:run", "run.jobs.run"),
    (
        "GET",
        "/v2/projects/p/locations/l/operations/o",
        "run.operations.get",
    ),
    (
        "GET",
        "/v2/projects/p/locations/l/operations",
        "run.operations.list",
    ),
    (
        "POST",
        "/v2/projects/p/locations/l/operations/o:wait",
        "run.operations.wait",
    ),
    ("POST", "/v1/projects/p/locations/l/jobs", "scheduler.jobs.create"),
    (
        "DELETE",
        "/v1/projects/p/locations/l/jobs/j",
        "scheduler.jobs.delete",
    ),
    ("GET", "/v1/projects/p/locations/l/jobs/j", "scheduler.jobs.get"),
    ("GET", "/v1/projects/p/locations/l/jobs", "scheduler.jobs.list"),
    (
        "PATCH",
        "/v1/projects/p/locations/l/jobs/j",
        "scheduler.jobs.patch",
    ),
    (
        "POST",
        "/v1/projects/p/locations/l/jobs/j:pause",
        "scheduler.jobs.pause",
    ),
    (
        "POST",
        "/v1/projects/p/locations/l/jobs/j:resume",
        "scheduler.jobs.resume",
    ),
    (
        "POST",
        "/v1/projects/p/locations/l/jobs/j:run",
        "scheduler.jobs.run",
    ),
    ("GET", "/v1/projects/p/locations/l", "scheduler.locations.get"),
    ("GET", "/v1/projects/p/locations", "scheduler.locations.list"),
    ("GET", "/oauth2/v3/certs", "oauth2.certs"),
    ("GET", "/v1/projects/p/topics", "pubsub.projects.topics.list"),
    ("PUT", "/v1/projects/p/topics/t", "pubsub.projects.topics.create"),
    ("GET", "/v1/projects/p/topics/t", "pubsub.projects.topics.get"),
    (
        "DELETE",
        "/v1/projects/p/topics/t",
        "pubsub.projects.topics.delete",
    ),
    (
        "POST",
        "/v1/projects/p/topics/t:publish",
        "pubsub.projects.topics.publish",
    ),
    (
        "POST",
        "/google.pubsub.v1.Publisher/Publish",
        "pubsub.projects.topics.publish",
    ),
    (
        "POST",
        "/google.pubsub.v1.Publisher/GetTopic",
        "pubsub.projects.topics.get",
    ),
    (
        "GET",
        "/v1/projects/p/subscriptions",
        "pubsub.projects.subscriptions.list",
    ),
    (
        "PUT",
        "/v1/projects/p/subscriptions/s",
        "pubsub.projects.subscriptions.create",
    ),
    (
        "GET",
        "/v1/projects/p/subscriptions/s",
        "pubsub.projects.subscriptions.get",
    ),
    (
        "DELETE",
        "/v1/projects/p/subscriptions/s",
        "pubsub.projects.subscriptions.delete",
    ),
    (
        "POST",
        "/v1/projects/p/subscriptions/s:modifyPushConfig",
        "pubsub.projects.subscriptions.modifyPushConfig",
    ),
    ("POST", "/v4/spreadsheets/S:batchUpdate", "sheets.batchUpdate"),
    ("POST", "/v4/spreadsheets/S%3AbatchUpdate", "sheets.batchUpdate"),
    ("POST", "/v4/spreadsheets", "sheets.create"),
    (
        "GET",
        "/v4/spreadsheets/S/developerMetadata/7",
        "sheets.developerMetadata.get",
    ),
    (
        "POST",
        "/v4/spreadsheets/S/developerMetadata:search",
        "sheets.developerMetadata.search",
    ),
    ("GET", "/v4/spreadsheets/S", "sheets.get"),
    (
        "POST",
        "/v4/spreadsheets/S:getByDataFilter",
        "sheets.getByDataFilter",
    ),
    (
        "POST",
        "/v4/spreadsheets/S/sheets/0:copyTo",
        "sheets.sheets.copyTo",
    ),
    (
        "POST",
        "/v4/spreadsheets/S/values/A1:B2:append",
        "sheets.values.append",
    ),
    (
        "POST",
        "/v4/spreadsheets/S/values:batchClear",
        "sheets.values.batchClear",
    ),
    (
        "POST",
        "/v4/spreadsheets/S/values:batchClearByDataFilter",
        "sheets.values.batchClearByDataFilter",
    ),
    (
        "GET",
        "/v4/spreadsheets/S/values:batchGet",
        "sheets.values.batchGet",
    ),
    (
        "POST",
        "/v4/spreadsheets/S/values:batchGetByDataFilter",
        "sheets.values.batchGetByDataFilter",
    ),
    (
        "POST",
        "/v4/spreadsheets/S/values:batchUpdate",
        "sheets.values.batchUpdate",
    ),
    (
        "POST",
        "/v4/spreadsheets/S/values:batchUpdateByDataFilter",
        "sheets.values.batchUpdateByDataFilter",
    ),
    (
        "POST",
        "/v4/spreadsheets/S/values/A1:clear",
        "sheets.values.clear",
    ),
    ("GET", "/v4/spreadsheets/S/values/A1:B2", "sheets.values.get"),
    ("PUT", "/v4/spreadsheets/S/values/A1", "sheets.values.update"),
    ("POST", "/bot1:x/sendmessage", "telegram.sendMessage"),
    ("GET", "/bot1:x/getMe", "telegram.getMe"),
];

#[test]
fn every_call_has_the_name_that_the_references_give_it() {
    for (method, path, name) in CALLS {
        assert_eq!(of(method, path), Some(*name), "{method} {path}");
    }
}

#[test]
fn every_known_name_is_that_of_a_call() {
    let reached: BTreeSet<&str> = CALLS.iter().map(|(.., name)| *name).collect();
    let silent: Vec<_> = KNOWN
        .iter()
        .filter(|name| !reached.contains(*name) && !name.starts_with("telegram."))
        .collect();
    assert_eq!(silent, [&PUSH, &EXECUTION]);
    assert!(KNOWN.is_sorted(), "the list is shown to people");
}

#[test]
fn what_is_no_operation_has_no_name() {
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/_local/faults"),
        ("GET", "/assets/app.js"),
        ("POST", "/v4/spreadsheets/S:jump"),
        ("POST", "/bot1:x/noSuchMethod"),
        ("PUT", "/v1/projects/p/locations/l/jobs"),
    ] {
        assert_eq!(of(method, path), None, "{method} {path}");
    }
}
