/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/arithmetic.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/arithmetic.h"

kiln_tensor *(kiln_add_)(kiln_site at, kiln_tensor *input, kiln_value other, kiln_value alpha) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "add_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "add_", input, (kiln_add)(at, kiln_v_tensor(input), other, alpha));
}

kiln_tensor *(kiln_sub_)(kiln_site at, kiln_tensor *input, kiln_value other, kiln_value alpha) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "sub_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "sub_", input, (kiln_sub)(at, kiln_v_tensor(input), other, alpha));
}

kiln_tensor *(kiln_mul_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "mul_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "mul_", input, (kiln_mul)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_addcmul_)(kiln_site at, kiln_tensor *input, kiln_tensor *tensor1, kiln_tensor *tensor2, kiln_value value) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(tensor1), fe_tensor_value(tensor2)};
    if (fe_write_begin(at, "addcmul_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "addcmul_", input, (kiln_addcmul)(at, input, tensor1, tensor2, value));
}

kiln_tensor *(kiln_addcdiv_)(kiln_site at, kiln_tensor *input, kiln_tensor *tensor1, kiln_tensor *tensor2, kiln_value value) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(tensor1), fe_tensor_value(tensor2)};
    if (fe_write_begin(at, "addcdiv_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "addcdiv_", input, (kiln_addcdiv)(at, input, tensor1, tensor2, value));
}

kiln_tensor *(kiln_lerp_)(kiln_site at, kiln_tensor *input, kiln_tensor *end, kiln_value weight) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(end), weight};
    if (fe_write_begin(at, "lerp_", v, 3) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "lerp_", input, (kiln_lerp)(at, input, end, weight));
}

kiln_tensor *(kiln_div_)(kiln_site at, kiln_tensor *input, kiln_value other, const char *rounding_mode) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "div_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "div_", input, (kiln_div)(at, kiln_v_tensor(input), other, rounding_mode));
}

kiln_tensor *(kiln_true_divide_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "true_divide_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "true_divide_", input, (kiln_true_divide)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_floor_divide_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "floor_divide_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "floor_divide_", input, (kiln_floor_divide)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_remainder_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "remainder_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "remainder_", input, (kiln_remainder)(at, kiln_v_tensor(input), other));
}

kiln_tensor *(kiln_fmod_)(kiln_site at, kiln_tensor *input, kiln_value other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), other};
    if (fe_write_begin(at, "fmod_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "fmod_", input, (kiln_fmod)(at, input, other));
}

kiln_tensor *(kiln_gcd_)(kiln_site at, kiln_tensor *input, kiln_tensor *other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(other)};
    if (fe_write_begin(at, "gcd_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "gcd_", input, (kiln_gcd)(at, input, other));
}

kiln_tensor *(kiln_lcm_)(kiln_site at, kiln_tensor *input, kiln_tensor *other) {
    FE_DOOR;
    const kiln_value v[] = {kiln_v_tensor(input), fe_tensor_value(other)};
    if (fe_write_begin(at, "lcm_", v, 2) == NULL) return fe_poison_like(input, NULL);
    return fe_write_back(at, "lcm_", input, (kiln_lcm)(at, input, other));
}

static const fe_param p_add[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_add(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_add)(at, fe_as_tensor_of_numbers(at, s, a), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, kiln_v_int(1))));
}
const fe_function fe_function_add = {"add", "add(Value input, Value other, *, Scalar alpha=1) -> Tensor", p_add, 3, c_add};

static const fe_param p_add_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_add_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_add_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, kiln_v_int(1))));
}
const fe_function fe_function_add_ = {"add_", "add_(Tensor input, Value other, *, Scalar alpha=1) -> Tensor", p_add_, 3, c_add_};

static const fe_param p_sub[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_sub(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_sub)(at, fe_as_tensor_of_numbers(at, s, a), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, kiln_v_int(1))));
}
const fe_function fe_function_sub = {"sub", "sub(Value input, Value other, *, Scalar alpha=1) -> Tensor", p_sub, 3, c_sub};

