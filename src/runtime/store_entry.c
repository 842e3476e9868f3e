/* SPDX-License-Identifier: Apache-2.0
 * The bytes of one entry of the kernel cache on disk. Called by kernel_store.c and store_folder.c.
 *
 *     head | key | LLVM version | symbol | object | XXH3-128 of everything before | in hardened
 *     mode: "kilnmac1", MAC
 *
 * Numbers are in this machine's byte order: an entry holds this machine's code. */
#include "runtime/kernel_store.h"

enum { FORMAT_NUMBER = 1 };

typedef struct store_head {
    char magic[8];
    uint32_t format, isa, emitter;
    uint32_t key_nbytes, llvm_nbytes, symbol_nbytes;
    uint64_t object_nbytes, all_nbytes;
} store_head;
_Static_assert(sizeof(store_head) == STORE_HEAD_NBYTES, "the head has no padding");

static const char magic[8] = {'k', 'i', 'l', 'n', 'k', 'e', 'r', '\n'};

static const char mac_magic[8] = {'k', 'i', 'l', 'n', 'm', 'a', 'c', '1'};
enum { MAC_TAIL = sizeof mac_magic + STORE_MAC_NBYTES };

static const char *const reasons[][2] = {{"FINE", "is fine"},
#define STORE_REASON_ROW(name, text) {#name, text},
                                         STORE_REASONS(STORE_REASON_ROW)
#undef STORE_REASON_ROW
};
enum { NREASONS = sizeof reasons / sizeof reasons[0] };

const char *rt_store_reason_name(store_reason r) {
    return (unsigned)r < NREASONS ? reasons[r][0] : "UNKNOWN";
}

const char *rt_store_reason_text(store_reason r) {
    return (unsigned)r < NREASONS ? reasons[r][1] : "unknown";
}


void rt_store_encode(const store_entry *e, kn_text *bytes) {
    store_head head = {.format = FORMAT_NUMBER,
                       .isa = e->isa,
                       .emitter = e->emitter,
                       .key_nbytes = (uint32_t)e->key_nbytes,
                       .llvm_nbytes = (uint32_t)e->llvm_nbytes,
                       .symbol_nbytes = (uint32_t)e->symbol_nbytes,
                       .object_nbytes = e->object_nbytes};
    memcpy(head.magic, magic, sizeof magic);
    head.all_nbytes = sizeof head + e->key_nbytes + e->llvm_nbytes + e->symbol_nbytes +
                      e->object_nbytes + STORE_DIGEST_NBYTES;
    kn_text_clear(bytes);
    kn_text_bytes(bytes, &head, sizeof head);
    kn_text_bytes(bytes, e->key, e->key_nbytes);
    kn_text_bytes(bytes, e->llvm, e->llvm_nbytes);
    kn_text_bytes(bytes, e->symbol, e->symbol_nbytes);
    kn_text_bytes(bytes, e->object, e->object_nbytes);
    if (bytes->failed) return;
    kn_hash digest = kn_hash_bytes(bytes->data, bytes->len);
    kn_text_bytes(bytes, &digest, sizeof digest);
}

static bool is_symbol(const char *s, size_t n) {
    if (n == 0 || n >= STORE_SYMBOL_NBYTES) return false;
    for (size_t i = 0; i < n; i++) {
        bool letter = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z') || s[i] == '_';
        if (!letter && !(i > 0 && s[i] >= '0' && s[i] <= '9')) return false;
    }
    return true;
}

