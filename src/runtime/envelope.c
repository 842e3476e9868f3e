/* SPDX-License-Identifier: Apache-2.0
 * Composing envelopes, the head of a file of our own, and the comparison of an envelope with the
 * bytes it is of. Called by envelope_beside.c, checkpoints and traces. */
#include "runtime/envelope.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/digest.h"
#include "base/env.h"
#include "kiln/kiln.h"

#define TEXT_OF_(x) #x
#define TEXT_OF(x) TEXT_OF_(x)
#define LIBRARY                                                                                    \
    TEXT_OF(KILN_VERSION_MAJOR) "." TEXT_OF(KILN_VERSION_MINOR) "." TEXT_OF(KILN_VERSION_PATCH)
#define LAST_SECOND INT64_C(253402300799) /* of the year 9999 */
#define FIRST_SECOND INT64_C(-62135596800)

int64_t kn_envelope_now(void) {
    const char *given = kn_env_get(KN_ENV_SOURCE_DATE_EPOCH);
    char *end = NULL;
    long long seconds = given ? strtoll(given, &end, 10) : 0;
    bool usable = given && *end == '\0' && seconds >= 0 && seconds <= LAST_SECOND;
    return usable ? (int64_t)seconds : (int64_t)time(NULL);
}

static bool is_kind(const char *kind) {
    size_t n = kind ? strspn(kind, "abcdefghijklmnopqrstuvwxyz0123456789-") : 0;
    return n > 0 && n < 64 && kind[n] == '\0';
}

static kiln_status unsayable(kn_text *why, const char *field, const char *what) {
    if (why) kn_text_add(why, "envelope: %s: %s", field, what);
    return KILN_BAD_ARGUMENT;
}

static kiln_status check_inputs(const kiln_envelope *e, kn_text *why) {
    if (e->ninputs > 0 && !e->inputs) return unsayable(why, "inputs", "is NULL");
    for (size_t i = 0; i < e->ninputs; i++) {
        const kiln_envelope_input *in = &e->inputs[i];
        if (!in->name || !kn_is_utf8(in->name))
            return unsayable(why, "inputs", "a name is NULL or not UTF-8");
        if (in->length > INT64_MAX) return unsayable(why, "inputs", "a length is above 2^63-1");
        if (!kn_digest_is_hex(in->digest))
            return unsayable(why, "inputs", "a digest is not 32 digits");
    }
    return KILN_OK;
}

static kiln_status check(const kiln_envelope *e, int64_t created, kn_text *why) {
    if (e->struct_size != sizeof *e) return unsayable(why, "struct_size", "is another version's");
    if (!is_kind(e->kind)) return unsayable(why, "kind", "is not 1 to 63 of a-z, 0-9 and '-'");
    if (e->format < 1) return unsayable(why, "format", "is below 1");
    if (e->numeric < 0 || e->ops < 0) return unsayable(why, "contracts", "is negative");
    if (created < FIRST_SECOND || created > LAST_SECOND)
        return unsayable(why, "created", "is no such year");
    if (e->length > INT64_MAX) return unsayable(why, "length", "is above 2^63-1");
    if (!kn_digest_is_hex(e->digest)) return unsayable(why, "xxh3_128", "is not 32 digits");
    if (e->made_by && !kn_is_utf8(e->made_by)) return unsayable(why, "made_by", "is not UTF-8");
    if (e->library && !kn_is_utf8(e->library)) return unsayable(why, "library", "is not UTF-8");
    return check_inputs(e, why);
}

static void add_inputs(const kiln_envelope *e, kn_text *json) {
    kn_text_add(json, ",\"inputs\":[");
    for (size_t i = 0; i < e->ninputs; i++) {
        const kiln_envelope_input *in = &e->inputs[i];
        kn_text_add(json, i > 0 ? ",{\"name\":" : "{\"name\":");
        kn_text_json_string(json, in->name);
        kn_text_add(json, ",\"length\":%llu,\"xxh3_128\":\"%s\"}", (unsigned long long)in->length,
                    in->digest);
    }
    kn_text_add(json, "]");
}

