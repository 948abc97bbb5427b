"""What every client script shares."""

import json
import sys

from google.auth.credentials import AnonymousCredentials
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError

ORIGIN = sys.argv[1]
PARENT = "projects/local/locations/asia-east2"


def service(name, version):
    """A client from the discovery document that the package brings along, with another root.

    `client_options.api_endpoint` would replace Drive's `drive/v3/` as well and leave its uploads at the real host.
    """
    document = json.loads(get_static_doc(name, version))
    document["rootUrl"] = f"{ORIGIN}/"
    return build_from_document(document, credentials=AnonymousCredentials())


def refused(status, call):
    """The call has to be refused with that HTTP status; answers Google's message."""
    try:
        call()
    except HttpError as error:
        assert error.resp.status == status, f"expected {status}, got {error}"
        return str(error)
    raise AssertionError(f"expected a refusal with {status}")
