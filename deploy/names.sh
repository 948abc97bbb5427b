# shellcheck shell=bash
# shellcheck disable=SC2034  # they are used in the other files
# What everything is called. `find_project` and `read_settings` have to come first: most names have the project in them.

readonly BOT=signchronicle-bot
readonly TRACKER=signchronicle-tracker
readonly BUILDER=signchronicle-build
# A Cloud Run Job of the bot's image that sets commands and descriptions at Telegram (`bot-service menus`).
readonly MENUS=signchronicle-menus
readonly TOPIC=signchronicle-events
readonly DEAD_TOPIC=signchronicle-events-dead
# The bot's Scheduler job of its own (bot-service/src/watch.rs).
readonly WATCH=signchronicle-watch
readonly REPOSITORY_NAME=signchronicle
# As cloudbuild.yaml names them.
readonly BOT_IMAGE=bot
readonly TRACKER_IMAGE=tracker
readonly BOT_ROLE=signchronicleBot
readonly TRACKER_ROLE=signchronicleTracker
readonly TOKEN_SECRET=signchronicle-bot-token
readonly WEBHOOK_SECRET=signchronicle-webhook-secret
readonly CREDENTIALS_SECRET=signchronicle-google-credentials

account_of() { printf '%s@%s.iam.gserviceaccount.com' "$1" "$PROJECT_ID"; }
member_of() { printf 'serviceAccount:%s' "$(account_of "$1")"; }
pubsub_agent() { printf 'serviceAccount:service-%s@gcp-sa-pubsub.iam.gserviceaccount.com' "$PROJECT_NUMBER"; }
repository() { printf '%s-docker.pkg.dev/%s/%s' "$REGION" "$PROJECT_ID" "$REPOSITORY_NAME"; }
source_bucket() { printf 'gs://%s-signchronicle-source' "$PROJECT_ID"; }
