/* SPDX-License-Identifier: Apache-2.0
 * Starts LLVM once a process, describes the instruction sets to it, and turns its fatal errors into ordinary
 * ones. Called by plugin.c and linker.c before anything else of LLVM. */
#include <llvm-c/ErrorHandling.h>
#include <llvm-c/Support.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>

#include "jit/jit.h"

typedef struct target_row { const char *cpu, *features; } target_row;

/* Features are spelled out, so that code never depends on the machine that makes it. */
static const target_row targets[] = {
    [KILN_ISA_BASE] = {"x86-64", "+cx8,+fxsr,+mmx,+sse,+sse2,+x87"},
    [KILN_ISA_AVX2] = {"x86-64-v3", "+sse4.2,+popcnt,+avx,+avx2,+bmi,+bmi2,+f16c,+fma,+lzcnt,+movbe"},
    [KILN_ISA_AVX512] = {"x86-64-v4",
                         "+sse4.2,+popcnt,+avx,+avx2,+bmi,+bmi2,+f16c,+fma,+lzcnt,+movbe,+avx512f,"
                                      "+avx512bw,+avx512cd,+avx512dq,+avx512vl,+evex512,-prefer-256-bit"},
};

/* LLVM's fatal-error handler and its target registry belong to the process, and a handler may only leave by a
 * jump: these three are the state that forces on us. */
static pthread_once_t started = PTHREAD_ONCE_INIT;
static atomic_bool dead;
static _Thread_local struct { sigjmp_buf *back; char reason[200]; } escape;

bool jit_dead(void) { return atomic_load(&dead); }

static void on_fatal(const char *reason) {
    atomic_store(&dead, true);
    if (!escape.back) return; /* not ours: LLVM ends the process as it would have */
    strncpy(escape.reason, reason ? reason : "unknown", sizeof escape.reason - 1);
    siglongjmp(*escape.back, 1);
}

static void start(void) {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    /* Loop strength reduction costs a quarter of code generation and gains nothing on these loops. */
    static const char *const options[] = {"kiln", "-disable-lsr"};
    LLVMParseCommandLineOptions(2, options, NULL);
    LLVMInstallFatalErrorHandler(on_fatal);
}

bool jit_guarded(void (*work)(void *), void *user, kn_text *why) {
    if (jit_dead()) {
        kn_text_add(why, "LLVM is switched off after a fatal error");
        return false;
    }
    pthread_once(&started, start);
    sigjmp_buf here, *outer = escape.back;
    if (sigsetjmp(here, 0) == 0) {
        escape.back = &here;
        work(user);
        escape.back = outer;
        return true;
    }
    escape.back = outer;
    kn_text_add(why, "LLVM: %s", escape.reason);
    return false;
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
                                   LLVMRelocPIC,
                                   LLVMCodeModelSmall);
}
