# shellcheck shell=bash
# What a person reads while it works.

step() { printf '\n== %s\n' "$1"; }

# What was there already, and what was made by something else than `does`.
found() { printf '   found    %s\n' "$1"; }
made() { printf '   made     %s\n' "$1"; }
note() { printf '   %s\n' "$1"; }

# Ends the script, also from within a command substitution, whose exit alone would be taken for "it is not there".
fail() {
  printf 'deploy.sh: %s\n' "$1" >&2
  if ((BASHPID != $$)); then kill -TERM $$; fi
  exit 1
}
trap 'exit 1' TERM

is_dry() { [[ -n $DRY_RUN ]]; }

# does VERB "what" COMMAND...: runs the command and says what it did, or in a dry run only says it.
does() {
  local verb=$1 what=$2
  shift 2
  if is_dry; then
    printf '   would be %s: %s\n' "$verb" "$what"
  else
    persist "$@" >/dev/null
    printf '   %-8s %s\n' "$verb" "$what"
  fi
}
