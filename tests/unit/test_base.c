/* SPDX-License-Identifier: Apache-2.0
 * src/base: statuses, dtypes, allocator, arena, text, map, environment table, files and folders.
 * KILN_TEST: sanitize=address */
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/bits.h"
#include "base/arena.h"
#include "base/env.h"
#include "base/file.h"
#include "base/map.h"
#include "check.h"
#include "kiln/dtype.h"

#define BAD "\xef\xbf\xbd" /* U+FFFD */

static char dir[64];
static char path_buffer[256];

static void make(void) { check_folder(dir); }
static void drop(void) { check_unfolder(dir); }

static const char *in_dir(const char *name) {
    snprintf(path_buffer, sizeof path_buffer, "%s/%s", dir, name);
    return path_buffer;
}

Test(status, names) {
    CHECK_STR(kiln_status_name(KILN_OK), "OK");
    CHECK_STR(kiln_status_name(KILN_INTERNAL), "INTERNAL");
    CHECK_STR(kiln_status_text(KILN_NO_MEMORY), "memory ran out");
    CHECK_STR(kiln_status_name((kiln_status)99), "UNKNOWN");
}

Test(dtype, table) {
    CHECK_EQ(KILN_BOOL, 0);
    CHECK_EQ(KILN_U8, 1);
    CHECK_EQ(KILN_F64, 9);
    CHECK_STR(kiln_dtype_name(KILN_F32), "float32");
    CHECK_STR(kiln_dtype_short(KILN_BF16), "bf16");
    CHECK_EQ(kiln_dtype_size(KILN_I64), 8);
    CHECK_EQ(kiln_dtype_size((kiln_dtype)77), 0);
    CHECK_STR(kiln_dtype_name((kiln_dtype)-1), "unknown");
}

Test(alloc, alignment_and_growth) {
    const kn_alloc *a = kn_alloc_default();
    for (size_t n = 1; n < 5000; n = n * 3 + 1) {
        char *p = kn_malloc(a, n);
        CHECK_EQ((uintptr_t)p % 64, 0);
        memset(p, 7, n);
        p = kn_realloc(a, p, n, n * 2);
        CHECK_EQ(p[n - 1], 7);
        kn_free(a, p, n * 2);
    }
    size_t big = (size_t)9 << 20;
    char *huge = kn_malloc(a, big);
    CHECK_EQ((uintptr_t)huge % (2 << 20), 0);
    huge[big - 1] = 1;
    kn_free(a, huge, big);
    CHECK(kn_malloc(a, 0) == NULL);
    CHECK(kn_calloc(a, SIZE_MAX / 2, 3) == NULL);
    int *array = NULL;
    size_t cap = 0;
    for (int i = 0; i < 1000; i++) {
        CHECK_OK(kn_grow(a, &array, &cap, (size_t)i + 1, sizeof *array));
        array[i] = i;
    }
    for (int i = 0; i < 1000; i++) CHECK_EQ(array[i], i);
    CHECK_STATUS(kn_grow(a, &array, &cap, SIZE_MAX, sizeof *array), KILN_TOO_LARGE);
    kn_free(a, array, cap * sizeof *array);
}

Test(arena, pieces) {
    check_alloc c;
    check_alloc_init(&c, 0);
    kn_arena arena;
    kn_arena_init(&arena, &c.vtable);
    unsigned char *last = NULL;
    for (size_t i = 0; i < 20000; i++) {
        unsigned char *p = kn_arena_get(&arena, i % 97);
        CHECK(p && p != last);
        CHECK_EQ((uintptr_t)p % 16, 0);
        for (size_t j = 0; j < i % 97; j++) CHECK(p[j] == 0);
        memset(p, 0xff, i % 97);
        last = p;
    }
    char *big = kn_arena_array(&arena, 3, 1 << 20);
    CHECK(big && big[(3 << 20) - 1] == 0);
    CHECK(kn_arena_array(&arena, SIZE_MAX / 2, 3) == NULL);
    CHECK(kn_arena_get(&arena, SIZE_MAX - 2) == NULL);
    CHECK_STR(kn_arena_text(&arena, "clay"), "clay");
    kn_arena_free(&arena);
    CHECK_EQ(c.live, 0);
    check_alloc_init(&c, 1);
    kn_arena_init(&arena, &c.vtable);
    CHECK(kn_arena_get(&arena, 10) == NULL);
    CHECK(kn_arena_get(&arena, 10) != NULL);
    kn_arena_free(&arena);
    CHECK_EQ(c.live, 0);
}

