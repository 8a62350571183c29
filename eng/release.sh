#!/usr/bin/env bash
# A release up to and with the push of its packages; the tag v<version> must stand on the commit that is checked out.
#   eng/release.sh --version 1.2.3 --feed DIR [--baseline 1.2.2 --baseline-feed DIR]
# Feed: a folder or a package source (the key, if it wants one, in NUGET_API_KEY). Baseline: the last release, in a folder of packages.
# Leaves packages, symbols, sbom.spdx.json, SHA256SUMS and NOTES.md in artifacts/release.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation="${RELEASE_COMPILER_SERVER:-false}"
fail() { printf '%s\n' "$@" >&2; exit 1; }
usage="Usage: eng/release.sh --version 1.2.3 --feed DIR [--baseline 1.2.2 --baseline-feed DIR]"

version='' target='' baseline='' baseline_feed=''
while (($# > 0)); do
  (($# > 1)) || fail "$1 has no value. $usage"
  case $1 in
    --version) version=${2#v} ;;
    --feed) target=$2 ;;
    --baseline) baseline=${2#v} ;;
    --baseline-feed) baseline_feed=$2 ;;
    *) fail "$1 is no option. $usage" ;;
  esac
  shift 2
done
[[ -n $version && -n $target ]] || fail "A version and a feed are needed. $usage"
[ -n "$baseline" ] && [ -z "$baseline_feed" ] && fail "--baseline $baseline needs --baseline-feed, a folder with its packages. $usage"

title() { printf '\n--- %s\n' "$1"; }
title "Ready for v$version?"
tags=$(git tag --points-at HEAD)
grep -qxF "v$version" <<<"$tags" || fail "The commit $(git rev-parse --short HEAD) has no tag v$version, only: ${tags:-none}. Check out the tag."
changed=$(git status --porcelain)
[ -z "$changed" ] || fail "The work tree differs from the tag:" "$changed" "Commit or remove it; a release is what the tag holds."
eng/check-changelog.sh "v$version"
eng/ship-public-api.sh --check
baseline_arguments=()
if [ -n "$baseline" ]; then
  baseline_feed=$(cd "$baseline_feed" && pwd)
  shopt -s nullglob
  before=("$baseline_feed"/*."$baseline".nupkg)
  ((${#before[@]} > 0)) || fail "$baseline_feed has no package of version $baseline. Name the folder of the last release."
  for package in "${before[@]}"; do
    name=$(basename "$package" ".$baseline.nupkg")
    [ -f "src/$name/$name.csproj" ] || fail "The last release has the package $name, this one has not. Keep it, if only as an empty one that is deprecated."
  done
  baseline_arguments=(-p:PackageBaselineVersion="$baseline" -p:PackageBaselineFolder="$baseline_feed")
fi

title "Build"
# Validation is skipped where an earlier run in this folder looks up to date; a release starts anew.
rm -rf artifacts/release artifacts/obj/*/release/*.semaphore
dotnet msbuild eng/packages.proj -t:Restore -v:quiet -nodeReuse:false
dotnet msbuild eng/packages.proj -t:Build -m -v:minimal -nodeReuse:false -p:Configuration=Release -p:RunAnalyzers="${RELEASE_ANALYZERS:-true}"

title "Pack${baseline:+ and compare with $baseline}"
out=$PWD/artifacts/release
dotnet msbuild eng/packages.proj -t:Pack -m -v:minimal -nodeReuse:false -p:Configuration=Release -p:PackageOutputPath="$out/" "${baseline_arguments[@]}"
for project in src/*/*.csproj; do
  name=$(basename "$project" .csproj)
  [ -f "$out/$name.$version.nupkg" ] || fail "There is no $name.$version.nupkg but: $(cd "$out" && echo "$name".*). The version comes from the newest tag: is another tag on this commit?"
done

dotnet run eng/check-packages.cs -- "$out" "$version"

title "Bill of materials and checksums"
dotnet run eng/sbom.cs -- "$out" artifacts/obj "$version" "$(git log -1 --format=%cI)" "$out/sbom.spdx.json"
eng/changelog-section.sh "$version" >"$out/NOTES.md"
(cd "$out" && sha256sum -- *.nupkg *.snupkg sbom.spdx.json >SHA256SUMS && cat SHA256SUMS)

title "Packages in a fresh application"
PACKAGE_FEED=$out eng/smoke-package.sh

title "Push to $target"
eng/push-packages.sh "$out" "$target"
printf '\nReleased %s: %s\n' "$version" "$target"
