#!/usr/bin/env bash
# The demo's program: it learns, both paths give the same bits, and its last line is the promised JSON.
#   KILN_TEST: sanitize=off timeout=240
set -euo pipefail
digits=${KILN_BUILD:?the build folder}/examples/digits
[[ -x $digits ]] || exit 77
data=$KILN_SOURCE/data/digits.csv.gz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

"$digits" "$data" >said 2>progress || { cat said progress >&2; exit 1; }
last=$(tail -n 1 said)
shape='^\{"dataset":"digits","train":1348,"test":449,"test_accuracy":0\.9[5-9][0-9]*,"same_bits":true,'
shape+='"eager_step_us":[0-9.]+,"fused_step_us":[0-9.]+,"kernels_compiled":[0-9]+,"cold_start_ms":[0-9.]+,'
shape+='"warm_start_ms":[0-9.]+,"verified_plans":[0-9]+\}$'
[[ $last =~ $shape ]] || { printf 'last line: %s\n' "$last" >&2; exit 1; }
[[ -n $(ls out/digits-dumps) ]] || { echo 'no dumps' >&2; exit 1; }

# What is not the data is refused by name.
head -c 20000 "$data" >short.gz
for file in short.gz nothing.gz "$KILN_SOURCE/README.md"; do
    status=0
    "$digits" "$file" >said 2>&1 || status=$?
    [[ $status == 3 ]] && grep -qF "$(basename "$file")" said || { cat said >&2; exit 1; }
done
