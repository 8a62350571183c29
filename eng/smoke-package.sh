#!/usr/bin/env bash
# The packed library works in an application outside the repository and brings no dependency; the packed tool installs and runs.
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

dotnet tool install SalesFunnel.Metrics.Cli --version "$(package_version SalesFunnel.Metrics.Cli)" --tool-path "$work/tool" --add-source "$feed"
expect "Tool from the package" "1,111" "$("$work/tool/salesfunnel" report "$root/docs/samples/demo-funnel/funnel.json")"
