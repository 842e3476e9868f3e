/* SPDX-License-Identifier: Apache-2.0
 * The plug-in's table: versions, objects that need nothing from outside, failures as statuses,
 * several threads at once, and a linker that gives code back. */
#include <elf.h>
#include <pthread.h>

#include "jit_check.h"

static const jit_api *jit(void) { return kiln_jit_api(JIT_ABI); }

static kernel_spec map_of(ir_op op, kiln_dtype dtype) {
    kernel_spec s = spec_new(KERNEL_MAP, 1);
    int x = spec_input(&s, dtype, "1"), y = spec_input(&s, dtype, "1"),
        z = spec_input(&s, dtype, "1");
    spec_output(&s, spec_op(&s, op, dtype, x, y, z));
    return s;
}

Test(plugin, table) {
    cr_assert_null(kiln_jit_api(JIT_ABI + 1));
    CHECK_EQ(jit()->abi, JIT_ABI);
    CHECK_EQ(jit()->emitter_version, JIT_EMITTER_VERSION);
    cr_assert(strncmp(jit()->llvm_version, "19.", 3) == 0);
    CHECK(!jit()->dead());
}

static kiln_status compile(const kn_alloc *alloc, const kernel_spec *s, kiln_isa isa,
                           kn_text *object, kn_text *why) {
    kn_text_init(object, alloc);
    kn_text_init(why, alloc);
    return jit()->compile(alloc, s, isa, "kernel", object, why);
}

/* Every symbol of the object is its own. */
static void check_closed(const kn_text *object, const char *what) {
    const Elf64_Ehdr *head = (const void *)object->data;
    const Elf64_Shdr *sections = (const void *)(object->data + head->e_shoff);
    for (int i = 0; i < head->e_shnum; i++) {
        const Elf64_Shdr *table = &sections[i];
        cr_assert(!(table->sh_flags & SHF_WRITE), "%s has writable data", what);
        if (table->sh_type != SHT_SYMTAB) continue;
        const Elf64_Sym *symbol = (const void *)(object->data + table->sh_offset);
        for (size_t j = 1; j < table->sh_size / sizeof *symbol; j++)
            cr_assert(symbol[j].st_shndx != SHN_UNDEF, "%s needs %s", what,
                      object->data + sections[table->sh_link].sh_offset + symbol[j].st_name);
    }
}

Test(plugin, objects_are_closed_and_repeatable) {
    static const ir_op ops[] = {IR_SIN,   IR_POW,  IR_FMA, IR_FLOOR,
                                IR_TRUNC, IR_SQRT, IR_ERF, IR_ATAN2};
    kn_text a, b, why;
    for (int isa = KILN_ISA_BASE; isa <= KILN_ISA_AVX512; isa++)
        for (size_t i = 0; i < 2 * sizeof ops / sizeof *ops; i++) {
            kernel_spec s = map_of(ops[i / 2], i % 2 ? KILN_F64 : KILN_F32);
            CHECK_OK(compile(kn_alloc_default(), &s, (kiln_isa)isa, &a, &why));
            CHECK_OK(compile(kn_alloc_default(), &s, (kiln_isa)isa, &b, &why));
            check_closed(&a, ir_ops[ops[i / 2]].name);
            CHECK_EQ(a.len, b.len);
            CHECK(memcmp(a.data, b.data, a.len) == 0);
            kn_text_free(&a);
            kn_text_free(&b);
        }
}

Test(plugin, dumps) {
    kernel_spec s = map_of(IR_EXP, KILN_F32);
    kn_text out, why;
    kn_text_init(&out, kn_alloc_default());
    kn_text_init(&why, kn_alloc_default());
    CHECK_OK(
        jit()->dump(kn_alloc_default(), &s, KILN_ISA_AVX512, "shown", JIT_DUMP_LLVM, &out, &why));
    CHECK_HAS(kn_text_str(&out), "define void @shown(");
    CHECK_HAS(kn_text_str(&out), "<16 x float>");
    kn_text_clear(&out);
    CHECK_OK(
        jit()->dump(kn_alloc_default(), &s, KILN_ISA_AVX512, "shown", JIT_DUMP_ASM, &out, &why));
    CHECK_HAS(kn_text_str(&out), "zmm");
    kn_text_clear(&out);
    CHECK_OK(jit()->dump(kn_alloc_default(), &s, KILN_ISA_BASE, "shown", JIT_DUMP_ASM, &out, &why));
    CHECK(!strstr(kn_text_str(&out), "ymm"));
    kn_text_free(&out);
    kn_text_free(&why);
}

