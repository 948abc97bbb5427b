//! A file that is like a compiled-in one, for other shops or on other hosts.

use std::collections::BTreeMap;
use std::ops::Range;

use super::raw::{RawFile, Text};
use super::{PlatformFile, Reading, build, events, label, parse_raw, shops, zone};
use crate::built_in;
use crate::error::Complaint;

/// Reads such a file.
pub(super) fn read(mut raw: RawFile) -> Result<PlatformFile, Complaint> {
    let Some(like) = raw.like.take() else {
        return Err(Complaint::whole("like is missing"));
    };
    if raw.says_how_to_read() {
        return Err(Complaint::at(
            like.span(),
            "beside like stand only label, zone, shops, hosts and events",
        ));
    }
    let model = built_in::text(like.as_ref()).ok_or_else(|| {
        Complaint::at(
            like.span(),
            format!("there is no compiled-in platform `{}`", like.as_ref()),
        )
    })?;
    let mut model = parse_raw(model)?;
    let hosts = raw.hosts.take();
    let at = hosts.as_ref().map_or_else(|| like.span(), toml::Spanned::span);
    if let Some(hosts) = hosts {
        rewrite(&mut model, hosts.as_ref(), &at)?;
    }
    // What the model says was checked by tests: a complaint can only be about the hosts.
    let reading = Reading { is_trusted: true };
    let mut file = build(model, &reading).map_err(|complaint| Complaint::at(at, complaint.reason))?;
    file.label = label(&raw.label)?;
    if raw.zone.is_some() {
        file.zone = zone(raw.zone.as_ref(), true)?;
    }
    if let Some(own) = raw.shops {
        file.shops = shops(own, &file.shape)?;
    }
    file.events = events(raw.events, &file.shape)?;
    Ok(file)
}

/// Puts other beginnings in the place of the model's. Every request has to be covered, lest a demo call the real shop; a
/// link that is not is left out.
fn rewrite(model: &mut RawFile, hosts: &BTreeMap<String, Text>, at: &Range<usize>) -> Result<(), Complaint> {
    for host in hosts.values() {
        let target = host.as_ref();
        let is_address = target.starts_with("http://") || target.starts_with("https://");
        if !is_address || target.ends_with('/') || target.contains(['?', '#']) {
            return Err(Complaint::at(
                host.span(),
                format!("`{target}` has to be the beginning of an address, without a / at its end"),
            ));
        }
    }
    for url in model.requests_mut() {
        let rewritten = moved(url, hosts)
            .ok_or_else(|| Complaint::at(at.clone(), format!("no host of this table begins {url}")))?;
        *url = rewritten;
    }
    model.rewrite_links(|link| moved(link, hosts));
    Ok(())
}

/// The address with another beginning, if one of the hosts is its own.
fn moved(url: &str, hosts: &BTreeMap<String, Text>) -> Option<String> {
    hosts.iter().find_map(|(from, to)| {
        let behind = url.strip_prefix(from.as_str())?;
        let is_whole = behind.is_empty() || behind.starts_with(['/', '?']);
        is_whole.then(|| format!("{}{behind}", to.as_ref()))
    })
}
