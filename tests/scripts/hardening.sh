#!/usr/bin/env bash
# How the built files are hardened: read-only relocations, everything bound at load, no executable stack, no page both written and run, position
# independence, stack protector, FORTIFY as high as compiler and C library have it, and control-flow protection (CET) in every object of ours.
#   KILN_TEST: sanitize=off
set -euo pipefail
build=${KILN_BUILD:?the build folder}
cc=${CC:-cc}
export LC_ALL=C

bad=0
complain() { echo "$1: $2" >&2; bad=1; }
has() { grep -q "$1" <<<"$2"; }

files=("$build"/lib/libkiln.so)
[[ ! -e $build/lib/libkiln-jit.so ]] || files+=("$build"/lib/libkiln-jit.so)
[[ -z ${KILN:-} ]] || files+=("$KILN")
for file in "${files[@]}"; do
    segments=$(readelf -lW "$file") dynamic=$(readelf -dW "$file") symbols=$(nm -D --undefined-only "$file")
    has GNU_RELRO "$segments" || complain "$file" "no read-only relocations"
    has 'BIND_NOW\|Flags:.* NOW' "$dynamic" || complain "$file" "is bound lazily"
    has 'GNU_STACK .* RW ' "$segments" || complain "$file" "has an executable stack"
    ! has 'LOAD .* RWE ' "$segments" || complain "$file" "has pages that are written and run"
    ! has TEXTREL "$dynamic" || complain "$file" "has relocations in its code"
    has 'Elf file type is DYN' "$segments" || complain "$file" "is not position independent"
    has __stack_chk_fail "$symbols" || complain "$file" "has no stack protector"
    has '__v\?s\?n\?printf_chk\|__memcpy_chk\|__memset_chk' "$symbols" || complain "$file" "is built without FORTIFY"
done
[[ -z ${KILN:-} ]] || has 'Flags:.* PIE' "$(readelf -dW "$KILN")" || complain "$KILN" "is not a position-independent program"

# What the toolchain has.
level() { "$cc" -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -dM -E -x c - <<<'#include <stdio.h>' 2>/dev/null | sed -n 's/#define __USE_FORTIFY_LEVEL //p'; }
want=$(level)
[[ $want == 3 ]] || want=2
if grep -q '"command".*-O2' "$build/compile_commands.json"; then
    grep '"command"' "$build/compile_commands.json" | grep -v -e "-D_FORTIFY_SOURCE=$want" | grep -q . &&
        complain compile_commands.json "something is built with less than FORTIFY $want"
fi
if "$cc" -fcf-protection=full -c -x c -o /dev/null - <<<'int main(void) { return 0; }' 2>/dev/null; then
    while read -r object; do
        has IBT.*SHSTK "$(readelf -n "$object" 2>/dev/null)" || complain "$object" "has no control-flow protection"
    done < <(find "$build/CMakeFiles" -path '*/kiln*.dir/*' -name '*.o')
    # The linker keeps the note only when every object has it, the C library's start files and LLVM's archives too.
    if has IBT "$(readelf -n "$("$cc" -print-file-name=crti.o)" 2>/dev/null)"; then
        has IBT.*SHSTK "$(readelf -n "$build/lib/libkiln.so")" || complain libkiln.so "has lost its control-flow protection"
    fi
fi
exit "$bad"