Test(plugin, refusals) {
    kernel_spec s = map_of(IR_REM, KILN_F32);
    kn_text object, why;
    CHECK_STATUS(compile(kn_alloc_default(), &s, KILN_ISA_AVX512, &object, &why), KILN_UNSUPPORTED);
    CHECK_HAS(kn_text_str(&why), "rem of f32");
    kn_text_free(&why);
    s = map_of(IR_ADD, KILN_F32);
    CHECK_STATUS(compile(kn_alloc_default(), &s, KILN_ISA_DEFAULT, &object, &why),
                 KILN_BAD_ARGUMENT);
    kn_text_free(&why);
    s.value[2].operand[0] = 300;
    s.value[3].operand[0] = 300;
    CHECK_STATUS(compile(kn_alloc_default(), &s, KILN_ISA_AVX2, &object, &why), KILN_INVALID_GRAPH);
    kn_text_free(&why);
    kn_text_free(&object);
}

/* It would be called on stacks of a megabyte, or less. */
Test(plugin, a_kernel_with_a_huge_frame_is_refused) {
    kernel_spec s = spec_new(KERNEL_MAP, 1);
    int x = spec_input(&s, KILN_F64, "1"), y = x;
    for (int i = 0; i < 40; i++) y = spec_op(&s, IR_ERF, KILN_F64, y, 0, 0);
    spec_output(&s, y);
    kn_text object, why;
    CHECK_STATUS(compile(kn_alloc_default(), &s, KILN_ISA_BASE, &object, &why), KILN_UNSUPPORTED);
    CHECK_HAS(kn_text_str(&why), "stack frame size");
    CHECK(!jit()->dead());
    kn_text_free(&object);
    kn_text_free(&why);
}

Test(plugin, bad_objects) {
    kernel_spec s = map_of(IR_ADD, KILN_F32);
    kn_text object, why;
    static jit_linker *linker; /* lives as long as the process */
    void *entry, *edge, *handle;
    CHECK_OK(compile(kn_alloc_default(), &s, KILN_ISA_BASE, &object, &why));
    CHECK_OK(jit()->linker_open(&linker, &why));
    CHECK_STATUS(jit()->linker_add(linker, "not an object", 13, "kernel", &entry, &edge, &handle,
                                   &why),
                 KILN_JIT);
    CHECK(why.len > 0 && !handle);
    CHECK_STATUS(jit()->linker_add(linker, object.data, object.len / 2, "kernel", &entry, &edge,
                                   &handle, &why),
                 KILN_JIT);
    CHECK_STATUS(jit()->linker_add(linker, object.data, object.len, "other", &entry, &edge, &handle,
                                   &why),
                 KILN_JIT);
    for (int i = 0; i < 50; i++) { /* the name is free again after remove */
        CHECK_OK(jit()->linker_add(linker, object.data, object.len, "kernel", &entry, &edge,
                                   &handle, &why));
        CHECK(entry && handle && !edge);
        CHECK_EQ(((uintptr_t)entry) % 16, 0);
        jit()->linker_remove(linker, handle);
    }
    jit()->linker_remove(linker, NULL);
    CHECK(!jit()->dead());
    kn_text_free(&object);
    kn_text_free(&why);
}

Test(plugin, memory_runs_out) {
    kernel_spec s = map_of(IR_ADD, KILN_F32);
    for (long long fail_at = 1;; fail_at++) {
        check_alloc a;
        kn_text object, why;
        check_alloc_init(&a, fail_at);
        kiln_status status = compile(&a.vtable, &s, KILN_ISA_AVX512, &object, &why);
        kn_text_free(&object);
        kn_text_free(&why);
        CHECK_EQ(a.live, 0);
        if (status == KILN_OK) break;
        CHECK_STATUS(status, KILN_NO_MEMORY);
        cr_assert(fail_at < 100);
    }
}

static void *compile_many(void *arg) {
    static const ir_op ops[] = {IR_ADD, IR_EXP, IR_SIN, IR_FMA, IR_TANH, IR_SQRT};
    for (int i = 0; i < 12; i++) {
        kernel_spec s = map_of(ops[i % 6], i % 5 ? KILN_F32 : KILN_F64);
        kn_text object, why;
        if (compile(kn_alloc_default(), &s, (kiln_isa)(KILN_ISA_BASE + i % 3), &object, &why) !=
            KILN_OK)
            *(bool *)arg = true;
        kn_text_free(&object);
        kn_text_free(&why);
    }
    return NULL;
}

Test(plugin, several_threads) {
    pthread_t threads[4];
    bool failed[4] = {false};
    for (size_t i = 0; i < 4; i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, compile_many, &failed[i]), 0);
    for (size_t i = 0; i < 4; i++) {
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
        CHECK(!failed[i]);
    }
}
