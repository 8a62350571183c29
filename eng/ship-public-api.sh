#!/usr/bin/env bash
# Moves PublicAPI.Unshipped.txt of every library into PublicAPI.Shipped.txt: what a release promises. A line *REMOVED*X takes X out.
# With --check nothing is changed: it fails, with the names, where something is not moved yet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C # ordinal order: small differences, the same on every machine
lines() { tr -d '\r' <"$1" | sed 's/^\xef\xbb\xbf//' | grep -vxE '(#nullable enable)?' || true; }

waiting=0
for unshipped in src/*/PublicAPI.Unshipped.txt; do
  folder=$(dirname "$unshipped")
  shipped=$folder/PublicAPI.Shipped.txt
  count=$(lines "$unshipped" | wc -l)
  ((count == 0)) && continue
  if [ "${1:-}" = --check ]; then
    printf '%s: %d lines are not shipped yet, the first: %s\n' "$unshipped" "$count" "$(lines "$unshipped" | sed -n 1p)" >&2
    waiting=1
    continue
  fi
  removed=$(lines "$unshipped" | sed -n 's/^\*REMOVED\*//p')
  all=$({ lines "$shipped"; lines "$unshipped" | grep -v '^\*REMOVED\*' || true; } | sort -u)
  if [ -n "$removed" ]; then
    all=$(grep -vxF -- "$removed" <<<"$all" || true)
  fi
  printf '#nullable enable\n%s\n' "$all" >"$shipped"
  printf '#nullable enable\n' >"$unshipped"
  printf '%s: %d lines shipped\n' "$folder" "$count"
done
if ((waiting)); then
  printf 'A release promises its public members. Run eng/ship-public-api.sh, commit, and set the tag there.\n' >&2
  exit 1
fi
