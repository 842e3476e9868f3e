/* SPDX-License-Identifier: Apache-2.0
 * The kernel cache on disk: what was saved comes back, and nothing else does, whatever happened to
 * the folder. */
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "jit/plugin.h"
#include "runtime/kernel_store.h"
#include "unit/check.h"
#include "unit/faulty_io.h"
#include "unit/store_kernel.h"

#define LLVM "19.1.7"
static char folder[64], cache[96];
static kn_text object, why;
static char symbol[64];

static void setup(void) {
    check_folder(folder);
    snprintf(cache, sizeof cache, "%s/cache", folder);
    kn_text_init(&object, kn_alloc_default());
    kn_text_init(&why, kn_alloc_default());
}

static void teardown(void) {
    kn_text_free(&object);
    kn_text_free(&why);
    check_unfolder(folder);
}

TestSuite(store, .init = setup, .fini = teardown);

static kernel_spec *make_spec(unsigned n) {
    kernel_spec *s = store_kernel(n);
    cr_assert_not_null(s);
    return s;
}

static kiln_status save_on(const kn_alloc *alloc, unsigned n, size_t nbytes) {
    kernel_spec *s = make_spec(n);
    kn_text code, trouble;
    char name[64];
    kn_text_init(&code, kn_alloc_default());
    kn_text_init(&trouble, kn_alloc_default());
    for (size_t i = 0; i < nbytes; i++) kn_text_bytes(&code, &(char){(char)(i * 7 + n)}, 1);
    snprintf(name, sizeof name, "kiln_map_%u", n);
    kiln_status status = rt_store_save(alloc, cache, s, KILN_ISA_AVX2, LLVM, &code, name, &trouble);
    kn_text_free(&code);
    kn_text_free(&trouble);
    free(s);
    return status;
}

static kiln_status save(unsigned n, size_t nbytes) {
    return save_on(kn_alloc_default(), n, nbytes);
}

static kiln_status load_on(const kn_alloc *alloc, unsigned n, kiln_isa isa, const char *llvm,
                           size_t nbytes) {
    kernel_spec *s = make_spec(n);
    char name[64];
    kn_text_clear(&object);
    kn_text_clear(&why);
    kiln_status status = rt_store_load(alloc, cache, s, isa, llvm, &object, symbol, &why);
    free(s);
    if (status != KILN_OK) return status;
    snprintf(name, sizeof name, "kiln_map_%u", n);
    CHECK_STR(symbol, name);
    CHECK_EQ(object.len, nbytes);
    for (size_t i = 0; i < nbytes; i++)
        CHECK_EQ((unsigned char)object.data[i], (unsigned char)(i * 7 + n));
    return status;
}

static kiln_status load(unsigned n, size_t nbytes) {
    return load_on(kn_alloc_default(), n, KILN_ISA_AVX2, LLVM, nbytes);
}

static void path_of(unsigned n, char path[256]) {
    kernel_spec *s = make_spec(n);
    kn_text key, work;
    char name[STORE_NAME_NBYTES];
    kn_text_init(&key, kn_alloc_default());
    kn_text_init(&work, kn_alloc_default());
    kernel_key(s, &key);
    store_entry e = {.isa = KILN_ISA_AVX2,
                     .emitter = JIT_EMITTER_VERSION,
                     .llvm = LLVM,
                     .llvm_nbytes = strlen(LLVM),
                     .key = key.data,
                     .key_nbytes = key.len};
    rt_store_name(&e, &work, name);
    snprintf(path, 256, "%s/%s", cache, name);
    kn_text_free(&key);
    kn_text_free(&work);
    free(s);
}

static size_t read_file(const char *path, unsigned char *bytes, size_t size) {
    FILE *f = fopen(path, "rb");
    cr_assert_not_null(f);
    size_t n = fread(bytes, 1, size, f);
    fclose(f);
    return n;
}

static bool there(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0;
}

static kiln_cache_counts stat_cache(void) {
    kiln_cache_counts c = {.struct_size = sizeof c};
    char text[256];
    cr_assert(kiln_cache_stat(cache, &c, text, sizeof text) == KILN_OK, "%s", text);
    return c;
}

