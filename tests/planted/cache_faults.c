/* SPDX-License-Identifier: Apache-2.0
 * Faults of the kernel cache: entries that others made or changed, digests computed anew, and keys
 * that are not the user's own. A cache is filled by one process, changed, and used by another. Used
 * by planted.c. */
#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "planted.h"
#include "runtime/kernel_store.h"

static void use(trial *t) {
    trial_open(t, true);
    trial_graph(t, graph_of_all);
    (void)trial_run(t);
    trial_close(t);
}

/* What the other process finds and counts is its own; only the files stay. */
static bool fill(trial *t) {
    int status;
    pid_t child = fork();
    if (child == 0) {
        use(t);
        _exit(t->o.unable || t->o.ended);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0 &&
           remove(t->ledger) == 0;
}

/* The path of some entry. */
static bool some_entry(const trial *t, char path[512]) {
    DIR *d = opendir(t->cache);
    unsigned n = t->seed;
    bool found = false;
    for (struct dirent *x; d && (x = readdir(d));)
        if (strstr(x->d_name, ".kiln-kernel") && (!found || n-- > 0))
            found = snprintf(path, 512, "%s/%s", t->cache, x->d_name) > 0;
    if (d) closedir(d);
    return found;
}

static char bytes[1 << 20];
static size_t read_all(const char *path) {
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(bytes, 1, sizeof bytes, f) : 0;
    if (f) fclose(f);
    return n;
}
static void write_all(const char *path, size_t nbytes) {
    FILE *f = fopen(path, "wb");
    if (f && fwrite(bytes, 1, nbytes, f) != nbytes) perror(path);
    if (f) fclose(f);
}

/* ---- entries */

enum { TAIL = 8 + 32 };

static void damage(trial *t, void (*how)(trial *t, size_t nbytes, const char *path)) {
    char path[512];
    if (!fill(t) || !some_entry(t, path)) return trial_unable(t, "the cache was not filled");
    size_t n = read_all(path);
    if (t->planted) how(t, n, path);
    use(t);
}

/* As somebody would who may write to the folder: the digest is right again. */
static void other_code(trial *t, size_t n, const char *path) {
    store_entry e;
    if (rt_store_decode(bytes, n, &e) != STORE_FINE)
        return trial_unable(t, "the entry is not whole");
    ((char *)(uintptr_t)e.object)[e.object_nbytes / 2 + t->seed] ^= 1;
    kn_hash digest = kn_hash_bytes(bytes, n - TAIL - sizeof digest);
    memcpy(bytes + n - TAIL - sizeof digest, &digest, sizeof digest);
    write_all(path, n);
}
static void other_mac(trial *t, size_t n, const char *path) {
    bytes[n - 1 - t->seed * 15] ^= 0x40;
    write_all(path, n);
}
static void no_mac(trial *t, size_t n, const char *path) {
    (void)t;
    write_all(path, n - TAIL);
}
static void mac_of_zeros(trial *t, size_t n, const char *path) {
    (void)t;
    memset(bytes + n - 32, 0, 32);
    write_all(path, n);
}
/* A MAC of the same bytes under a key that the writer knows. */
static void own_mac(trial *t, size_t n, const char *path) {
    unsigned char key[KN_BLAKE2B_KEY] = {(unsigned char)t->seed};
    kn_text text;
    kn_text_init(&text, kn_alloc_default());
    kn_text_bytes(&text, bytes, n - TAIL);
    rt_store_sign(&text, strrchr(path, '/') + 1, key);
    memcpy(bytes, text.data, text.len);
    write_all(path, text.len);
    kn_text_free(&text);
}

static void run_other_code(trial *t) { damage(t, other_code); }
static void run_other_mac(trial *t) { damage(t, other_mac); }
static void run_no_mac(trial *t) { damage(t, no_mac); }
static void run_mac_of_zeros(trial *t) { damage(t, mac_of_zeros); }
static void run_own_mac(trial *t) { damage(t, own_mac); }

static void run_other_key(trial *t) {
    char key[128];
    snprintf(key, sizeof key, "%s.key", t->cache);
    if (!fill(t)) return trial_unable(t, "the cache was not filled");
    if (t->planted && read_all(key) == 32) bytes[t->seed * 15] ^= 1, write_all(key, 32);
    use(t);
}

/* ---- the key */

static void run_key(trial *t, void (*how)(trial *t, const char *key)) {
    char key[128];
    snprintf(key, sizeof key, "%s.key", t->cache);
    if (!fill(t)) return trial_unable(t, "the cache was not filled");
    if (t->planted) how(t, key);
    use(t);
}
static void open_to_others(trial *t, const char *key) {
    static const mode_t modes[] = {0604, 0620, 0640};
    if (chmod(key, modes[t->seed]) != 0) trial_unable(t, "chmod");
}
static void other_size(trial *t, const char *key) {
    if (truncate(key, t->seed == 0 ? 0 : 30 + 2 * t->seed - (t->seed == 1)) != 0)
        trial_unable(t, "truncate");
}
static void link_of(trial *t, const char *key) {
    char to[160];
    snprintf(to, sizeof to, "%s.real", key);
    if (rename(key, to) != 0 || symlink(to, key) != 0) trial_unable(t, "symlink");
}
static void two_names(trial *t, const char *key) {
    char to[160];
    snprintf(to, sizeof to, "%s.other", key);
    if (link(key, to) != 0) trial_unable(t, "link");
}
static void run_open_to_others(trial *t) { run_key(t, open_to_others); }
static void run_other_size(trial *t) { run_key(t, other_size); }
static void run_link(trial *t) { run_key(t, link_of); }
static void run_two_names(trial *t) { run_key(t, two_names); }

const fault cache_faults[] = {
    {"an entry has other code and the right digest", RT_CHECK_MAC, run_other_code, NULL, "MAC: "},
    {"a MAC has another bit", RT_CHECK_MAC, run_other_mac, NULL, "MAC: "},
    {"an entry has no MAC", RT_CHECK_MAC, run_no_mac, NULL, "UNSIGNED: "},
    {"a MAC is all zeros", RT_CHECK_MAC, run_mac_of_zeros, NULL, "MAC: "},
    {"a MAC is by another key", RT_CHECK_MAC, run_own_mac, NULL, "MAC: "},
    {"the key is another", RT_CHECK_MAC, run_other_key, NULL, "MAC: "},
    {"the key is open to others", RT_CHECK_KEY, run_open_to_others, NULL, "0600"},
    {"the key is too short or too long", RT_CHECK_KEY, run_other_size, NULL, "32 bytes"},
    {"the key is a link", RT_CHECK_KEY, run_link, NULL, "link"},
    {"the key has two names", RT_CHECK_KEY, run_two_names, NULL, "names"},
    {NULL, 0, NULL, NULL, NULL},
};
