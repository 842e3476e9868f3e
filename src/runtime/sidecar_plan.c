/* SPDX-License-Identifier: Apache-2.0
 * How a file is cut into blocks, where everything lies in its sidecar, and the header that says
 * so. Called by the other sidecar files. */
#include "runtime/sidecar.h"

enum {
    WANTED_SYMBOLS = 32768, /* so that 1,000 damaged places are 3 % of them */
    DEFAULT_OVERHEAD = 1250,
    WHOLE = 10000,    /* of the overhead */
    ENDS_AND_LUCK = 4 /* a burst's two ends, and two symbols for the one in a million */
};

static uint64_t divide_up(uint64_t a, uint64_t b) { return a / b + (a % b != 0); }

static uint32_t automatic_symbol(uint64_t length) {
    uint64_t lanes = divide_up(length, (uint64_t)64 * WANTED_SYMBOLS),
             most = RAPTORQ_MOST_SYMBOL / 64;
    return (uint32_t)(64 * (lanes < 1 ? 1 : lanes > most ? most : lanes));
}

/* What was asked for; and in a block of few symbols enough for a burst of that part, or of a
 * tenth. An even number, for the sidecar to have two halves that are alike. */
static uint32_t repair_symbols(uint32_t source, uint32_t overhead) {
    uint32_t asked = (uint32_t)divide_up((uint64_t)source * overhead, WHOLE), burst = source / 10;
    uint32_t least = (asked < burst ? asked : burst) + ENDS_AND_LUCK,
             repair = asked < least ? least : asked;
    repair += repair % 2;
    return source == 0 ? 0 : repair < RAPTORQ_MOST_REPAIR ? repair : RAPTORQ_MOST_REPAIR;
}

static void cut(sc_plan *plan) {
    plan->symbols = divide_up(plan->length, plan->symbol);
    plan->blocks = (uint32_t)divide_up(plan->symbols, RAPTORQ_MOST_SOURCE);
    plan->source = plan->blocks ? (uint32_t)divide_up(plan->symbols, plan->blocks) : 0;
}

static kiln_status refuse(kn_text *why, kiln_status status, const char *field, long long found,
                          const char *expected) {
    if (why) kn_text_add(why, "sidecar: %s is %lld: expected %s", field, found, expected);
    return status;
}

/* Below the limit, with pieces of 64 bytes, there are at most 2^39 symbols and 2^31 blocks. */
kiln_status sc_plan_make(sc_plan *plan, uint64_t length, const kiln_sidecar_options *o,
                         kn_text *why) {
    if (o->overhead < 0 || o->overhead > WHOLE)
        return refuse(why, KILN_BAD_ARGUMENT, "overhead", o->overhead, "0..10000");
    if (o->symbol % 64 != 0 || o->symbol > RAPTORQ_MOST_SYMBOL)
        return refuse(why, KILN_BAD_ARGUMENT, "symbol", o->symbol, "a multiple of 64 up to 65472");
    if (length >= SC_MOST_LENGTH)
        return refuse(why, KILN_TOO_LARGE, "length", (long long)length, "less than 2^45");
    *plan = (sc_plan){.length = length};
    plan->symbol = o->symbol ? o->symbol : automatic_symbol(length);
    cut(plan);
    plan->repair =
        repair_symbols(plan->source, o->overhead ? (uint32_t)o->overhead : DEFAULT_OVERHEAD);
    return KILN_OK;
}

uint32_t sc_block_source(const sc_plan *p, uint32_t block) {
    return (uint32_t)divide_up(p->symbols - block, p->blocks);
}

/* ---- where things lie: a slice a repair row */

/* Symbols before range v of them, of as many ranges as there are slices. */
static uint64_t range_at(const sc_plan *p, uint32_t v) { return p->symbols * v / p->repair; }

static uint64_t range_size(const sc_plan *p, uint32_t v) {
    return range_at(p, v + 1) - range_at(p, v);
}

static uint32_t range_of(const sc_plan *p, uint64_t symbol) {
    uint32_t v = (uint32_t)(symbol * p->repair / p->symbols);
    while (range_at(p, v + 1) <= symbol) v++;
    return v;
}

/* Each slice has a range of the one half and its partner of the other. */
static uint64_t digests_before(const sc_plan *p, uint32_t slice) {
    uint32_t half = p->repair / 2;
    if (slice <= half) return range_at(p, slice) + range_at(p, half + slice) - range_at(p, half);
    return p->symbols + range_at(p, slice) - range_at(p, half) + range_at(p, slice - half);
}

static uint64_t slice_at(const sc_plan *p, uint32_t slice) {
    uint64_t headers = slice < p->repair / 2 ? 1 : 2, row = (uint64_t)p->blocks * sc_record_size(p);
    return headers * SC_HEADER + digests_before(p, slice) * SC_DIGEST + slice * row;
}

uint64_t sc_header_at(const sc_plan *p, int copy) {
    if (p->symbols == 0) return (uint64_t)copy * SC_HEADER;
    return copy == 0   ? 0
           : copy == 1 ? slice_at(p, p->repair / 2) - SC_HEADER
                       : slice_at(p, p->repair);
}

