"""Cloud Scheduler, by google-api-python-client and by google-cloud-scheduler over REST."""

import base64
import json

from google.api_core.client_options import ClientOptions
from google.api_core.exceptions import BadRequest, Conflict, NotFound
from google.auth.credentials import AnonymousCredentials
from google.cloud import scheduler_v1

from common import ORIGIN, PARENT, refused, service

TARGET = {
    "uri": f"{ORIGIN}/v2/{PARENT}/jobs/signchronicle-tracker:run",
    "httpMethod": "POST",
    "headers": {"Content-Type": "application/json"},
    "body": base64.b64encode(json.dumps({"overrides": {}}).encode()).decode(),
    "oauthToken": {"serviceAccountEmail": "signchronicle-bot@local.iam.gserviceaccount.com"},
}


def by_discovery():
    jobs = service("cloudscheduler", "v1").projects().locations().jobs()
    name = f"{PARENT}/jobs/by-discovery"
    body = {"name": name, "schedule": "0 0 1 1 *", "timeZone": "Asia/Hong_Kong", "httpTarget": TARGET}
    created = jobs.create(parent=PARENT, body=body).execute()
    assert created["state"] == "ENABLED" and created["scheduleTime"], created
    refused(409, jobs.create(parent=PARENT, body=body).execute)
    refused(400, jobs.create(parent=PARENT, body={**body, "schedule": "never"}).execute)
    refused(400, jobs.create(parent=PARENT, body={**body, "colour": "red"}).execute)
    refused(400, jobs.resume(name=name, body={}).execute)
    assert jobs.pause(name=name, body={}).execute()["state"] == "PAUSED"
    assert jobs.resume(name=name, body={}).execute()["state"] == "ENABLED"
    patched = jobs.patch(name=name, body={"description": "x"}, updateMask="description").execute()
    assert patched["description"] == "x" and patched["schedule"] == "0 0 1 1 *"
    assert name in [job["name"] for job in jobs.list(parent=PARENT).execute()["jobs"]]
    assert jobs.get(name=name).execute()["httpTarget"]["body"] == TARGET["body"]
    jobs.delete(name=name).execute()
    refused(404, jobs.get(name=name).execute)


def by_google_cloud_scheduler():
    client = scheduler_v1.CloudSchedulerClient(
        credentials=AnonymousCredentials(),
        transport="rest",
        client_options=ClientOptions(api_endpoint=ORIGIN),
    )
    name = f"{PARENT}/jobs/by-cloud-scheduler"
    job = scheduler_v1.Job(
        name=name,
        schedule="*/5 * * * *",
        time_zone="Asia/Hong_Kong",
        http_target=scheduler_v1.HttpTarget(
            uri=TARGET["uri"],
            http_method=scheduler_v1.HttpMethod.POST,
            headers=TARGET["headers"],
            body=b"{}",
            oauth_token=scheduler_v1.OAuthToken(service_account_email="a@local.iam.gserviceaccount.com"),
        ),
    )
    created = client.create_job(parent=PARENT, job=job)
    assert created.state == scheduler_v1.Job.State.ENABLED and created.schedule_time
    for error, call in [
        (Conflict, lambda: client.create_job(parent=PARENT, job=job)),
        (BadRequest, lambda: client.resume_job(name=name)),
        (BadRequest, lambda: client.create_job(parent=PARENT, job=scheduler_v1.Job(name=name, schedule="x"))),
        (NotFound, lambda: client.get_job(name=f"{PARENT}/jobs/nobody")),
    ]:
        try:
            call()
        except error:
            continue
        raise AssertionError(f"expected {error.__name__}")
    assert client.pause_job(name=name).state == scheduler_v1.Job.State.PAUSED
    assert client.resume_job(name=name).state == scheduler_v1.Job.State.ENABLED
    assert client.get_job(name=name).http_target.body == b"{}"
    assert name in [listed.name for listed in client.list_jobs(parent=PARENT)]
    client.delete_job(name=name)


by_discovery()
by_google_cloud_scheduler()
print("all right")
