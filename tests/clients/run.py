"""Cloud Run Admin API v2, by google-api-python-client."""

from common import PARENT, refused, service

jobs = service("run", "v2").projects().locations().jobs()
name = f"{PARENT}/jobs/signchronicle-tracker"

job = jobs.get(name=name).execute()
assert job["name"].endswith("jobs/signchronicle-tracker"), job
assert job["template"]["template"]["containers"][0]["env"], job
assert [listed["name"] for listed in jobs.list(parent=PARENT).execute()["jobs"]] == [job["name"]]
refused(404, jobs.run(name=f"{PARENT}/jobs/nobody", body={}).execute)
refused(400, jobs.run(name=name, body={"colour": "red"}).execute)

# Without its overrides the tracker says which variable is missing and ends with 2.
operation = jobs.run(name=name, body={"overrides": {"taskCount": 1, "timeout": "60s"}}).execute()
execution = operation["metadata"]["name"]
executions = jobs.executions()
assert executions.get(name=execution).execute()["name"] == execution
assert execution in [listed["name"] for listed in executions.list(parent=name).execute()["executions"]]
done = service("run", "v2").projects().locations().operations().wait(name=operation["name"], body={}).execute()
assert done["done"], done
assert executions.get(name=execution).execute()["failedCount"] == 1
print("all right")
