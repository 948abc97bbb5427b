# shellcheck shell=bash
# shellcheck disable=SC2034  # ENABLED is read in gcloud.sh
# Who exists, and who may do what. ARCHITECTURE.md ("Who may do what") gives the reason for each grant.

readonly SERVICES=(run cloudscheduler secretmanager artifactregistry cloudbuild sheets drive pubsub iam logging storage)

# What the bot calls (crates/scheduler). Scheduler has no policy of a single job, so it is the project's. A job's body,
# where a tracking lives, may be shown with `fullView` only.
readonly BOT_PERMISSIONS=cloudscheduler.jobs.create,cloudscheduler.jobs.delete,cloudscheduler.jobs.enable,cloudscheduler.jobs.fullView,cloudscheduler.jobs.get,cloudscheduler.jobs.list,cloudscheduler.jobs.pause,cloudscheduler.jobs.run,cloudscheduler.jobs.update
readonly TRACKER_PERMISSIONS=cloudscheduler.jobs.delete

ensure_services() {
  local enabled name
  local -a missing=()
  enabled=" $(look gcloud services list --enabled --format='value(config.name)' | tr '\n' ' ') "
  for name in "${SERVICES[@]}"; do
    if [[ $enabled != *" $name.googleapis.com "* ]]; then missing+=("$name.googleapis.com"); fi
  done
  if ((${#missing[@]} == 0)); then
    found "${SERVICES[*]}"
  else
    does made "${missing[*]}" gcloud services enable "${missing[@]}"
  fi
  if ! is_dry; then ENABLED=1; fi
}

# Own accounts for all: a project may forbid the default ones, or keep them without roles.
ensure_accounts() {
  ensure_account "$BOT" 'SignChronicle: the bot, and what Cloud Scheduler starts for it'
  ensure_account "$TRACKER" 'SignChronicle: share sheet and Drive folder with it'
  ensure_account "$BUILDER" 'SignChronicle: builds images'
}

ensure_account() {
  local email
  email=$(account_of "$1")
  if look gcloud iam service-accounts describe "$email" --format='value(email)' >/dev/null; then
    found "$email"
    return
  fi
  does made "$email" gcloud iam service-accounts create "$1" --display-name="$2"
}

ensure_roles() {
  ensure_role "$BOT_ROLE" 'SignChronicle bot' "$BOT_PERMISSIONS"
  ensure_role "$TRACKER_ROLE" 'SignChronicle tracker' "$TRACKER_PERMISSIONS"
  grant "projects/$PROJECT_ID/roles/$BOT_ROLE" "$(member_of "$BOT")" projects "$PROJECT_ID"
  grant "projects/$PROJECT_ID/roles/$TRACKER_ROLE" "$(member_of "$TRACKER")" projects "$PROJECT_ID"
  grant roles/logging.logWriter "$(member_of "$BUILDER")" projects "$PROJECT_ID"
  # Whoever creates a Scheduler job must be allowed to act as the account in its token, also as oneself.
  grant roles/iam.serviceAccountUser "$(member_of "$BOT")" 'iam service-accounts' "$(account_of "$BOT")"
}

# A role that was deleted keeps its name for 37 days and may be taken back for 7.
ensure_role() {
  local id=$1 title=$2 permissions=$3 state
  local -a flags=("--project=$PROJECT_ID" "--permissions=$permissions" "--title=$title" --stage=GA)
  if ! state=$(look gcloud iam roles describe "$id" --project="$PROJECT_ID" \
    --format='csv[no-heading,separator=" "](deleted,includedPermissions.list())'); then
    does made "role $id" gcloud iam roles create "$id" "${flags[@]}"
    return
  fi
  if [[ ${state%% *} == True ]]; then
    does made "role $id, which had been deleted" gcloud iam roles undelete "$id" --project="$PROJECT_ID"
  fi
  if [[ $(in_order "${state#* }") == $(in_order "$permissions") ]]; then
    found "role $id"
  else
    does changed "role $id" gcloud iam roles update "$id" "${flags[@]}"
  fi
}

in_order() { tr -d "'[] \"" <<<"$1" | tr ',;' '\n' | sort; }
