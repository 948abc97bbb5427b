use super::*;

fn page(title: &str, body: &str) -> String {
    format!("<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>")
}

#[test]
fn what_stands_instead_of_a_page_is_named() {
    let long = "Our shop sells records. ".repeat(200);
    for (html, kind) in [
        (
            page("Just a moment...", "<script>window._cf_chl_opt={}</script>"),
            Kind::Challenge,
        ),
        (
            page("", "<script src='/_Incapsula_Resource?SWJIYLWA=1'></script>"),
            Kind::Challenge,
        ),
        (
            page(
                "",
                "<script src='https://x.token.awswaf.com/x/challenge.js'></script>",
            ),
            Kind::Challenge,
        ),
        (
            page("", "<div id='sec-if-cpt-container'></div><script></script>"),
            Kind::Challenge,
        ),
        (
            page(
                "",
                "<p>Please enable JS and disable any ad blocker</p><script src=https://ct.captcha-delivery.com/c.js></script>",
            ),
            Kind::Challenge,
        ),
        (
            page("Access to this page has been denied", "<div id=px-captcha></div>"),
            Kind::Captcha,
        ),
        (
            page(
                "Robot Check",
                "<p>Enter the characters you see below</p><form><input name=x></form>",
            ),
            Kind::Captcha,
        ),
        (
            page("shop", "<form><div class='h-captcha'></div></form>"),
            Kind::Captcha,
        ),
        (
            page(
                "Queue",
                "<script src='https://static.queue-it.net/x.js'></script><p>You are now in line</p>",
            ),
            Kind::WaitingRoom,
        ),
        (page("접속 대기 중", "<p>대기 순서 12</p>"), Kind::WaitingRoom),
        (
            page(
                "Access Denied",
                "<h1>Access Denied</h1>You don't have permission to access this.",
            ),
            Kind::Denied,
        ),
        (
            page(
                "Request blocked",
                "<p>Request blocked. We can't connect to the server.</p>",
            ),
            Kind::Denied,
        ),
        (
            page(
                "Sign in",
                "<form><input type=email><input type=password><button>Sign in</button></form>",
            ),
            Kind::Login,
        ),
        (
            page("로그인 | 상점", "<form><input type=password></form>"),
            Kind::Login,
        ),
        (
            page("ログイン", "<form><input type=password></form>"),
            Kind::Login,
        ),
        (
            page("會員登入", "<form><input type=password></form>"),
            Kind::Login,
        ),
        (page("Shop", "<p>로그인이 필요한 서비스입니다</p>"), Kind::Login),
        (
            page("We'll be right back", "<p>Scheduled maintenance.</p>"),
            Kind::Maintenance,
        ),
        (page("서비스 점검 중", "<p>14:00 - 16:00</p>"), Kind::Maintenance),
        (page("Page not found - Shop", &long), Kind::NotFound),
        (
            page("Shop", &format!("<h1>404 Not Found</h1>{long}")),
            Kind::NotFound,
        ),
        (page("Shop", "<p>존재하지 않는 상품입니다.</p>"), Kind::NotFound),
        (
            page("Shop", "<div id=root></div><script src=/main.js></script>"),
            Kind::EmptyShell,
        ),
        (
            page(
                "Shop",
                "<noscript>You need to enable JavaScript</noscript><div id='app'></div><script src=a.js></script>",
            ),
            Kind::EmptyShell,
        ),
        (page("Too many requests", ""), Kind::Busy),
        (page("Shop", "<h1>Zu viele Anfragen</h1>"), Kind::Busy),
        (page("Shop", "<p>Demasiadas solicitudes</p>"), Kind::Busy),
        (page("Shop", "<p>Trop de requêtes</p>"), Kind::Busy),
        (page("Shop", "<p>Troppe richieste</p>"), Kind::Busy),
        (page("Shop", "<p>訪問過於頻繁，請稍後再試</p>"), Kind::Busy),
        (page("Shop", "<p>访问过于频繁，请拖动滑块</p>"), Kind::Captcha),
        (
            page("Shop", "<p>비정상적인 접근이 감지되었습니다</p>"),
            Kind::Denied,
        ),
        (
            page("Shop", "<p>접속이 일시적으로 제한되었습니다</p>"),
            Kind::Denied,
        ),
        (page("Shop", "<p>アクセスが制限されています</p>"), Kind::Denied),
        (
            page("500 Internal Server Error", "<h1>500 Internal Server Error</h1>"),
            Kind::Broken,
        ),
        (page("502 Bad Gateway", "<center>nginx</center>"), Kind::Broken),
        (page("Shop", "<p>Something went wrong</p>"), Kind::Broken),
        (page("Shop", "<p>오류가 발생했습니다</p>"), Kind::Broken),
        (
            "<html><head><meta http-equiv=\"refresh\" content=\"0;url=/x\"></head></html>".to_owned(),
            Kind::Redirect,
        ),
        (
            "<script>location.replace('/m/product')</script>".to_owned(),
            Kind::Redirect,
        ),
        (
            page(
                "Shop",
                "<h2>Are you 18 or older?</h2><button>Yes</button><button>No</button>",
            ),
            Kind::AgeGate,
        ),
        (
            "<script>alert(\"로그인이 필요한 서비스입니다.\");location.href='/login'</script>".to_owned(),
            Kind::Login,
        ),
        (
            "<script>alert('존재하지 않는 상품입니다.');history.back()</script>".to_owned(),
            Kind::NotFound,
        ),
        (
            page(
                "Shop",
                &format!(
                    "<header>{0}</header><div id=root>Loading...</div><footer>{0}</footer><script src=a.js></script>",
                    "<a href=/x>New</a> <a href=/y>Records and books</a> ".repeat(8)
                ),
            ),
            Kind::EmptyShell,
        ),
        (String::new(), Kind::Empty),
        (page("", ""), Kind::Empty),
    ] {
        assert_eq!(
            trouble(200, &html).and_then(|trouble| trouble.kind()),
            Some(kind),
            "{html}"
        );
    }
}

