#!/usr/bin/env bash
# Brings SignChronicle into a Google Cloud project, shows how it is there, and takes it down again: ./deploy.sh --help
# shellcheck disable=SC2034  # DRY_RUN is read in the other files
set -euo pipefail
# A trace would show secrets.
set +x

if ((BASH_VERSINFO[0] < 5)); then
  echo "deploy.sh needs bash 5 or newer; this is $BASH_VERSION (macOS: brew install bash)" >&2
  exit 1
fi

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly ROOT

# One subject per file.
for part in say settings gcloud names identities secrets images events programs telegram check watch destroy; do
  # shellcheck source=/dev/null
  source "$ROOT/deploy/$part.sh"
done

usage() {
  cat <<'TEXT'
deploy.sh [COMMAND] [--dry-run] [--yes] [--help]

  up               everything into the project (the default); may be run again at any time
  plan             what `up` would do; reads only
  check            runs the tracker once with ACTION=check and says what is still missing
  status           what is deployed, what is tracked, how the webhook is
  logs [TRACKING]  the last lines of bot and tracker, or of one tracking
  destroy          takes everything down that `up` made

  --dry-run        with `up` and `destroy`: say what would be done; reads only
  --yes            with `destroy` at a terminal: do not ask

Settings come from the environment or from the file .env beside this script; .env.example explains each. For example:

  gcloud auth login
  cp .env.example .env    # and fill it in
  ./deploy.sh plan
  ./deploy.sh
TEXT
}

up() {
  step "Settings"
  find_project
  find_bot
  step "Services of Google"
  ensure_services
  step "Service accounts"
  ensure_accounts
  step "Roles"
  ensure_roles
  step "Secrets"
  ensure_secrets
  step "Images"
  ensure_images
  step "Topics"
  ensure_topics
  step "Programs"
  ensure_tracker
  ensure_bot
  step "Events"
  ensure_subscriptions
  step "Telegram"
  ensure_telegram
  step "Secrets that nothing uses any more"
  retire_secrets
  if is_dry; then
    note "nothing was changed"
    return
  fi
  step "Check"
  check_unless_same
}

main() {
  local command="" argument="" yes=""
  DRY_RUN=""
  while (($# > 0)); do
    case $1 in
      -h | --help) usage && return ;;
      --dry-run) DRY_RUN=1 ;;
      --yes) yes=1 ;;
      up | plan | check | status | logs | destroy)
        if [[ -n $command ]]; then argument=$1; else command=$1; fi
        ;;
      -*) fail "there is no option $1: ./deploy.sh --help" ;;
      *) argument=$1 ;;
    esac
    shift
  done
  if [[ -n $argument && $command != logs ]]; then fail "what is \`$argument\`? ./deploy.sh --help"; fi
  case ${command:-up} in
    up) read_settings all && up ;;
    plan) DRY_RUN=1 && read_settings all && up ;;
    check) read_settings project && find_project && step "Check" && run_check ;;
    status) read_settings project && find_project && show_status ;;
    logs) read_settings project && find_project && show_logs "$argument" ;;
    destroy) read_settings project && find_project && destroy "$yes" ;;
  esac
}

main "$@"
