/* SPDX-License-Identifier: Apache-2.0
 * Reads the ELF objects that kernels are made of: the section table, the symbols, what is not
 * defined. Called by kernels.c, in hardened mode before LLVM sees an object. */
#include "runtime/object.h"

#include <elf.h>

#if defined(__x86_64__)
enum { THIS_MACHINE = EM_X86_64 };
#elif defined(__aarch64__)
enum { THIS_MACHINE = EM_AARCH64 };
#else
enum { THIS_MACHINE = EM_NONE };
#endif
enum { MOST_SECTIONS = 4096 };

typedef struct object {
    const char *bytes;
    size_t nbytes;
    Elf64_Ehdr head;
    Elf64_Shdr symbols, names; /* the symbol table and its strings */
    bool executable, writable; /* some section is both in memory and such */
} object;

static bool lies_in(const object *o, uint64_t at, uint64_t nbytes) {
    return at <= o->nbytes && nbytes <= o->nbytes - at;
}

static kiln_status refuse(kn_text *why, const char *what) {
    kn_text_add(why, "the object %s", what);
    return KILN_BAD_FILE;
}

static Elf64_Shdr section(const object *o, size_t i) {
    Elf64_Shdr s;
    memcpy(&s, o->bytes + o->head.e_shoff + i * sizeof s, sizeof s);
    return s;
}

static kiln_status open_object(object *o, kn_text *why) {
    if (o->nbytes < sizeof o->head) return refuse(why, "is too short for a head");
    memcpy(&o->head, o->bytes, sizeof o->head);
    if (memcmp(o->head.e_ident, ELFMAG, SELFMAG) != 0 || o->head.e_ident[EI_CLASS] != ELFCLASS64)
        return refuse(why, "is not 64-bit ELF");
    if (o->head.e_type != ET_REL) return refuse(why, "is not relocatable");
    if (o->head.e_machine != THIS_MACHINE) return refuse(why, "is another machine's");
    if (o->head.e_shentsize != sizeof(Elf64_Shdr) || o->head.e_shnum == 0 ||
        o->head.e_shnum > MOST_SECTIONS ||
        !lies_in(o, o->head.e_shoff, (uint64_t)o->head.e_shnum * sizeof(Elf64_Shdr)))
        return refuse(why, "has a section table outside of it");
    return KILN_OK;
}

static kiln_status find_symbols(object *o, kn_text *why) {
    for (size_t i = 0; i < o->head.e_shnum; i++) {
        Elf64_Shdr s = section(o, i);
        if (s.sh_type != SHT_NOBITS && s.sh_type != SHT_NULL && !lies_in(o, s.sh_offset, s.sh_size))
            return refuse(why, "has a section outside of it");
        o->executable = o->executable || (s.sh_flags & SHF_EXECINSTR) != 0;
        o->writable = o->writable || ((s.sh_flags & SHF_WRITE) != 0 &&
                                      (s.sh_flags & SHF_ALLOC) != 0 && s.sh_size > 0);
        if (s.sh_type == SHT_INIT_ARRAY || s.sh_type == SHT_FINI_ARRAY)
            return refuse(why, "runs code when it is linked");
        if (s.sh_type != SHT_SYMTAB) continue;
        if (s.sh_entsize != sizeof(Elf64_Sym) || s.sh_link >= o->head.e_shnum)
            return refuse(why, "has a symbol table of another kind");
        o->symbols = s;
        o->names = section(o, s.sh_link);
    }
    if (o->symbols.sh_size == 0) return refuse(why, "has no symbols");
    if (o->names.sh_size == 0 || !lies_in(o, o->names.sh_offset, o->names.sh_size) ||
        o->bytes[o->names.sh_offset + o->names.sh_size - 1] != '\0')
        return refuse(why, "has no names");
    return KILN_OK;
}

static Elf64_Sym symbol_at(const object *o, size_t i) {
    Elf64_Sym s;
    memcpy(&s, o->bytes + o->symbols.sh_offset + i * sizeof s, sizeof s);
    return s;
}

/* NULL: its name lies outside of the strings. */
static const char *name_of(const object *o, const Elf64_Sym *s) {
    return s->st_name < o->names.sh_size ? o->bytes + o->names.sh_offset + s->st_name : NULL;
}

/* The table's own name for x86-64's addresses relative to it; the linker makes it. */
static bool is_linkers(const char *name) { return strcmp(name, "_GLOBAL_OFFSET_TABLE_") == 0; }

/* The file's own symbol may have the function's name. */
static bool is_function(const object *o, const Elf64_Sym *s, const char *name, const char *symbol) {
    if (s->st_shndx == SHN_UNDEF || s->st_shndx >= o->head.e_shnum ||
        ELF64_ST_TYPE(s->st_info) != STT_FUNC)
        return false;
    Elf64_Shdr in = section(o, s->st_shndx);
    return strcmp(name, symbol) == 0 && s->st_value <= in.sh_size &&
           s->st_size <= in.sh_size - s->st_value;
}

static kiln_status check_symbols(const object *o, const char *symbol, kn_text *why) {
    bool found = false;
    for (size_t i = 1; i < o->symbols.sh_size / sizeof(Elf64_Sym); i++) {
        Elf64_Sym s = symbol_at(o, i);
        const char *name = name_of(o, &s);
        if (!name) return refuse(why, "has a symbol without a name");
        if (s.st_shndx == SHN_UNDEF && !is_linkers(name)) {
            kn_text_add(why, "the object asks for %s from outside", name);
            return KILN_BAD_FILE;
        }
        found = found || is_function(o, &s, name, symbol);
    }
    return found ? KILN_OK : refuse(why, "does not define the kernel");
}

kiln_status rt_object_check(const void *bytes, size_t nbytes, const char *symbol, kn_text *why) {
    object o = {.bytes = bytes, .nbytes = nbytes};
    KN_TRY(open_object(&o, why));
    KN_TRY(find_symbols(&o, why));
    if (!o.executable) return refuse(why, "has no code");
    if (o.writable) return refuse(why, "has memory that can be written");
    return check_symbols(&o, symbol, why);
}

size_t rt_object_size_of(const void *bytes, size_t nbytes, const char *symbol) {
    object o = {.bytes = bytes, .nbytes = nbytes};
    kn_text nobody = {.failed = true};
    if (open_object(&o, &nobody) != KILN_OK || find_symbols(&o, &nobody) != KILN_OK) return 0;
    for (size_t i = 1; i < o.symbols.sh_size / sizeof(Elf64_Sym); i++) {
        Elf64_Sym s = symbol_at(&o, i);
        const char *name = name_of(&o, &s);
        if (name && is_function(&o, &s, name, symbol)) return (size_t)s.st_size;
    }
    return 0;
}
