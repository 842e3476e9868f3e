#!/usr/bin/env bash
# Code and prose have the one form that scripts/format gives them.
#   KILN_TEST: sanitize=off
set -euo pipefail
cd "${KILN_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}"
command -v clang-format >/dev/null || { echo 'skipped: clang-format is not here' >&2; exit 77; }
scripts/format --check 2>&1 | head -n 40
exit "${PIPESTATUS[0]}"