/* Over all before it, so that no field can change unnoticed. */
static void add_seal(size_t from, kn_text *json) {
    char seal[33];
    if (json->failed) return;
    kn_hash_hex(kn_hash_bytes(json->data + from, json->len - from), seal);
    kn_text_add(json, ",\"seal\":\"%s\"}\n", seal);
}

static void add_time(int64_t created, kn_text *json) {
    struct tm utc;
    time_t seconds = (time_t)created;
    if (gmtime_r(&seconds, &utc))
        kn_text_add(json, ",\"created\":\"%04d-%02d-%02dT%02d:%02d:%02dZ\"", utc.tm_year + 1900,
                    utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

kiln_status kn_envelope_compose(const kiln_envelope *e, kn_text *json, kn_text *why) {
    int64_t created = e->created == KILN_ENVELOPE_NOW ? kn_envelope_now() : e->created;
    size_t from = json->len;
    KN_TRY(check(e, created, why));
    kn_text_add(json, "{\"kiln_envelope\":%d,\"kind\":\"%s\",\"format\":%lld,\"library\":",
                KILN_ENVELOPE_VERSION, e->kind, (long long)e->format);
    kn_text_json_string(json, e->library ? e->library : LIBRARY);
    kn_text_add(json, ",\"contracts\":{\"numeric\":%lld,\"ops\":%lld}",
                (long long)(e->numeric ? e->numeric : KILN_NUMERIC_CONTRACT),
                (long long)(e->ops ? e->ops : KILN_OPS_CONTRACT));
    add_time(created, json);
    kn_text_add(json,
                ",\"length\":%llu,\"xxh3_128\":\"%s\",\"made_by\":", (unsigned long long)e->length,
                e->digest);
    kn_text_json_string(json, e->made_by ? e->made_by : "");
    add_inputs(e, json);
    add_seal(from, json);
    if (json->failed) return KILN_NO_MEMORY;
    if (json->len <= KN_ENVELOPE_LIMIT) return KILN_OK;
    (void)unsayable(why, "inputs", "is above 1 MiB in all");
    return KILN_TOO_LARGE;
}

kiln_status kn_envelope_head(const kiln_envelope *e, size_t room, kn_text *out, kn_text *why) {
    kn_text json;
    char line[KN_ENVELOPE_LINE + 1];
    kn_text_init(&json, out->alloc);
    kiln_status status = kn_envelope_compose(e, &json, why);
    size_t needs = json.len + KN_ENVELOPE_LINE;
    if (status == KILN_OK && room == 0) room = needs;
    if (status == KILN_OK && (needs > room || room - KN_ENVELOPE_LINE > KN_ENVELOPE_LIMIT)) {
        (void)unsayable(why, "head", "does not fit into its room");
        status = KILN_TOO_LARGE;
    }
    if (status == KILN_OK) {
        snprintf(line, sizeof line, "kiln-envelope 1 %08zu\n", room - KN_ENVELOPE_LINE);
        kn_text_bytes(out, line, KN_ENVELOPE_LINE);
        kn_text_bytes(out, json.data, json.len - 1);
        for (size_t i = needs; i < room; i++) kn_text_bytes(out, " ", 1);
        kn_text_bytes(out, "\n", 1);
        if (out->failed) status = KILN_NO_MEMORY;
    }
    kn_text_free(&json);
    return status;
}

kiln_status kn_envelope_head_size(const void *bytes, size_t nbytes, size_t *size,
                                  kiln_envelope_fault *fault) {
    static const char mark[] = "kiln-envelope 1 ";
    const char *line = bytes;
    size_t at = sizeof mark - 1, end = at + 8, n = 0;
    bool begins = nbytes >= KN_ENVELOPE_LINE && memcmp(line, mark, sizeof mark - 1) == 0;
    for (; begins && at < end && line[at] >= '0' && line[at] <= '9'; at++)
        n = n * 10 + (size_t)(line[at] - '0');
    if (!begins || at != end || line[KN_ENVELOPE_LINE - 1] != '\n')
        return kn_envelope_refuse(fault, KILN_BAD_FILE, "head",
                                  "\"kiln-envelope 1 \" and eight digits", "other bytes", 0);
    if (n > KN_ENVELOPE_LIMIT)
        return kn_envelope_refuse(fault, KILN_BAD_FILE, "head", "at most 1048576 bytes", "more",
                                  sizeof mark - 1);
    *size = KN_ENVELOPE_LINE + n;
    return KILN_OK;
}

kiln_status kn_envelope_open(const kn_alloc *a, const void *bytes, size_t nbytes, const char *kind,
                             int64_t newest, kiln_envelope **out, size_t *payload,
                             kiln_envelope_fault *fault) {
    size_t size = 0;
    *out = NULL;
    KN_TRY(kn_envelope_head_size(bytes, nbytes, &size, fault));
    if (size > nbytes)
        return kn_envelope_refuse(fault, KILN_BAD_FILE, "head", "all of it", "the end of the file",
                                  (int64_t)nbytes);
    kiln_status status = kn_envelope_parse(a, (const char *)bytes + KN_ENVELOPE_LINE,
                                           size - KN_ENVELOPE_LINE, out, fault);
    if (status != KILN_OK && fault && fault->offset >= 0) fault->offset += KN_ENVELOPE_LINE;
    if (status == KILN_OK) status = kn_envelope_wants(*out, kind, newest, fault);
    const char *rest = (const char *)bytes + size;
    if (status == KILN_OK)
        status = kn_envelope_holds(*out, nbytes - size, kn_hash_bytes(rest, nbytes - size), fault);
    *payload = size;
    if (status == KILN_OK) return KILN_OK;
    kiln_envelope_free(*out);
    *out = NULL;
    return status;
}

kiln_status kn_envelope_wants(const kiln_envelope *e, const char *kind, int64_t newest,
                              kiln_envelope_fault *fault) {
    char most[48], found[32];
    if (kind && strcmp(kind, e->kind) != 0)
        return kn_envelope_refuse(fault, KILN_BAD_FILE, "kind", kind, e->kind, -1);
    if (newest == 0 || e->format <= newest) return KILN_OK;
    snprintf(most, sizeof most, "at most %lld", (long long)newest);
    snprintf(found, sizeof found, "%lld", (long long)e->format);
    return kn_envelope_refuse(fault, KILN_UNSUPPORTED, "format", most, found, -1);
}

kiln_status kn_envelope_holds(const kiln_envelope *e, uint64_t length, kn_hash digest,
                              kiln_envelope_fault *fault) {
    char expected[33], found[33];
    snprintf(expected, sizeof expected, "%llu", (unsigned long long)e->length);
    snprintf(found, sizeof found, "%llu", (unsigned long long)length);
    if (e->length != length)
        return kn_envelope_refuse(fault, KILN_BAD_FILE, "length", expected, found, -1);
    kn_hash_hex(digest, found);
    if (strcmp(e->digest, found) == 0) return KILN_OK;
    return kn_envelope_refuse(fault, KILN_BAD_FILE, "xxh3_128", e->digest, found, -1);
}

/* Cut at a whole character, and without control characters, so that it can stand in a line of
 * text. */
static void put(char *to, size_t room, const char *text) {
    size_t n = 0;
    for (size_t step; *text && (step = kn_utf8_step(text, strlen(text))) > 0 && n + step < room;
         text += step, n += step) {
        memcpy(to + n, text, step);
        if ((unsigned char)to[n] < ' ') to[n] = '?';
    }
    to[n] = '\0';
}

kiln_status kn_envelope_refuse(kiln_envelope_fault *fault, kiln_status status, const char *field,
                               const char *expected, const char *found, int64_t offset) {
    if (!fault) return status;
    put(fault->field, sizeof fault->field, field);
    put(fault->expected, sizeof fault->expected, expected);
    put(fault->found, sizeof fault->found, found);
    fault->offset = offset;
    return status;
}

void kn_envelope_say(const kiln_envelope_fault *fault, const char *path, kn_text *why) {
    kn_text_add(why, "%s: ", path);
    if (fault->field[0]) kn_text_add(why, "%s: ", fault->field);
    kn_text_add(why, "expected %s, found %s", fault->expected, fault->found);
    if (fault->offset >= 0) kn_text_add(why, ", at byte %lld", (long long)fault->offset);
}