store_reason rt_store_decode(const void *bytes, size_t nbytes, store_entry *e) {
    store_head head;
    kn_hash digest;
    const char *tail = nbytes > MAC_TAIL ? (const char *)bytes + nbytes - MAC_TAIL : NULL;
    bool mac = tail && memcmp(tail, mac_magic, sizeof mac_magic) == 0;
    if (mac) nbytes -= MAC_TAIL;
    if (nbytes < sizeof head + sizeof digest) return STORE_SHORT;
    memcpy(&head, bytes, sizeof head);
    if (memcmp(head.magic, magic, sizeof magic) != 0) return STORE_MAGIC;
    if (head.format != FORMAT_NUMBER) return STORE_FORMAT;
    /* Three 32-bit numbers and one below the limit cannot overflow 64 bits. */
    if (head.object_nbytes > STORE_ENTRY_LIMIT || head.all_nbytes != nbytes ||
        sizeof head + (uint64_t)head.key_nbytes + head.llvm_nbytes + head.symbol_nbytes +
                head.object_nbytes + sizeof digest !=
            nbytes)
        return STORE_SIZE;
    memcpy(&digest, (const char *)bytes + nbytes - sizeof digest, sizeof digest);
    kn_hash found = kn_hash_bytes(bytes, nbytes - sizeof digest);
    if (found.lo != digest.lo || found.hi != digest.hi) return STORE_DIGEST;
    const char *at = (const char *)bytes + sizeof head;
    *e = (store_entry){.isa = head.isa,
                       .emitter = head.emitter,
                       .key = at,
                       .key_nbytes = head.key_nbytes,
                       .llvm = at + head.key_nbytes,
                       .llvm_nbytes = head.llvm_nbytes,
                       .symbol_nbytes = head.symbol_nbytes,
                       .object_nbytes = head.object_nbytes};
    if (mac) e->mac = (const unsigned char *)tail + sizeof mac_magic;
    e->symbol = e->llvm + e->llvm_nbytes;
    e->object = e->symbol + e->symbol_nbytes;
    return is_symbol(e->symbol, e->symbol_nbytes) ? STORE_FINE : STORE_SYMBOL;
}

/* Of the name too, so that one entry cannot stand for another. */
static void mac_of(const void *bytes, size_t nbytes, const char *name, const unsigned char *key,
                   unsigned char out[STORE_MAC_NBYTES]) {
    kn_blake2b b;
    kn_blake2b_init(&b, key);
    kn_blake2b_add(&b, name, strlen(name) + 1);
    kn_blake2b_add(&b, bytes, nbytes);
    kn_blake2b_end(&b, out);
}

void rt_store_sign(kn_text *bytes, const char *name, const unsigned char key[KN_BLAKE2B_KEY]) {
    unsigned char mac[STORE_MAC_NBYTES];
    if (bytes->failed) return;
    mac_of(bytes->data, bytes->len, name, key, mac);
    kn_text_bytes(bytes, mac_magic, sizeof mac_magic);
    kn_text_bytes(bytes, mac, sizeof mac);
}

/* Every byte is compared, whichever differs first: how long it takes says nothing. */
store_reason rt_store_check_mac(const void *bytes, size_t nbytes, const store_entry *e,
                                const char *name, const unsigned char key[KN_BLAKE2B_KEY]) {
    unsigned char mac[STORE_MAC_NBYTES], other = 0;
    if (!e->mac) return STORE_UNSIGNED;
    mac_of(bytes, nbytes - MAC_TAIL, name, key, mac);
    for (size_t i = 0; i < sizeof mac; i++) other |= mac[i] ^ e->mac[i];
    return other ? STORE_MAC : STORE_FINE;
}

void rt_store_name(const store_entry *e, kn_text *work, char name[STORE_NAME_NBYTES]) {
    uint32_t numbers[4] = {FORMAT_NUMBER, e->isa, e->emitter, (uint32_t)e->llvm_nbytes};
    char hex[33];
    kn_text_clear(work);
    kn_text_bytes(work, numbers, sizeof numbers);
    kn_text_bytes(work, e->llvm, e->llvm_nbytes);
    kn_text_bytes(work, e->key, e->key_nbytes);
    kn_hash_hex(kn_hash_bytes(work->data, work->len), hex);
    memcpy(name, hex, 32);
    memcpy(name + 32, ".kiln-kernel", sizeof ".kiln-kernel");
}