static const fe_param p_sub_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}, {"alpha", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_sub_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sub_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, kiln_v_int(1))));
}
const fe_function fe_function_sub_ = {"sub_", "sub_(Tensor input, Value other, *, Scalar alpha=1) -> Tensor", p_sub_, 3, c_sub_};

static const fe_param p_rsub[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}, {"alpha", FE_SCALAR, FE_OPTIONAL}};
static void c_rsub(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_rsub)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, kiln_v_int(1))));
}
const fe_function fe_function_rsub = {"rsub", "rsub(Tensor input, Value other, Scalar alpha=1) -> Tensor", p_rsub, 3, c_rsub};

static const fe_param p_mul[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_mul(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_mul)(at, fe_as_tensor_of_numbers(at, s, a), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_mul = {"mul", "mul(Value input, Value other) -> Tensor", p_mul, 2, c_mul};

static const fe_param p_mul_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_mul_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_mul_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_mul_ = {"mul_", "mul_(Tensor input, Value other) -> Tensor", p_mul_, 2, c_mul_};

static const fe_param p_addcmul[] = {
    {"input", FE_TENSOR, 0}, {"tensor1", FE_TENSOR, 0}, {"tensor2", FE_TENSOR, 0}, {"value", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_addcmul(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_addcmul)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1))));
}
const fe_function fe_function_addcmul = {"addcmul", "addcmul(Tensor input, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor", p_addcmul, 4, c_addcmul};

static const fe_param p_addcmul_[] = {
    {"input", FE_TENSOR, 0}, {"tensor1", FE_TENSOR, 0}, {"tensor2", FE_TENSOR, 0}, {"value", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_addcmul_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_addcmul_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1))));
}
const fe_function fe_function_addcmul_ = {"addcmul_", "addcmul_(Tensor input, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor", p_addcmul_, 4, c_addcmul_};

static const fe_param p_addcdiv[] = {
    {"input", FE_TENSOR, 0}, {"tensor1", FE_TENSOR, 0}, {"tensor2", FE_TENSOR, 0}, {"value", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_addcdiv(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_addcdiv)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1))));
}
const fe_function fe_function_addcdiv = {"addcdiv", "addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor", p_addcdiv, 4, c_addcdiv};

static const fe_param p_addcdiv_[] = {
    {"input", FE_TENSOR, 0}, {"tensor1", FE_TENSOR, 0}, {"tensor2", FE_TENSOR, 0}, {"value", FE_SCALAR, FE_OPTIONAL | FE_KEYWORD}};
static void c_addcdiv_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_addcdiv_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_value(a + 3, kiln_v_int(1))));
}
const fe_function fe_function_addcdiv_ = {"addcdiv_", "addcdiv_(Tensor input, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor", p_addcdiv_, 4, c_addcdiv_};

static const fe_param p_lerp[] = {
    {"input", FE_TENSOR, 0}, {"end", FE_TENSOR, 0}, {"weight", FE_VALUE, 0}};
static void c_lerp(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_lerp)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_value(a + 2, KILN_NO_VALUE)));
}
const fe_function fe_function_lerp = {"lerp", "lerp(Tensor input, Tensor end, Value weight) -> Tensor", p_lerp, 3, c_lerp};

static const fe_param p_lerp_[] = {
    {"input", FE_TENSOR, 0}, {"end", FE_TENSOR, 0}, {"weight", FE_VALUE, 0}};
static void c_lerp_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_lerp_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_value(a + 2, KILN_NO_VALUE)));
}
const fe_function fe_function_lerp_ = {"lerp_", "lerp_(Tensor input, Tensor end, Value weight) -> Tensor", p_lerp_, 3, c_lerp_};

