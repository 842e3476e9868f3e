/* SPDX-License-Identifier: Apache-2.0
 * Reads what Linux says of the processor, its caches and its memory. Called by cmd_doctor.c and
 * bench.c. */
#define _GNU_SOURCE
#include "machine.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

static void cpu_name(char *out, size_t size) {
    snprintf(out, size, "unknown");
    FILE *from = fopen("/proc/cpuinfo", "r");
    char line[256];
    while (from != NULL && fgets(line, sizeof line, from) != NULL) {
        const char *colon = strchr(line, ':');
        if (strncmp(line, "model name", 10) != 0 || colon == NULL) continue;
        snprintf(out, size, "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
        break;
    }
    if (from != NULL) fclose(from);
}

static bool read_line(char *out, size_t size, int index, const char *what) {
    char path[128];
    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu0/cache/index%d/%s", index, what);
    FILE *from = fopen(path, "r");
    bool ok = from != NULL && fgets(out, (int)size, from) != NULL;
    if (from != NULL) fclose(from);
    return ok;
}

static void caches(machine *m) {
    char level[16], type[32], size[32];
    for (int i = 0; read_line(level, sizeof level, i, "level"); i++) {
        if (!read_line(type, sizeof type, i, "type") || !read_line(size, sizeof size, i, "size"))
            continue;
        char *unit;
        long bytes = strtol(size, &unit, 10);
        bytes *= *unit == 'M' ? 1 << 20 : *unit == 'K' ? 1 << 10 : 1;
        if (strncmp(type, "Instruction", 11) == 0) continue;
        long *slot = level[0] == '1'   ? &m->l1d_bytes
                     : level[0] == '2' ? &m->l2_bytes
                                       : &m->l3_bytes;
        *slot = bytes;
    }
}

void machine_look(machine *m) {
    *m = (machine){.page_bytes = sysconf(_SC_PAGESIZE)};
    cpu_name(m->cpu, sizeof m->cpu);
    caches(m);
    m->memory_bytes = (double)sysconf(_SC_PHYS_PAGES) * (double)m->page_bytes;
    cpu_set_t set;
    m->cpus = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set)
                                                          : sysconf(_SC_NPROCESSORS_ONLN);
    struct utsname name;
    if (uname(&name) == 0)
        snprintf(m->kernel, sizeof m->kernel, "%.40s %.50s", name.sysname, name.release);
}

json_t *machine_json(const machine *m, kiln_session *s) {
    json_t *o = json_pack("{s:s,s:s,s:I,s:I,s:I,s:I,s:I,s:s}", "cpu", m->cpu, "kernel", m->kernel,
                          "cpus", (json_int_t)m->cpus, "l1d_bytes", (json_int_t)m->l1d_bytes,
                          "l2_bytes", (json_int_t)m->l2_bytes, "l3_bytes", (json_int_t)m->l3_bytes,
                          "memory_bytes", (json_int_t)m->memory_bytes, "kiln", kiln_version());
    static const char *const keys[] = {"isa", "llvm", "threads", "matmul"};
    for (size_t i = 0; s != NULL && i < sizeof keys / sizeof keys[0]; i++) {
        const char *value = kiln_setting(s, keys[i]);
        bool number = strcmp(keys[i], "threads") == 0 && value != NULL;
        json_object_set_new(o, keys[i],
                            number ? json_integer(atoi(value))
                                   : json_string(value != NULL ? value : "?"));
    }
    return o;
}
