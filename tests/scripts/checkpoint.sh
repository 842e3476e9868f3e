#!/usr/bin/env bash
# The safetensors package, by which PyTorch's users load files, reads our checkpoints; and we read what it writes, also in
# several parts. Needs a Python with safetensors and NumPy: KILN_PYTHON, or python3. Skipped, and said so, where there is none.
#   KILN_TEST: sanitize=off
set -euo pipefail
cd "${KILN_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}"
build=${KILN_BUILD:?the build folder}
for python in "${KILN_PYTHON:-}" python3 python; do
    [[ -n $python ]] && "$python" -c 'import numpy, safetensors.numpy' 2>/dev/null && break
    python=
done
if [[ -z $python ]]; then
    echo "skipped: no Python with safetensors here (KILN_PYTHON names one)"
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$build/examples/resume" "$folder/run" --steps 10 >/dev/null 2>&1
exec "$python" tests/scripts/checkpoint.py "$build/lib/libkiln.so" "$folder"
