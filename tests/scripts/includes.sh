#!/usr/bin/env bash
# Includes run one way: base <- {ir, raptorq}; base <- ir <- {autograd, passes, reference} <- jit <- runtime <- frontend, and within
# the last core <- ops <- {ops/*} <- ops/nn <- {training, files} <- evidence, core <- call. Folders of one rank do not see each other, only src/jit
# sees LLVM, and the programs outside src/ see public headers alone. Run by ctest, or by hand from anywhere.
set -euo pipefail
cd "${KILN_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}"

declare -A rank=([base]=0 [raptorq]=1 [ir]=1 [autograd]=2 [passes]=2 [reference]=2 [jit]=3 [runtime]=4 [frontend/core]=5 [frontend/call]=6
    [frontend/ops]=6 [frontend/ops/elementwise]=7 [frontend/ops/index]=7 [frontend/ops/linalg]=7 [frontend/ops/make]=7 [frontend/ops/random]=7
    [frontend/ops/reduce]=7 [frontend/ops/shape]=7 [frontend/ops/nn]=8 [frontend/training]=9 [frontend/files]=9 [frontend/evidence]=10)
bad=0
complain() { echo "$1: $2" >&2; bad=1; }

# includes ROOT...: every "FILE INCLUDED" under the roots; <...> keeps its brackets.
includes() {
    find "$@" -type f \( -name '*.c' -o -name '*.h' -o -name '*.def' \) -exec \
        sed -nE 's/^[ \t]*#[ \t]*include[ \t]+("([^"]+)"|(<[^>]+>)).*/\2\3/;T;F;p' {} + | paste - - | sort -u
}

# room PATH: its folder; what is generated belongs to the folder around it.
room() {
    local folder=${1%/*}
    folder=${folder%/generated}
    echo "$folder"
}

while read -r file header; do
    from=$(room "${file#src/}")
    to=$(room "$header")
    case $header in
    *..*) complain "$file" "climbs out with ..: $header" ;;
    '<llvm'*) [[ $from == jit ]] || complain "$file" "only src/jit sees LLVM: $header" ;;
    '<'* | kiln/*) ;;
    */*)
        if [[ -z ${rank[$to]:-} ]]; then
            complain "$file" "no such folder: $header"
        elif [[ $to != "$from" ]] && ((rank[$to] >= rank[$from])); then
            complain "$file" "$from may not include $to: $header"
        fi
        ;;
    *) complain "$file" "write the folder too: $header" ;;
    esac
done < <(includes src)

# tools/sweep measures inner definitions; the rest are users like any other.
for program in tools/kiln examples bench conformance; do
    [[ -d $program ]] || continue
    while read -r file header; do
        case $header in
        '<'* | kiln/*) ;;
        *) [[ -f $(dirname "$file")/$header || -f bench/$header || -f tools/kiln/$header ]] ||
            complain "$file" "not a public header: $header" ;;
        esac
    done < <(includes "$program")
done

while read -r file header; do
    [[ $header == '<'* || $header == kiln/* ]] || complain "$file" "a public header needs a private one: $header"
done < <(includes include)

exit "$bad"
