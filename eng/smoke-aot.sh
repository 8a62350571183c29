#!/usr/bin/env bash
# A native build of an application with the packed library: no warning of the trimmer or the native compiler, over the whole library.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/smoke-common.sh"

choose_compiler

version=$(package_version SalesFunnel.Metrics)
copy_consumer
log="$work/publish.log"
if ! dotnet publish "$work/PackageConsumer/PackageConsumer.csproj" -c Release -nodeReuse:false -p:PublishAot=true --use-current-runtime \
  -p:PackageUnderTest="$version" -p:RestoreAdditionalProjectSources="$feed" "${compiler[@]}" -o "$work/native" >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
if grep -iE 'warning (IL|CS|NETSDK|NU)' "$log"; then
  printf 'The native build has the warnings above; it must have none.\n' >&2
  exit 1
fi
expect "Native application" "Overall conversion: 1 of 3" "$("$work/native/PackageConsumer")"
