"""What the scripts of Telegram's clients share: the bot's token, a person in its chats, a picture."""

import json
import struct
import sys
import urllib.request
import zlib

ORIGIN = sys.argv[1]
TOKEN = "1000000001:local"


def control(method, path, body=None):
    """A call of the control API: what people do, and faults."""
    request = urllib.request.Request(
        f"{ORIGIN}/_local/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def picture(width, height):
    """A white PNG."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * 3 * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
