#!/usr/bin/env bash
# Prints the n-th command of the first shell block of README.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
number=${1:?Usage: eng/readme-command.sh NUMBER}
command=$(awk -v wanted="$number" '
  /^```/ { if (inside) exit; if ($0 ~ /^```(sh|bash)[ \t\r]*$/) inside = 1; next }
  inside && NF && $1 !~ /^#/ && ++seen == wanted { sub(/\r$/, ""); print; exit }' README.md)
if [ -z "$command" ]; then
  printf 'README.md has no command %s in its first shell block. Keep at least two there: the report and the tests.\n' "$number" >&2
  exit 1
fi
printf '%s\n' "$command"
