#!/usr/bin/env bash
# Rehearses releases in a temporary clone of the last commit, with a folder for the feed: a first one; a second one that keeps every
# public member; a third one that renames one and must not come out; and a tag without its section in the changelog, a section without
# its date, and a commit without its tag, which must not either.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rehearsal=$(mktemp -d)
# Three builds of one tree: one compiler process serves all, which halves their time. It has a name of its own, and ends with this script.
export RELEASE_COMPILER_SERVER=true SharedCompilationId="rehearsal-$$"
finish() {
  local server
  server=$(dotnet msbuild "$root/src/SalesFunnel.Metrics/SalesFunnel.Metrics.csproj" -getProperty:RoslynTargetsPath)/bincore/VBCSCompiler
  if [ -x "$server" ]; then
    "$server" -shutdown -pipename:"$SharedCompilationId" >/dev/null
  else
    dotnet "$server.dll" -shutdown -pipename:"$SharedCompilationId" >/dev/null
  fi
  rm -rf "$rehearsal"
}
trap finish EXIT
git clone --quiet "file://$root" "$rehearsal/clone"
cd "$rehearsal/clone"
git config user.name Rehearsal
git config user.email rehearsal@example.invalid
export RELEASE_ANALYZERS=false # the same sources passed them in the build of everything
feed=$rehearsal/feed
log=$rehearsal/log

prepare() { # version
  sed -i 's/^## \[Unreleased\]$/&\n\n### Changed\n- Rehearsed./' CHANGELOG.md
  eng/prepare-release.sh "$1" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  git commit --quiet --all --message "Rehearse $1"
  git tag "v$1"
}

release() { # version, further arguments
  local began=$SECONDS version=$1
  shift
  eng/release.sh --version "$version" --feed "$feed" "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  printf 'Released %s to a folder (%d s): %d packages\n' "$version" $((SECONDS - began)) "$(find "$feed" -name "*.$version.nupkg" | wc -l)"
}

refuse() { # what, text the refusal must hold, version, further arguments
  local what=$1 text=$2 version=$3
  shift 3
  if eng/release.sh --version "$version" --feed "$feed" "$@" >"$log" 2>&1; then
    printf '%s: the release came out, but it must be refused.\n' "$what" >&2
    return 1
  fi
  if ! grep -qE -- "$text" "$log"; then
    cat "$log" >&2
    printf '%s: refused, but for another reason than "%s".\n' "$what" "$text" >&2
    return 1
  fi
  if [ -n "$(find "$feed" -name "*.$version.nupkg")" ]; then
    printf '%s: refused, but packages reached the feed.\n' "$what" >&2
    return 1
  fi
  printf '%s: refused, %s\n' "$what" "$(grep -m 1 -oE -- "$text" "$log")"
}

prepare 0.1.0-rehearsal.1
release 0.1.0-rehearsal.1
(cd artifacts/release && sha256sum --check --quiet SHA256SUMS)
prepare 0.1.0-rehearsal.2
release 0.1.0-rehearsal.2 --baseline 0.1.0-rehearsal.1 --baseline-feed "$feed"

if ! git grep --quiet --word-regexp FitGrouped -- 'src/*.cs'; then
  printf 'The sources have no method FitGrouped any more. Name another public method in eng/test-release.sh, for the one that is renamed.\n' >&2
  exit 1
fi
git grep -lz --word-regexp FitGrouped -- 'src/*.cs' | xargs -0 sed -i 's/\bFitGrouped\b/FitTallied/g'
for shipped in $(git grep -l --word-regexp FitGrouped -- 'src/*/PublicAPI.Shipped.txt'); do
  lines=$(grep -w FitGrouped "$shipped")
  printf '#nullable enable\n%s\n%s\n' "*REMOVED*${lines//$'\n'/$'\n*REMOVED*'}" "${lines//FitGrouped/FitTallied}" >"${shipped/Shipped/Unshipped}"
done
prepare 0.1.0-rehearsal.3
refuse "A renamed method" "CP0002: Member '[^']*FitGrouped" 0.1.0-rehearsal.3 --baseline 0.1.0-rehearsal.2 --baseline-feed "$feed"

git tag v0.1.0-rehearsal.4
refuse "A tag without its section" 'CHANGELOG.md has no section "## \[0.1.0-rehearsal.4\]' 0.1.0-rehearsal.4

sed -i 's/^## \[Unreleased\]$/&\n\n## [0.1.0-rehearsal.5]\n- Rehearsed./' CHANGELOG.md
git commit --quiet --all --message "No date"
git tag v0.1.0-rehearsal.5
refuse "A section without its date" 'is not one line "## \[0.1.0-rehearsal.5\] - YYYY-MM-DD"' 0.1.0-rehearsal.5
refuse "A commit without its tag" 'has no tag v0.1.0-rehearsal.6' 0.1.0-rehearsal.6
