#!/usr/bin/env bash
# The public headers and the by-name table follow from src/frontend/call/signatures, and what follows from none is noticed.
set -euo pipefail
cd "${KILN_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}"
python3 tools/signatures.py --check

# A family whose signatures go leaves a header and a C file, which --check names and a run without it removes.
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy"/{tools,include,src/frontend}
cp tools/signatures.py "$copy/tools"
cp -r include/kiln "$copy/include"
cp -r src/frontend/call "$copy/src/frontend"
cd "$copy"
rm src/frontend/call/signatures/special.sig
hand_written=$(cat include/kiln/kiln.h include/kiln/tensor.h 2>/dev/null | md5sum)
if python3 tools/signatures.py --check 2>said; then echo "files without signatures are not noticed" >&2; exit 1; fi
for orphan in include/kiln/special.h src/frontend/call/generated/special.c; do
    grep -q "^$orphan does not follow" said || { echo "--check does not name $orphan" >&2; exit 1; }
done
python3 tools/signatures.py
python3 tools/signatures.py --check
[[ ! -e include/kiln/special.h && ! -e src/frontend/call/generated/special.c ]] || { echo "files without signatures stay" >&2; exit 1; }
[[ $(cat include/kiln/kiln.h include/kiln/tensor.h 2>/dev/null | md5sum) == "$hand_written" ]] || { echo "other headers change" >&2; exit 1; }
