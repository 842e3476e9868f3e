#!/usr/bin/env bash
# What NumPy writes Kiln reads, and the other way round: every dtype, order, version, and both kinds of archive, through
# libkiln.so. Needs a Python with NumPy: KILN_PYTHON, or python3. Skipped, and said so, where there is none.
#   KILN_TEST: sanitize=off
set -euo pipefail
for python in "${KILN_PYTHON:-}" python3 python; do
    [[ -n $python ]] && "$python" -c 'import numpy' 2>/dev/null && break
    python=
done
if [[ -z $python ]]; then
    echo "skipped: no Python with NumPy here (KILN_PYTHON names one)"
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
exec "$python" "$(dirname "${BASH_SOURCE[0]}")/npy.py" "${KILN_BUILD:?the build folder}/lib/libkiln.so" "$folder"
