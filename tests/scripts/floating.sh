#!/usr/bin/env bash
# No rounding mode, flush mode or trap of the host reaches a result of the shipped families or of random calls, and every case leaves the host's
# state as it was: a third of the families and 2,000 calls; floating.sh --full takes all, and 30,000.
#   KILN_TEST: sanitize=off timeout=300 heavy
set -euo pipefail
source=${KILN_SOURCE:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
program=${KILN_BUILD:-$source/build/release}/tests/record-bits
[[ -x $program ]] || { echo 'skipped: record-bits is not built' >&2; exit 77; }
cases=(--every 3 --random 2000)
[[ ${1:-} == --full ]] && cases=(--random 30000)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
"$program" "${cases[@]}" "$source/conformance/families" >"$work/plain"
for host in upward downward zero flush traps; do
    "$program" --host "$host" "${cases[@]}" "$source/conformance/families" >"$work/$host" || { echo "$host: status $?" >&2; bad=1; }
    cmp -s "$work/plain" "$work/$host" && continue
    bad=1
    echo "$host: $(diff "$work/plain" "$work/$host" | grep -c '^>') lines differ, first:" >&2
    diff "$work/plain" "$work/$host" | head -n 6 >&2 || true
done
echo "$(wc -l <"$work/plain") cases under five states of the host"
exit "$bad"
