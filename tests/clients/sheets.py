"""Google Sheets, by google-api-python-client and by gspread."""

import gspread
from google.auth.credentials import AnonymousCredentials

from common import ORIGIN, refused, service

ID = "local-spreadsheet"


def by_discovery():
    sheets = service("sheets", "v4").spreadsheets()

    def update(*requests):
        return sheets.batchUpdate(spreadsheetId=ID, body={"requests": list(requests)}).execute()

    tab = {"addSheet": {"properties": {"sheetId": 77, "title": "client", "gridProperties": {"rowCount": 2, "columnCount": 2}}}}
    update(tab)
    assert "already exists" in refused(400, lambda: update(tab))
    # A batch is atomic: the first request of a refused one leaves nothing.
    refused(400, lambda: update({"addSheet": {"properties": {"title": "never"}}}, {"deleteSheet": {"sheetId": 999}}))
    titles = [s["properties"]["title"] for s in sheets.get(spreadsheetId=ID).execute()["sheets"]]
    assert "client" in titles and "never" not in titles, titles
    row = {"values": [{"userEnteredValue": {"stringValue": "=1+1"}}, {"userEnteredValue": {"numberValue": 1.5}}]}
    update({"appendCells": {"sheetId": 77, "rows": [row, row, row], "fields": "userEnteredValue"}})
    values = sheets.values()
    got = values.get(spreadsheetId=ID, range="client!A1:B9").execute()["values"]
    assert got == [["=1+1", "1.5"]] * 3, got
    body = {"values": [["x"]]}
    outside = values.update(spreadsheetId=ID, range="client!A9:A9", valueInputOption="RAW", body=body)
    assert "exceeds grid limits" in refused(400, outside.execute)
    guard = {"namedRange": {"namedRangeId": "g1", "name": "guard", "range": {"sheetId": 77}}}
    update({"addNamedRange": guard})
    refused(400, lambda: update({"addNamedRange": guard}))
    update({"deleteNamedRange": {"namedRangeId": "g1"}})
    refused(400, lambda: update({"deleteNamedRange": {"namedRangeId": "g1"}}))
    chart(sheets, update)
    refused(404, sheets.get(spreadsheetId="nobody").execute)


def chart(sheets, update):
    def column(index, sheet=77):
        source = {"sheetId": sheet, "startRowIndex": 0, "startColumnIndex": index, "endColumnIndex": index + 1}
        return {"sourceRange": {"sources": [source]}}

    def add(series, anchor):
        lines = {"chartType": "LINE", "headerCount": 1, "domains": [{"domain": column(0)}], "series": [series]}
        position = {"overlayPosition": {"anchorCell": {"sheetId": 77, "rowIndex": 1, "columnIndex": anchor}}}
        return {"addChart": {"chart": {"spec": {"title": "client", "basicChart": lines}, "position": position}}}

    right = {"series": column(1), "targetAxis": "RIGHT_AXIS"}
    added = update(add(right, 1))["replies"][0]["addChart"]["chart"]
    got = sheets.get(spreadsheetId=ID, fields="sheets.charts(chartId,spec.title)").execute()["sheets"]
    assert {"charts": [{"chartId": added["chartId"], "spec": {"title": "client"}}]} in got, got
    refused(400, lambda: update(add({"series": column(0, sheet=999)}, 1)))
    refused(400, lambda: update(add(right, 2)))
    update({"deleteEmbeddedObject": {"objectId": added["chartId"]}})
    refused(400, lambda: update({"deleteEmbeddedObject": {"objectId": added["chartId"]}}))


def by_gspread():
    client = gspread.Client(auth=AnonymousCredentials())
    # gspread knows no endpoint setting: its requests are turned to ours where they leave.
    request = client.http_client.session.request

    def redirected(method, url, *args, **kwargs):
        for real in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
            url = url.replace(real, ORIGIN)
        return request(method, url, *args, **kwargs)

    client.http_client.session.request = redirected
    spreadsheet = client.open_by_key(ID)
    tab = spreadsheet.add_worksheet("gspread", rows=2, cols=3)
    tab.append_row(["a", 1, "=1"])
    tab.append_row(["b", 2.5, "안유진"])
    tab.append_row(["c", 3, ""])
    assert tab.get_all_values() == [["a", "1", "=1"], ["b", "2.5", "안유진"], ["c", "3", ""]], tab.get_all_values()
    tab.update([["z", 9]], "A1")
    assert tab.row_values(1)[:2] == ["z", "9"]
    assert tab.find("안유진").row == 2
    spreadsheet.del_worksheet(tab)
    assert "gspread" not in [other.title for other in spreadsheet.worksheets()]


by_discovery()
by_gspread()
print("all right")
