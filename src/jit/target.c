/* SPDX-License-Identifier: Apache-2.0
 * Starts LLVM once a process and describes the instruction sets to it. Called by guard.c before
 * anything else of LLVM, and by plugin.c. */
#include <llvm-c/ErrorHandling.h>
#include <llvm-c/Support.h>

#include "jit/jit.h"

typedef struct target_row {
    const char *cpu, *features;
} target_row;

/* Features are spelled out, so that code never depends on the machine that makes it. */
static const target_row targets[] = {
    [KILN_ISA_BASE] = {"x86-64", "+cx8,+fxsr,+mmx,+sse,+sse2,+x87"},
    [KILN_ISA_AVX2] = {"x86-64-v3",
                       "+sse4.2,+popcnt,+avx,+avx2,+bmi,+bmi2,+f16c,+fma,+lzcnt,+movbe"},
    [KILN_ISA_AVX512] = {"x86-64-v4",
                         "+sse4.2,+popcnt,+avx,+avx2,+bmi,+bmi2,+f16c,+fma,+lzcnt,+movbe,+avx512f,"
                         "+avx512bw,+avx512cd,+avx512dq,+avx512vl,+evex512,-prefer-256-bit"},
};

void jit_start(void (*on_fatal)(const char *reason)) {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    /* Loop strength reduction costs a quarter of code generation and gains nothing on these loops.
     */
    static const char *const options[] = {"kiln", "-disable-lsr"};
    LLVMParseCommandLineOptions(2, options, NULL);
    LLVMInstallFatalErrorHandler(on_fatal);
}

LLVMTargetMachineRef jit_target_machine(kiln_isa isa, kn_text *why) {
    static const char triple[] = "x86_64-unknown-linux-gnu";
    LLVMTargetRef target;
    char *message = NULL;
    if (LLVMGetTargetFromTriple(triple, &target, &message)) {
        kn_text_add(why, "LLVM: %s", message ? message : "no x86-64 target");
        LLVMDisposeMessage(message);
        return NULL;
    }
    const target_row *row = &targets[isa];
    return LLVMCreateTargetMachine(target, triple, row->cpu, row->features, LLVMCodeGenLevelDefault,
                                   LLVMRelocPIC, LLVMCodeModelSmall);
}
