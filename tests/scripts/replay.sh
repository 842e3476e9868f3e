#!/usr/bin/env bash
# examples/replay's trace, computed again by `kiln replay` on every path, thread count and instruction set; changed bytes, foreign
# leaves and another training run are told.
#   KILN_TEST: sanitize=off timeout=600
set -euo pipefail
cd "${KILN_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}"
build=${KILN_BUILD:?the build folder}
kiln=$build/bin/kiln example=$build/examples/replay
[[ -x $example ]] || { echo "skipped: examples/replay is not built"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export KILN_CACHE_DIR=$folder/cache
fail() { echo "replay: $*" >&2; exit 1; }

# ends STATUS COMMAND...: the command ends with that status, its output in $folder/said
ends() {
    local want=$1 got=0
    shift
    "$@" >"$folder/said" 2>&1 || got=$?
    ((got == want)) || fail "$* ended with $got, not $want: $(head -c 600 "$folder/said")"
}

ends 0 "$example" "$folder/a.trace"
ends 0 "$example" "$folder/b.trace"
for path in fused eager; do
    for threads in 1 2 3 8; do
        for isa in base avx2 avx512; do
            "$kiln" replay "$folder/a.trace" --path $path --threads $threads --isa $isa >"$folder/said" 2>&1 ||
                grep -q 'not supported\|has no\|UNSUPPORTED' "$folder/said" || fail "$path $threads $isa: $(cat "$folder/said")"
        done
    done
done
ends 0 "$kiln" replay "$folder/a.trace" --mode hardened --json
grep -q '"same": true' "$folder/said" || fail "no verdict: $(cat "$folder/said")"
ends 0 "$kiln" trace diff "$folder/a.trace" "$folder/b.trace"
ends 0 "$kiln" trace show "$folder/a.trace"
grep -q 'derivative of %.*matmul' "$folder/said" || fail "no rule is told"
ends 0 "$kiln" trace show "$folder/a.trace" --json

# 1,000 single bytes changed: each refused.
python3 - "$folder/a.trace" "$folder/bad.trace" "$kiln" <<'PY'
import random, subprocess, sys
random.seed(1)
whole = bytearray(open(sys.argv[1], "rb").read())
for _ in range(1000):
    at = random.randrange(len(whole))
    bad = bytearray(whole)
    bad[at] = (bad[at] + random.randrange(1, 256)) % 256
    open(sys.argv[2], "wb").write(bad)
    done = subprocess.run([sys.argv[3], "replay", sys.argv[2], "--path", "eager"], capture_output=True)
    if done.returncode != 2 or not done.stderr:
        sys.exit(f"byte {at}: status {done.returncode}: {done.stdout} {done.stderr}")
PY
ends 4 "$kiln" replay "$folder/none.trace"
ends 2 "$kiln" replay "$example"
ends 2 "$kiln" replay
ends 2 "$kiln" replay "$folder/a.trace" --path sideways
ends 2 env KILN_MATMUL=openblas "$kiln" replay "$folder/a.trace"
grep -q 'settings.matmul' "$folder/said" || fail "the field is not named: $(cat "$folder/said")"
echo "the trace of step 3 gives the same bits on every path, thread count and instruction set; 1000 changed bytes refused"
