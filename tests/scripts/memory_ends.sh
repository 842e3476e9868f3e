#!/usr/bin/env bash
# Memory of the whole process ends while kernels are compiled and while they are loaded from disk: no attempt may end by a signal or an exit, or
# give other bits or another status than NO_MEMORY, and the session computes again afterwards. A few points each; all of them: memory_ends.sh full
#   KILN_TEST: timeout=300 heavy
set -euo pipefail
attempt=${KILN_BUILD:?the build folder}/tests/memory-ends
[[ -x $attempt && -e $KILN_BUILD/lib/libkiln-jit.so ]] || exit 77 # not in sanitizer builds: they have a malloc of their own

bad=0
run() { "$attempt" "$@" 2>&1 || bad=1; }

if [[ ${1:-} == full ]]; then
    run cold malloc 400
    run warm malloc 300
    run cold mmap 100
    run warm mmap 100
    run cold thread 100
    run cold limit 100
    run warm limit 100
else
    run cold malloc 12
    run warm malloc 12
    run cold mmap 8
    run cold thread 3
    run cold limit 10
    run warm limit 6
fi
exit "$bad"
