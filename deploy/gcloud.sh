# shellcheck shell=bash
# How gcloud is asked: what passes by itself is tried again, and what is not there is told from what cannot be seen.

# Seconds before the second attempt; each further one waits twice as long. Tests wait less.
readonly FIRST_WAIT=${DEPLOY_WAIT:-2}
readonly ATTEMPTS=7

# A change of a policy beside ours, a service that is briefly unavailable or was enabled a moment ago.
readonly BUSY='concurrent policy changes|ABORTED|HTTPError 409|\(409\)|\b50[0234]\b|UNAVAILABLE|[Uu]navailable|INTERNAL|RESOURCE_EXHAUSTED|\b429\b|DEADLINE_EXCEEDED|[Tt]imed out|Connection (reset|aborted)|SERVICE_DISABLED|has not been used in project'
# What was made a moment ago and is not visible everywhere yet.
readonly NOT_YET='[Ss]ervice account .*(does not exist|not found)|Unknown service account|Role .* does not exist|Permission denied on secret'
readonly EXISTS='ALREADY_EXISTS|[Aa]lready exists|you already own it'
readonly ABSENT='NOT_FOUND|[Nn]ot ?[Ff]ound|[Cc]annot find|[Cc]ould not find|does not exist|\b404\b|Unknown service account'
readonly DISABLED='SERVICE_DISABLED|has not been used in project'

# Set once `up` has enabled what it needs. Until then a service that is not enabled has nothing in it.
ENABLED=""

# persist COMMAND...: runs it until it succeeds or fails for good. Its standard output is passed on; what it wrote to
# standard error is shown only where it failed for good. A thing that an earlier attempt made after all is a success.
persist() {
  local attempt wait=$FIRST_WAIT errors
  for ((attempt = 1; ; attempt++)); do
    if { errors=$("$@" 2>&1 >&3); } 3>&1; then return 0; fi
    if ((attempt > 1)) && [[ $errors =~ $EXISTS ]]; then return 0; fi
    if ((attempt == ATTEMPTS)) || [[ $errors =~ $EXISTS || ! $errors =~ $BUSY|$NOT_YET ]]; then
      printf '%s\n' "$errors" >&2
      fail "this failed, and all before it is done and stays: ${*:1:4} ... Mend it and run deploy.sh again."
    fi
    sleep "$wait"
    wait=$((wait * 2))
  done
}

# look COMMAND...: the output of a command that reads; 1 where what it asks for is not there.
look() {
  local attempt wait=$FIRST_WAIT output errors
  for ((attempt = 1; ; attempt++)); do
    # Both streams by one command substitution: the errors come after a line that no output has.
    if output=$({ errors=$("$@" 2>&1 >&3); } 3>&1 || { printf '\n\001%s' "$errors" && false; }); then
      printf '%s' "$output"
      return 0
    fi
    errors=${output#*$'\001'}
    if [[ -z $ENABLED && $errors =~ $DISABLED ]]; then return 1; fi
    if [[ $errors =~ $BUSY ]] && ((attempt < ATTEMPTS)); then
      sleep "$wait"
      wait=$((wait * 2))
      continue
    fi
    if [[ $errors =~ $ABSENT ]]; then return 1; fi
    printf '%s\n' "$errors" >&2
    fail "this could not be read: ${*:1:5}"
  done
}

# grant ROLE MEMBER "GROUP OF COMMANDS" RESOURCE [FLAGS...]: one binding on one resource.
grant() {
  local role=$1 member=$2 resource=$4 what
  local -a group
  read -ra group <<<"$3"
  shift 4
  what="${role#roles/} for ${member#serviceAccount:} on ${group[*]: -1} $resource"
  if has_binding "$role" "$member" "${group[*]}" "$resource" "$@"; then
    found "$what"
    return
  fi
  # With a condition somewhere in a project's policy gcloud would ask which one is meant.
  if [[ ${group[*]} == projects ]]; then set -- --condition=None; fi
  does made "$what" gcloud "${group[@]}" add-iam-policy-binding "$resource" --role="$role" --member="$member" "$@"
}

has_binding() {
  local role=$1 member=$2 resource=$4 bindings
  local -a group
  read -ra group <<<"$3"
  shift 4
  bindings=$(look gcloud "${group[@]}" get-iam-policy "$resource" "$@" \
    --flatten='bindings[].members' --format='csv[no-heading](bindings.role,bindings.members)') || return 1
  [[ $'\n'$bindings$'\n' == *$'\n'"$role,$member"$'\n'* ]]
}

find_project() {
  command -v gcloud >/dev/null || fail "gcloud is not installed: https://cloud.google.com/sdk/docs/install"
  # No question may wait for an answer, and none is answered with yes: a service that is off stays off in a dry run.
  export CLOUDSDK_CORE_DISABLE_PROMPTS=1 CLOUDSDK_CORE_PROJECT=$PROJECT_ID
  PROJECT_NUMBER=$(look gcloud projects describe "$PROJECT_ID" --format='value(projectNumber)') ||
    fail "there is no project $PROJECT_ID, or this account may not see it: gcloud auth login, gcloud projects list"
  readonly PROJECT_NUMBER
  found "project $PROJECT_ID ($PROJECT_NUMBER), region $REGION"
}
