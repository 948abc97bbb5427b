"""Google Drive, by google-api-python-client."""

import io

from googleapiclient.http import MediaIoBaseDownload, MediaIoBaseUpload

from common import refused, service

FOLDER = "local-drive-folder"
files = service("drive", "v3").files()


def media(text, resumable):
    return MediaIoBaseUpload(io.BytesIO(text.encode()), mimetype="text/csv", chunksize=256 * 1024, resumable=resumable)


def content(file_id):
    buffer = io.BytesIO()
    download = MediaIoBaseDownload(buffer, files.get_media(fileId=file_id, supportsAllDrives=True))
    done = False
    while not done:
        _, done = download.next_chunk()
    return buffer.getvalue().decode()


file_id = files.generateIds(count=1).execute()["ids"][0]
body = {"id": file_id, "name": "client.csv", "parents": [FOLDER]}
created = files.create(body=body, media_body=media("a,b\n", False), supportsAllDrives=True).execute()
assert created["id"] == file_id and created["name"] == "client.csv", created
refused(409, files.create(body=body, supportsAllDrives=True).execute)
assert content(file_id) == "a,b\n"
long = "x" * 600_000
files.update(fileId=file_id, media_body=media(long, True), supportsAllDrives=True).execute()
assert content(file_id) == long
query = f"name = 'client.csv' and '{FOLDER}' in parents and trashed = false"
everything = {"supportsAllDrives": True, "includeItemsFromAllDrives": True}
found = files.list(q=query, fields="files(id,size)", **everything).execute()["files"]
assert found == [{"id": file_id, "size": "600000"}], found
refused(404, files.get(fileId=file_id).execute)
assert "storage quota" in refused(403, files.create(body={"name": "x"}, media_body=media("x", False)).execute)
files.delete(fileId=file_id, supportsAllDrives=True).execute()
refused(404, files.get(fileId=file_id, supportsAllDrives=True).execute)
print("all right")
