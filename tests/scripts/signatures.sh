#!/usr/bin/env bash
# The public headers and the by-name table follow from src/frontend/call/signatures, and what follows from
# none is noticed.
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
hand_written=$(cat include/kiln/{kiln,tensor}.h | md5sum)
fail() { echo "$*" >&2; exit 1; }
! python3 tools/signatures.py --check 2>said || fail "files without signatures are not noticed"
for orphan in include/kiln/special.h src/frontend/call/generated/special.c; do
    grep -q "^$orphan does not follow" said || fail "--check does not name $orphan"
done
python3 tools/signatures.py
python3 tools/signatures.py --check
[[ ! -e include/kiln/special.h && ! -e src/frontend/call/generated/special.c ]] ||
    fail "files without signatures stay"
[[ $(cat include/kiln/{kiln,tensor}.h | md5sum) == "$hand_written" ]] || fail "other headers change"
