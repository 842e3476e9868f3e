/* SPDX-License-Identifier: Apache-2.0
 * GF(256) of the RaptorQ codec: the axioms over all elements, and every form of sums and products
 * against the definition.
 * KILN_TEST: sanitize=address */
#include "check.h"
#include "raptorq/gf256.h"

enum { MOST = 256, ROWS = GF_MOST_ROWS };

/* The definition, bit by bit: a product of polynomials, and its rest. */
static uint8_t defined(unsigned a, unsigned b) {
    unsigned product = 0;
    for (int i = 0; i < 8; i++)
        if (b >> i & 1) product ^= a << i;
    for (int i = 15; i >= 8; i--)
        if (product >> i & 1) product ^= 0x11du << (i - 8);
    return (uint8_t)product;
}

Test(raptorq_field, products_are_the_polynomials) {
    for (int a = 0; a < 256; a++)
        for (int b = 0; b < 256; b++)
            CHECK_EQ(gf_mul((uint8_t)a, (uint8_t)b), defined((unsigned)a, (unsigned)b));
}

Test(raptorq_field, axioms) {
    for (int a = 0; a < 256; a++)
        for (int b = 0; b < 256; b++) {
            uint8_t x = (uint8_t)a, y = (uint8_t)b, z = (uint8_t)(a * 31 + b * 7 + 5);
            CHECK(gf_mul(x, y) == gf_mul(y, x));
            CHECK(gf_mul(gf_mul(x, y), z) == gf_mul(x, gf_mul(y, z)));
            CHECK(gf_mul(x, y ^ z) == (gf_mul(x, y) ^ gf_mul(x, z)));
        }
}

Test(raptorq_field, units_and_inverses) {
    uint8_t power = 1;
    bool seen[256] = {false};
    for (int i = 0; i < 255; i++, power = gf_twice(power)) {
        CHECK(!seen[power] && power != 0); /* two makes all of them */
        seen[power] = true;
        CHECK_EQ(gf_mul(power, gf_inverse(power)), 1);
        CHECK_EQ(gf_mul(power, 1), power);
        CHECK_EQ(gf_mul(power, 0), 0);
        CHECK_EQ(gf_twice(power), gf_mul(power, 2));
    }
    CHECK_EQ(power, 1);
}

static uint8_t lanes[MOST * GF_LANE], coefficients[ROWS * MOST], sums[ROWS][2 * GF_LANE];
static gf_tables tables;

static void fill(void) {
    uint32_t state = 1;
    gf_tables_fill(&tables);
    for (size_t i = 0; i < sizeof lanes; i++)
        lanes[i] = (uint8_t)((state = state * 1664525 + 1) >> 24);
    for (size_t i = 0; i < sizeof coefficients; i++) coefficients[i] = (uint8_t)(i * 167 + i / 256);
}

static void check_sum(const gf_form *form, size_t n, size_t rows) {
    uint8_t *to[ROWS];
    gf_sum sum = {&tables, lanes, n, coefficients, MOST};
    memset(sums, 0xee, sizeof sums);
    for (size_t r = 0; r < ROWS; r++) to[r] = sums[r];
    form->sum(&sum, rows, to, GF_LANE);
    for (size_t r = 0; r < ROWS; r++)
        for (size_t i = 0; i < GF_LANE; i++) {
            uint8_t wanted = 0;
            for (size_t k = 0; k < n; k++)
                wanted ^= gf_mul(coefficients[r * MOST + k], lanes[k * GF_LANE + i]);
            CHECK_EQ(sums[r][GF_LANE + i], r < rows ? wanted : 0xee);
            CHECK_EQ(sums[r][i], 0xee); /* before `at` */
        }
}

Test(raptorq_field, every_form_gives_the_same_sums, .init = fill) {
    int found = 0;
    for (int f = RAPTORQ_PLAIN; f < RAPTORQ_FORM_COUNT; f++) {
        const gf_form *form = gf_form_get((raptorq_form)f);
        if (!form) continue;
        found++;
        for (size_t rows = 1; rows <= ROWS; rows++) check_sum(form, rows * 5 % 37, rows);
        check_sum(form, MOST, ROWS);
    }
    CHECK(found >= 1);
}

static void check_add(const gf_form *form, int c) {
    uint8_t to[4 * GF_LANE], before[4 * GF_LANE];
    memcpy(before, lanes + GF_LANE, sizeof before);
    memcpy(to, before, sizeof to);
    form->add(&tables, to, lanes, (uint8_t)c, 3 * GF_LANE);
    for (size_t i = 0; i < sizeof to; i++)
        CHECK_EQ(to[i], before[i] ^ (i < 3 * GF_LANE ? gf_mul((uint8_t)c, lanes[i]) : 0));
    form->add(&tables, to, to, (uint8_t)(c ^ 1), GF_LANE); /* in place: c times what was there */
    for (size_t i = 0; i < GF_LANE; i++)
        CHECK_EQ(to[i], gf_mul((uint8_t)c, before[i] ^ gf_mul((uint8_t)c, lanes[i])));
}

Test(raptorq_field, every_form_adds_every_multiple, .init = fill) {
    for (int f = RAPTORQ_PLAIN; f < RAPTORQ_FORM_COUNT; f++) {
        const gf_form *form = gf_form_get((raptorq_form)f);
        for (int c = 0; form && c < 256; c++) check_add(form, c);
    }
}
