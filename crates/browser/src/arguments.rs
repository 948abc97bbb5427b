//! How Chromium is started.

use std::net::SocketAddr;

use fantoccini::wd::Capabilities;
use serde_json::{Value, json};

use crate::driver::Driver;
use crate::sandbox;
use crate::session::SCRIPT;

/// What does not depend on the page.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    // Orders come by a pipe: a debugging port would be open to the whole machine.
    "--remote-debugging-pipe",
    // Nothing goes around the proxy: not loopback, not QUIC, not WebRTC, and no name is resolved but by the proxy.
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    // The second is what older Chromiums call it.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-blink-features=WebTransport",
    // Pictures, fonts and sound tell no price.
    "--blink-settings=imagesEnabled=false,downloadableBinaryFontsEnabled=false",
    "--disable-remote-fonts",
    "--mute-audio",
    // Shared memory in the browser's own folder, where nothing of it is left.
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-breakpad",
    // Chromium asks for little of its own (the proxy refuses the rest) and starts nothing that a page does not need.
    "--disable-background-networking",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-features=AutofillServerCommunication,DialMediaRouteProvider,GlobalMediaControls,HttpsUpgrades,\
     MediaRouter,OptimizationHints,PreconnectToSearch,PreloadTopChromeWebUI,SpareRendererForSitePerProcess,\
     Translate",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
];

/// Everything that a session is asked for with.
pub(crate) fn capabilities(driver: &Driver, proxy: SocketAddr, user_agent: &str) -> Capabilities {
    let mut arguments: Vec<String> = ARGUMENTS.iter().map(|&argument| argument.to_owned()).collect();
    arguments.push(format!("--proxy-server=http://{proxy}"));
    arguments.push(format!(
        "--user-data-dir={}",
        driver.folder().join("profile").display()
    ));
    arguments.push(format!(
        "--user-agent={}",
        full_user_agent(user_agent, driver.version())
    ));
    if !sandbox::is_possible() {
        // Then a page that breaks out of Chromium is held by the container alone.
        arguments.push("--no-sandbox".to_owned());
    }
    let mut capabilities = Capabilities::new();
    capabilities.insert("pageLoadStrategy".to_owned(), json!("eager"));
    capabilities.insert("timeouts".to_owned(), json!({ "script": SCRIPT.as_millis() }));
    capabilities.insert("unhandledPromptBehavior".to_owned(), json!("dismiss"));
    capabilities.insert("goog:chromeOptions".to_owned(), options(&arguments));
    capabilities
}

fn options(arguments: &[String]) -> Value {
    const BLOCK: u8 = 2;
    const NO_DOWNLOADS: u8 = 3;
    json!({
        "args": arguments,
        "excludeSwitches": ["enable-logging", "disable-popup-blocking"],
        "prefs": {
            "download_restrictions": NO_DOWNLOADS,
            // The argument alone comes too late for the first page at times.
            "profile.managed_default_content_settings.images": BLOCK,
        },
    })
}

/// Chromium's own text with ours after it: sites choose by the former, and the latter says who we are.
fn full_user_agent(own: &str, version: &str) -> String {
    if own.starts_with("Mozilla/") {
        return own.to_owned();
    }
    let major = version.split('.').next().unwrap_or_default();
    format!(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/{major}.0.0.0 Safari/537.36 {own}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_name_follows_chromiums_unless_the_operator_wrote_a_whole_one() {
        let added = full_user_agent("SignChronicle/0.1.0", "156.0.8078.79");
        assert!(added.ends_with("HeadlessChrome/156.0.0.0 Safari/537.36 SignChronicle/0.1.0"));
        assert_eq!(
            full_user_agent("Mozilla/5.0 (mine)", "156.0.8078.79"),
            "Mozilla/5.0 (mine)"
        );
    }
}
