#!/usr/bin/env bash
# examples/resume killed at random moments and started again: it goes on from a checkpoint that holds, and ends with the
# digest of a run that nobody killed. 20 kills; `resume.sh full` makes 500.
#   KILN_TEST: sanitize=off timeout=600
set -euo pipefail
cd "${KILN_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}"
resume=${KILN_BUILD:?the build folder}/examples/resume
[[ -x $resume ]] || { echo "skipped: examples/resume is not built"; exit 77; }
kills=20 steps=300
[[ ${1:-} == full ]] && kills=500
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
RANDOM=${KILN_SEED:-1}

want=$("$resume" "$folder/whole" --steps $steps 2>"$folder/log")
killed=0 ended=0 began=0
while ((killed < kills)); do
    rm -rf "$folder/run"
    began=$((began + 1)) done=
    while [[ -z $done ]] && ((killed < kills)); do
        "$resume" "$folder/run" --steps $steps >"$folder/out" 2>"$folder/log" &
        pid=$!
        sleep "0.$(printf %03d $((RANDOM % 250)))"
        if kill -KILL $pid 2>/dev/null && ! wait $pid 2>/dev/null; then
            # either we killed it, or it had ended by itself with a failure
            [[ -s $folder/out ]] || { killed=$((killed + 1)); continue; }
        fi
        done=1
        wait $pid 2>/dev/null || true
    done
    got=$("$resume" "$folder/run" --steps $steps 2>"$folder/log") || { cat "$folder/log" >&2; exit 1; }
    [[ $got == "$want" ]] || { echo "after $killed kills the digest is $got, not $want" >&2; cat "$folder/log" >&2; exit 1; }
    if grep -q 'passed over' "$folder/log"; then echo "a damaged checkpoint: $(cat "$folder/log")" >&2; exit 1; fi
    ended=$((ended + 1))
    "$resume" "$folder/run" --steps $((steps + 5)) >/dev/null 2>&1 # one save more, which nobody kills
    left=$(find "$folder/run" -name '*.tmp-*' | wc -l)
    ((left == 0)) || { echo "$left files of killed saves are left" >&2; exit 1; }
done
echo "$killed kills, $ended runs to the end, each with the digest $want"
