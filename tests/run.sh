#!/usr/bin/env bash
# Installs what the tests need and is missing (a C compiler, Chromium and its driver, git, openssl, a Python for the client
# libraries; Debian only), then runs all tests.
#
#   ./tests/run.sh              everything
#   ./tests/run.sh journey      what has "journey" in its name
set -euo pipefail
cd "$(dirname "$0")/.."

readonly VENV=target/clients-venv

need_packages() {
  local missing=()
  command -v chromium >/dev/null || missing+=(chromium)
  command -v chromedriver >/dev/null || missing+=(chromium-driver)
  command -v git >/dev/null || missing+=(git)
  command -v openssl >/dev/null || missing+=(openssl)
  command -v cc >/dev/null || missing+=(build-essential)
  python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
  if ((${#missing[@]} == 0)); then return; fi
  if ! command -v apt-get >/dev/null; then
    echo "Please install: ${missing[*]}" >&2
    exit 1
  fi
  echo "Installing ${missing[*]}"
  local as_root=()
  ((EUID == 0)) || as_root=(sudo)
  "${as_root[@]}" apt-get update -q
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# Google's own Python clients, gspread and Telegram's libraries prove that the local cloud is spoken to as the real one is.
need_clients() {
  if ! cmp -s tests/clients/requirements.txt "$VENV/installed.txt"; then
    echo "Installing the Python clients into $VENV"
    python3 -m venv "$VENV"
    "$VENV/bin/pip" install --quiet --disable-pip-version-check --requirement tests/clients/requirements.txt
    cp tests/clients/requirements.txt "$VENV/installed.txt"
  fi
  CLIENTS_PYTHON="$PWD/$VENV/bin/python"
  export CLIENTS_PYTHON
}

main() {
  need_packages
  need_clients
  cargo build --workspace --bins --locked
  cargo test --workspace --locked "$@"
}

main "$@"
