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
  note "sheet and folder have to be shared with $(account_of "$TRACKER") as editor (with GOOGLE_CREDENTIALS: with that account)"
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
    note "the check failed without a line in the log of ${1:-an execution}; gcloud says: ${2##*$'\n'}"
    return
  fi
  while IFS= read -r line; do note "missing  $line"; done <<<"$lines"
}
