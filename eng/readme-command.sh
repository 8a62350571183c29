#!/usr/bin/env bash
# Prints the n-th command of a shell block of README.md, the first block when not told.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
number=${1:?Usage: eng/readme-command.sh NUMBER [BLOCK]}
block=${2:-1}
command=$(awk -v wanted="$number" -v block="$block" '
  /^```/ { if (inside) { if (blocks == block) exit; inside = 0; next } if (skipping) { skipping = 0; next } if ($0 ~ /^```(sh|bash)[ \t\r]*$/) { inside = 1; blocks++ } else skipping = 1; next }
  inside && blocks == block && NF && $1 !~ /^#/ && ++seen == wanted { sub(/\r$/, ""); print; exit }' README.md)
if [ -z "$command" ]; then
  printf 'README.md has no command %s in its shell block %s. Keep the report and the tests in the first block, the sequence in the second.\n' "$number" "$block" >&2
  exit 1
fi
printf '%s\n' "$command"
