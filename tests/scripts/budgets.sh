#!/usr/bin/env bash
# Budgets on the command line: what each option refuses and with which exit code. And a build without
# budgets (-DKILN_BUDGETS=OFF): the files that know of them compile, and hold nothing of theirs.
#   KILN_TEST: sanitize=off timeout=300
set -euo pipefail
kiln=${KILN:?the kiln command}
source=${KILN_SOURCE:?the source folder}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export KILN_CACHE_DIR=off

bad=0
# expect CODE TEXT ARGUMENT...: runs kiln; its code is CODE and TEXT (a grep pattern) is in what it says.
expect() {
    local code=$1 text=$2 status=0
    shift 2
    "$kiln" "$@" >said 2>&1 </dev/null || status=$?
    if [[ $status != "$code" ]] || ! grep -qe "$text" said; then
        printf 'kiln %s: exit code %s, expected %s with "%s"; it said:\n' "$*" "$status" "$code" "$text" >&2
        head -n 20 said >&2
        bad=1
    fi
}

cat >long.kiln <<'END'
kiln 1
%0 = iota f32[3000000] {axis=0}
%1 = cumsum f32[3000000] %0 {axis=0}
%2 = argsort i64[3000000] %1 {axis=0 descending=1}
%3 = cumsum i64[3000000] %2 {axis=0}
output "x" %3
END
cat >short.kiln <<'END'
kiln 1
%0 = iota f32[1000] {axis=0}
%1 = exp f32[1000] %0
%2 = sum f32[1] %1 {first=0 end=1}
output "x" %2
END

expect 0 '5 a budget did not allow it' help
for command in run replay bench conform; do expect 0 'deadline' help $command; done

expect 0 'x f32\[1\]' run short.kiln --deadline 60 --memory 1G --compile-time 60
expect 5 'budget: bytes_live is 50, needed are ' run short.kiln --memory 50
expect 0 'x f32' run short.kiln --memory 1K # one kernel, nothing between
expect 5 'budget: bytes_live is 1024, needed are ' run short.kiln --memory 1024 --eager
expect 5 'budget: deadline_ns is 20000001, spent are ' run long.kiln --deadline 0.02
expect 5 'budget: deadline_ns is 20000001, spent are ' run long.kiln --deadline 0.02 --eager
expect 2 'deadline is a number of seconds up to 3600, not soon' run short.kiln --deadline soon
expect 2 'memory is a number of bytes, K, M or G, not -5' run short.kiln --memory -5
expect 2 'memory is a number of bytes, K, M or G, not 3T' run short.kiln --memory 3T
expect 2 'memory is a number of bytes, K, M or G, not 99999999999G' run short.kiln --memory 99999999999G
expect 2 'compile-time is a number of seconds up to 3600, not 0' run short.kiln --compile-time 0
expect 2 'needs a value' run short.kiln --deadline

expect 5 'ew_small: .*budget: bytes_live is 1000, needed are ' bench --workload ew_small --reps 3 --memory 1000
expect 0 'ew_small' bench --workload ew_small --reps 3 --memory 1G --deadline 60
expect 5 'budget: deadline_ns is ' bench --workload ew_small --reps 100000000 --seconds 60 --deadline 1

families=$source/conformance/families
expect 0 'green' conform --only add --mode strict --memory 1G --deadline 250 "$families"
expect 5 'deadline of 0.05 seconds passed after 0 of' conform --deadline 0.05 "$families"
expect 5 'not green' conform --only add --mode strict --memory 1 "$families"

# ---- without budgets

# Names of the library's that the objects define or need.
cd "$source"
for file in src/frontend/core/{budget,session,handle,error,evaluate}.c src/runtime/*.c; do
    "${CC:-cc}" -std=gnu11 -O0 -w -DKILN_NO_BUDGETS -Iinclude -Isrc -c "$file" -o "$work/$(basename "$file").o" || bad=1
done
"${CC:-cc}" -std=gnu11 -O0 -w -DKILN_NO_BUDGETS -Iinclude -Itools/kiln -c tools/kiln/budget_options.c -o "$work/options.o" || bad=1
for file in "$work"/*.o; do
    nm "$file" | grep -E ' [A-Z] (kiln_budget|kiln_eval_within|rt_budget|rt_watch)' | sed "s|^|$(basename "$file") without budgets:|" >>"$work/left" || true
done
if [[ -s $work/left ]]; then
    cat "$work/left" >&2
    bad=1
fi
grep -q 'add_compile_definitions(KILN_NO_BUDGETS)' CMakeLists.txt || bad=1
exit "$bad"
