"""The metadata server, by google-auth."""

import os

from common import ORIGIN

os.environ["GCE_METADATA_HOST"] = ORIGIN.removeprefix("http://")

from google.auth import compute_engine  # noqa: E402
from google.auth.transport.requests import Request  # noqa: E402

credentials = compute_engine.Credentials(scopes=["https://www.googleapis.com/auth/spreadsheets"])
credentials.refresh(Request())
assert credentials.token and credentials.service_account_email.endswith("gserviceaccount.com")
print("all right")
