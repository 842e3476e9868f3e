#!/usr/bin/env bash
# Runs the `; RUN:` lines of one .kiln file. In them %s is that file, %t a scratch path, `kiln` the
# command under test, `FileCheck` LLVM's, and `not CMD` passes when CMD fails with a status below 126.
set -euo pipefail

: "${KILN:?the kiln command to test}" "${FILECHECK:=FileCheck-19}"
file=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export KILN_CACHE_DIR=$scratch/cache

kiln() { "$KILN" "$@"; }
FileCheck() { "$FILECHECK" --dump-input=fail "$@"; }
not() {
    local status=0
    "$@" || status=$?
    ((status > 0 && status < 126)) || { echo "'$*' should have failed; status $status" >&2; return 1; }
}

mapfile -t lines < <(sed -n 's/^; RUN: *//p' "$file")
((${#lines[@]} > 0)) || { echo "$file: no RUN line" >&2; exit 1; }
for line in "${lines[@]}"; do
    line=${line//%s/\"\$file\"}
    line=${line//%t/\"\$scratch/t\"}
    echo "+ $line" >&2
    eval "$line"
done