Test(store, what_was_saved_comes_back) {
    CHECK_STATUS(load(1, 100), KILN_IO);
    CHECK_EQ(why.len, 0);
    CHECK_OK(save(1, 100));
    CHECK_OK(save(2, 0));
    CHECK_OK(load(1, 100));
    CHECK_OK(load(2, 0));
    CHECK_STATUS(load(3, 1), KILN_IO);
    CHECK_EQ(why.len, 0);
    CHECK_OK(save(1, 50)); /* again, and other */
    CHECK_OK(load(1, 50));
    CHECK_EQ(stat_cache().entries, 2);
}

Test(store, files_and_folder_are_private) {
    struct stat st;
    char path[256];
    umask(0);
    CHECK_OK(save(1, 10));
    CHECK(stat(cache, &st) == 0 && (st.st_mode & 0777) == 0700);
    path_of(1, path);
    CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
}

Test(store, other_instruction_sets_and_versions_have_other_entries) {
    CHECK_OK(save(1, 10));
    CHECK_STATUS(load_on(kn_alloc_default(), 1, KILN_ISA_AVX512, LLVM, 10), KILN_IO);
    CHECK_STATUS(load_on(kn_alloc_default(), 1, KILN_ISA_AVX2, "19.1.8", 10), KILN_IO);
    CHECK_STATUS(load_on(kn_alloc_default(), 1, KILN_ISA_AVX2, "19.1", 10), KILN_IO);
    CHECK_OK(load(1, 10));
}

Test(store, every_changed_byte_is_refused) {
    unsigned char bytes[1024];
    char path[256];
    CHECK_OK(save(1, 40));
    path_of(1, path);
    size_t n = read_file(path, bytes, sizeof bytes);
    CHECK(n > 100 && n < 400);
    for (size_t i = 0; i < n; i++)
        for (int bit = 0; bit < 8; bit++) {
            bytes[i] ^= (unsigned char)(1 << bit);
            check_write(path, bytes, n);
            CHECK_STATUS(load(1, 40), KILN_BAD_FILE);
            CHECK(why.len > 0 && !there(path));
            bytes[i] ^= (unsigned char)(1 << bit);
        }
    check_write(path, bytes, n);
    CHECK_OK(load(1, 40));
}

Test(store, every_other_length_is_refused) {
    unsigned char bytes[1024] = {0};
    char path[256];
    CHECK_OK(save(1, 40));
    path_of(1, path);
    size_t n = read_file(path, bytes, sizeof bytes);
    for (size_t len = 0; len < n + 20; len++) {
        if (len == n) continue;
        check_write(path, bytes, len);
        CHECK_STATUS(load(1, 40), KILN_BAD_FILE);
        CHECK(!there(path));
    }
}

/* Writes an entry that is right in itself under the name of kernel 1's. */
static void forge(unsigned n, uint32_t isa, uint32_t emitter, const char *llvm, const char *name) {
    kernel_spec *s = make_spec(n);
    kn_text key, bytes;
    CHECK_OK(save(1, 8));
    char path[256];
    path_of(1, path);
    kn_text_init(&key, kn_alloc_default());
    kn_text_init(&bytes, kn_alloc_default());
    kernel_key(s, &key);
    store_entry e = {.isa = isa,
                     .emitter = emitter,
                     .llvm = llvm,
                     .llvm_nbytes = strlen(llvm),
                     .symbol = name,
                     .symbol_nbytes = strlen(name),
                     .key = key.data,
                     .key_nbytes = key.len,
                     .object = "code",
                     .object_nbytes = 4};
    rt_store_encode(&e, &bytes);
    check_write(path, bytes.data, bytes.len);
    kn_text_free(&key);
    kn_text_free(&bytes);
    free(s);
}

