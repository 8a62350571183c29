#!/usr/bin/env bash
# Appends the results of BenchmarkDotNet to a history, one line of JSON a benchmark: commit, its time, machine, name, mean, deviation, bytes.
# Usage: eng/benchmark-history.sh FOLDER-WITH-REPORTS HISTORY.jsonl
set -euo pipefail
results=${1:?Usage: eng/benchmark-history.sh FOLDER-WITH-REPORTS HISTORY.jsonl}
history=${2:?Usage: eng/benchmark-history.sh FOLDER-WITH-REPORTS HISTORY.jsonl}
shopt -s nullglob
reports=("$results"/*-report-full-compressed.json)
if ((${#reports[@]} == 0)); then
  printf 'There is no report (*-report-full-compressed.json) in %s. Run the benchmarks with --exporters json.\n' "$results" >&2
  exit 1
fi
jq --compact-output --arg commit "$(git rev-parse HEAD)" --arg at "$(git log -1 --format=%cI)" '
  .HostEnvironmentInfo as $host | .Benchmarks[] | {
    commit: $commit, at: $at, cpu: $host.ProcessorName, runtime: $host.RuntimeVersion, name: .FullName,
    meanNs: .Statistics.Mean, deviationNs: .Statistics.StandardDeviation, bytes: .Memory.BytesAllocatedPerOperation }' "${reports[@]}" >>"$history"
printf '%s: %d lines\n' "$history" "$(wc -l <"$history")"
