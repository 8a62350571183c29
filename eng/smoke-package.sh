#!/usr/bin/env bash
# The packed library works in an application outside the repository and brings no dependency; all libraries work together in another;
# the packed tool installs and runs.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/smoke-common.sh"

version=$(package_version SalesFunnel.Metrics)
copy_consumer
dotnet build "$work/PackageConsumer/PackageConsumer.csproj" -c Release -nodeReuse:false \
  -p:PackageUnderTest="$version" -p:RestoreAdditionalProjectSources="$feed" -o "$work/out" -v:quiet
expect "Application with the package" "Overall conversion: 1 of 3" "$(dotnet "$work/out/PackageConsumer.dll")"

nuspec="$NUGET_PACKAGES/salesfunnel.metrics/$version/salesfunnel.metrics.nuspec"
if grep -n '<dependency ' "$nuspec"; then
  printf 'The package SalesFunnel.Metrics has the dependencies above; it must have none.\n' >&2
  exit 1
fi
printf 'SalesFunnel.Metrics %s has no dependency\n' "$version"

names=()
for file in "$feed"/SalesFunnel.*."$version".nupkg; do
  name=$(basename "$file" ".$version.nupkg")
  [ "$name" = SalesFunnel.Metrics.Cli ] || names+=("$name")
done
dotnet build "$work/AllPackages/AllPackages.csproj" -c Release -nodeReuse:false \
  -p:PackageUnderTest="$version" -p:PackageFolder="$feed" -p:RestoreAdditionalProjectSources="$feed" -o "$work/all" -v:quiet
expect "Application with all packages" "${#names[@]} packages together: live 1 of 2" \
  "$(dotnet "$work/all/AllPackages.dll" "$root/docs/samples/demo-funnel/funnel.json" "$version" "${names[@]}")"

dotnet tool install SalesFunnel.Metrics.Cli --version "$(package_version SalesFunnel.Metrics.Cli)" --tool-path "$work/tool" --add-source "$feed"
expect "Tool from the package" "1,111" "$("$work/tool/salesfunnel" report "$root/docs/samples/demo-funnel/funnel.json")"
