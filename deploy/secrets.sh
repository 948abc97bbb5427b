# shellcheck shell=bash
# Secrets live in Secret Manager alone. A value goes there by standard input, never in an argument: gcloud writes those into
# its own log files. Programs get one version each, so a new value is a new version, a new revision, and then the end of
# the old version.

# Versions that the deployment is made with.
TOKEN_VERSION="" WEBHOOK_VERSION="" CREDENTIALS_VERSION=""

ensure_secrets() {
  if [[ -z $TELEGRAM_WEBHOOK_SECRET ]]; then
    TELEGRAM_WEBHOOK_SECRET=$(look secret_value "$WEBHOOK_SECRET") || TELEGRAM_WEBHOOK_SECRET=$(random_text)
  fi
  ensure_secret "$TOKEN_SECRET" "$BOT" TELEGRAM_BOT_TOKEN TOKEN_VERSION
  ensure_secret "$WEBHOOK_SECRET" "$BOT" TELEGRAM_WEBHOOK_SECRET WEBHOOK_VERSION
  if [[ -n $GOOGLE_CREDENTIALS ]]; then
    ensure_secret "$CREDENTIALS_SECRET" "$TRACKER" GOOGLE_CREDENTIALS CREDENTIALS_VERSION
  fi
}

# ensure_secret SECRET READER SETTING RESULT: sets the variable RESULT to the version that has the setting's value.
ensure_secret() {
  local secret=$1 reader=$2 version=""
  if look gcloud secrets describe "$secret" --format='value(name)' >/dev/null; then
    found "$secret"
    version=$(newest_version "$secret")
  else
    does made "$secret" gcloud secrets create "$secret" --replication-policy=automatic
  fi
  grant roles/secretmanager.secretAccessor "$(member_of "$reader")" secrets "$secret"
  if [[ -n $version && $(look secret_value "$secret") == "${!3}" ]]; then
    found "$secret, version $version"
  else
    does made "$secret, a new version" add_version "$secret" "$3"
    if is_dry; then version=NEW; else version=$(newest_version "$secret"); fi
  fi
  printf -v "$4" '%s' "$version"
}

# `printf` is a part of bash: nothing of this is in a list of processes.
add_version() { printf '%s' "${!2}" | gcloud secrets versions add "$1" --data-file=-; }

newest_version() {
  look gcloud secrets versions list "$1" --filter='state=ENABLED' --sort-by='~createTime' --format='value(name.basename())' |
    sort -rn | head -n 1
}

# By number and not as `latest`, which may have been disabled.
secret_value() {
  local version
  version=$(newest_version "$1")
  if [[ -z $version ]]; then
    echo 'NOT_FOUND: it has no version' >&2
    return 1
  fi
  gcloud secrets versions access "$version" --secret="$1"
}

random_text() { openssl rand -hex 32; }

# Once the new revisions serve, no older version may be read any more.
retire_secrets() {
  retire "$TOKEN_SECRET" "$TOKEN_VERSION"
  retire "$WEBHOOK_SECRET" "$WEBHOOK_VERSION"
  if [[ -n $GOOGLE_CREDENTIALS ]]; then
    retire "$CREDENTIALS_SECRET" "$CREDENTIALS_VERSION"
  elif look gcloud secrets describe "$CREDENTIALS_SECRET" --format='value(name)' >/dev/null; then
    does deleted "$CREDENTIALS_SECRET: GOOGLE_CREDENTIALS is not set any more" gcloud secrets delete "$CREDENTIALS_SECRET"
  fi
}

retire() {
  local version
  for version in $(look gcloud secrets versions list "$1" --filter='state=ENABLED' --format='value(name.basename())'); do
    if [[ $version == "$2" ]]; then continue; fi
    # Disabled and not destroyed: an operator may want to go back.
    does changed "$1, version $version disabled" gcloud secrets versions disable "$version" --secret="$1"
  done
  if ! is_dry; then found "$1, version $2 is in use"; fi
}
