# shellcheck shell=bash
# One execution of the tracker that tries what a person has to set up besides: is the sheet shared, the folder, ...

# A label of the tracker tells what was found well, so the same again is not tried again.
check_unless_same() {
  local print
  print=$(fingerprint "${DEPLOYED[@]}")
  if [[ $(look gcloud run jobs describe "$TRACKER" --region="$REGION" --format='value(metadata.labels.checked)') == "$print" ]]; then
    found "everything, when this was deployed; to look again: ./deploy.sh check"
    return
  fi
  run_check
  does changed "job $TRACKER: it is checked" gcloud run jobs update "$TRACKER" --region="$REGION" --update-labels="checked=$print"
}

run_check() {
  local execution errors attempt
  for ((attempt = 1; attempt <= ATTEMPTS; attempt++)); do
    if errors=$(gcloud run jobs execute "$TRACKER" --region="$REGION" --update-env-vars=ACTION=check --wait 2>&1 >/dev/null); then
      note "everything is there"
      return
    fi
    # A check writes nothing, so it may be repeated.
    if ! [[ $errors =~ $BUSY ]]; then break; fi
    sleep "$FIRST_WAIT"
  done
  execution=$(look gcloud run jobs describe "$TRACKER" --region="$REGION" \
    --format='value(status.latestCreatedExecution.name)') || fail "there is no job $TRACKER yet: ./deploy.sh"
  tell_missing "$execution" "$errors"
  fail "deployed, but something is missing: see above, and then: ./deploy.sh check"
}

# tell_missing EXECUTION ERRORS: what its log says, otherwise what gcloud said. Lines take some seconds until they can be read.
tell_missing() {
  local attempt line lines=""
  for attempt in 1 2 3 4 5 6; do
    lines=$(look gcloud logging read --freshness=1h --order=asc --format='value(jsonPayload.message)' \
      "resource.type=\"cloud_run_job\" AND labels.\"run.googleapis.com/execution_name\"=\"$1\" AND severity>=ERROR") || lines=""
    if [[ -n $lines ]]; then break; fi
    if ((attempt < 6)); then sleep $((FIRST_WAIT * 2)); fi
  done
  if [[ -z $lines ]]; then
    note "the check failed, and the log of ${1:-its execution} cannot be read yet; gcloud says: ${2##*$'\n'}"
    note "if that is not done: share the sheet with $(account_of "$TRACKER") as editor, and the Drive folder as well"
    return
  fi
  while IFS= read -r line; do note "missing  $line"; done <<<"$lines"
}
