#!/usr/bin/env bash
# scripts/new-op on a copy of what it edits: its stubs compile and follow from the signatures, the marks that
# it leaves are seen, and what it refuses changes nothing.
set -euo pipefail
cd "${KILN_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}"
command -v python3 >/dev/null || { echo "no python3 here"; exit 77; }

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy"/{scripts,tools,docs,tests/unit,tests/torture}
cp -r src include "$copy"
cp scripts/new-op "$copy/scripts"
cp -r tools/signatures.py tools/kiln "$copy/tools"
cp docs/ir.md "$copy/docs"
cp tests/unit/autograd_cases.h "$copy/tests/unit"
cp tests/torture/alloc_points.h tests/torture/alloc_points_cases.c "$copy/tests/torture"
cd "$copy"

bad=0
fail() { printf '%s\n' "$*" >&2; bad=1; }

refused() { # refused ARGUMENTS...: status 2, a reason, and no file written
    local why status=0
    touch stamp
    why=$(scripts/new-op "$@" 2>&1) || status=$?
    [[ $status == 2 && -n $why ]] || fail "new-op $*: status $status, '$why'"
    [[ -z $(find . -newer stamp) ]] || fail "new-op $* was refused, and files have changed"
}

for name in relu exp kiln_ 3x x_ Softstep op_count 'a b'; do refused "$name" --elementwise; done
refused softstep
refused softstep --elementwise --composite
refused softstep --composite --family nosuch
refused softstep --composite --family creation # has no elementwise functions
# No place for a line: nothing is written elsewhere.
for place in src/jit/emit_float.c tests/torture/alloc_points_cases.c; do
    cp "$place" kept
    sed -i '/IR_SQRT/d; /^    OWN(/d' "$place"
    refused softstep --elementwise
    mv kept "$place"
done
echo '/* changed */' >>include/kiln/special.h
refused softstep --elementwise # signatures that are stale before are not ours
sed -i '$d' include/kiln/special.h

for arguments in 'softstep --elementwise' 'softramp --composite --family activation'; do
    read -ra words <<<"$arguments"
    scripts/new-op "${words[@]}" >said || fail "new-op $arguments: status $?"
    grep -q '^Next: ' said || fail "new-op $arguments does not say what to do next"
    refused "${words[@]}" # it is there now
done
python3 tools/signatures.py --check || fail "the stubs' headers do not follow from their signatures"
mark=TO; mark+=DO
for place in src/ir/ops.def docs/ir.md src/reference/ref_map.inc.h src/jit/emit_float.c \
    src/autograd/vjp_map.c tests/unit/autograd_cases.h \
    src/frontend/call/signatures/{special,activation}.sig src/frontend/ops/elementwise/activation.c; do
    [[ $(grep -cw "$mark" "$place") == 1 ]] || fail "$place: not one mark"
done
grep -q "\"$mark: what it gives\")" src/ir/ops.def || fail "the op's row has no meaning"

echo '#include "autograd_cases.h"
const void *used[] = {map_cases, shape_cases};' >tests/unit/cases.c
flags=(-std=c11 -D_GNU_SOURCE -Wall -Wextra -fsyntax-only -Isrc -Iinclude -Itools/kiln)
compiles() { "${CC:-cc}" "${flags[@]}" "$@" || fail "${!#} does not compile"; }
for file in src/ir/ops.c src/reference/ref_map.c src/autograd/{rules,vjp_map}.c \
    src/frontend/ops/elementwise/{special,activation}.c src/frontend/call/by_name.c \
    src/frontend/call/generated/{special,activation}.c \
    tests/torture/alloc_points_cases.c tests/unit/cases.c; do
    compiles "$file"
done
config=$(command -v llvm-config-19 || true)
[[ -z $config ]] || compiles "-I$("$config" --includedir)" src/jit/emit_float.c
exit "$bad"
