use super::super::server::{self, Asked, answer, html};
use super::*;

fn post(url: Url) -> Request {
    Request {
        method: Method::Post,
        url,
        headers: vec![
            ("Origin".to_owned(), "https://www.shop.example".to_owned()),
            ("X-Shop".to_owned(), "164".to_owned()),
        ],
        body: Some("{\"query\":\"팬\"}".to_owned()),
    }
}

fn told(asked: &Asked) -> Vec<u8> {
    let header = |name| asked.header(name).unwrap_or("-");
    let (shop, origin, kind) = (header("x-shop"), header("origin"), header("content-type"));
    html(&format!(
        "{} {shop} {origin} {kind} {}",
        asked.method(),
        asked.body
    ))
}

async fn redirecting(to: Option<String>) -> Server {
    server::answering(move |asked| match asked.path().trim_start_matches('/').parse() {
        Ok(code) => {
            let to = to.as_deref().unwrap_or_default();
            answer(
                code,
                &format!("Connection: close\r\nLocation: {to}/told\r\n"),
                b"",
            )
        }
        Err(_) => told(asked),
    })
    .await
}

#[tokio::test]
async fn a_post_carries_the_platforms_headers_and_body() {
    let server = redirecting(None).await;
    let page = fetcher(&server)
        .fetch(&post(url(&server, "/told")))
        .await
        .unwrap();
    assert_eq!(
        page.text,
        "POST 164 https://www.shop.example application/json {\"query\":\"팬\"}"
    );
}

#[tokio::test]
async fn a_redirected_post_stays_one_only_where_its_status_says_so() {
    let server = redirecting(None).await;
    let kept = "POST 164 https://www.shop.example application/json {\"query\":\"팬\"}";
    let become_get = "GET 164 https://www.shop.example - ";
    for (code, said) in [
        (301, become_get),
        (302, become_get),
        (303, become_get),
        (307, kept),
        (308, kept),
    ] {
        let request = post(url(&server, &format!("/{code}")));
        assert_eq!(
            fetcher(&server).fetch(&request).await.unwrap().text,
            said,
            "{code}"
        );
    }
}

#[tokio::test]
async fn what_is_meant_for_one_origin_is_not_told_to_another() {
    let other = server::answering(told).await;
    let server = redirecting(Some(other.origin())).await;
    let fetcher = allowing("127.0.0.1", limits());
    for (code, said) in [
        (301, "GET - - - "),
        (303, "GET - - - "),
        (307, "POST - - - "),
        (308, "POST - - - "),
    ] {
        let request = post(url(&server, &format!("/{code}")));
        assert_eq!(fetcher.fetch(&request).await.unwrap().text, said, "{code}");
    }
}

#[tokio::test]
async fn a_request_that_cannot_be_sent_reaches_nobody() {
    let server = server::answering(told).await;
    let mut host = post(url(&server, "/"));
    host.headers = vec![("Host".to_owned(), "metadata.google.internal".to_owned())];
    let mut cut = post(url(&server, "/"));
    cut.headers = vec![(
        "X-Shop".to_owned(),
        "1\r\nHost: metadata.google.internal".to_owned(),
    )];
    let mut get = post(url(&server, "/"));
    get.method = Method::Get;
    for (request, error) in [
        (host, RequestError::Reserved("Host".to_owned())),
        (cut, RequestError::HeaderValue("X-Shop".to_owned())),
        (get, RequestError::BodyOfGet),
    ] {
        let refusal = fetcher(&server).fetch(&request).await.unwrap_err();
        assert_eq!(refusal, FetchError::Request(error));
    }
    assert_eq!(server.connections(), 0);
}