#[test]
fn a_page_that_only_mentions_such_things_is_a_page() {
    let text = "<p>A record with twelve songs.</p>".repeat(80);
    for body in [
        format!("<h1>Album</h1><p>$ 12</p>{text}<form><div class=g-recaptcha></div></form>"),
        format!("<a href=/login>Log in</a><h1>Album</h1>{text}<form hidden><input type=password></form>"),
        format!("<h1>Robot vacuum</h1>{text}<script src=https://x.queue-it.net/x.js></script>"),
        "<h1>Album</h1><p>HK$ 128</p><p>Sold out</p>".to_owned(),
        "<p>Hello, please log in</p><h1>Album</h1><p>HK$ 128</p>".to_owned(),
        "<h1>Something went wrong</h1><p>HK$ 128</p><p>The new album</p>".to_owned(),
        "<h1>Gin</h1><p>€ 28</p><p>You must be 18 or older to buy this.</p>".to_owned(),
        format!("<h1>Album</h1>{text}<div id=app></div><script src=cart.js></script>"),
        "<h1>Album</h1><p>HK$ 128</p><script>function f(){alert('로그인이 필요합니다')}</script>".to_owned(),
        "<div id=root></div><script>window.state={\"price\":128,\"name\":\"Album\"}</script>".to_owned(),
        "<div id=__next></div><script id=__NEXT_DATA__ type=application/json>{\"price\":1}</script>"
            .to_owned(),
        "<h1>Album</h1><form><input type=password></form><span itemprop=\"price\">1</span>".to_owned(),
    ] {
        assert_eq!(trouble(200, &page("Album X", &body)), None, "{body}");
    }
}

#[test]
fn the_text_of_a_trouble_is_the_rows_status() {
    for (status, html, text) in [
        (503, "", "HTTP 503"),
        (404, "<title>Page not found</title>", "HTTP 404"),
        (
            403,
            "<title>Access denied</title><div id=px-captcha>",
            "HTTP 403: a captcha page",
        ),
        (
            403,
            "<title>Just a moment...</title>",
            "HTTP 403: a challenge page (checks the browser)",
        ),
        (503, "<title>Maintenance</title>", "HTTP 503: a maintenance page"),
        (
            401,
            "<title>Login</title><input type=password>",
            "HTTP 401: a login page",
        ),
        (200, "<title>Login</title><input type=password>", "a login page"),
        (
            200,
            "<div id=app></div><script src=x></script>",
            "the page is an empty shell: this platform wants fetch = \"browser\"",
        ),
    ] {
        assert_eq!(
            trouble(status, html)
                .map(|trouble| trouble.to_string())
                .as_deref(),
            Some(text)
        );
    }
}
