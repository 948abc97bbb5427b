//! Chromium for the pages that need one, behind our own filtering proxy.
