#!/usr/bin/env bash
# The programs that planted faults are looked for with (tests/mutations/programs.c) read what they have always read: with default options, verified
# in full, by base instructions and on the reference. A change of these digests is a change of bits, to be explained.
#   KILN_TEST: sanitize=off timeout=600
set -euo pipefail
source=${KILN_SOURCE:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
build=${KILN_BUILD:?the build folder}
expected=$source/tests/mutations/programs.expected
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LD_LIBRARY_PATH=$build/lib

"${CC:-cc}" -O2 -I"$source/include" "$source/tests/mutations/programs.c" -o "$folder/programs" -L"$build/lib" -lkiln -lm
bad=0
# reads NAME VARIABLE=VALUE...: all programs, with kernels of their own
reads() {
    local name=$1
    shift
    env "$@" KILN_CACHE_DIR="$folder/$name" "$folder/programs" >"$folder/said"
    cmp -s "$folder/said" "$expected" && return
    bad=1
    echo "programs, $name:" >&2
    diff "$expected" "$folder/said" >&2 || true
}
reads default
reads full KILN_VERIFY=every
reads base KILN_ISA=base
reads reference KILN_PATH=eager
((bad == 0))