Test(text, append_and_json) {
    kn_text t;
    kn_text_init(&t, kn_alloc_default());
    CHECK_STR(kn_text_str(&t), "");
    for (int i = 0; i < 500; i++) kn_text_add(&t, "%d,", i);
    CHECK_EQ(t.len, 10 * 2 + 90 * 3 + 400 * 4);
    CHECK_EQ(strlen(kn_text_str(&t)), t.len);
    kn_text_clear(&t);
    kn_text_json_string(&t, "a\"b\\c\n\x01\xc3\xa9\xff\xed\xa0\x80");
    CHECK_STR(kn_text_str(&t), "\"a\\\"b\\\\c\\n\\u0001\xc3\xa9" BAD BAD BAD BAD "\"");
    kn_text_clear(&t);
    kn_text_json_string(&t, NULL);
    CHECK_STR(kn_text_str(&t), "null");
    kn_text_clear(&t);
    kn_text_add(&t, "abc\xc3\xa9");
    char small[5];
    kn_text_copy_out(&t, small, sizeof small);
    CHECK_STR(small, "abc");
    kn_text_free(&t);
}

Test(text, failure_is_sticky) {
    check_alloc c;
    check_alloc_init(&c, 2);
    kn_text t;
    kn_text_init(&t, &c.vtable);
    kn_text_add(&t, "short");
    kn_text_add(&t, "%0200d", 1);
    CHECK(t.failed);
    kn_text_add(&t, "x");
    CHECK_STR(kn_text_str(&t), "short");
    kn_text_free(&t);
    CHECK_EQ(c.live, 0);
}

Test(map, against_a_plain_array) {
    enum { KEYS = 400 };
    uint64_t plain[KEYS] = {0};
    kn_map m;
    kn_map_init(&m, kn_alloc_default());
    uint64_t random = 1;
    for (uint64_t step = 1; step < 40000; step++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        size_t k = (size_t)(random >> 40) % KEYS;
        kn_hash key = {k / 3, k}; /* collides on purpose */
        if (random >> 63) {
            CHECK_OK(kn_map_put(&m, key, step));
            plain[k] = step;
        } else {
            kn_map_remove(&m, key);
            plain[k] = 0;
        }
        k = (size_t)(random >> 20) % KEYS;
        uint64_t *found = kn_map_find(&m, (kn_hash){k / 3, k});
        CHECK_EQ(found ? *found : 0, plain[k]);
    }
    size_t count = 0;
    for (size_t k = 0; k < KEYS; k++) count += plain[k] != 0;
    CHECK_EQ(m.count, count);
    kn_map_clear(&m);
    CHECK(kn_map_find(&m, (kn_hash){0, 0}) == NULL);
    kn_map_free(&m);
    char hex[33];
    kn_hash_hex((kn_hash){0x0123456789abcdef, 0xfedcba9876543210}, hex);
    CHECK_STR(hex, "fedcba98765432100123456789abcdef");
    kn_hash_hex(kn_hash_bytes(NULL, 0), hex);
    CHECK_STR(hex, "99aa06d3014798d86001c324468d497f");
}

Test(env, table) {
    CHECK_STR(kn_env_table()[KN_ENV_KILN_DUMP].name, "KILN_DUMP");
    setenv("KILN_MODE", "hardened", 1);
    setenv("KILN_PATH", "", 1);
    setenv("XDG_CACHE_HOME", "relative", 1);
    CHECK_STR(kn_env_get(KN_ENV_KILN_MODE), "hardened");
    CHECK(kn_env_get(KN_ENV_KILN_PATH) == NULL);
    CHECK(kn_env_xdg_cache() == NULL);
    CHECK(kn_env_get(KN_ENV_COUNT) == NULL);
}

Test(file, round_trip_and_refusals, .init = make, .fini = drop) {
    const kn_alloc *a = kn_alloc_default();
    kn_text why;
    kn_text_init(&why, a);
    void *bytes;
    size_t n;
    const char *path = in_dir("one");
    CHECK_OK(kn_file_write(a, path, "hello", 5, 0600, &why));
    CHECK_OK(kn_file_write(a, path, "fired clay", 10, 0600, &why));
    CHECK_OK(kn_file_read(a, path, 10, true, (kn_stop){0}, &bytes, &n, &why));
    CHECK_EQ(n, 10);
    CHECK(memcmp(bytes, "fired clay", 10) == 0);
    kn_free(a, bytes, n);
    CHECK_STATUS(kn_file_read(a, path, 9, false, (kn_stop){0}, &bytes, &n, &why), KILN_TOO_LARGE);
    CHECK(bytes == NULL);
    chmod(path, 0622);
    CHECK_STATUS(kn_file_read(a, path, 10, true, (kn_stop){0}, &bytes, &n, &why), KILN_IO);
    CHECK_STATUS(kn_file_read(a, dir, 10, false, (kn_stop){0}, &bytes, &n, NULL), KILN_IO);
    CHECK(symlink("one", in_dir("link")) == 0);
    CHECK_STATUS(kn_file_read(a, in_dir("link"), 10, true, (kn_stop){0}, &bytes, &n, &why),
                 KILN_IO);
    CHECK(mkfifo(in_dir("pipe"), 0600) == 0);
    CHECK_STATUS(kn_file_read(a, in_dir("pipe"), 10, false, (kn_stop){0}, &bytes, &n, &why),
                 KILN_IO);
    CHECK_STATUS(kn_file_write(a, in_dir("one/below"), "x", 1, 0600, &why), KILN_IO);
    CHECK_STATUS(kn_file_write(a, in_dir("none/below"), "x", 1, 0600, &why), KILN_IO);
    CHECK_OK(kn_file_write(a, in_dir("empty"), NULL, 0, 0600, &why));
    CHECK_OK(kn_file_read(a, in_dir("empty"), 0, true, (kn_stop){0}, &bytes, &n, &why));
    CHECK(bytes == NULL && n == 0);
    kn_text_free(&why);
}

