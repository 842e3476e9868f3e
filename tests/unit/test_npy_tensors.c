/* SPDX-License-Identifier: Apache-2.0
 * KILN_TEST: sanitize=address
 * Tensors to .npy and .npz and back: every dtype that both have, what waits, views; refusals change
 * neither file nor tensor. */
#include <stdio.h>

#include "check.h"
#include "kiln/kiln.h"

static char dir[64], path[128];
static kiln_session *s;

static void begin(void) {
    check_folder(dir);
    snprintf(path, sizeof path, "%s/t.npy", dir);
    s = kiln_open(NULL);
}

static void end(void) {
    kiln_close(s);
    check_unfolder(dir);
}

TestSuite(npy_tensors, .init = begin, .fini = end);

static void same(kiln_tensor *a, kiln_tensor *b) {
    cr_assert(kiln_ok(a) && kiln_ok(b), "%s", kiln_error_text(s));
    kiln_host_data x = kiln_host(a), y = kiln_host(b);
    cr_assert(kiln_dtype_of(a) == kiln_dtype_of(b) && kiln_rank(a) == kiln_rank(b));
    for (int i = 0; i < kiln_rank(a); i++) CHECK_EQ(kiln_extent(a, i), kiln_extent(b, i));
    cr_assert(x.nbytes == y.nbytes && memcmp(x.data, y.data, x.nbytes) == 0);
}

static void refused(kiln_status status, kiln_status expected, const char *text) {
    cr_assert(status == expected && strstr(kiln_error_text(s), text) != NULL, "%s: %s",
              kiln_status_name(status), kiln_error_text(s));
    kiln_clear_error(s);
}

Test(npy_tensors, every_dtype_goes_and_comes) {
    for (int d = 0; d < KILN_DTYPE_COUNT; d++) {
        kiln_tensor *x = kiln_to(kiln_arange(s, 0, 6), (kiln_dtype)d),
                    *y = kiln_reshape(x, KILN_SHAPE(2, 3));
        if (d == KILN_BF16) {
            refused(kiln_npy_save_tensor(path, y), KILN_BAD_DTYPE,
                    "bfloat16 has no dtype in NumPy");
            continue;
        }
        CHECK_OK(kiln_npy_save_tensor(path, y));
        same(y, kiln_npy_load_tensor(s, path));
    }
}

Test(npy_tensors, what_waits_views_ranks_and_nothing) {
    kiln_tensor *x = kiln_add(kiln_reshape(kiln_arange(s, 0, 12), KILN_SHAPE(3, 4)), 0.5);
    kiln_tensor *all[] = {x,
                          kiln_t(x),
                          kiln_select(x, 1, 2),
                          kiln_sum(x),
                          kiln_zeros(s, KILN_SHAPE(0, 3)),
                          kiln_detach(x)};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        CHECK_OK(kiln_npy_save_tensor(path, all[i]));
        same(all[i], kiln_npy_load_tensor(s, path));
    }
}

Test(npy_tensors, archives_by_name) {
    const char *names[] = {"w", "caf\xc3\xa9", "steps"}, *asked[] = {"steps", "w"},
               *none[] = {"w", "other"};
    kiln_tensor *three[] = {kiln_ones(s, KILN_SHAPE(2, 2)),
                            kiln_mul(kiln_ones(s, KILN_SHAPE(3)), 2), kiln_arange(s, 0, 4)},
                *out[2];
    CHECK_OK(kiln_npz_save_tensors(s, path, kiln_named_of(3, names, three)));
    CHECK_OK(kiln_npz_load_tensors(s, path, 2, asked, out));
    same(out[0], three[2]);
    same(out[1], three[0]);
    refused(kiln_npz_load_tensors(s, path, 2, none, out), KILN_NOT_FOUND, "has no array \"other\"");
    cr_assert(!kiln_ok(out[0]) && !kiln_ok(out[1]));
    cr_assert(!kiln_ok(kiln_npy_load_tensor(s, path)));
    refused(kiln_error(s), KILN_BAD_FILE, "is an archive");
    CHECK_OK(kiln_npz_save_tensors(s, path, kiln_named_of(0, NULL, NULL)));
    CHECK_OK(kiln_npz_load_tensors(s, path, 0, NULL, NULL));
}

