/* SPDX-License-Identifier: Apache-2.0
 * The plug-in's one exported function and the compile and dump entries of its table. Called by
 * runtime/, from any number of threads. */
#include <llvm-c/Analysis.h>
#include <llvm/Config/llvm-config.h>

#include "jit/jit.h"

typedef struct compilation {
    emitter *e;
    const kn_alloc *alloc;
    const kernel_spec *spec;
    kiln_isa isa;
    const char *symbol;
    int dump; /* a jit_dump, or -1: an object */
    kn_text *out, *why;
    bool reported; /* LLVM found an error while generating code */
    kiln_status status;
} compilation;

static kiln_status llvm_failed(compilation *c, char *message) {
    kn_text_add(c->why, "LLVM: %s", message ? message : "code generation failed");
    LLVMDisposeMessage(message);
    return KILN_JIT;
}

/* Some errors show nowhere but here. So does a frame over EMIT_FRAME_NBYTES, as a warning. */
static void on_diagnostic(LLVMDiagnosticInfoRef info, void *user) {
    compilation *c = user;
    LLVMDiagnosticSeverity severity = LLVMGetDiagInfoSeverity(info);
    if (c->reported || (severity != LLVMDSError && severity != LLVMDSWarning)) return;
    c->reported = true;
    c->status = llvm_failed(c, LLVMGetDiagInfoDescription(info));
    if (severity == LLVMDSWarning) c->status = KILN_UNSUPPORTED;
}

static size_t instructions(LLVMModuleRef module) {
    size_t n = 0;
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f; f = LLVMGetNextFunction(f))
        for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(f); b; b = LLVMGetNextBasicBlock(b))
            for (LLVMValueRef i = LLVMGetFirstInstruction(b); i; i = LLVMGetNextInstruction(i)) n++;
    return n;
}

/* What code generation takes at most grows with the instructions and with the registers a vector is
 * split into: measured were 34, 8 and 3 KiB an instruction, in kernels of up to 10,000. */
static kiln_status reserve_for(const compilation *c) {
    static const size_t each[] = {
        [KILN_ISA_BASE] = 48 << 10, [KILN_ISA_AVX2] = 12 << 10, [KILN_ISA_AVX512] = 6 << 10};
    return jit_reserve_more(instructions(c->e->module) * each[c->isa], c->why);
}

static kiln_status generate(compilation *c, LLVMTargetMachineRef machine) {
    LLVMModuleRef module = c->e->module;
    LLVMMemoryBufferRef bytes = NULL;
    char *message = NULL;
    if (LLVMVerifyModule(module, LLVMReturnStatusAction, &message)) return llvm_failed(c, message);
    LLVMDisposeMessage(message);
    if (c->dump == JIT_DUMP_LLVM) {
        message = LLVMPrintModuleToString(module);
        kn_text_bytes(c->out, message, strlen(message));
        LLVMDisposeMessage(message);
        return KILN_OK;
    }
    KN_TRY(reserve_for(c));
    message = NULL;
    LLVMCodeGenFileType type = c->dump == JIT_DUMP_ASM ? LLVMAssemblyFile : LLVMObjectFile;
    if (LLVMTargetMachineEmitToMemoryBuffer(machine, module, type, &message, &bytes))
        return llvm_failed(c, message);
    kn_text_bytes(c->out, LLVMGetBufferStart(bytes), LLVMGetBufferSize(bytes));
    LLVMDisposeMemoryBuffer(bytes);
    return c->status;
}

static kiln_status emit_and_generate(compilation *c, LLVMTargetMachineRef machine) {
    LLVMContextSetDiagnosticHandler(c->e->ctx, on_diagnostic, c);
    LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(machine);
    LLVMSetModuleDataLayout(c->e->module, layout);
    LLVMDisposeTargetData(layout);
    char *triple = LLVMGetTargetMachineTriple(machine);
    LLVMSetTarget(c->e->module, triple);
    LLVMDisposeMessage(triple);
    /* Entries begin with endbr64: the runtime calls them through pointers. */
    static const char branch[] = "cf-protection-branch";
    LLVMMetadataRef one = LLVMValueAsMetadata(emit_i32(c->e, 1));
    LLVMAddModuleFlag(c->e->module, LLVMModuleFlagBehaviorOverride, branch, sizeof branch - 1, one);
    KN_TRY(emit_module(c->e));
    return generate(c, machine);
}

static kiln_status work(void *user) {
    compilation *c = user;
    LLVMTargetMachineRef machine = jit_target_machine(c->isa, c->why);
    if (!machine) return KILN_JIT;
    emit_init(c->e, c->alloc, c->spec, c->isa, c->symbol, c->why);
    kiln_status status = emit_and_generate(c, machine);
    emit_free(c->e);
    LLVMDisposeTargetMachine(machine);
    return c->status == KILN_OK ? status : c->status;
}

static kiln_status run(compilation *c) {
    if (c->isa < KILN_ISA_BASE || c->isa > KILN_ISA_AVX512) return KILN_BAD_ARGUMENT;
    KN_TRY(kernel_verify(c->spec, c->why));
    c->e = kn_malloc(c->alloc, sizeof *c->e);
    if (!c->e) return KILN_NO_MEMORY;
    kiln_status status = jit_guarded(work, c, c->why);
    kn_free(c->alloc, c->e, sizeof *c->e);
    return status == KILN_OK && c->out->failed ? KILN_NO_MEMORY : status;
}

static kiln_status compile(const kn_alloc *alloc, const kernel_spec *spec, kiln_isa isa,
                           const char *symbol, kn_text *object, kn_text *why) {
    compilation c = {.alloc = alloc,
                     .spec = spec,
                     .isa = isa,
                     .symbol = symbol,
                     .dump = -1,
                     .out = object,
                     .why = why};
    return run(&c);
}

static kiln_status dump(const kn_alloc *alloc, const kernel_spec *spec, kiln_isa isa,
                        const char *symbol, jit_dump what, kn_text *out, kn_text *why) {
    compilation c = {.alloc = alloc,
                     .spec = spec,
                     .isa = isa,
                     .symbol = symbol,
                     .dump = (int)what,
                     .out = out,
                     .why = why};
    return run(&c);
}

static const jit_api api = {
    .abi = JIT_ABI,
    .emitter_version = JIT_EMITTER_VERSION,
    .llvm_version = LLVM_VERSION_STRING,
    .compile = compile,
    .dump = dump,
    .linker_open = jit_linker_open,
    .linker_add = jit_linker_add,
    .linker_remove = jit_linker_remove,
    .dead = jit_dead,
};

const jit_api *kiln_jit_api(uint32_t abi) { return abi == JIT_ABI ? &api : NULL; }
