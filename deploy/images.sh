# shellcheck shell=bash
# The images of this commit. What is in the repository already is not built again.

# What is deployed: by digest, so that a tag that moves changes nothing.
BOT_DIGEST="" TRACKER_DIGEST="" COMMIT=""

ensure_images() {
  local name bucket
  bucket=$(source_bucket)
  name=$(repository)
  COMMIT=$(commit)
  if look gcloud artifacts repositories describe "$REPOSITORY_NAME" --location="$REGION" --format='value(name)' >/dev/null; then
    found "repository $name"
  else
    does made "repository $name" gcloud artifacts repositories create "$REPOSITORY_NAME" --location="$REGION" \
      --repository-format=docker --description='SignChronicle'
  fi
  grant roles/artifactregistry.writer "$(member_of "$BUILDER")" 'artifacts repositories' "$REPOSITORY_NAME" --location="$REGION"
  # Its own bucket for the source, so that the builder can read no other and taking down leaves none.
  if look gcloud storage buckets describe "$bucket" --format='value(name)' >/dev/null; then
    found "bucket $bucket"
  else
    does made "bucket $bucket" gcloud storage buckets create "$bucket" --location="$REGION" \
      --uniform-bucket-level-access --public-access-prevention
  fi
  grant roles/storage.objectViewer "$(member_of "$BUILDER")" 'storage buckets' "$bucket"
  find_digests
  if [[ -n $BOT_DIGEST && -n $TRACKER_DIGEST ]]; then
    found "images of commit $COMMIT"
  elif is_dry; then
    note "would be made: images of commit $COMMIT, by Cloud Build in $REGION"
    BOT_DIGEST=sha256:NEW TRACKER_DIGEST=sha256:NEW
  else
    build
    find_digests
    if [[ -z $BOT_DIGEST || -z $TRACKER_DIGEST ]]; then
      fail "the build succeeded, but $name has no images $BOT_IMAGE and $TRACKER_IMAGE of commit $COMMIT: see cloudbuild.yaml"
    fi
    made "images of commit $COMMIT"
  fi
}

# What is not committed is built under a name that tells its contents, so that the same again is not built again.
commit() {
  local name
  name=$(git -C "$ROOT" rev-parse --short=12 HEAD 2>/dev/null) || name=uncommitted
  if [[ $name == uncommitted || -n $(git -C "$ROOT" status --porcelain) ]]; then
    name+=-$(look gcloud meta list-files-for-upload "$ROOT" | sort | hash_of_files)
  fi
  printf '%s' "$name"
}

hash_of_files() {
  cd "$ROOT" || return
  tr '\n' '\0' | xargs -0 openssl dgst -sha256 -r | openssl dgst -sha256 -r | cut -c 1-8
}

version() { sed -n '/^\[workspace.package\]/,/^\[/ s/^version *= *"\(.*\)"/\1/p' "$ROOT/Cargo.toml"; }

find_digests() {
  BOT_DIGEST=$(digest_of "$BOT_IMAGE")
  TRACKER_DIGEST=$(digest_of "$TRACKER_IMAGE")
}

# The image that bears the commit's tag. Each has several tags, so they are compared one by one. The whole repository is
# listed: that is one call, and it tells tags and digests together.
digest_of() {
  local images package digest tags
  images=$(look gcloud artifacts docker images list "$(repository)" --include-tags \
    --format='csv[no-heading,separator=" "](package,version,tags.list())') || return 0
  while read -r package digest tags; do
    if [[ $package == "$(repository)/$1" && ",${tags//[\"\' ]/}," == *",$COMMIT,"* ]]; then
      printf '%s' "$digest"
      return
    fi
  done <<<"$images"
}

# Without waiting for the log: the builder has no bucket to stream it from.
build() {
  local id status attempt
  if [[ ! -e $ROOT/cloudbuild.yaml ]]; then fail "there is no cloudbuild.yaml beside deploy.sh"; fi
  for attempt in 1 2 3; do
    id=$(persist gcloud builds submit "$ROOT" --config="$ROOT/cloudbuild.yaml" --region="$REGION" --async \
      --service-account="projects/$PROJECT_ID/serviceAccounts/$(account_of "$BUILDER")" \
      --gcs-source-staging-dir="$(source_bucket)/source" --format='value(id)' \
      --substitutions="_REPOSITORY=$(repository),_COMMIT=$COMMIT,_VERSION=$(version)")
    note "build $id: https://console.cloud.google.com/cloud-build/builds;region=$REGION/$id?project=$PROJECT_ID"
    status=$(await_build "$id")
    if [[ $status == SUCCESS* ]]; then return; fi
    # A grant of a minute ago may not have come to the builder yet.
    if [[ $status != *denied* && $status != *'does not have'* ]]; then break; fi
    note "attempt $attempt was not allowed to begin; trying again"
    sleep $((FIRST_WAIT * 10))
  done
  fail "the build failed: ${status}. Its log: gcloud builds log $id --region=$REGION --project=$PROJECT_ID"
}

await_build() {
  local status
  while :; do
    status=$(look gcloud builds describe "$1" --region="$REGION" --format='value(status,statusDetail)') || status=UNKNOWN
    case $status in
      QUEUED* | PENDING* | WORKING*) sleep $((FIRST_WAIT * 3)) ;;
      *) printf '%s' "$status" && return ;;
    esac
  done
}
