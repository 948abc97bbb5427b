# shellcheck shell=bash
# Settings: read from .env and the environment, all checked before anything is touched.

readonly SETTINGS=(PROJECT_ID REGION TELEGRAM_BOT_TOKEN TELEGRAM_WEBHOOK_SECRET ALLOWED_CHAT_IDS ALLOWED_USER_IDS
  SPREADSHEET_ID DRIVE_FOLDER_ID TIME_ZONE GOOGLE_CREDENTIALS MAX_TRACKINGS_PER_CHAT CHANGES_IN_GROUPS USER_AGENT)

readonly IDS='^-?[0-9]+( *, *-?[0-9]+)* *,?$'

# What is wrong, a line for each.
WRONG=()

# read_settings all|project: the commands that only look need no more than the project.
read_settings() {
  read_file "${DEPLOY_ENV_FILE:-$ROOT/.env}"
  local name
  for name in "${SETTINGS[@]}"; do printf -v "$name" '%s' "$(trimmed "${!name:-}")"; done
  REGION=${REGION:-asia-east2}
  TIME_ZONE=${TIME_ZONE:-Asia/Hong_Kong}
  SPREADSHEET_ID=$(id_in_link "$SPREADSHEET_ID" '/spreadsheets/d/([A-Za-z0-9_-]+)')
  DRIVE_FOLDER_ID=$(id_in_link "$DRIVE_FOLDER_ID" '/folders/([A-Za-z0-9_-]+)')
  # A child needs none of them from the environment, and gcloud none of the secrets.
  export -n "${SETTINGS[@]}"
  check_project_settings
  if [[ $1 == all ]]; then check_all_settings; fi
  if ((${#WRONG[@]} == 0)); then return; fi
  printf 'deploy.sh: nothing was changed. These settings are missing or wrong (environment, or .env):\n' >&2
  printf '  %s\n' "${WRONG[@]}" >&2
  exit 2
}

# Takes KEY=VALUE lines as they are and runs nothing; the environment wins.
read_file() {
  local line key value number=0
  if [[ ! -e $1 ]]; then return; fi
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    line=$(trimmed "${line%$'\r'}")
    if [[ -z $line || $line == '#'* ]]; then continue; fi
    line=${line#export }
    key=$(trimmed "${line%%=*}") value=$(trimmed "${line#*=}")
    if [[ $line != *=* || " ${SETTINGS[*]} " != *" $key "* ]]; then
      # Not the line itself: it may be a secret's second half.
      WRONG+=("line $number of $1 is no KEY=VALUE with a KEY of .env.example")
      continue
    fi
    if [[ $value =~ ^\"(.*)\"$ || $value =~ ^\'(.*)\'$ ]]; then value=${BASH_REMATCH[1]}; fi
    if [[ -z ${!key+is set} ]]; then printf -v "$key" '%s' "$value"; fi
  done <"$1"
}

check_project_settings() {
  expect PROJECT_ID '^[a-z][a-z0-9-]{4,28}[a-z0-9]$' "the project's id: gcloud projects list"
  expect REGION '^[a-z]+-[a-z]+[0-9]+$' 'a region of Cloud Run such as asia-east2: gcloud run regions list'
}

check_all_settings() {
  expect TELEGRAM_BOT_TOKEN '^[0-9]+:[A-Za-z0-9_-]{5,}$' "the bot's token: write /newbot or /token to https://t.me/BotFather"
  may_be TELEGRAM_WEBHOOK_SECRET '^[A-Za-z0-9_-]{16,256}$' '16 to 256 of A-Z a-z 0-9 _ -; leave it empty and one is made'
  may_be ALLOWED_CHAT_IDS "$IDS" 'numbers with commas; write to the bot, and its refusal tells the chat its id'
  may_be ALLOWED_USER_IDS "$IDS" 'numbers with commas; write to the bot, and its refusal tells the id'
  expect SPREADSHEET_ID '^[A-Za-z0-9_-]{10,}$' 'the link of an empty sheet: https://sheets.new'
  expect DRIVE_FOLDER_ID '^[A-Za-z0-9_-]{10,}$' "the link of a folder in a shared drive (or, with GOOGLE_CREDENTIALS, of a person's): https://drive.google.com"
  expect TIME_ZONE '^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$' 'a zone of the tz database such as Asia/Hong_Kong'
  may_be MAX_TRACKINGS_PER_CHAT '^[1-9][0-9]{0,3}$' 'a number above zero; 20 unless it is set'
  may_be CHANGES_IN_GROUPS '^(administrators|everybody)$' 'administrators (default) or everybody'
  # The delimiter of `environment_flag`.
  if [[ $USER_AGENT == *@@* ]]; then WRONG+=('USER_AGENT: it may not hold @@'); fi
  may_be USER_AGENT '^[ -~]+$' 'one line of ASCII characters'
  check_credentials
}

# A key, or the credentials that `gcloud auth application-default login` leaves, as JSON or as a path to it.
check_credentials() {
  local hint='JSON of a service account or of a person, or a path to it: gcloud auth application-default login says where it is'
  if [[ -z $GOOGLE_CREDENTIALS ]]; then return; fi
  if [[ $GOOGLE_CREDENTIALS != '{'* ]]; then
    # Neither the path nor what is in it is shown: somebody may have pasted a key.
    if [[ ! -r $GOOGLE_CREDENTIALS ]]; then
      WRONG+=("GOOGLE_CREDENTIALS: there is no such file. It is $hint")
      return
    fi
    GOOGLE_CREDENTIALS=$(<"$GOOGLE_CREDENTIALS")
  fi
  may_be GOOGLE_CREDENTIALS '"type"[[:space:]]*:[[:space:]]*"(authorized_user|service_account)"' "$hint"
}

# expect NAME PATTERN WHERE_TO_GET_IT
expect() {
  if [[ -z ${!1} ]]; then
    WRONG+=("$1 is not set: $3")
  else
    may_be "$@"
  fi
}

# The value is not shown: it may be a secret in the wrong place.
may_be() {
  local LC_ALL=C
  if [[ -n ${!1} && ! ${!1} =~ $2 ]]; then WRONG+=("$1 is malformed: it has to be $3"); fi
}

trimmed() {
  local text=$1
  text=${text#"${text%%[![:space:]]*}"}
  printf '%s' "${text%"${text##*[![:space:]]}"}"
}

id_in_link() {
  if [[ $1 =~ $2 ]]; then printf '%s' "${BASH_REMATCH[1]}"; else printf '%s' "$1"; fi
}
