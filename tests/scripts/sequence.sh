#!/usr/bin/env bash
# No expression of src/ leaves it to the compiler which of two calls appends its graph nodes first. The checker itself must find every line of
# sequence/cases.c that says so, and no other.
set -euo pipefail
cd "${KILN_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}"

cases=tests/scripts/sequence/cases.c
diff <(grep -n '/\* open \*/$' "$cases" | cut -d: -f1) <({ tools/sequence.py "$cases" || true; } | cut -d: -f2 | sort -nu) >&2 ||
    { echo "tools/sequence.py is wrong about these lines of $cases" >&2; exit 1; }

tools/sequence.py
