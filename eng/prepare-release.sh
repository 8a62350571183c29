#!/usr/bin/env bash
# Makes the repository ready for a tag: Unreleased becomes the section of the version, and the public members are shipped.
# Usage: eng/prepare-release.sh 1.2.3 [YYYY-MM-DD]. Commit the result, then: git tag v1.2.3
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=${1:?Usage: eng/prepare-release.sh VERSION [DATE]}
date=${2:-$(date -u +%F)}
if grep -qF "## [$version]" CHANGELOG.md; then
  printf 'CHANGELOG.md already has a section of %s. A version is released once; take the next number.\n' "$version" >&2
  exit 1
fi
if ! grep -qxF '## [Unreleased]' CHANGELOG.md; then
  printf 'CHANGELOG.md has no line "## [Unreleased]". Put it above the newest version.\n' >&2
  exit 1
fi
awk -v heading="## [$version] - $date" '{ print } $0 == "## [Unreleased]" { printf "\n%s\n", heading }' CHANGELOG.md >CHANGELOG.md.new
mv CHANGELOG.md.new CHANGELOG.md
eng/ship-public-api.sh
eng/check-changelog.sh "v$version"
