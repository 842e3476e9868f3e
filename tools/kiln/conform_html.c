/* SPDX-License-Identifier: Apache-2.0
 * The HTML report of `kiln conform`: one page that needs nothing else, a row for each function and
 * mode, a column for each dtype, coloured by how much passes and how far results drift, and every
 * failure. Called by cmd_conform.c. */
#include "conform.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char head[] =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Kiln: parity</title>\n"
    "<meta name=\"viewport\" content=\"width=device-width\"><style>\n"
    ":root{color-scheme:light dark;--line:#8884;--dim:#888;--good:120 45% 45%;--bad:0 70% "
    "50%;--none:#8882}\n"
    "body{font:14px/1.4 "
    "system-ui,sans-serif;margin:1.5em;max-width:110em}h1{font-size:1.4em}h2{font-size:1.1em}\n"
    "table{border-collapse:collapse}th,td{padding:.15em .5em;border-bottom:1px solid "
    "var(--line);text-align:right;white-space:nowrap}\n"
    "th{cursor:pointer;position:sticky;top:0;background:Canvas;user-select:none}th:first-child,td:"
    "first-child,.l{text-align:left}\n"
    "small{color:var(--dim)}.bad{background:hsl(var(--bad)/"
    "var(--a))}.good{background:hsl(var(--hue) 50% 50%/.25)}\n"
    ".missing{background:var(--none);color:var(--dim)}code{font-family:ui-monospace,monospace}"
    "summary{cursor:pointer}\n"
    "input{font:inherit;padding:.2em .5em;margin:.5em 0}.scroll{overflow-x:auto}\n"
    "</style></head><body>\n";

static const char tail[] =
    "<script>\n"
    "const table=document.querySelector('#parity'),body=table.tBodies[0];\n"
    "table.tHead.addEventListener('click',e=>{const th=e.target.closest('th');if(!th)return;const "
    "i=th.cellIndex,\n"
    "up=th.dataset.up=th.dataset.up==='1'?'0':'1',key=r=>{const v=r.cells[i].dataset.v;return "
    "v===undefined?r.cells[i].textContent:+v};\n"
    "[...body.rows].sort((a,b)=>{const "
    "x=key(a),y=key(b);return(x<y?-1:x>y?1:0)*(up==='1'?1:-1)}).forEach(r=>body.append(r))});\n"
    "document.querySelector('#find').addEventListener('input',e=>{const "
    "t=e.target.value.toLowerCase();\n"
    "for(const r of document.querySelectorAll('#parity tbody tr,details[data-f]'))\n"
    "r.hidden=!(r.dataset.f||'').toLowerCase().includes(t)});\n"
    "</script></body></html>\n";

static void text(FILE *to, const char *s) {
    for (; s != NULL && *s != '\0'; s++) {
        switch (*s) {
        case '<': fputs("&lt;", to); break;
        case '>': fputs("&gt;", to); break;
        case '&': fputs("&amp;", to); break;
        case '"': fputs("&quot;", to); break;
        default: fputc(*s, to);
        }
    }
}

/* Green through yellow by the decades of drift; red by the part that fails. The sort key is the
 * part that passes, less the drift. */
static void cell(FILE *to, const cf_group *g, bool drift) {
    size_t cases = 0, passed = 0, missing = 0;
    for (int k = 0; k < CF_KINDS; k++) {
        cases += g->kind[k].cases;
        passed += g->kind[k].passed;
        missing += g->kind[k].missing;
    }
    if (cases == 0) {
        fputs("<td data-v=\"2\"></td>", to);
        return;
    }
    double decades = drift && g->worst_ulp > 0 ? fmin(fmax(log10(g->worst_ulp) + 1, 0), 8) : 0;
    double key = (double)passed / (double)cases - decades * 1e-6;
    if (missing == cases)
        fprintf(to, "<td class=\"missing\" data-v=\"%.6f\">missing</td>", key - 1);
    else if (passed < cases)
        fprintf(to, "<td class=\"bad\" style=\"--a:%.2f\" data-v=\"%.6f\">%zu/%zu",
                0.2 + 0.7 * (1 - (double)passed / (double)cases), key, passed, cases);
    else
        fprintf(to, "<td class=\"good\" style=\"--hue:%.0f\" data-v=\"%.6f\">%zu",
                130 - decades * 10, key, cases);
    if (missing == cases) return;
    if (drift && g->worst_ulp > 0) fprintf(to, " <small>%.3g</small>", g->worst_ulp);
    fputs("</td>", to);
}

static void kind_cell(FILE *to, const cf_group *of, int kind) {
    cf_group g = CF_GROUP_INIT;
    g.kind[kind] = of->kind[kind];
    cell(to, &g, false);
}

static void write_row(FILE *to, const cf_table *t, const cf_function *f, int mode) {
    const cf_group *all = &f->all[mode];
    fputs("<tr data-f=\"", to);
    text(to, f->name);
    fputs("\"><td><code>", to);
    text(to, f->name);
    fprintf(to, "</code></td><td class=\"l\">%s</td>", cf_mode_name[mode]);
    for (int d = 0; d < CF_DTYPES; d++) cell(to, &f->group[mode][d], true);
    for (int k = 0; k < CF_KINDS; k++) kind_cell(to, all, k);
    fprintf(to, "<td data-v=\"%.6g\">%.4g</td><td class=\"l\">%s%s</td></tr>\n", all->worst_ulp,
            all->worst_ulp, all->paths_agree ? "" : "paths differ ",
            t->mode[CF_STRICT] && t->mode[CF_HARDENED] && !all->modes_agree ? "modes differ" : "");
}

