#!/usr/bin/env bash
# Every public macro: takes each number of arguments it allows, and literals unparenthesised at every place, so that each value arrives
# where it belongs; refuses every other number with an error that says what the function takes. No warning, in C and C++, gcc and clang.
#   KILN_TEST: sanitize=off timeout=300
set -euo pipefail
cd "${KILN_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 tests/scripts/arguments.py "$scratch"

bad=0
complain() { echo "$*" >&2; bad=1; }
warnings=(-Wall -Wextra -Wpedantic -Werror -Iinclude)
several=("-std=c11 -O0" "-std=gnu11 -fsyntax-only" "-std=c17 -fsyntax-only")

# right COMPILER FILE FLAGS: compiles without a warning, and the values arrive.
right() {
    local program=$scratch/run
    [[ $3 != *-fsyntax-only* ]] || program=
    # shellcheck disable=SC2086
    "$1" $3 "${warnings[@]}" "$scratch/$2" ${program:+-o "$program"} || { complain "$1 $3: $2 does not compile"; return; }
    [[ -z $program ]] || "$program" || complain "$1 $3: $2: values did not arrive"
}

# wrong COMPILER SUFFIX FLAGS...: of every line of wrong.SUFFIX there is an error, with the text that is expected.
wrong() {
    local compiler=$1 suffix=$2 file
    shift 2
    ("$compiler" "$@" -w -fsyntax-only -Iinclude "$scratch/wrong.$suffix" 2>&1 || true) >"$scratch/said"
    awk -F '\t' -v compiler="$compiler" '
        NR == FNR { if (match($0, /wrong\.[a-z]+:[0-9]+:[0-9]+: error: /)) { split($0, p, ":"); said[p[2]] = said[p[2]] "\n" $0 } next }
        { lines++; if (index(said[$1], $2) == 0) { print compiler ": " $3 ": no error says \"" $2 "\":" said[$1]; bad = 1 } }
        END { if (lines < 1000) { print compiler ": only " lines " lines"; bad = 1 } exit bad }' \
        "$scratch/said" "$scratch/wrong.$suffix.txt" >&2 || complain "$compiler: wrong.$suffix"
    for file in "$scratch"/alone*."$suffix"; do
        ! "$compiler" "$@" -w -fsyntax-only -Iinclude "$file" 2>"$scratch/said" || complain "$compiler: $(tail -3 "$file") compiles"
        grep -qE 'error: (too few arguments|no matching function)' "$scratch/said" || complain "$compiler: $(tail -3 "$file"): $(head -3 "$scratch/said")"
    done
}

cd "$scratch"
ln -s "${KILN_SOURCE:-$OLDPWD}/include" include
for flags in "${several[@]}"; do right gcc run.c "$flags"; done
right g++ run.cc -std=c++17
wrong gcc c -std=c11 -fmax-errors=0 -fno-diagnostics-show-caret -ftrack-macro-expansion=0
wrong g++ cc -std=c++17 -fmax-errors=0 -fno-diagnostics-show-caret -ftrack-macro-expansion=0
if command -v clang >/dev/null && command -v clang++ >/dev/null; then
    for flags in "${several[@]}"; do right clang run.c "$flags"; done
    right clang++ run.cc -std=c++17
    wrong clang c -std=c11 -ferror-limit=0 -fno-caret-diagnostics
    wrong clang++ cc -std=c++17 -ferror-limit=0 -fno-caret-diagnostics
else
    echo "clang is not here: gcc alone"
fi
exit "$bad"
