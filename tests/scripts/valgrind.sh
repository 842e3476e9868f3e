#!/usr/bin/env bash
# Memcheck over a program that computes, on every instruction set valgrind knows: no use of memory that nothing was written to,
# padding lanes included, no bad access, no leak. Kernels are compiled before, so that valgrind sees them run and not LLVM at work.
#   KILN_TEST: sanitize=off timeout=240 heavy
set -euo pipefail
command -v valgrind >/dev/null || { echo 'no valgrind here'; exit 77; }
library=${KILN_BUILD:?the build folder}/lib
[[ -e $library/libkiln-jit.so ]] || { echo 'no code generator in this build'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >program.c <<'END'
#include <kiln/kiln.h>
#include <stdio.h>

/* Extents that no vector length divides; large angles, so that cosines look into their table; every kind of kernel. */
enum { ROWS = 19, COLS = 37 };
static float data[ROWS * COLS];

static double total(kiln_tensor *t) { return kiln_item(kiln_sum(kiln_to(t, KILN_F64), KILN_ALL_AXES, false)); }

int main(void) {
    kiln_session *s = kiln_open(NULL);
    double sum = 0;
    for (int i = 0; i < ROWS * COLS; i++) data[i] = (float)(i * 37 % 101 - 50) * (i % 7 == 0 ? 1e6f : 0.125f);
    kiln_scope(s) {
        kiln_tensor *a = kiln_from(s, data, KILN_F32, KILN_SHAPE(ROWS, COLS));
        kiln_tensor *b = kiln_from(s, data, KILN_F32, KILN_SHAPE(COLS, ROWS));
        kiln_tensor *flat = kiln_from(s, data, KILN_F32, KILN_SHAPE(ROWS * COLS));
        sum += total(kiln_cos(flat)) + total(kiln_sin(kiln_to(flat, KILN_F64)));
        sum += total(kiln_tanh(kiln_cos(a))) + total(kiln_exp(kiln_cos(b)));
        sum += total(kiln_softmax(kiln_sin(a), 1)) + total(kiln_log(kiln_add(kiln_abs(a), 1)));
        sum += total(kiln_amax(kiln_cos(a), KILN_AXES(1), false)) + total(kiln_cumsum(kiln_sin(flat), 0));
        kiln_tensor *columns = kiln_sum(kiln_cos(a), KILN_AXES(0), false);
        sum += total(columns);
        sum += total(kiln_cos(kiln_matmul(kiln_sin(a), b))) + total(kiln_sin(kiln_matmul(kiln_to(a, KILN_F64), kiln_to(b, KILN_F64))));
        sum += total(kiln_to(kiln_cos(kiln_to(flat, KILN_F16)), KILN_F32)) + total(kiln_remainder(kiln_to(flat, KILN_I32), 7));
    }
    if (kiln_failed(s)) fprintf(stderr, "%s\n", kiln_error_text(s));
    bool good = !kiln_failed(s);
    printf("%a\n", sum);
    return kiln_close(s) == 0 && good ? 0 : 1;
}
END
"${CC:-cc}" -g -I"$KILN_SOURCE/include" program.c -o program -L"$library" -lkiln -Wl,-rpath,"$library"

export KILN_THREADS=2 KILN_CACHE_DIR=$work/cache
unset KILN_LEDGER KILN_PATH KILN_VERIFY KILN_MODE KILN_DUMP
for isa in base avx2; do # of AVX-512 valgrind knows nothing
    KILN_ISA=$isa ./program >plain 2>said || { grep -q 'above this machine' said && continue; cat said >&2; exit 1; }
    checks=(--error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite --suppressions="$KILN_SOURCE/tests/valgrind.supp")
    KILN_ISA=$isa valgrind -q "${checks[@]}" ./program >under 2>said || { echo "$isa:"; cat said >&2; exit 1; }
    diff plain under
done
