#!/usr/bin/env bash
# The changelog is ready for a tag: its section is there, dated and not empty, and nothing is left under Unreleased.
# Usage: eng/check-changelog.sh v1.2.3
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tag=${1:?Usage: eng/check-changelog.sh v1.2.3}
if ! [[ $tag =~ ^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then
  printf 'The tag %s is no version. A tag is v and a semantic version: v1.2.3 or v1.2.3-rc.1.\n' "$tag" >&2
  exit 1
fi
version=${tag#v}
remedy="Run eng/prepare-release.sh $version, commit what it changed, and set the tag there."

line=$(grep -nF "## [$version]" CHANGELOG.md || true)
if [ -z "$line" ]; then
  printf 'CHANGELOG.md has no section "## [%s] - YYYY-MM-DD". It has:\n%s\n%s\n' "$version" "$(grep -nE '^## ' CHANGELOG.md || true)" "$remedy" >&2
  exit 1
fi
if ! [[ $line =~ ^[0-9]+:##\ \[[^]]+\]\ -\ ([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))$ ]]; then
  printf 'CHANGELOG.md:%s\nis not one line "## [%s] - YYYY-MM-DD", with the date of the release.\n' "$line" "$version" >&2
  exit 1
fi
notes=$(eng/changelog-section.sh "$version")
if ! grep -q '^- ' <<<"$notes"; then
  printf 'CHANGELOG.md:%s is empty. Say what changed for users, one line ("- ...") each.\n' "$line" >&2
  exit 1
fi
waiting=$(eng/changelog-section.sh Unreleased)
if left=$(grep -m 1 '^- ' <<<"$waiting"); then
  printf 'CHANGELOG.md still has entries under Unreleased, the first:\n%s\nThey belong to %s or wait for the next release on another branch. %s\n' "$left" "$version" "$remedy" >&2
  exit 1
fi
printf 'CHANGELOG.md is ready for %s\n' "$tag"
