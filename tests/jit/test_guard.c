/* SPDX-License-Identifier: Apache-2.0
 * The way into LLVM when memory ends inside it: blocks from a reserve, refusals before anything
 * began, and the jump out that is left when even the reserve is used up. This program's own malloc
 * is the plug-in's. The address space is what is limited, so no sanitizer runs it.
 * KILN_TEST: sanitize=off */
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "jit/jit.h"
#include "jit/memory.h"
#include "jit_check.h"

enum { MB = 1 << 20 };

static size_t address_space(void) {
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    cr_assert(f && fscanf(f, "%lu", &pages) == 1);
    fclose(f);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* What malloc has lying about counts as in use. */
static void limit(size_t more) {
    struct rlimit l = {more == SIZE_MAX ? RLIM_INFINITY : address_space() + more, RLIM_INFINITY};
    cr_assert(setrlimit(RLIMIT_AS, &l) == 0);
}

static kiln_status compile_one(kn_text *why) {
    kernel_spec s = spec_new(KERNEL_MAP, 1);
    kn_text object;
    spec_output(&s, spec_op(&s, IR_EXP, KILN_F32, spec_input(&s, KILN_F32, "1"), 0, 0));
    kn_text_init(&object, kn_alloc_default());
    kn_text_init(why, kn_alloc_default());
    kiln_status status = kiln_jit_api(JIT_ABI)->compile(kn_alloc_default(), &s, KILN_ISA_BASE,
                                                        "kernel", &object, why);
    kn_text_free(&object);
    return status;
}

static char *kept[4];

static kiln_status allocate(void *user) {
    (void)user;
    limit(0);
    for (int i = 0; i < 4; i++) {
        kept[i] = i == 1 ? aligned_alloc(4096, MB) : i == 2 ? calloc(1024, 1024) : malloc(MB);
        memset(kept[i], 'a' + i, MB);
    }
    CHECK_EQ((uintptr_t)kept[1] % 4096, 0);
    kept[3] = realloc(kept[3], 2 * MB);
    return KILN_OK;
}

Test(guard, blocks_outlive_their_reserve) {
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    size_t before = address_space();
    CHECK_OK(jit_guarded(allocate, NULL, &why));
    CHECK(address_space() >= before + 5 * MB &&
          address_space() < before + 8 * MB); /* what was not used went back */
    limit(SIZE_MAX);
    kept[0] = realloc(kept[0], 3 * MB);
    for (int i = 0; i < 4; i++) {
        for (size_t at = 0; at < MB; at++) cr_assert(kept[i][at] == 'a' + i);
        free(kept[i]);
    }
    CHECK(address_space() < before + MB);
    CHECK(!jit_dead());
}

Test(guard, too_little_to_begin_is_no_memory_and_passes) {
    kn_text why;
    CHECK_OK(compile_one(&why));
    limit(4 * MB);
    CHECK_STATUS(compile_one(&why), KILN_NO_MEMORY);
    CHECK_HAS(kn_text_str(&why), "address space");
    kn_text_free(&why);
    limit(9 * MB); /* enough to build the kernel, not to generate its code */
    CHECK_STATUS(compile_one(&why), KILN_NO_MEMORY);
    kn_text_free(&why);
    limit(SIZE_MAX);
    CHECK_OK(compile_one(&why));
    kn_text_free(&why);
}

static kiln_status devour(void *user) {
    limit(0);
    while (!user) memset(malloc(MB), 1, MB);
    return KILN_OK;
}

Test(guard, memory_that_ends_in_spite_of_the_reserve_switches_llvm_off) {
    kn_text why;
    CHECK_OK(compile_one(&why));
    CHECK_STATUS(jit_guarded(devour, NULL, &why), KILN_NO_MEMORY);
    CHECK_HAS(kn_text_str(&why), "ran out");
    kn_text_free(&why);
    limit(SIZE_MAX);
    CHECK(kiln_jit_api(JIT_ABI)->dead());
    CHECK_STATUS(compile_one(&why), KILN_JIT);
    CHECK_HAS(kn_text_str(&why), "switched off");
    kn_text_free(&why);
}

/* llvm::report_fatal_error(char const *, bool) */
_Noreturn void _ZN4llvm18report_fatal_errorEPKcb(const char *reason, bool crash);

static kiln_status fail(void *user) { _ZN4llvm18report_fatal_errorEPKcb(user, true); }

Test(guard, fatal_errors_come_back) {
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    CHECK_STATUS(jit_guarded(fail, "as a test asked", &why), KILN_JIT);
    CHECK_HAS(kn_text_str(&why), "as a test asked");
    kn_text_free(&why);
    CHECK_STATUS(compile_one(&why), KILN_JIT);
    kn_text_free(&why);
}

static pthread_barrier_t both;

static kiln_status meet(void *user) {
    pthread_barrier_wait(&both);
    if (user) jit_memory_ended();
    return KILN_OK;
}

static void *guest(void *user) {
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    kiln_status status = jit_guarded(meet, user, &why);
    kn_text_free(&why);
    return (void *)(uintptr_t)status;
}

/* One of two threads inside leaves for good; the other one ends as it would have. */
Test(guard, company_is_let_in_and_ends_well) {
    kn_text why;
    void *status;
    pthread_t other;
    CHECK_OK(compile_one(&why));
    pthread_barrier_init(&both, NULL, 2);
    pthread_create(&other, NULL, guest, NULL);
    CHECK_EQ((uintptr_t)guest(&both), KILN_NO_MEMORY);
    pthread_join(other, &status);
    CHECK_EQ((uintptr_t)status, KILN_OK);
    CHECK(jit_dead());
}
