#!/usr/bin/env bash
# Prints what CHANGELOG.md says of one version, without its heading: the notes of a release. Usage: eng/changelog-section.sh 1.2.3
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=${1:?Usage: eng/changelog-section.sh VERSION, or Unreleased}
awk -v heading="## [${version#v}]" '
  /^## / { inside = index($0, heading) == 1; next }
  inside && (started || NF) { started = 1; print }' CHANGELOG.md
