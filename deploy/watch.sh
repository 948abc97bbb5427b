# shellcheck shell=bash
# Looking at what is deployed: `status` and `logs`.

show_status() {
  local state info commit revision url error
  step "Status"
  state=$(look gcloud run services describe "$BOT" --region="$REGION" \
    --format='value[separator=" "](metadata.labels.commit,status.latestReadyRevisionName,status.url)') ||
    fail "nothing is deployed: ./deploy.sh"
  read -r commit revision url <<<"$state"
  note "bot       commit $commit, revision $revision, $url"
  state=$(look gcloud run jobs describe "$TRACKER" --region="$REGION" --format='value(metadata.labels.commit)') || state=none
  note "tracker   commit $state"
  note "tracked   $(trackings | wc -l)"
  if [[ -z $TELEGRAM_BOT_TOKEN ]]; then TELEGRAM_BOT_TOKEN=$(look secret_value "$TOKEN_SECRET") || return 0; fi
  info=$(telegram getWebhookInfo) || fail "Telegram does not answer: $(field "$info" description)"
  error=$(field "$info" last_error_message)
  note "webhook   $(field "$info" url), $(field "$info" pending_update_count) waiting; last error: ${error:-none}"
}

# The ids of Scheduler jobs that start our tracker.
trackings() {
  look gcloud scheduler jobs list --location="$REGION" --format='value(name.basename(),httpTarget.uri)' |
    awk -v job="/jobs/$TRACKER:run" '$1 ~ /^track-/ && index($2, job) { print $1 }'
}

# show_logs [TRACKING]: the last 200 lines of two days, oldest first.
show_logs() {
  local filter lines
  filter="((resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"$BOT\")"
  filter+=" OR (resource.type=\"cloud_run_job\" AND resource.labels.job_name=\"$TRACKER\"))"
  if [[ -n $1 ]]; then
    [[ $1 =~ ^[A-Za-z0-9_-]+$ ]] || fail "a tracking's name is made of letters, digits, _ and -"
    filter+=" AND jsonPayload.tracking=\"$1\""
  fi
  # Most lines are structured; Cloud Run's own have a text only.
  lines=$(look gcloud logging read "$filter" --freshness=2d --limit=200 --order=desc --format="value[separator='  '](
    timestamp.date('%d %b %H:%M:%S', tz='$TIME_ZONE'), severity, resource.labels.service_name, resource.labels.job_name,
    jsonPayload.tracking, jsonPayload.message, jsonPayload.error, textPayload)" | sed '1!G;h;$!d')
  if [[ -n $lines ]]; then printf '%s\n' "$lines"; else note "nothing was logged in two days"; fi
}
