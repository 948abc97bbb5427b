"""What every client script shares."""

import sys

from google.auth.credentials import AnonymousCredentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

ORIGIN = sys.argv[1]
PARENT = "projects/local/locations/asia-east2"


def service(name, version):
    """A client from the discovery document that the package brings along: no look-up, only another endpoint."""
    return build(
        name,
        version,
        credentials=AnonymousCredentials(),
        client_options={"api_endpoint": ORIGIN},
        static_discovery=True,
    )


def refused(status, call):
    """The call has to be refused with that HTTP status; answers Google's message."""
    try:
        call()
    except HttpError as error:
        assert error.resp.status == status, f"expected {status}, got {error}"
        return str(error)
    raise AssertionError(f"expected a refusal with {status}")
