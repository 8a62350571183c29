#!/usr/bin/env bash
# Sums the result files (TRX) of all test projects. Lists what was skipped, and what failed with its message; the last line is "N passed, N failed, N skipped".
# Fails when a test failed or none ran. Skipped = total - executed: the files fill no counter of their own for it.
set -uo pipefail
folder=${1:?Usage: eng/test-summary.sh FOLDER}
shopt -s nullglob
files=("$folder"/*.trx)
if ((${#files[@]} == 0)); then
  printf 'There are no result files (*.trx) in %s.\n' "$folder"
  printf '0 passed, 0 failed, 0 skipped\n'
  exit 1
fi

awk '
  function value(name,   found) {
    if (!match($0, "[ \t]" name "=\"[0-9]+\"")) return 0
    found = substr($0, RSTART, RLENGTH)
    gsub(/[^0-9]/, "", found)
    return found + 0
  }
  /<UnitTestResult / && /outcome="NotExecuted"/ {
    if (match($0, /testName="[^"]*"/)) print "skipped: " substr($0, RSTART + 10, RLENGTH - 11)
  }
  /<UnitTestResult / {
    failure = /outcome="Failed"/ && match($0, /testName="[^"]*"/) ? substr($0, RSTART + 10, RLENGTH - 11) : ""
    if (failure != "") print "failed: " failure
  }
  failure != "" && /<Message>/ { inMessage = 1 }
  inMessage {
    line = $0
    gsub(/<\/?Message>|^[ \t]+/, "", line)
    if (line != "") print "  " line
  }
  /<\/Message>/ { inMessage = 0 }
  /<Counters / {
    passed += value("passed")
    failed += value("failed") + value("error") + value("timeout") + value("aborted")
    skipped += value("total") - value("executed")
  }
  END {
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit failed > 0 || passed + failed == 0
  }' "${files[@]}"