Test(npy_tensors, a_set_of_parameters_is_an_archive) {
    kiln_params *p = kiln_params_new(s);
    kiln_tensor *w = kiln_params_add(p, "fc.weight", kiln_full(s, KILN_SHAPE(2, 3), 0.5)), *out;
    (void)kiln_params_add(p, "fc.bias", kiln_full(s, KILN_SHAPE(3), 0.25));
    kiln_optimizer *o = kiln_optimizer_sgd(p, NULL);
    const char *name = "fc.weight";
    CHECK_OK(kiln_npz_save_tensors(s, path, kiln_params_named(p)));
    CHECK_OK(kiln_npz_load_tensors(s, path, 1, &name, &out));
    same(w, out);
    kiln_optimizer_free(o);
    kiln_params_free(p);
}

Test(npy_tensors, misuse_is_refused_and_the_old_file_stays) {
    kiln_tensor *x = kiln_arange(s, 0, 3), *half = kiln_to(x, KILN_BF16), *pair[] = {x, half},
                *twice[] = {x, x}, *out;
    const char *names[] = {"a", "b"}, *same_names[] = {"a", "a"}, *null_name[] = {NULL};
    CHECK_OK(kiln_npy_save_tensor(path, x));
    refused(kiln_npz_save_tensors(s, path, kiln_named_of(2, names, pair)), KILN_BAD_DTYPE, "\"b\"");
    refused(kiln_npz_save_tensors(s, path, kiln_named_of(2, same_names, twice)), KILN_BAD_ARGUMENT,
            "twice");
    refused(kiln_npz_save_tensors(s, path, kiln_named_of(1, null_name, twice)), KILN_BAD_ARGUMENT,
            "name is NULL");
    refused(kiln_npz_save_tensors(s, path, kiln_named_of(1, names, NULL)), KILN_BAD_ARGUMENT,
            "NULL");
    refused(kiln_npy_save_tensor(NULL, x), KILN_BAD_ARGUMENT, "NULL");
    refused(kiln_npy_save_tensor("/nowhere/at/all.npy", x), KILN_IO, "/nowhere/at");
    kiln_tensor *bad =
        kiln_gather(kiln_ones(s, KILN_SHAPE(3)), 0, kiln_full(s, KILN_SHAPE(1), 9, KILN_I64));
    refused(kiln_npy_save_tensor(path, bad), KILN_BAD_ARGUMENT, "out of range");
    same(x, kiln_npy_load_tensor(s, path));
    cr_assert(!kiln_ok(kiln_npy_load_tensor(s, "/nowhere/at/all.npy")));
    refused(kiln_error(s), KILN_IO, "/nowhere/at");
    cr_assert(!kiln_ok(kiln_npy_load_tensor(s, NULL)));
    refused(kiln_error(s), KILN_BAD_ARGUMENT, "path is NULL");
    refused(kiln_npz_load_tensors(s, path, 1, NULL, &out), KILN_BAD_ARGUMENT, "NULL");
    FILE *f = fopen(path, "wb");
    cr_assert(f != NULL && fwrite("nonsense", 1, 8, f) == 8 && fclose(f) == 0);
    cr_assert(!kiln_ok(kiln_npy_load_tensor(s, path)));
    refused(kiln_error(s), KILN_BAD_FILE, path);
}

Test(npy_tensors, every_allocation_may_fail) {
    check_alloc memory;
    const char *name = "x";
    for (long long k = 1;; k += 3) {
        kiln_options o = KILN_OPTIONS_INIT;
        check_alloc_init(&memory, k);
        o.path = KILN_EAGER;
        o.cache_dir = "off";
        o.threads = 1;
        o.allocator = &memory.vtable;
        kiln_session *own = kiln_open(&o);
        bool done = false;
        if (own != NULL) {
            kiln_tensor *x = kiln_add(kiln_ones(own, KILN_SHAPE(4)), 1), *y = NULL;
            done = kiln_npz_save_tensors(own, path, kiln_named_of(1, &name, &x)) == KILN_OK &&
                   kiln_npz_load_tensors(own, path, 1, &name, &y) == KILN_OK &&
                   kiln_npy_save_tensor(path, x) == KILN_OK &&
                   kiln_ok(kiln_npy_load_tensor(own, path));
            cr_assert(done == !kiln_failed(own), "%s", kiln_error_text(own));
        }
        kiln_close(own);
        CHECK_EQ(memory.live, 0);
        if (done && memory.calls < k) break;
    }
}
