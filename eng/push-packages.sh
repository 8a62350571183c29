#!/usr/bin/env bash
# Pushes the packages of a folder, and the symbols beside them. Usage: eng/push-packages.sh FOLDER FEED
# Feed: a folder or a package source; its key, if it wants one, is read from NUGET_API_KEY. What the feed already has is left as it is there,
# so that a push that was cut off can be repeated.
set -euo pipefail
folder=${1:?Usage: eng/push-packages.sh FOLDER FEED}
feed=${2:?Usage: eng/push-packages.sh FOLDER FEED}
shopt -s nullglob
packages=("$folder"/*.nupkg)
if ((${#packages[@]} == 0)); then
  printf 'There is no package (*.nupkg) in %s. Name the folder that eng/release.sh filled: artifacts/release.\n' "$folder" >&2
  exit 1
fi
case $feed in
  *://*) ;;
  *) mkdir -p "$feed" && feed=$(cd "$feed" && pwd) ;;
esac
options=(--skip-duplicate)
[ -n "${NUGET_API_KEY:-}" ] && options+=(--api-key "$NUGET_API_KEY")
for package in "${packages[@]}"; do
  dotnet nuget push "$package" --source "$feed" "${options[@]}"
done
