#!/usr/bin/env bash
# What the sources must not hold: in src/, ways to end or talk past the host program, and reads of the
# environment outside its one file; anywhere, unfinished-work marks, huge files and paths of one machine.
set -euo pipefail
cd "${KILN_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}"

shopt -s lastpipe # so that forbid, at the end of a pipe, sets it here
bad=0
forbid() { # forbid WHAT: complains of the lines on stdin, if any
    local lines
    lines=$(cat)
    [[ -z $lines ]] || { printf '%s:\n%s\n' "$1" "$lines" >&2; bad=1; }
}

matches() { grep "$@" || (($? == 1)); } # grep, but finding nothing is no failure

mapfile -t library < <(find src -name '*.c' -o -name '*.h' -o -name '*.def' | sort)
stripped=$(mktemp) # the library's lines without comments and strings, "FILE:LINE: TEXT"
trap 'rm -f "$stripped"' EXIT
for file in "${library[@]}"; do
    "${CC:-cc}" -fpreprocessed -dD -E -x c "$file" 2>/dev/null | sed 's/"\([^"\\]\|\\.\)*"//g' |
        awk -v file="$file" '/^# [0-9]+ / { line = $2 - 1; next } { line++; print file ":" line ": " $0 }'
done >"$stripped"

# calls NAMES: lines that call one of them.
calls() { matches -E ": .*\b($1)[[:space:]]*\(" "$stripped"; }

calls 'abort|_?_?exit|_Exit|quick_exit|assert|__builtin_trap|raise' | forbid 'a library does not end its host'
calls 'printf|vprintf|puts|putchar' | forbid 'a library does not print'
calls '(secure_)?getenv|setenv|putenv' | matches -v '^src/base/env\.c:' |
    forbid 'src/base/env.c alone reads the environment'

# One table for whatever reaches files, so that tests can fail each call; /proc is read as the system gives it.
calls 'f?open|openat|creat|mkstemp|rename|renameat|fsync|fdatasync|ftruncate|unlink|unlinkat|mkdir|mkdirat|opendir|fdopendir' |
    matches -vE '^src/base/io\.c:|kn_io\(\)->|^src/runtime/(audit_code|process)\.c:' | forbid 'files are reached by base/io.h'

# IEEE fixes sqrt, fma, ldexp and roundings; of the rest another C library has other last bits. PyTorch's f64 normals are its own.
calls '(pow|exp|exp2|exp10|expm1|log|log2|log10|log1p|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|erfc?|cbrt|hypot|[tl]gamma)[fl]?' \
    | matches -v '^src/runtime/mt19937\.c:' | forbid 'the C library decides these bits: reference/ref_math.h has the functions'

mapfile -t text < <(find . -path ./build -prune -o -path ./out -prune -o -path ./.git -prune -o -path ./data -prune -o -type f -print |
    xargs -r grep -Il . | sort)
mapfile -t code < <(printf '%s\n' "${text[@]}" | matches -E '\.(c|h|def|sh|py|cmake|map|kiln)$|CMakeLists|/scripts/')
wc -l "${code[@]}" | awk '$2 != "total" && $2 !~ /\/generated\// && $1 > 800' | forbid 'files over 800 lines'
# The brackets keep these patterns from finding themselves.
matches -nE '\b(TO[D]O|FIX[M]E|XX[X])\b' "${text[@]}" | forbid 'unfinished-work marks'
matches -nE '/(w[o]rk|f[a]rm|r[o]ot|h[o]me/[a-z]+)/|https?://[^ ]*(d[e]bian|p[y]pi|n[p]mjs|/simple/)' "${text[@]}" |
    forbid 'paths or hosts of one machine'

exit "$bad"
