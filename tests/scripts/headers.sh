#!/usr/bin/env bash
# Every public header compiles alone, as pedantic C11 and as pedantic C++17.
set -euo pipefail
cd "${KILN_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}"

bad=0
for header in include/kiln/*.h; do
    line="#include \"kiln/$(basename "$header")\""
    warnings=(-Wall -Wextra -Wpedantic -Werror -fsyntax-only -Iinclude)
    "${CC:-cc}" -std=c11 "${warnings[@]}" -x c - <<<"$line" || { echo "$header: not alone as C11" >&2; bad=1; }
    "${CXX:-c++}" -std=c++17 "${warnings[@]}" -x c++ - <<<"$line" || { echo "$header: not alone as C++17" >&2; bad=1; }
done
exit "$bad"
