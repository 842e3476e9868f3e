/* SPDX-License-Identifier: Apache-2.0
 * Results as a table for people and as JSON for programs. docs/bench.md explains every column.
 * Called by bench.c. */
#include "bench.h"

#include <string.h>

/* "12.3 us", "2.41 ms": four characters of number. */
static const char *time_text(char *out, size_t size, double us) {
    const char *unit = us < 0.9995 ? "ns" : us < 999.5 ? "us" : us < 999.5e3 ? "ms" : "s";
    double value = us * (us < 0.9995 ? 1e3 : us < 999.5 ? 1 : us < 999.5e3 ? 1e-3 : 1e-6);
    snprintf(out, size,
             value < 9.995   ? "%.2f %s"
             : value < 99.95 ? "%.1f %s"
                             : "%.0f %s",
             value, unit);
    return out;
}

static const char *rate_text(char *out, size_t size, double amount, double us) {
    if (amount <= 0 || us <= 0)
        snprintf(out, size, "-");
    else
        snprintf(out, size, "%.3g", amount / us * 1e-3);
    return out;
}

void report_head(const settings *set, const char *machine) {
    printf("%s; %d thread%s, peak %.0f GFLOP/s\n", machine, set->threads,
           set->threads == 1 ? "" : "s", set->peak_gflops);
    printf("first runs are compared with the reference (verify first); timed runs are not (verify "
           "off)\n\n");
    printf("%s%-20s %-6s %7s %8s %8s %8s %8s %7s %6s %6s %7s %7s%s\n", paint(BOLD), "workload",
           "path", "reps", "p50", "min", "p95", "p99", "GFLOP/s", "GB/s", "floor", "allocs",
           "kernels", paint(PLAIN));
}

static void report_phases(const result *r) {
    char a[16], b[16], c[16], d[16], e[16], f[16];
    bool eager = strcmp(r->path, "eager") == 0;
    printf("%s%20s a repetition: record %s, run %s", paint(DIM), "",
           time_text(a, sizeof a, r->record_us), time_text(b, sizeof b, r->run_us));
    if (!eager)
        printf("; first: plan %s, compile %s, load %s, verify %s; %llu compiled, %llu from disk, "
               "%llu from "
               "memory",
               time_text(c, sizeof c, r->first_plan_us),
               time_text(d, sizeof d, r->first_compile_us),
               time_text(e, sizeof e, r->first_load_us), time_text(f, sizeof f, r->first_verify_us),
               (unsigned long long)r->first_compiled, (unsigned long long)r->first_from_disk,
               (unsigned long long)r->first_from_memory);
    if (r->replans > 0)
        printf("; %s%llu plans built while timed%s", paint(YELLOW), (unsigned long long)r->replans,
               paint(DIM));
    printf("%s\n", paint(PLAIN));
    if (r->copy_us > 0)
        printf("%s%20s copying as many bytes: %s, non-temporal %s%s\n", paint(DIM), "",
               time_text(a, sizeof a, r->copy_us), time_text(b, sizeof b, r->copy_nt_us),
               paint(PLAIN));
    if (r->read_us > 0)
        printf("%s%20s reading as many bytes: %s%s\n", paint(DIM), "",
               time_text(a, sizeof a, r->read_us), paint(PLAIN));
    if (r->peer_us > 0)
        printf("%s%20s speed against OpenBLAS: %.2f%s\n", paint(DIM), "", r->peer_us / r->p50_us,
               paint(PLAIN));
}

void report_row(const result *r) {
    char p50[16], least[16], p95[16], p99[16], flops[16], bytes[16], above[16], allocations[16],
        kernels[24];
    snprintf(above, sizeof above, r->floor_us > 0 ? "%.2f" : "-",
             r->p50_us / (r->floor_us > 0 ? r->floor_us : 1));
    snprintf(allocations, sizeof allocations,
             r->allocations > 0 && r->allocations < 10 ? "%.2g" : "%.0f", r->allocations);
    snprintf(kernels, sizeof kernels, "%llu", (unsigned long long)r->kernels);
    printf("%-20s %-6s %7zu %8s %8s %8s %8s %7s %6s %6s %7s %7s\n", r->id, r->path, r->reps,
           time_text(p50, sizeof p50, r->p50_us), time_text(least, sizeof least, r->min_us),
           time_text(p95, sizeof p95, r->p95_us), time_text(p99, sizeof p99, r->p99_us),
           rate_text(flops, sizeof flops, r->flops, r->p50_us),
           rate_text(bytes, sizeof bytes, r->bytes, r->p50_us), above, allocations, kernels);
    if (strcmp(r->path, "record") == 0)
        printf("%s%20s %.0f ns an op: one repetition is 1000 recorded and released%s\n", paint(DIM),
               "", r->p50_us, paint(PLAIN));
    else if (strcmp(r->path, "fused") == 0 || strcmp(r->path, "eager") == 0)
        report_phases(r);
    fflush(stdout);
}

static json_t *result_json(const result *r) {
    char digest[24] = "";
    if (r->has_digest) snprintf(digest, sizeof digest, "%016llx", (unsigned long long)r->digest);
    return json_pack("{s:s,s:i,s:s,s:I,s:f,s:f,s:f,s:f,s:f,s:f,s:I,s:I,s:s}", "id", r->id,
                     "threads", r->threads, "path", r->path, "reps", (json_int_t)r->reps, "min_us",
                     r->min_us, "p50_us", r->p50_us, "p95_us", r->p95_us, "p99_us", r->p99_us,
                     "allocations", r->allocations, "bytes_allocated", r->bytes_allocated,
                     "peak_bytes", (json_int_t)r->peak_bytes, "kernels", (json_int_t)r->kernels,
                     "result_digest", digest);
}

/* Numbers of the table that "results" has no place for. */
static json_t *detail_json(const result *r) {
    json_t *o =
        json_pack("{s:s,s:s,s:f,s:f,s:f,s:f,s:f,s:f,s:f}", "id", r->id, "path", r->path, "flops",
                  r->flops, "bytes", r->bytes, "floor_us", r->floor_us, "copy_us", r->copy_us,
                  "copy_nt_us", r->copy_nt_us, "read_us", r->read_us, "peer_us", r->peer_us);
    json_t *more =
        json_pack("{s:f,s:f,s:f,s:f,s:f,s:f,s:I,s:I,s:I,s:I,s:I}", "record_us", r->record_us,
                  "run_us", r->run_us, "first_plan_us", r->first_plan_us, "first_compile_us",
                  r->first_compile_us, "first_load_us", r->first_load_us, "first_verify_us",
                  r->first_verify_us, "kernels_compiled", (json_int_t)r->first_compiled,
                  "kernels_from_disk", (json_int_t)r->first_from_disk, "kernels_from_memory",
                  (json_int_t)r->first_from_memory, "verified_plans", (json_int_t)r->verified_plans,
                  "plans_built_while_timed", (json_int_t)r->replans);
    json_object_update(o, more);
    json_decref(more);
    return o;
}

json_t *report_json(const result *r, size_t n, json_t *machine) {
    json_t *results = json_array(), *detail = json_array();
    for (size_t i = 0; i < n; i++) {
        json_array_append_new(results, result_json(&r[i]));
        json_array_append_new(detail, detail_json(&r[i]));
    }
    return json_pack("{s:o,s:o,s:o}", "machine", machine, "results", results, "detail", detail);
}