static const fe_param p_fma[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}, {"addend", FE_VALUE, 0}};
static void c_fma(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_fma)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, KILN_NO_VALUE)));
}
const fe_function fe_function_fma = {"fma", "fma(Value input, Value other, Value addend) -> Tensor", p_fma, 3, c_fma};

static const fe_param p_div[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}, {"rounding_mode", FE_STR, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_div(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_div)(at, fe_as_tensor_of_numbers(at, s, a), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_str(a + 2, NULL)));
}
const fe_function fe_function_div = {"div", "div(Value input, Value other, *, str? rounding_mode=None) -> Tensor", p_div, 3, c_div};

static const fe_param p_div_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}, {"rounding_mode", FE_STR, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_div_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_div_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_str(a + 2, NULL)));
}
const fe_function fe_function_div_ = {"div_", "div_(Tensor input, Value other, *, str? rounding_mode=None) -> Tensor", p_div_, 3, c_div_};

static const fe_param p_true_divide[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_true_divide(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_true_divide)(at, fe_as_tensor_of_numbers(at, s, a), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_true_divide = {"true_divide", "true_divide(Value input, Value other) -> Tensor", p_true_divide, 2, c_true_divide};

static const fe_param p_true_divide_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_true_divide_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_true_divide_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_true_divide_ = {"true_divide_", "true_divide_(Tensor input, Value other) -> Tensor", p_true_divide_, 2, c_true_divide_};

static const fe_param p_floor_divide[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_floor_divide(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    fe_return_one(r, (kiln_floor_divide)(at, fe_as_tensor_of_numbers(at, s, a), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_floor_divide = {"floor_divide", "floor_divide(Value input, Value other) -> Tensor", p_floor_divide, 2, c_floor_divide};

static const fe_param p_floor_divide_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_floor_divide_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_floor_divide_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_floor_divide_ = {"floor_divide_", "floor_divide_(Tensor input, Value other) -> Tensor", p_floor_divide_, 2, c_floor_divide_};

static const fe_param p_remainder[] = {
    {"input", FE_VALUE, 0}, {"other", FE_VALUE, 0}};
static void c_remainder(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_remainder)(at, fe_as_value(a + 0, KILN_NO_VALUE), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_remainder = {"remainder", "remainder(Value input, Value other) -> Tensor", p_remainder, 2, c_remainder};

static const fe_param p_remainder_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_remainder_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_remainder_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_remainder_ = {"remainder_", "remainder_(Tensor input, Value other) -> Tensor", p_remainder_, 2, c_remainder_};

static const fe_param p_fmod[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_fmod(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_fmod)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_fmod = {"fmod", "fmod(Tensor input, Value other) -> Tensor", p_fmod, 2, c_fmod};

static const fe_param p_fmod_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_VALUE, 0}};
static void c_fmod_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_fmod_)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE)));
}
const fe_function fe_function_fmod_ = {"fmod_", "fmod_(Tensor input, Value other) -> Tensor", p_fmod_, 2, c_fmod_};

static const fe_param p_gcd[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_gcd(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_gcd)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_gcd = {"gcd", "gcd(Tensor input, Tensor other) -> Tensor", p_gcd, 2, c_gcd};

static const fe_param p_gcd_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_gcd_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_gcd_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_gcd_ = {"gcd_", "gcd_(Tensor input, Tensor other) -> Tensor", p_gcd_, 2, c_gcd_};

static const fe_param p_lcm[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_lcm(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_lcm)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_lcm = {"lcm", "lcm(Tensor input, Tensor other) -> Tensor", p_lcm, 2, c_lcm};

static const fe_param p_lcm_[] = {
    {"input", FE_TENSOR, 0}, {"other", FE_TENSOR, 0}};
static void c_lcm_(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_lcm_)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL)));
}
const fe_function fe_function_lcm_ = {"lcm_", "lcm_(Tensor input, Tensor other) -> Tensor", p_lcm_, 2, c_lcm_};
