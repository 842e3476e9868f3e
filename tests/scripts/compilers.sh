#!/usr/bin/env bash
# Neither the compiler nor its optimisation decides what is recorded, planned or computed: builds by GCC and Clang print the same digests.
# By ctest: this build beside one by Clang without optimisation, on a part of the shipped families and some random calls.
#   compilers.sh --full            GCC and Clang, each at -O0 and -O2, all families and 30,000 random calls; fused values of the -O2 builds, too
#   compilers.sh --against FOLDER  this build beside another libkiln.so, on as much
#   KILN_TEST: sanitize=off timeout=300 heavy
set -euo pipefail
source=${KILN_SOURCE:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
build=${KILN_BUILD:-$source/build/release}
what=${1:-part}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v clang >/dev/null || { echo 'skipped: clang is not here' >&2; exit 77; }

# compile NAME COMPILER LEVEL JIT TARGET...: under build/compilers/NAME.
compile() {
    local name=$1 cc=$2 level=$3 jit=$4 folder=$source/build/compilers/$1
    shift 4
    { cmake -S "$source" -B "$folder" -G Ninja -DCMAKE_C_COMPILER="$cc" -DCMAKE_BUILD_TYPE=None -DCMAKE_C_FLAGS="-$level -g1" -DKILN_JIT="$jit" \
        -DKILN_TESTS=ON &&
        cmake --build "$folder" -j "$(nproc)" --target "$@"; } >"$work/build" 2>&1 </dev/null ||
        { tail -n 40 "$work/build" >&2; echo "the build $name failed" >&2; exit 1; }
}

# digests NAME FOLDER ARGUMENT...: what the library in FOLDER makes of the cases, into NAME.
digests() {
    local name=$1 library=$2
    shift 2
    KILN_CACHE_DIR=$work/cache.$name LD_LIBRARY_PATH=$library "$program" "$@" "$source/conformance/families" >"$work/$name" || # each its own code
        { echo "record-bits of $name ended with status $?" >&2; return 1; }
}

# alike LEFT RIGHT LEFT_FOLDER RIGHT_FOLDER ARGUMENT...: the same lines; else the first cases, and where the texts of the first part.
alike() {
    local left=$1 right=$2 folders=("$3" "$4") name chosen i
    shift 4
    cmp -s "$work/$left" "$work/$right" && return
    bad=1
    echo "$left and $right differ in $(diff "$work/$left" "$work/$right" | grep -c '^<') cases of $(wc -l <"$work/$left"), first:" >&2
    diff "$work/$left" "$work/$right" | head -n 12 >&2 || true
    read -r _ name _ < <(diff "$work/$left" "$work/$right" | grep '^[<>]')
    IFS=/ read -r -a chosen <<<"$name"
    if [[ ${chosen[0]} == random ]]; then chosen=(--seed "${chosen[1]}" --case "${chosen[2]}")
    else chosen=(--only "$name"); fi
    for i in 0 1; do
        KILN_CACHE_DIR=$work/cache.text$i LD_LIBRARY_PATH=${folders[$i]} "$program" "$@" --text "${chosen[@]}" "$source/conformance/families" >"$work/text$i" || true
    done
    echo "record-bits $* --text ${chosen[*]}:" >&2
    diff "$work/text0" "$work/text1" | cut -c 1-300 | head -n 6 >&2 || true
}

bad=0
compile clang-O0 clang O0 OFF kiln record-bits
libraries=$source/build/compilers
program=$libraries/clang-O0/tests/record-bits
case $what in
part) names=(this clang-O0) cases=(--every 3 --random 6000 --seed "${KILN_SEED:-1}") ;;
--against) names=(this other) cases=(--random 30000) ;;
--full)
    names=(gcc-O2 gcc-O0 clang-O0 clang-O2) cases=(--random 30000)
    compile gcc-O0 gcc O0 OFF kiln
    compile gcc-O2 gcc O2 ON kiln kiln-jit
    compile clang-O2 clang O2 ON kiln kiln-jit
    ;;
*) echo 'usage: compilers.sh [--full | --against FOLDER]' >&2; exit 2 ;;
esac
folder() {
    case $1 in
    this) echo "$build/lib" ;;
    other) echo "$other" ;;
    *) echo "$libraries/$1/lib" ;;
    esac
}
other=${2:-}
[[ $what != --against || -e $other/libkiln.so ]] || { echo "no libkiln.so in \"$other\"" >&2; exit 2; }

# Two at a time.
compare() { # compare ARGUMENT... of the builds in names
    local i
    for ((i = 0; i < ${#names[@]}; i += 2)); do
        digests "${names[$i]}" "$(folder "${names[$i]}")" "$@" &
        digests "${names[$i + 1]}" "$(folder "${names[$i + 1]}")" "$@"
        wait $!
    done
    for ((i = 1; i < ${#names[@]}; i++)); do
        alike "${names[0]}" "${names[$i]}" "$(folder "${names[0]}")" "$(folder "${names[$i]}")" "$@"
    done
    echo "${names[*]}: $(wc -l <"$work/${names[0]}") cases, record-bits $*"
}
compare "${cases[@]}"
if [[ $what == --full ]]; then
    names=(gcc-O2 clang-O2)
    compare --fused --every 16 --random 1000
fi
exit "$bad"
