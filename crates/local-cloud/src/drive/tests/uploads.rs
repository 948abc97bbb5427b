//! Uploads and downloads.

use reqwest::header::{CONTENT_RANGE, CONTENT_TYPE, LOCATION, RANGE};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::{ALL_DRIVES, FOLDER, create, ok, served};
use crate::testing::Served;

const CHUNK: usize = 256 * 1024;

async fn send(
    cloud: &Served,
    method: Method,
    address: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> Response {
    let address = if address.starts_with('/') {
        format!("{}{address}", cloud.world.settings.origin)
    } else {
        address.to_owned()
    };
    let mut request = cloud.world.http.request(method, address).body(body);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

async fn json_of(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

async fn begin(cloud: &Served, path: &str, metadata: Value) -> Response {
    let headers = [
        ("content-type", "application/json; charset=UTF-8"),
        ("x-upload-content-type", "text/csv"),
    ];
    let path = format!("{path}?uploadType=resumable&{ALL_DRIVES}&fields=id,size,mimeType");
    send(
        cloud,
        Method::POST,
        &path,
        &headers,
        metadata.to_string().into_bytes(),
    )
    .await
}

async fn session(cloud: &Served) -> String {
    let response = begin(
        cloud,
        "/upload/drive/v3/files",
        json!({"name": "r.csv", "parents": [FOLDER]}),
    )
    .await;
    assert_eq!(response.status(), 200);
    response.headers()[LOCATION].to_str().unwrap().to_owned()
}

async fn chunk(cloud: &Served, session: &str, range: &str, bytes: Vec<u8>) -> (u16, Option<String>, Value) {
    let response = send(cloud, Method::PUT, session, &[("content-range", range)], bytes).await;
    let received = response
        .headers()
        .get(RANGE)
        .map(|range| range.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    let answer = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or(Value::Null);
    (status, received, answer)
}

async fn content(cloud: &Served, id: &str) -> Vec<u8> {
    let path = format!("/drive/v3/files/{id}?alt=media&{ALL_DRIVES}");
    send(cloud, Method::GET, &path, &[], Vec::new())
        .await
        .bytes()
        .await
        .unwrap()
        .to_vec()
}

#[tokio::test]
async fn content_arrives_with_and_without_metadata() {
    let cloud = served().await;
    let id = create(&cloud, "a.csv", json!({"mimeType": "text/csv"})).await;
    let path =
        format!("/upload/drive/v3/files/{id}?uploadType=media&{ALL_DRIVES}&fields=size,version,md5Checksum");
    let updated = json_of(
        send(
            &cloud,
            Method::PATCH,
            &path,
            &[("content-type", "text/csv")],
            b"x".to_vec(),
        )
        .await,
    )
    .await;
    assert_eq!(
        updated,
        json!({"size": "1", "version": "2", "md5Checksum": "9dd4e461268c8034f5c8564e155c67a6"})
    );
    let multipart = format!(
        "--b\r\nContent-Type: application/json\r\n\r\n{}\r\n--b\r\nContent-Type: image/png\r\n\r\n\u{0}\r\nraw\r\n--b--",
        json!({"name": "b.png", "parents": [FOLDER]})
    );
    let path = format!("/upload/drive/v3/files?uploadType=multipart&{ALL_DRIVES}");
    let headers = [("content-type", "multipart/related; boundary=b")];
    let created = json_of(send(&cloud, Method::POST, &path, &headers, multipart.into_bytes()).await).await;
    assert_eq!(
        (&created["name"], &created["mimeType"]),
        (&json!("b.png"), &json!("image/png"))
    );
    assert_eq!(
        content(&cloud, created["id"].as_str().unwrap()).await,
        b"\0\r\nraw"
    );
}

#[tokio::test]
async fn a_resumable_upload_says_how_far_it_has_come() {
    let cloud = served().await;
    let session = session(&cloud).await;
    let (first, second) = (vec![b'a'; CHUNK], vec![b'b'; 3]);
    let arrived = Some(format!("bytes=0-{}", CHUNK - 1));
    assert_eq!(
        chunk(&cloud, &session, "bytes */*", Vec::new()).await,
        (308, None, Value::Null)
    );
    let range = format!("bytes 0-{}/*", CHUNK - 1);
    assert_eq!(
        chunk(&cloud, &session, &range, first.clone()).await,
        (308, arrived.clone(), Value::Null)
    );
    assert_eq!(
        chunk(&cloud, &session, "bytes */262147", Vec::new()).await,
        (308, arrived.clone(), Value::Null)
    );
    // The same chunk once more, because its answer was lost.
    assert_eq!(
        chunk(&cloud, &session, &range, first.clone()).await,
        (308, arrived, Value::Null)
    );
    let (status, _, file) = chunk(&cloud, &session, "bytes 262144-262146/262147", second.clone()).await;
    assert_eq!(
        (status, &file["size"], &file["mimeType"]),
        (200, &json!("262147"), &json!("text/csv"))
    );
    let (status, _, again) = chunk(&cloud, &session, "bytes */262147", Vec::new()).await;
    assert_eq!((status, &again), (200, &file));
    assert_eq!(
        content(&cloud, file["id"].as_str().unwrap()).await,
        [first, second].concat()
    );
}

#[tokio::test]
async fn a_resumable_upload_may_come_at_once_or_be_empty() {
    let cloud = served().await;
    let whole = send(&cloud, Method::PUT, &session(&cloud).await, &[], b"all".to_vec()).await;
    assert_eq!(json_of(whole).await["size"], "3");
    let (status, _, empty) = chunk(&cloud, &session(&cloud).await, "bytes */0", Vec::new()).await;
    assert_eq!((status, &empty["size"]), (200, &json!("0")));
}

#[tokio::test]
async fn wrong_chunks_are_refused() {
    let cloud = served().await;
    let session = session(&cloud).await;
    for (range, bytes) in [
        ("bytes 5-9/10", vec![0; 5]),
        ("bytes 0-9/20", vec![0; 10]),
        ("bytes 0-9/10", vec![0; 3]),
        ("0-9/10", vec![0; 10]),
        ("bytes 9-0/10", vec![0; 10]),
    ] {
        assert_eq!(chunk(&cloud, &session, range, bytes).await.0, 400, "{range}");
    }
    let unknown = format!(
        "{}/upload/drive/v3/files?uploadType=resumable&upload_id=nope",
        cloud.world.settings.origin
    );
    assert_eq!(chunk(&cloud, &unknown, "bytes */*", Vec::new()).await.0, 404);
}

#[tokio::test]
async fn a_resumable_upload_is_refused_before_a_byte_is_sent() {
    let cloud = served().await;
    let taken = create(&cloud, "taken", json!({})).await;
    for (metadata, status) in [
        (json!({"name": "x"}), 403),
        (json!({"name": "x", "parents": ["nope"]}), 404),
        (json!({"id": taken, "parents": [FOLDER]}), 409),
    ] {
        assert_eq!(
            begin(&cloud, "/upload/drive/v3/files", metadata.clone())
                .await
                .status(),
            status,
            "{metadata}"
        );
    }
    let rust_clients_path = "/resumable/upload/drive/v3/files";
    assert_eq!(
        begin(
            &cloud,
            rust_clients_path,
            json!({"name": "x", "parents": [FOLDER]})
        )
        .await
        .status(),
        200
    );
}

#[tokio::test]
async fn parts_of_a_file_are_downloaded() {
    let cloud = served().await;
    let whole = send(
        &cloud,
        Method::PUT,
        &session(&cloud).await,
        &[],
        b"0123456789".to_vec(),
    )
    .await;
    let id = json_of(whole).await["id"].as_str().unwrap().to_owned();
    let path = format!("/drive/v3/files/{id}?alt=media&{ALL_DRIVES}");
    for (range, status, content_range, body) in [
        ("bytes=0-3", 206, "bytes 0-3/10", "0123"),
        ("bytes=8-99", 206, "bytes 8-9/10", "89"),
        ("bytes=5-", 206, "bytes 5-9/10", "56789"),
        ("bytes=10-12", 416, "bytes */10", ""),
    ] {
        let response = send(&cloud, Method::GET, &path, &[("range", range)], Vec::new()).await;
        assert_eq!(
            (
                response.status().as_u16(),
                response.headers()[CONTENT_RANGE].to_str().unwrap()
            ),
            (status, content_range),
            "{range}"
        );
        assert_eq!(response.headers()[CONTENT_TYPE], "text/csv");
        assert_eq!(response.text().await.unwrap(), body);
    }
}

#[tokio::test]
async fn the_state_shows_text_as_it_is_and_the_rest_in_base64() {
    let cloud = served().await;
    let text = send(
        &cloud,
        Method::PUT,
        &session(&cloud).await,
        &[],
        "time,price\r\n".into(),
    )
    .await;
    let binary = send(&cloud, Method::PUT, &session(&cloud).await, &[], vec![0xff, 0]).await;
    let (text, binary) = (
        json_of(text).await["id"].clone(),
        json_of(binary).await["id"].clone(),
    );
    let files = ok(&cloud, "GET", "/_local/state", None).await["files"]
        .as_array()
        .unwrap()
        .clone();
    let find = |id: &Value| files.iter().find(|file| file["id"] == *id).unwrap().clone();
    let common = |id: Value, content: &str| json!({"id": id, "name": "r.csv", "mimeType": "text/csv", "parents": [FOLDER], "content": content});
    assert_eq!(find(&text), common(text.clone(), "time,price\r\n"));
    let mut expected = common(binary.clone(), "/wA=");
    expected["encoding"] = json!("base64");
    assert_eq!(find(&binary), expected);
    assert_eq!(find(&json!(FOLDER)).get("content"), None);
}
