#!/usr/bin/env bash
# The four samples build from the packed packages, outside the repository, and do what their pages say.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/smoke-common.sh"

running=
trap '[ -z "$running" ] || kill -KILL "$running" 2>/dev/null || true; rm -rf "$work"' EXIT

version=$(package_version SalesFunnel.Metrics)
cp -R "$root/docs/samples/." "$work/"
build=(-c Release -nodeReuse:false -v:quiet "-p:SalesFunnelVersion=[$version]" "-p:RestoreAdditionalProjectSources=$feed")

wait_for() { # file, text: until the program has printed it
  local left
  for ((left = 300; left > 0; left--)); do
    if grep -qF -- "$2" "$1"; then return; fi
    if ! kill -0 "$running" 2>/dev/null; then break; fi
    sleep 0.1
  done
  printf 'Waited in vain for: %s\nThe program has printed:\n' "$2" >&2
  cat "$1" >&2
  return 1
}

start() { # file for what it prints, folder, program, arguments
  local log=$1 folder=$2
  shift 2
  (cd "$folder" && exec dotnet "$@") >"$log" 2>&1 &
  running=$!
}

finish() { # file: SIGTERM, then what a drained host says
  kill -TERM "$running"
  local status=0
  wait "$running" || status=$?
  running=
  expect "Ends at SIGTERM with code" "0" "$status"
  expect "Drained" "1 drained" "$(cat "$1")"
}

# ASP.NET Core
dotnet build "$work/aspnet/LiveFunnel.csproj" "${build[@]}" -o "$work/aspnet/out"
start_web() { # file for what it prints, arguments
  local log=$1
  shift
  start "$log" "$work/aspnet/out" LiveFunnel.dll --urls http://127.0.0.1:0 "$@"
  wait_for "$log" "Now listening on: http://127.0.0.1:"
  url=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$log" | head -n 1)
}
get() { curl -sS --fail "$url$1"; }
post() { # JSON: status and answer
  curl -sS -X POST -H 'Content-Type: application/json' -d "$1" -w ' %{http_code}' "$url/events"
}

# Logged also where it is usually not: the address.
start_web "$work/web-1.log" --Logging:LogLevel:Microsoft.Hosting.Lifetime=Information
expect "Events taken" '{"taken":4} 202' "$(post '[
  { "deal": 17, "at": "2026-01-05T09:00:00Z", "type": "enter", "stage": "Lead" },
  { "deal": 18, "at": "2026-01-06T09:00:00Z", "type": "enter", "stage": "Lead" },
  { "deal": 17, "at": "2026-01-07T09:00:00Z", "type": "enter", "stage": "Qualified", "amount": 12000 },
  { "deal": 17, "at": "2026-01-14T09:00:00Z", "type": "won" }]')"
expect "Wrong event" "there is no stage 'Offer'" "$(post '[{ "deal": 19, "at": "2026-01-15T09:00:00Z", "type": "enter", "stage": "Offer" }]')"
expect "JSON report" '"leads":2,"won":1' "$(get /report.json)"
expect "Markdown report" "| Leads | 2 |" "$(get /report.md)"
expect "Health" "Healthy" "$(get /health)"
metrics= # from the first scrape on someone listens; counts are read each second
for ((left = 100; left > 0; left--)); do
  metrics=$(get /metrics)
  if grep -qE '^salesfunnel_leads(\{[^}]*\})? 2( |$)' <<<"$metrics"; then break; fi
  sleep 0.1
done
if ((left == 0)); then
  printf 'Expected salesfunnel_leads to be 2 in\n%s\n' "$metrics" >&2
  exit 1
fi
expect "Prometheus" "salesfunnel_leads" "$metrics"
finish "$work/web-1.log"

start_web "$work/web-2.log" --Logging:LogLevel:Microsoft.Hosting.Lifetime=Information --SalesFunnel:Funnels:b2b:QueueCapacity=100
expect "Counts after a restart" '"leads":2,"won":1' "$(get /report.json)"
many=$(seq 1001 1150 | sed 's/.*/{ "deal": &, "at": "2026-02-01T09:00:00Z", "type": "enter", "stage": "Lead" }/' | paste -sd, -)
expect "Full queue" '{"taken":100,"refused":50} 429' "$(post "[$many]")"
expect "What was taken is counted" '"leads":102,' "$(get /report.json)"
finish "$work/web-2.log"

# Worker
dotnet build "$work/worker/FunnelWorker.csproj" "${build[@]}" -o "$work/worker/out"
lines=$(($(wc -l <"$work/worker/deals.csv") - 1))
start "$work/worker-1.log" "$work/worker/out" FunnelWorker.dll
wait_for "$work/worker-1.log" "Took $lines new lines of deals.csv after line 1: 40 leads, 4 won"
wait_for "$work/worker-1.log" "The win rate is below 30 %"
finish "$work/worker-1.log"
printf '41,2026-03-01T09:00:00Z,enter,Lead,\n' >>"$work/worker/out/deals.csv"
start "$work/worker-2.log" "$work/worker/out" FunnelWorker.dll
wait_for "$work/worker-2.log" "Took 1 new lines of deals.csv after line $((lines + 1)): 41 leads, 4 won"
finish "$work/worker-2.log"

# Notebook
sed -i.original "s/@\*-\*/@$version/" "$work/notebook/report.cs"
notes=$(cd "$work/notebook" && RestoreAdditionalProjectSources="$feed" dotnet run report.cs)
expect "Notebook" "1111 deals" "$notes"
expect "Notebook, the last step" "lines in report.md" "$notes"

# Native
choose_compiler
log="$work/publish.log"
if ! dotnet publish "$work/native/NativeFunnel.csproj" -c Release -nodeReuse:false --use-current-runtime \
  "-p:SalesFunnelVersion=[$version]" "-p:RestoreAdditionalProjectSources=$feed" "${compiler[@]}" -o "$work/native/out" >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
if grep -iE 'warning' "$log"; then
  printf 'The native build has the warnings above; it must have none.\n' >&2
  exit 1
fi
expect "Native" "Overall: 25000 of 200000 leads" "$("$work/native/out/NativeFunnel")"
printf 'Native program: %d kB\n' $(($(wc -c <"$work/native/out/NativeFunnel") / 1000))
