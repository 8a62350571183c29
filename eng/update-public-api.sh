#!/usr/bin/env bash
# Writes PublicAPI.Unshipped.txt of every library anew from its sources. Look at the difference before you commit it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for file in src/*/PublicAPI.Unshipped.txt; do
  printf '#nullable enable\n' >"$file"
done
for project in src/*/*.csproj; do
  dotnet format analyzers "$project" --diagnostics RS0016 RS0037 --severity warn
done
# The code fix appends; ordinal order keeps differences small.
for file in src/*/PublicAPI.Unshipped.txt; do
  sorted=$(tail -n +2 "$file" | tr -d '\r' | sed 's/^\xef\xbb\xbf//' | grep -v '^$' | LC_ALL=C sort -u || true)
  printf '#nullable enable\n%s\n' "$sorted" | sed -e '${/^$/d}' >"$file"
done
git diff --stat -- 'src/*/PublicAPI.Unshipped.txt'
