#!/usr/bin/env bash
# Makes the pictures of README and docs anew, from a system in told time. It needs Chromium with its driver, and fonts for
# Chinese and emoji (Debian: chromium chromium-driver fonts-noto-cjk fonts-noto-color-emoji).
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --workspace --bins --locked
cargo test -p e2e --test stories --locked page::pictures -- --ignored
ls -l docs/*.png
