# shellcheck shell=bash
# shellcheck disable=SC2034  # `environment_flag` reads its variables by name
# The two programs. What is deployed bears the hash of all that it was deployed with, so the same again makes no revision.

# environment_flag NAME...: the settings that have a value, for --set-env-vars. Values have commas in them, so they are set
# apart by @@ (`gcloud topic escaping`).
environment_flag() {
  local name list=""
  for name in "$@"; do
    if [[ -n ${!name} ]]; then list+="@@$name=${!name}"; fi
  done
  printf -- '--set-env-vars=^@@^%s' "${list#@@}"
}

# The hashes of what is deployed.
DEPLOYED=()

fingerprint() { printf '%s\n' "$@" | openssl dgst -sha256 -r | cut -c 1-20; }

# deploy_unless_same "what" "GROUP" NAME FLAGS...
deploy_unless_same() {
  local what=$1 name=$3 print state verb=made
  local -a group deploy
  read -ra group <<<"$2"
  deploy=("${group[@]}")
  # Of services gcloud knows `describe` in their group only, and `deploy` beside it.
  if [[ $2 == 'run services' ]]; then deploy=(run); fi
  shift 3
  print=$(fingerprint "$@")
  DEPLOYED+=("$print")
  if state=$(look gcloud "${group[@]}" describe "$name" --region="$REGION" \
    --format='value[separator=" "](metadata.labels.settings,status.conditions[0].status)'); then
    if [[ $state == "$print True" ]]; then
      found "$what"
      return
    fi
    verb=changed
  fi
  does "$verb" "$what" gcloud "${deploy[@]}" deploy "$name" --region="$REGION" "$@" \
    --labels="app=signchronicle,commit=$COMMIT,settings=$print"
}

# One execution reads one event: a page that needs Chromium takes 320 MB, and its profile lies in memory too. It is never
# tried again, since the next minute is, and takes 1200 s at most (crates/domain/src/scheduler_job.rs). The environment
# holds all but what a tracking's Scheduler job overrides.
ensure_tracker() {
  local secrets=--clear-secrets
  if [[ -n $CREDENTIALS_VERSION ]]; then
    secrets=--set-secrets=GOOGLE_CREDENTIALS=$CREDENTIALS_SECRET:$CREDENTIALS_VERSION
  fi
  EVENTS_TOPIC=$TOPIC
  deploy_unless_same "job $TRACKER, commit $COMMIT" 'run jobs' "$TRACKER" \
    --image="$(repository)/$TRACKER_IMAGE@$TRACKER_DIGEST" --service-account="$(account_of "$TRACKER")" \
    --cpu=1 --memory=1Gi --tasks=1 --parallelism=1 --max-retries=0 --task-timeout=1200s "$secrets" \
    "$(environment_flag PROJECT_ID REGION TIME_ZONE SPREADSHEET_ID DRIVE_FOLDER_ID EVENTS_TOPIC USER_AGENT)"
  # With `run.jobs.run` alone an execution with overrides is refused, and only Scheduler's own log would say so.
  grant roles/run.jobsExecutorWithOverrides "$(member_of "$BOT")" 'run jobs' "$TRACKER" --region="$REGION"
}

# The bot keeps nothing between two requests, so any number of instances may answer; three are more than Telegram lets
# speak. It has one thread and answers thousands of requests a second. Whoever calls it shows a secret or a signed token,
# so it is open to all, without `allUsers`, which an organisation may forbid. 60 s is what Telegram waits.
ensure_bot() {
  TRACKER_JOB=$TRACKER
  TRIGGER_SERVICE_ACCOUNT=$(account_of "$BOT")
  EVENTS_TOPIC=$TOPIC
  EVENTS_PUSH_ACCOUNT=$(account_of "$BOT")
  deploy_unless_same "service $BOT, commit $COMMIT" 'run services' "$BOT" \
    --image="$(repository)/$BOT_IMAGE@$BOT_DIGEST" --service-account="$(account_of "$BOT")" \
    --no-invoker-iam-check --ingress=all --execution-environment=gen1 --cpu=1 --cpu-throttling --memory=256Mi \
    --concurrency=40 --timeout=60s --min-instances=0 --max-instances=3 \
    --startup-probe=httpGet.path=/healthz,periodSeconds=1,timeoutSeconds=1,failureThreshold=20 \
    --set-secrets="TELEGRAM_BOT_TOKEN=$TOKEN_SECRET:$TOKEN_VERSION,TELEGRAM_WEBHOOK_SECRET=$WEBHOOK_SECRET:$WEBHOOK_VERSION" \
    "$(environment_flag PROJECT_ID REGION TIME_ZONE ALLOWED_CHAT_IDS ALLOWED_USER_IDS MAX_TRACKINGS_PER_CHAT \
      CHANGES_IN_GROUPS SPREADSHEET_ID TRACKER_JOB TRIGGER_SERVICE_ACCOUNT EVENTS_TOPIC EVENTS_PUSH_ACCOUNT)"
}

bot_url() { look gcloud run services describe "$BOT" --region="$REGION" --format='value(status.url)'; }
