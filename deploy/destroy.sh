# shellcheck shell=bash
# Taking everything down, so that nothing new begins while it goes: first who calls the bot, then the bot, then the
# trackings. What is gone already is passed over.

# destroy YES
destroy() {
  local secret name role
  step "What goes"
  note "bot and tracker, $(trackings | wc -l) trackings, events, secrets, images, accounts and roles of project $PROJECT_ID"
  note "What stays: the spreadsheet, the Drive folder, logs, and the services of Google that were enabled"
  # Only a person is asked: to a script the command is the answer, as with gcloud's own questions.
  if ! is_dry && [[ -z $1 && -t 0 ]]; then confirm; fi
  step "Destroy"
  delete_webhook
  remove "subscription $TOPIC" 'pubsub subscriptions' "$TOPIC"
  remove "service $BOT" 'run services' "$BOT" --region="$REGION"
  delete_trackings
  remove "job $TRACKER" 'run jobs' "$TRACKER" --region="$REGION"
  remove "job $MENUS" 'run jobs' "$MENUS" --region="$REGION"
  remove "subscription $DEAD_TOPIC" 'pubsub subscriptions' "$DEAD_TOPIC"
  remove "topic $TOPIC" 'pubsub topics' "$TOPIC"
  remove "topic $DEAD_TOPIC" 'pubsub topics' "$DEAD_TOPIC"
  for secret in "$TOKEN_SECRET" "$WEBHOOK_SECRET" "$CREDENTIALS_SECRET"; do remove "secret $secret" secrets "$secret"; done
  remove "repository $REPOSITORY_NAME with its images" 'artifacts repositories' "$REPOSITORY_NAME" --location="$REGION"
  delete_bucket
  # Bindings before the accounts and roles that they name: otherwise they stay as `deleted:...`.
  revoke "projects/$PROJECT_ID/roles/$BOT_ROLE" "$BOT" projects "$PROJECT_ID" --condition=None
  revoke "projects/$PROJECT_ID/roles/$TRACKER_ROLE" "$TRACKER" projects "$PROJECT_ID" --condition=None
  revoke roles/logging.logWriter "$BUILDER" projects "$PROJECT_ID" --condition=None
  for name in "$BOT" "$TRACKER" "$BUILDER"; do
    remove "account $(account_of "$name")" 'iam service-accounts' "$(account_of "$name")"
  done
  for role in "$BOT_ROLE" "$TRACKER_ROLE"; do delete_role "$role"; done
}

confirm() {
  local answer
  read -r -p "   Type the project's id to go on: " answer || answer=""
  if [[ $answer != "$PROJECT_ID" ]]; then fail "nothing was changed"; fi
}

# remove "what" "GROUP" NAME [FLAGS...]
remove() {
  local what=$1 name=$3
  local -a group
  read -ra group <<<"$2"
  shift 3
  if look gcloud "${group[@]}" describe "$name" "$@" --format='value(name)' >/dev/null; then
    does deleted "$what" absent gcloud "${group[@]}" delete "$name" "$@" --quiet
  fi
}

# Success also where the thing is gone, after an answer that was lost.
absent() {
  local errors
  if errors=$("$@" 2>&1); then return 0; fi
  if [[ $errors =~ $ABSENT ]]; then return 0; fi
  printf '%s\n' "$errors" >&2
  return 1
}

# The token may be gone from the settings; Secret Manager has it still.
delete_webhook() {
  if [[ -z $TELEGRAM_BOT_TOKEN ]]; then TELEGRAM_BOT_TOKEN=$(look secret_value "$TOKEN_SECRET") || return 0; fi
  local info
  if ! info=$(telegram getWebhookInfo); then
    note "Telegram does not take the token ($(field "$info" description)): a webhook that is there stays"
  elif [[ -n $(field "$info" url) ]]; then
    does deleted webhook telegram deleteWebhook
  fi
}

delete_trackings() {
  local name
  for name in $(trackings) "$WATCH"; do
    remove "Scheduler job $name" 'scheduler jobs' "$name" --location="$REGION"
  done
}

delete_bucket() {
  if look gcloud storage buckets describe "$(source_bucket)" --format='value(name)' >/dev/null; then
    revoke roles/storage.objectViewer "$BUILDER" 'storage buckets' "$(source_bucket)"
    does deleted "bucket $(source_bucket)" absent gcloud storage rm "$(source_bucket)" --recursive --quiet
  fi
}

# revoke ROLE ACCOUNT "GROUP" RESOURCE [FLAGS...]
revoke() {
  local role=$1 name=$2 resource=$4 member
  local -a group
  read -ra group <<<"$3"
  member=$(member_of "$name")
  shift 4
  if has_binding "$role" "$member" "${group[*]}" "$resource"; then
    does deleted "$role for $name" gcloud "${group[@]}" remove-iam-policy-binding "$resource" --role="$role" --member="$member" "$@"
  fi
}

# A role that is deleted can still be described for a while.
delete_role() {
  local state
  state=$(look gcloud iam roles describe "$1" --project="$PROJECT_ID" --format='value(deleted,name)') || return 0
  if [[ $state != True* ]]; then does deleted "role $1" gcloud iam roles delete "$1" --project="$PROJECT_ID"; fi
}
