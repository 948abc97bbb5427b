# shellcheck shell=bash
# shellcheck disable=SC2153  # TOPIC is a name of deploy/names.sh
# What the tracker tells the bot: a topic, whose pushes bear a token that the bot verifies, and a place for events that the
# bot could not take.

readonly AUDIENCE=signchronicle-events # bot-service's default of EVENTS_AUDIENCE

ensure_topics() {
  ensure_topic "$TOPIC"
  ensure_topic "$DEAD_TOPIC"
  # The bot's own Scheduler job publishes too, as Cloud Scheduler's agent, for which `cloudscheduler.jobs.create` is enough.
  grant roles/pubsub.publisher "$(member_of "$TRACKER")" 'pubsub topics' "$TOPIC"
}

ensure_topic() {
  if look gcloud pubsub topics describe "$1" --format='value(name)' >/dev/null; then
    found "topic $1"
  else
    does made "topic $1" gcloud pubsub topics create "$1"
  fi
}

# An event is of use for an hour (the bot acknowledges older ones unsent); after 10 attempts it goes to the dead ones, where
# it lies for a week for whoever looks. Pub/Sub may make tokens of the bot's account, and only of its identity, which opens
# nothing but the bot.
ensure_subscriptions() {
  local url
  url=$(bot_url) || url=https://URL-OF-$BOT
  grant roles/iam.serviceAccountOpenIdTokenCreator "$(pubsub_agent)" 'iam service-accounts' "$(account_of "$BOT")"
  ensure_subscription "$DEAD_TOPIC" "$DEAD_TOPIC" --message-retention-duration=7d
  ensure_subscription "$TOPIC" "$TOPIC" --enable-message-ordering --message-retention-duration=1h \
    --ack-deadline=60 --min-retry-delay=5s --max-retry-delay=300s \
    --dead-letter-topic="$DEAD_TOPIC" --max-delivery-attempts=10 \
    --push-endpoint="$url/events" --push-auth-service-account="$(account_of "$BOT")" \
    --push-auth-token-audience="$AUDIENCE"
  # Without these two Pub/Sub cannot move an event to the dead ones.
  grant roles/pubsub.publisher "$(pubsub_agent)" 'pubsub topics' "$DEAD_TOPIC"
  grant roles/pubsub.subscriber "$(pubsub_agent)" 'pubsub subscriptions' "$TOPIC"
}

# ensure_subscription NAME TOPIC FLAGS...: a label keeps the hash of the flags, as with the programs.
ensure_subscription() {
  local name=$1 topic=$2 print state
  shift 2
  print=$(fingerprint "$topic" "$@")
  if ! state=$(look gcloud pubsub subscriptions describe "$name" --format='value(labels.settings)'); then
    does made "subscription $name" gcloud pubsub subscriptions create "$name" --topic="$topic" --expiration-period=never \
      --labels="app=signchronicle,settings=$print" "$@"
  elif [[ $state == "$print" ]]; then
    found "subscription $name"
  else
    # Whether messages are ordered cannot be changed later, and never is.
    local -a flags=()
    local flag
    for flag in "$@"; do [[ $flag == --enable-message-ordering ]] || flags+=("$flag"); done
    does changed "subscription $name" gcloud pubsub subscriptions update "$name" "${flags[@]}" \
      --update-labels="settings=$print"
  fi
}
