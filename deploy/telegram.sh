# shellcheck shell=bash
# The webhook, and what Telegram shows of the bot before anybody writes.

# What bot-service reads of an update (crates/telegram/src/update/wire.rs).
readonly UPDATES='["message","callback_query","my_chat_member"]'
readonly CONNECTIONS=20

# telegram METHOD [PARAMETER=VALUE...]: the answer, or 1 where Telegram refuses. curl reads all of it, the token in the
# address included, from its standard input.
telegram() {
  local method=$1 parameter
  shift
  {
    printf 'url = "%s/bot%s/%s"\n' "${TELEGRAM_API_URL:-https://api.telegram.org}" "$TELEGRAM_BOT_TOKEN" "$method"
    for parameter in "$@"; do printf 'data-urlencode = "%s"\n' "${parameter//\"/\\\"}"; done
  } | curl --silent --show-error --fail-with-body --max-time 30 --retry 4 --retry-delay "$FIRST_WAIT" --request POST --config -
}

# The value of a plain field of an answer.
field() { sed -n 's/.*"'"$2"'" *: *"\{0,1\}\([^",}]*\).*/\1/p' <<<"$1" | sed 's#\\/#/#g'; }

find_bot() {
  local answer
  if ! answer=$(telegram getMe); then
    fail "Telegram does not know TELEGRAM_BOT_TOKEN, or cannot be reached; nothing was changed. $(field "$answer" description)"
  fi
  found "bot @$(field "$answer" username)"
}

# The texts are the program's, so the program sets them: a job of the bot's image runs `bot-service menus`. Its label says
# with what bot, image and webhook that was done last, so all of this is done again only after a change.
ensure_telegram() {
  local url print done_with=""
  url=$(bot_url) || url=https://URL-OF-$BOT
  print=$(fingerprint "$url" "$UPDATES" "$CONNECTIONS" "$BOT_DIGEST" "$TOKEN_VERSION" "$WEBHOOK_VERSION")
  done_with=$(look gcloud run jobs describe "$MENUS" --region="$REGION" --format='value(metadata.labels.told)') || true
  if [[ $done_with == "$print" && $(field "$(telegram getWebhookInfo)" url) == "$url/telegram" ]]; then
    found "webhook, commands and descriptions"
    return
  fi
  does made "webhook $url/telegram" set_webhook "$url/telegram"
  does made "job $MENUS" gcloud run jobs deploy "$MENUS" --region="$REGION" \
    --image="$(repository)/$BOT_IMAGE@$BOT_DIGEST" --args=menus --service-account="$(account_of "$BOT")" \
    --cpu=1 --memory=512Mi --tasks=1 --max-retries=1 --task-timeout=120s \
    --set-secrets="TELEGRAM_BOT_TOKEN=$TOKEN_SECRET:$TOKEN_VERSION" --labels="app=signchronicle,commit=$COMMIT"
  does made "commands and descriptions" gcloud run jobs execute "$MENUS" --region="$REGION" --wait
  does changed "job $MENUS: it is told" gcloud run jobs update "$MENUS" --region="$REGION" --update-labels="told=$print"
}

set_webhook() {
  local answer
  if ! answer=$(telegram setWebhook "url=$1" "secret_token=$TELEGRAM_WEBHOOK_SECRET" "allowed_updates=$UPDATES" \
    "max_connections=$CONNECTIONS"); then
    printf 'Telegram refused the webhook: %s\n' "$(field "$answer" description)" >&2
    return 1
  fi
}
