/* SPDX-License-Identifier: Apache-2.0
 * docs/parity.md: one row a function, the same text for the same results. Called by cmd_conform.c.
 */
#include "conform.h"

#include <stdlib.h>
#include <string.h>

static cf_group both(const cf_function *f, int dtype) {
    cf_group g = CF_GROUP_INIT;
    for (int m = 0; m < CF_MODES; m++) {
        const cf_group *a = dtype < 0 ? &f->all[m] : &f->group[m][dtype];
        for (int k = 0; k < CF_KINDS; k++) {
            g.kind[k].cases += a->kind[k].cases;
            g.kind[k].passed += a->kind[k].passed;
            g.kind[k].missing += a->kind[k].missing;
        }
        if (a->worst_ulp > g.worst_ulp) g.worst_ulp = a->worst_ulp;
        g.paths_agree = g.paths_agree && a->paths_agree;
        g.modes_agree = g.modes_agree && a->modes_agree;
    }
    return g;
}

static void write_count(FILE *to, cf_count c) {
    if (c.cases == 0)
        fputs(" |", to);
    else if (c.passed == c.cases)
        fprintf(to, " %zu |", c.cases);
    else
        fprintf(to, " **%zu of %zu** |", c.passed, c.cases);
}

static void write_row(FILE *to, const cf_function *f) {
    cf_group g = both(f, -1);
    fprintf(to, "| `%s` |", f->name);
    const char *comma = " ";
    for (int d = 0; d < KILN_DTYPE_COUNT; d++) {
        cf_group one = both(f, d);
        if (one.kind[CF_FORWARD].cases == 0) continue;
        bool bad = one.kind[CF_FORWARD].passed != one.kind[CF_FORWARD].cases;
        fprintf(to, bad ? "%s**%s**" : "%s%s", comma, kiln_dtype_short((kiln_dtype)d));
        comma = " ";
    }
    fputs(" |", to);
    for (int k = 0; k < CF_KINDS; k++) write_count(to, g.kind[k]);
    if (g.worst_ulp > 0)
        fprintf(to, " %.4g |", g.worst_ulp);
    else
        fputs(g.kind[CF_FORWARD].cases > 0 ? " 0 |" : " |", to);
    size_t missing = 0;
    for (int k = 0; k < CF_KINDS; k++) missing += g.kind[k].missing;
    fprintf(to, "%s%s%s |\n", missing > 0 ? " missing" : "", g.paths_agree ? "" : " paths differ",
            g.modes_agree ? "" : " modes differ");
}

int cf_write_markdown(const cf_table *t, const char *path) {
    cf_function *f = NULL;
    char *page = NULL;
    size_t nbytes = 0, n = cf_functions(t, &f), families = 0, refused = 0;
    FILE *to = f != NULL ? open_memstream(&page, &nbytes) : NULL;
    if (to == NULL) {
        free(f);
        return fail(EXIT_IO, "%s: memory ran out", path);
    }
    for (size_t i = 0; i < t->nfolders; i++) {
        families++;
        refused += t->folder[i].refused != NULL;
    }
    fputs("# Parity with PyTorch\n\nWritten by `kiln conform --markdown`; do not edit. Every case "
          "runs on the reference path and on the fused path",
          to);
    fputs(t->mode[CF_STRICT] && t->mode[CF_HARDENED] ? ", in strict\nand in hardened mode"
          : t->mode[CF_STRICT]                       ? ", in\nstrict mode"
                                                     : ", in\nhardened mode",
          to);
    fputs("; a number counts cases over those modes, all of which pass, and **a of b** says that "
          "only a do. *Second*:\n"
          "second derivatives. *Errors*: calls that PyTorch refuses and so does Kiln. *ULP*: the "
          "largest distance of an output's element from\n"
          "PyTorch's, in units of the last place of PyTorch's value; large where a result is "
          "nearly 0. A dtype in bold has failing cases.\n\n",
          to);
    fprintf(to, "%zu functions, %zu families%s, library %s: %s.\n\n", n, families,
            refused > 0 ? " (some refused)" : "", kiln_version(),
            cf_green(t) ? "everything passes" : "not everything passes");
    fputs("| function | dtypes | forward | grad | second | errors | ULP | notes "
          "|\n|---|---|---|---|---|---|---|---|\n",
          to);
    for (size_t i = 0; i < n; i++) write_row(to, &f[i]);
    for (size_t i = 0; i < t->nfolders; i++)
        if (t->folder[i].refused != NULL)
            fprintf(to, "\nRefused: `%s`: %s\n", t->folder[i].name, t->folder[i].refused);
    free(f);
    bool ok = ferror(to) == 0;
    ok = fclose(to) == 0 && ok;
    int code = write_text(path, ok ? page : NULL, nbytes, NULL);
    free(page);
    return code;
}