static void write_table(FILE *to, const cf_table *t, const cf_function *f, size_t n) {
    fputs("<p><input id=\"find\" placeholder=\"function\" aria-label=\"function\"> A cell counts "
          "cases of every kind; the small number is the largest\n"
          "distance from PyTorch in units of the last place. Click a heading to sort.</p>\n"
          "<div class=\"scroll\"><table id=\"parity\"><thead><tr><th>function</th><th>mode</th>",
          to);
    for (int d = 0; d < CF_DTYPES; d++)
        fprintf(to, "<th>%s</th>",
                d < KILN_DTYPE_COUNT ? kiln_dtype_short((kiln_dtype)d) : "no tensor");
    for (int k = 0; k < CF_KINDS; k++) fprintf(to, "<th>%s</th>", cf_kind_name[k]);
    fputs("<th>ULP</th><th>bits</th></tr></thead><tbody>\n", to);
    for (size_t i = 0; i < n; i++)
        for (int m = 0; m < CF_MODES; m++)
            if (t->mode[m]) write_row(to, t, &f[i], m);
    fputs("</tbody></table></div>\n", to);
}

static void write_failure(FILE *to, const cf_result *r, const json_t *f) {
    const char *ours = json_string_value(json_object_get(f, "ours"));
    fprintf(to, "<tr><td>%s</td><td class=\"l\"><code>", cf_mode_name[r->mode]);
    text(to, r->id);
    fprintf(to, "</code></td><td class=\"l\">%s %lld",
            json_string_value(json_object_get(f, "what")),
            (long long)json_integer_value(json_object_get(f, "output")));
    const json_t *index = json_object_get(f, "index");
    for (size_t k = 0; k < json_array_size(index); k++)
        fprintf(to, "%s%lld%s", k == 0 ? " [" : ",",
                (long long)json_integer_value(json_array_get(index, k)),
                k + 1 == json_array_size(index) ? "]" : "");
    fputs("</td><td><code>", to);
    text(to, ours);
    fputs("</code></td><td><code>", to);
    text(to, json_string_value(json_object_get(f, "oracle")));
    fputs("</code></td><td>", to);
    if (ours != NULL && ours[0] != '\0')
        fprintf(to, "%.4g", json_number_value(json_object_get(f, "ulp")));
    fputs("</td><td class=\"l\">", to);
    text(to, json_string_value(json_object_get(f, "message")));
    fputs("</td></tr>\n", to);
}

static void write_failures(FILE *to, const cf_table *t, const char *function) {
    size_t count = 0;
    for (size_t i = 0; i < t->nresults; i++)
        if (strcmp(t->result[i].op, function) == 0) count += json_array_size(t->result[i].failures);
    if (count == 0) return;
    fputs("<details data-f=\"", to);
    text(to, function);
    fputs("\"><summary><code>", to);
    text(to, function);
    fprintf(to,
            "</code>: %zu</summary><div class=\"scroll\"><table>\n<tr><th>mode</th><th "
            "class=\"l\">case</th><th class=\"l\">what</th>"
            "<th>ours</th><th>oracle</th><th>ULP</th><th class=\"l\">message</th></tr>\n",
            count);
    for (size_t i = 0; i < t->nresults; i++) {
        const cf_result *r = &t->result[i];
        if (strcmp(r->op, function) != 0) continue;
        for (size_t k = 0; k < json_array_size(r->failures); k++)
            write_failure(to, r, json_array_get(r->failures, k));
    }
    fputs("</table></div></details>\n", to);
}

static void write_refused(FILE *to, const cf_table *t) {
    for (size_t i = 0; i < t->nfolders; i++) {
        if (t->folder[i].refused == NULL) continue;
        fputs("<p class=\"bad\" style=\"--a:.3\">Family <code>", to);
        text(to, t->folder[i].name);
        fputs("</code> was refused: ", to);
        text(to, t->folder[i].refused);
        fputs("</p>\n", to);
    }
}

int cf_write_html(const cf_table *t, const char *path) {
    cf_function *f = NULL;
    char *page = NULL;
    size_t nbytes = 0, n = cf_functions(t, &f);
    FILE *to = f != NULL ? open_memstream(&page, &nbytes) : NULL;
    if (to == NULL) {
        free(f);
        return fail(EXIT_IO, "%s: memory ran out", path);
    }
    fputs(head, to);
    fprintf(
        to,
        "<h1>Kiln %s beside PyTorch: %s</h1>\n<p>%zu functions, %zu families, %zu results.</p>\n",
        kiln_version(), cf_green(t) ? "green" : "not green", n, t->nfolders, t->nresults);
    write_refused(to, t);
    write_table(to, t, f, n);
    fputs("<h2>Failures</h2>\n", to);
    for (size_t i = 0; i < n; i++) write_failures(to, t, f[i].name);
    fputs(tail, to);
    free(f);
    bool ok = ferror(to) == 0;
    ok = fclose(to) == 0 && ok;
    int code = write_text(path, ok ? page : NULL, nbytes, NULL);
    free(page);
    return code;
}