uint64_t sc_length(const sc_plan *p) { return sc_header_at(p, 2) + SC_HEADER; }

/* A range of the upper half comes first, so that its two copies are as far apart as two halves of
 * the sidecar are, and those of the lower half too. */
uint64_t sc_digest_at(const sc_plan *p, int table, uint64_t symbol, uint64_t *run) {
    uint32_t half = p->repair / 2, v = range_of(p, symbol),
             slice = table == 0 ? v : (v + half) % p->repair;
    uint64_t before = v < half ? range_size(p, v + half) : 0, within = symbol - range_at(p, v);
    *run = range_size(p, v) - within;
    return slice_at(p, slice) + (before + within) * SC_DIGEST;
}

uint64_t sc_record_at(const sc_plan *p, uint32_t row, uint32_t block) {
    uint32_t half = p->repair / 2;
    uint64_t digests = range_size(p, row) + range_size(p, (row + half) % p->repair);
    return slice_at(p, row) + digests * SC_DIGEST + (uint64_t)block * sc_record_size(p);
}

/* ---- the header */

const char sc_magic[16] = "kiln-sidecar\r\n\x1a\n";
enum { VERSION = 1, ALIGNMENT = 64, DIGESTED = SC_HEADER - SC_DIGEST };

static void put_number(uint8_t *to, uint64_t number, size_t nbytes) {
    for (size_t i = 0; i < nbytes; i++) to[i] = (uint8_t)(number >> 8 * i);
}

static uint64_t get_number(const uint8_t *from, size_t nbytes) {
    uint64_t number = 0;
    for (size_t i = 0; i < nbytes; i++) number |= (uint64_t)from[i] << 8 * i;
    return number;
}

void sc_put_hash(uint8_t *to, kn_hash hash) {
    put_number(to, hash.lo, 8);
    put_number(to + 8, hash.hi, 8);
}

static kn_hash get_hash(const uint8_t *from) {
    return (kn_hash){get_number(from, 8), get_number(from + 8, 8)};
}

/* RFC 6330, section 3.3: a block of `source` symbols as an object of its own, most bytes first. */
static void put_oti(uint8_t to[12], const sc_plan *p) {
    uint64_t length = (uint64_t)p->source * p->symbol;
    for (int i = 0; i < 5; i++) to[i] = (uint8_t)(length >> 8 * (4 - i));
    to[5] = 0;
    to[6] = (uint8_t)(p->symbol >> 8);
    to[7] = (uint8_t)p->symbol;
    to[8] = 1; /* source blocks */
    to[9] = 0;
    to[10] = 1; /* sub-blocks */
    to[11] = ALIGNMENT;
}

void sc_header_put(const sc_plan *p, int copy, uint8_t out[SC_HEADER]) {
    memset(out, 0, SC_HEADER);
    memcpy(out, sc_magic, sizeof sc_magic);
    put_number(out + 16, VERSION, 4);
    put_number(out + 20, (uint64_t)copy, 4);
    put_number(out + 24, p->length, 8);
    sc_put_hash(out + 32, p->artifact);
    put_oti(out + 48, p);
    put_number(out + 60, p->blocks, 4);
    put_number(out + 64, p->source, 4);
    put_number(out + 68, p->symbol, 4);
    put_number(out + 72, p->repair, 4);
    sc_put_hash(out + 80, p->body);
    put_number(out + 96, sc_length(p), 8);
    sc_put_hash(out + DIGESTED, kn_hash_bytes(out, DIGESTED));
}

/* Whether the numbers are those that some file gives. */
static bool is_plan(const sc_plan *p) {
    sc_plan other = *p;
    if (p->length >= SC_MOST_LENGTH || p->symbol == 0 || p->symbol % 64 != 0 ||
        p->symbol > RAPTORQ_MOST_SYMBOL)
        return false;
    cut(&other);
    if (p->repair % 2 != 0 || (p->repair == 0) != (other.symbols == 0)) return false;
    return other.blocks == p->blocks && other.source == p->source &&
           p->repair <= RAPTORQ_MOST_REPAIR;
}

/* A header that is intact is the one that would be written: every byte is looked at. */
bool sc_header_get(const uint8_t in[SC_HEADER], sc_plan *plan, int *copy) {
    uint8_t again[SC_HEADER];
    sc_plan p = {.length = get_number(in + 24, 8),
                 .artifact = get_hash(in + 32),
                 .body = get_hash(in + 80)};
    p.blocks = (uint32_t)get_number(in + 60, 4);
    p.source = (uint32_t)get_number(in + 64, 4);
    p.symbol = (uint32_t)get_number(in + 68, 4);
    p.repair = (uint32_t)get_number(in + 72, 4);
    uint64_t number = get_number(in + 20, 4);
    if (!is_plan(&p) || number >= SC_COPIES) return false;
    cut(&p);
    sc_header_put(&p, (int)number, again);
    if (memcmp(in, again, SC_HEADER) != 0) return false;
    *plan = p;
    *copy = (int)number;
    return true;
}