Test(store, a_whole_entry_of_another_key_is_refused) {
    struct {
        unsigned n;
        uint32_t isa, emitter;
        const char *llvm, *symbol, *code;
    } cases[] = {
        {2, KILN_ISA_AVX2, JIT_EMITTER_VERSION, LLVM, "f", "KEY: "},
        {1, KILN_ISA_AVX512, JIT_EMITTER_VERSION, LLVM, "f", "ISA: "},
        {1, KILN_ISA_AVX2, JIT_EMITTER_VERSION + 1, LLVM, "f", "EMITTER: "},
        {1, KILN_ISA_AVX2, JIT_EMITTER_VERSION, "19.1.6", "f", "LLVM: "},
        {1, KILN_ISA_AVX2, JIT_EMITTER_VERSION, "", "f", "LLVM: "},
        {1, KILN_ISA_AVX2, JIT_EMITTER_VERSION, LLVM, "", "SYMBOL: "},
        {1, KILN_ISA_AVX2, JIT_EMITTER_VERSION, LLVM, "a;b", "SYMBOL: "},
        {1, KILN_ISA_AVX2, JIT_EMITTER_VERSION, LLVM, "0a", "SYMBOL: "},
        {1, KILN_ISA_AVX2, JIT_EMITTER_VERSION, LLVM,
         "a123456789012345678901234567890123456789012345678901234567890123", "SYMBOL: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        forge(cases[i].n, cases[i].isa, cases[i].emitter, cases[i].llvm, cases[i].symbol);
        CHECK_STATUS(load(1, 8), KILN_BAD_FILE);
        CHECK_HAS(kn_text_str(&why), cases[i].code);
        CHECK_EQ(stat_cache().entries, 0);
    }
}

Test(store, swapped_entries_are_refused) {
    CHECK_OK(save(1, 10));
    CHECK_OK(save(2, 10));
    char one[256], two[256], aside[128];
    path_of(1, one);
    path_of(2, two);
    snprintf(aside, sizeof aside, "%s/aside", folder);
    CHECK(rename(one, aside) == 0 && rename(two, one) == 0 && rename(aside, two) == 0);
    CHECK_STATUS(load(1, 10), KILN_BAD_FILE);
    CHECK_STATUS(load(2, 10), KILN_BAD_FILE);
    CHECK_HAS(kn_text_str(&why), "KEY: ");
    CHECK_STATUS(load(1, 10), KILN_IO);
}

Test(store, links_and_odd_files_are_refused) {
    char path[256], real[128];
    snprintf(real, sizeof real, "%s/real", folder);
    CHECK_OK(save(1, 10));
    path_of(1, path);
    CHECK(rename(path, real) == 0 && symlink("../real", path) == 0);
    CHECK_STATUS(load(1, 10), KILN_BAD_FILE);
    CHECK_HAS(kn_text_str(&why), "is a link");
    CHECK(!there(path) && there(real));
    CHECK(link(real, path) == 0);
    CHECK_STATUS(load(1, 10), KILN_BAD_FILE);
    CHECK_HAS(kn_text_str(&why), "hard links");
    CHECK(!there(path) && there(real));
    CHECK(mkfifo(path, 0600) == 0);
    CHECK_STATUS(load(1, 10), KILN_BAD_FILE);
    CHECK(!there(path));
    CHECK(rename(real, path) == 0 && chmod(path, 0622) == 0);
    CHECK_STATUS(load(1, 10), KILN_BAD_FILE);
    CHECK(!there(path));
    CHECK(mkdir(path, 0700) == 0);
    CHECK_STATUS(load(1, 10), KILN_BAD_FILE);
    CHECK_STATUS(save(1, 10), KILN_IO);
    CHECK(rmdir(path) == 0);
    CHECK_OK(save(1, 10));
    if (geteuid() != 0) return;
    CHECK(chown(path, 65534, (gid_t)-1) == 0);
    CHECK_STATUS(load(1, 10), KILN_BAD_FILE);
    CHECK_HAS(kn_text_str(&why), "another user");
}

Test(store, a_save_replaces_a_link_and_not_its_target) {
    char path[256], victim[128];
    unsigned char bytes[16];
    snprintf(victim, sizeof victim, "%s/victim", folder);
    check_write(victim, "precious", 8);
    CHECK_OK(save(1, 10));
    path_of(1, path);
    CHECK(unlink(path) == 0 && symlink("../victim", path) == 0);
    CHECK_OK(save(1, 10));
    CHECK_OK(load(1, 10));
    CHECK(read_file(victim, bytes, sizeof bytes) == 8 && memcmp(bytes, "precious", 8) == 0);
}

Test(store, a_folder_open_to_others_is_not_used) {
    char aside[128];
    snprintf(aside, sizeof aside, "%s/aside", folder);
    CHECK_OK(save(1, 10));
    mode_t modes[] = {0777, 0720, 0702, 01777};
    for (size_t i = 0; i < 4; i++) {
        CHECK(chmod(cache, modes[i]) == 0);
        CHECK_STATUS(load(1, 10), KILN_IO);
        CHECK_HAS(kn_text_str(&why), "other users");
        CHECK_STATUS(save(2, 10), KILN_IO);
        CHECK_STATUS(kiln_cache_clear(cache, NULL, NULL, 0), KILN_IO);
    }
    CHECK(chmod(cache, 0700) == 0);
    CHECK_OK(load(1, 10));
    CHECK(rename(cache, aside) == 0 && symlink("aside", cache) == 0);
    CHECK_STATUS(load(1, 10), KILN_IO);
    CHECK_HAS(kn_text_str(&why), "is a link");
    CHECK_STATUS(save(2, 10), KILN_IO);
    CHECK(unlink(cache) == 0 && rename(aside, cache) == 0);
    if (geteuid() == 0) {
        CHECK(chown(cache, 65534, (gid_t)-1) == 0);
        CHECK_STATUS(load(1, 10), KILN_IO);
        CHECK_STATUS(save(2, 10), KILN_IO);
    }
}

Test(store, a_folder_that_cannot_be_is_no_cache) {
    check_write(cache, "a file", 6);
    CHECK_STATUS(load(1, 10), KILN_IO);
    CHECK_STATUS(save(1, 10), KILN_IO);
    snprintf(cache, sizeof cache, "%s/cache/below", folder);
    CHECK_STATUS(load(1, 10), KILN_IO);
    CHECK_STATUS(save(1, 10), KILN_IO);
    snprintf(cache, sizeof cache, "%s/deep/below", folder);
    CHECK_OK(save(1, 10));
    CHECK_OK(load(1, 10));
    if (geteuid() == 0) return; /* may write everywhere */
    CHECK(chmod(cache, 0500) == 0);
    CHECK_STATUS(save(2, 10), KILN_IO);
    CHECK_OK(load(1, 10));
    CHECK(chmod(cache, 0700) == 0);
}

Test(store, processes_may_save_and_load_at_once) {
    enum { PROCESSES = 4, ROUNDS = 60, KERNELS = 8 };
    pid_t child[PROCESSES];
    for (int p = 0; p < PROCESSES; p++) {
        child[p] = fork();
        cr_assert(child[p] >= 0);
        if (child[p] > 0) continue;
        int bad = 0;
        for (unsigned i = 0; i < ROUNDS; i++) {
            unsigned n = (i * 5 + (unsigned)p) % KERNELS;
            bad += save(n, 3000) != KILN_OK;
            kiln_status status = load(n, 3000);
            bad += status != KILN_OK;
        }
        _exit(bad != 0);
    }
    for (int p = 0; p < PROCESSES; p++) {
        int status;
        CHECK(waitpid(child[p], &status, 0) == child[p]);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    kiln_cache_counts c = stat_cache();
    CHECK_EQ(c.entries, KERNELS);
    CHECK_EQ(c.unfinished, 0);
    for (unsigned n = 0; n < KERNELS; n++) CHECK_OK(load(n, 3000));
}

static uint64_t evict(uint64_t cap) {
    uint64_t removed = 0;
    int fd = open(cache, O_RDONLY | O_DIRECTORY);
    CHECK(fd >= 0);
    CHECK_OK(rt_store_evict(kn_alloc_default(), fd, cap, &removed, &why));
    close(fd);
    return removed;
}

/* Sets the last use of the newest file to `age` seconds ago. */
static void set_age(const char *path, int64_t age) {
    struct timespec t[2] = {{.tv_sec = time(NULL) - age}, {.tv_sec = time(NULL) - age}};
    CHECK(utimensat(AT_FDCWD, path, t, 0) == 0);
}

Test(store, the_least_recently_used_entries_go_first) {
    char path[256];
    for (unsigned n = 0; n < 10; n++) {
        CHECK_OK(save(n, 1000));
        path_of(n, path);
        CHECK(there(path));
        set_age(path, 100000 + 1000 * (int64_t)n); /* 9 is the oldest */
    }
    uint64_t each = stat_cache().bytes / 10;
    CHECK_EQ(evict(each * 10), 0);
    CHECK_OK(load(9, 1000)); /* used: now the newest */
    CHECK_EQ(evict(each * 8), 3);
    CHECK_OK(load(9, 1000));
    CHECK_STATUS(load(8, 1000), KILN_IO);
    CHECK_STATUS(load(7, 1000), KILN_IO);
    CHECK_STATUS(load(6, 1000), KILN_IO);
    CHECK_OK(load(5, 1000));
    CHECK_EQ(evict(0), 7);
    CHECK_EQ(stat_cache().entries, 0);
}

Test(store, a_hit_is_noted_once_a_day) {
    struct stat st;
    char path[256];
    CHECK_OK(save(1, 10));
    path_of(1, path);
    set_age(path, 3600);
    CHECK_OK(load(1, 10));
    CHECK(stat(path, &st) == 0 && time(NULL) - st.st_mtime >= 3600);
    set_age(path, 30 * 3600);
    CHECK_OK(load(1, 10));
    CHECK(stat(path, &st) == 0 && time(NULL) - st.st_mtime < 60);
}

static int bad_count;
static char bad_code[64];
static void on_bad(void *user, const char *name, const char *code, const char *text) {
    CHECK(user == &bad_count && strlen(name) > 32 && strlen(text) > 3);
    snprintf(bad_code, sizeof bad_code, "%s", code);
    bad_count++;
}

Test(store, stat_verify_and_clear_leave_foreign_files) {
    char path[256], text[200] = "old";
    static const char *const foreign[] = {"README",
                                          "0123.kiln-kernel",
                                          "x",
                                          ".hidden",
                                          "ABCDEF00112233445566778899001122.kiln-kernel",
                                          "abcdef00112233445566778899001122.kiln-kernel~",
                                          "abcdef00112233445566778899001122.kiln-kernel.tmp-12",
                                          "abcdef001122334455667788990011223.kiln-kernel"};
    enum { NFOREIGN = sizeof foreign / sizeof foreign[0] };
    kiln_cache_counts c = {.struct_size = sizeof c};
    CHECK_OK(kiln_cache_stat(cache, &c, text, sizeof text)); /* no folder yet */
    CHECK_EQ(c.entries, 0);
    CHECK_STR(text, "");
    for (unsigned n = 0; n < 3; n++) CHECK_OK(save(n, 100));
    for (int i = 0; i < NFOREIGN; i++) {
        snprintf(path, sizeof path, "%s/%s", cache, foreign[i]);
        check_write(path, "mine", 4);
    }
    snprintf(path, sizeof path,
             "%s/abcdef00112233445566778899001122.kiln-kernel.tmp-0011223344556677", cache);
    check_write(path, "half", 4);
    CHECK_OK(kiln_cache_verify(cache, on_bad, &bad_count, &c, text, sizeof text));
    CHECK(c.entries == 3 && c.bad == 0 && c.foreign == NFOREIGN && c.unfinished == 1 &&
          bad_count == 0);
    CHECK(c.oldest > 0 && c.newest >= c.oldest);
    int writer = open(path, O_WRONLY);
    CHECK(writer >= 0 && flock(writer, LOCK_EX) == 0);
    CHECK_EQ(evict(UINT64_MAX), 0);
    CHECK_OK(kiln_cache_stat(cache, &c, text, sizeof text));
    CHECK_EQ(c.unfinished, 1);
    close(writer);
    CHECK_EQ(evict(UINT64_MAX), 1); /* a temporary file that nobody is writing any more */
    check_write(path, "half", 4);
    path_of(1, path);
    CHECK(truncate(path, 60) == 0);
    CHECK_OK(kiln_cache_verify(cache, on_bad, &bad_count, &c, text, sizeof text));
    CHECK(c.bad == 1 && bad_count == 1);
    CHECK_STR(bad_code, "SHORT");
    CHECK_OK(kiln_cache_clear(cache, &c, text, sizeof text));
    CHECK(c.removed == 4 && c.entries == 0 && c.foreign == NFOREIGN && c.unfinished == 0);
    CHECK_STATUS(kiln_cache_stat(cache, &(kiln_cache_counts){0}, text, sizeof text),
                 KILN_BAD_ARGUMENT);
}

Test(store, an_entry_under_another_name_is_found_by_verify) {
    char one[256], two[256];
    kiln_cache_counts c = {.struct_size = sizeof c};
    CHECK_OK(save(1, 10));
    path_of(1, one);
    path_of(2, two);
    CHECK(rename(one, two) == 0);
    CHECK_OK(kiln_cache_verify(cache, on_bad, &bad_count, &c, NULL, 0));
    CHECK(c.bad == 1 && bad_count == 1);
    CHECK_STR(bad_code, "NAME");
}

Test(store, running_out_of_memory_is_survived) {
    check_alloc memory;
    CHECK_OK(save(1, 3000));
    for (long long at = 1;; at++) {
        check_alloc_init(&memory, at);
        memory.for_ever = true;
        kiln_status status = save_on(&memory.vtable, 1, 3000);
        CHECK_EQ(memory.live, 0);
        if (status == KILN_OK) break;
        CHECK_EQ(status, KILN_NO_MEMORY);
        CHECK(at < 100);
    }
    check_alloc_init(&memory, 0);
    CHECK_OK(load(1, 3000));
    for (long long at = 1;; at++) {
        kn_text own;
        kernel_spec *s = make_spec(1);
        check_alloc_init(&memory, at);
        kn_text_init(&own, &memory.vtable);
        kiln_status status =
            rt_store_load(&memory.vtable, cache, s, KILN_ISA_AVX2, LLVM, &own, symbol, &why);
        kn_text_free(&own);
        free(s);
        CHECK_EQ(memory.live, 0);
        if (status == KILN_OK) break;
        CHECK_EQ(status, KILN_NO_MEMORY);
        CHECK(at < 100);
    }
    CHECK_OK(load(1, 3000));
    CHECK_EQ(stat_cache().unfinished, 0);
}

/* Whatever the bytes are, what is read out of them has them as its key. A key with windows begins
 * with one without. */
static void check_key(const kernel_spec *s) {
    kernel_spec *back = malloc(sizeof *back);
    kn_text key, again;
    kn_text_init(&key, kn_alloc_default());
    kn_text_init(&again, kn_alloc_default());
    kernel_key(s, &key);
    CHECK(kernel_from_key(key.data, key.len, back));
    CHECK(kernel_same(s, back));
    for (size_t n = 0; n < key.len; n++)
        CHECK(kernel_from_key(key.data, n, back) == (s->window != 0 && n + 4 == key.len));
    int read = 0;
    for (size_t i = 0; i < key.len; i++)
        for (int change = 1; change < 256; change++) {
            key.data[i] = (char)(key.data[i] ^ change);
            if (kernel_from_key(key.data, key.len, back)) {
                kn_text_clear(&again);
                kernel_key(back, &again);
                CHECK(again.len == key.len && memcmp(again.data, key.data, key.len) == 0);
                CHECK(!kernel_same(s, back));
                read++;
            }
            key.data[i] = (char)(key.data[i] ^ change);
        }
    CHECK(read > 255 * 8); /* the constant's bytes, at least */
    kn_text_bytes(&key, "", 1);
    CHECK(!kernel_from_key(key.data, key.len, back));
    kn_text_free(&key);
    kn_text_free(&again);
    free(back);
}

Test(store, keys_can_be_read_back) {
    kernel_spec *s = make_spec(3);
    check_key(s);
    s->window = s->scatter = 1;
    check_key(s);
    free(s);
}

/* An entry is what was saved, or a miss; after any fault, and where the process or the power went,
 * the next save works. */
Test(store, each_call_may_fail_or_be_the_last, .timeout = 100) {
    static const faulty_kind kinds[] = {FAULTY_ERROR, FAULTY_SHORT, FAULTY_KILL, FAULTY_TEAR,
                                        FAULTY_CUT};
    int hits = 0;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        bool came = true;
        for (int at = 1; came; at++) {
            faulty_begin(kinds[k], at, at % 2 ? ENOSPC : EMFILE);
            kiln_status saved = save(1, 500), met = load(1, 500);
            came = faulty_end();
            CHECK(came || (saved == KILN_OK && met == KILN_OK));
            kiln_status status = load(1, 500);
            CHECK(status == KILN_OK || status == KILN_IO || status == KILN_BAD_FILE);
            hits += status == KILN_OK;
            CHECK_OK(save(1, 500));
            CHECK_OK(load(1, 500));
            CHECK_OK(rt_store_clear(kn_alloc_default(), cache, NULL, &why));
        }
    }
    CHECK(hits > 10);
}