/* As root nothing is unwritable, so the test gives up its rights where it has them. */
Test(file, unwritable_folder, .init = make, .fini = drop) {
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    CHECK(chmod(dir, 0555) == 0);
    bool root = geteuid() == 0;
    if (root) CHECK(seteuid(65534) == 0);
    kiln_status status = kn_file_write(kn_alloc_default(), in_dir("x"), "x", 1, 0600, &why);
    if (root) CHECK(seteuid(0) == 0);
    CHECK(chmod(dir, 0755) == 0);
    CHECK_EQ(status, KILN_IO);
    CHECK_HAS(kn_text_str(&why), "cannot be created");
    kn_text_free(&why);
}

Test(folder, private, .init = make, .fini = drop) {
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    CHECK_OK(kn_folder_private(in_dir("a/b/c/"), &why));
    struct stat st;
    CHECK(stat(in_dir("a/b/c"), &st) == 0);
    CHECK_EQ(st.st_mode & 0777, 0700);
    CHECK_OK(kn_folder_private(in_dir("a/b/c"), &why));
    CHECK(symlink("a", in_dir("link")) == 0);
    static const char *const links[] = {"link", "link/", "link//", "link/.", "link/./"};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        kn_text_clear(&why);
        CHECK_STATUS(kn_folder_private(in_dir(links[i]), &why), KILN_IO);
        CHECK_HAS(kn_text_str(&why), "is a link or not a folder");
    }
    CHECK(chmod(in_dir("a"), 0770) == 0);
    kn_text_clear(&why);
    CHECK_STATUS(kn_folder_private(in_dir("a"), &why), KILN_IO);
    CHECK_HAS(kn_text_str(&why), "other users may write it");
    check_write(in_dir("plain"), "x", 1);
    CHECK_STATUS(kn_folder_private(in_dir("plain"), NULL), KILN_IO);
    CHECK_STATUS(kn_folder_private(in_dir("plain/below"), NULL), KILN_IO);
    CHECK_STATUS(kn_folder_private("", NULL), KILN_BAD_ARGUMENT);
    if (geteuid() == 0) {
        CHECK(mkdir(in_dir("other"), 0700) == 0 && chown(in_dir("other"), 65534, 65534) == 0);
        kn_text_clear(&why);
        CHECK_STATUS(kn_folder_private(in_dir("other"), &why), KILN_IO);
        CHECK_HAS(kn_text_str(&why), "belongs to another user");
    }
    kn_text_free(&why);
}

/* ---- sets of numbers */

Test(base, bits_walk_their_members_up_and_down) {
    enum { BOUND = 3 << 14 };
    static bool member[BOUND];
    kn_bits b = {0};
    uint64_t state = 1;
    for (int round = 0; round < 20; round++) {
        size_t bound = (size_t)BOUND >> (round % 4 * 3), n = 0;
        memset(member, 0, sizeof member);
        CHECK_OK(kn_bits_grow(kn_alloc_default(), &b, bound));
        for (int i = 0; i < 1 << (round % 11); i++) {
            state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
            size_t at = i % 7 == 0 ? bound - 1 - (size_t)i % bound : (size_t)(state >> 33) % bound;
            kn_bits_add(&b, at);
            n += !member[at];
            member[at] = true;
        }
        size_t up = 0, down = 0;
        for (size_t at = kn_bits_up(&b, 0), last = 0; at != KN_NO_BIT;
             last = at, at = kn_bits_up(&b, at + 1), up++)
            CHECK(member[at] && kn_bits_has(&b, at) && (up == 0 || at > last));
        for (size_t at = kn_bits_down(&b, bound); at != KN_NO_BIT;
             at = kn_bits_down(&b, at), down++)
            CHECK(at < bound && member[at]);
        CHECK(up == n && down == n);
        CHECK(!kn_bits_has(&b, (size_t)1 << 40) && kn_bits_up(&b, (size_t)1 << 40) == KN_NO_BIT &&
              kn_bits_down(&b, 0) == KN_NO_BIT);
        kn_bits_clear(&b);
        CHECK(kn_bits_up(&b, 0) == KN_NO_BIT && kn_bits_down(&b, BOUND) == KN_NO_BIT);
    }
    kn_bits_free(kn_alloc_default(), &b);
}
