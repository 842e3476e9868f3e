/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/reduction.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/reduction.h"

static const fe_param p_sum[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_sum(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_sum)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false), fe_as_dtype(a + 3, KILN_NO_DTYPE)));
}
const fe_function fe_function_sum = {"sum", "sum(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor", p_sum, 4, c_sum};

static const fe_param p_nansum[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_nansum(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_nansum)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false), fe_as_dtype(a + 3, KILN_NO_DTYPE)));
}
const fe_function fe_function_nansum = {"nansum", "nansum(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor", p_nansum, 4, c_nansum};

static const fe_param p_mean[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_mean(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_mean)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false), fe_as_dtype(a + 3, KILN_NO_DTYPE)));
}
const fe_function fe_function_mean = {"mean", "mean(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor", p_mean, 4, c_mean};

static const fe_param p_nanmean[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_nanmean(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_nanmean)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false), fe_as_dtype(a + 3, KILN_NO_DTYPE)));
}
const fe_function fe_function_nanmean = {"nanmean", "nanmean(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor", p_nanmean, 4, c_nanmean};

static const fe_param p_prod[] = {
    {"input", FE_TENSOR, 0}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_prod(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_prod)(at, fe_as_tensor(a + 0, NULL), fe_as_dtype(a + 1, KILN_NO_DTYPE)));
}
const fe_function fe_function_prod = {"prod", "prod(Tensor input, *, dtype? dtype=None) -> Tensor", p_prod, 2, c_prod};

static const fe_param p_prod_dim[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"keepdim", FE_BOOL, FE_OPTIONAL}, {"dtype", FE_DTYPE, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_prod_dim(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_prod_dim)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_bool(a + 2, false), fe_as_dtype(a + 3, KILN_NO_DTYPE)));
}
const fe_function fe_function_prod_dim = {"prod", "prod(Tensor input, dim dim, bool keepdim=False, *, dtype? dtype=None) -> Tensor", p_prod_dim, 4, c_prod_dim};

static const fe_param p_count_nonzero[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}};
static void c_count_nonzero(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_count_nonzero)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES)));
}
const fe_function fe_function_count_nonzero = {"count_nonzero", "count_nonzero(Tensor input, dim[]? dim=None) -> Tensor", p_count_nonzero, 2, c_count_nonzero};

static const fe_param p_all[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_all(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_all)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_all = {"all", "all(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor", p_all, 3, c_all};

static const fe_param p_any[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_any(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_any)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_any = {"any", "any(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor", p_any, 3, c_any};

static const fe_param p_amax[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_amax(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_amax)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_amax = {"amax", "amax(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor", p_amax, 3, c_amax};

static const fe_param p_amin[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_amin(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_amin)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_amin = {"amin", "amin(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor", p_amin, 3, c_amin};

static const fe_param p_aminmax[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"keepdim", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_aminmax(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_aminmax)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, KILN_NO_DIM), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_aminmax = {"aminmax", "aminmax(Tensor input, *, dim? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)", p_aminmax, 3, c_aminmax};

static const fe_param p_max[] = {
    {"input", FE_TENSOR, 0}};
static void c_max(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_max)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_max = {"max", "max(Tensor input) -> Tensor", p_max, 1, c_max};

static const fe_param p_max_dim[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_max_dim(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_max_dim)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_max_dim = {"max", "max(Tensor input, dim dim, bool keepdim=False) -> (Tensor values, Tensor indices)", p_max_dim, 3, c_max_dim};

static const fe_param p_min[] = {
    {"input", FE_TENSOR, 0}};
static void c_min(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_min)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_min = {"min", "min(Tensor input) -> Tensor", p_min, 1, c_min};

static const fe_param p_min_dim[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_min_dim(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_min_dim)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_min_dim = {"min", "min(Tensor input, dim dim, bool keepdim=False) -> (Tensor values, Tensor indices)", p_min_dim, 3, c_min_dim};

static const fe_param p_argmax[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_argmax(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_argmax)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, KILN_NO_DIM), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_argmax = {"argmax", "argmax(Tensor input, dim? dim=None, bool keepdim=False) -> Tensor", p_argmax, 3, c_argmax};

static const fe_param p_argmin[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL | FE_OR_NONE}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_argmin(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_argmin)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, KILN_NO_DIM), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_argmin = {"argmin", "argmin(Tensor input, dim? dim=None, bool keepdim=False) -> Tensor", p_argmin, 3, c_argmin};

static const fe_param p_median[] = {
    {"input", FE_TENSOR, 0}};
static void c_median(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_median)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_median = {"median", "median(Tensor input) -> Tensor", p_median, 1, c_median};

static const fe_param p_median_dim[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_median_dim(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_median_dim)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_median_dim = {"median", "median(Tensor input, dim dim, bool keepdim=False) -> (Tensor values, Tensor indices)", p_median_dim, 3, c_median_dim};

static const fe_param p_nanmedian[] = {
    {"input", FE_TENSOR, 0}};
static void c_nanmedian(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_nanmedian)(at, fe_as_tensor(a + 0, NULL)));
}
const fe_function fe_function_nanmedian = {"nanmedian", "nanmedian(Tensor input) -> Tensor", p_nanmedian, 1, c_nanmedian};

static const fe_param p_nanmedian_dim[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIM, 0}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_nanmedian_dim(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_nanmedian_dim)(at, fe_as_tensor(a + 0, NULL), fe_as_dim(a + 1, 0), fe_as_bool(a + 2, false)));
}
const fe_function fe_function_nanmedian_dim = {"nanmedian", "nanmedian(Tensor input, dim dim, bool keepdim=False) -> (Tensor values, Tensor indices)", p_nanmedian_dim, 3, c_nanmedian_dim};

static const fe_param p_var[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"correction", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"keepdim", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_var(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_var)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_value(a + 2, KILN_NO_VALUE), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_var = {"var", "var(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor", p_var, 4, c_var};

static const fe_param p_var_unbiased[] = {
    {"input", FE_TENSOR, 0}, {"unbiased", FE_BOOL, 0}};
static void c_var_unbiased(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_var_unbiased)(at, fe_as_tensor(a + 0, NULL), fe_as_bool(a + 1, false)));
}
const fe_function fe_function_var_unbiased = {"var", "var(Tensor input, bool unbiased) -> Tensor", p_var_unbiased, 2, c_var_unbiased};

static const fe_param p_var_dim[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OR_NONE}, {"unbiased", FE_BOOL, FE_OPTIONAL}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_var_dim(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_var_dim)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_NO_AXES), fe_as_bool(a + 2, true), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_var_dim = {"var", "var(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> Tensor", p_var_dim, 4, c_var_dim};

static const fe_param p_std[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"correction", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"keepdim", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_std(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_std)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_value(a + 2, KILN_NO_VALUE), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_std = {"std", "std(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor", p_std, 4, c_std};

static const fe_param p_std_unbiased[] = {
    {"input", FE_TENSOR, 0}, {"unbiased", FE_BOOL, 0}};
static void c_std_unbiased(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_std_unbiased)(at, fe_as_tensor(a + 0, NULL), fe_as_bool(a + 1, false)));
}
const fe_function fe_function_std_unbiased = {"std", "std(Tensor input, bool unbiased) -> Tensor", p_std_unbiased, 2, c_std_unbiased};

static const fe_param p_std_dim[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OR_NONE}, {"unbiased", FE_BOOL, FE_OPTIONAL}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_std_dim(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_std_dim)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_NO_AXES), fe_as_bool(a + 2, true), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_std_dim = {"std", "std(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> Tensor", p_std_dim, 4, c_std_dim};

static const fe_param p_var_mean[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"correction", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"keepdim", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_var_mean(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_var_mean)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_value(a + 2, KILN_NO_VALUE), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_var_mean = {"var_mean", "var_mean(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor var, Tensor mean)", p_var_mean, 4, c_var_mean};

static const fe_param p_var_mean_unbiased[] = {
    {"input", FE_TENSOR, 0}, {"unbiased", FE_BOOL, 0}};
static void c_var_mean_unbiased(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_var_mean_unbiased)(at, fe_as_tensor(a + 0, NULL), fe_as_bool(a + 1, false)));
}
const fe_function fe_function_var_mean_unbiased = {"var_mean", "var_mean(Tensor input, bool unbiased) -> (Tensor var, Tensor mean)", p_var_mean_unbiased, 2, c_var_mean_unbiased};

static const fe_param p_var_mean_dim[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OR_NONE}, {"unbiased", FE_BOOL, FE_OPTIONAL}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_var_mean_dim(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_var_mean_dim)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_NO_AXES), fe_as_bool(a + 2, true), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_var_mean_dim = {"var_mean", "var_mean(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor var, Tensor mean)", p_var_mean_dim, 4, c_var_mean_dim};

static const fe_param p_std_mean[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OPTIONAL | FE_OR_NONE}, {"correction", FE_SCALAR, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}, {"keepdim", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_std_mean(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_std_mean)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_ALL_AXES), fe_as_value(a + 2, KILN_NO_VALUE), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_std_mean = {"std_mean", "std_mean(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor std, Tensor mean)", p_std_mean, 4, c_std_mean};

static const fe_param p_std_mean_unbiased[] = {
    {"input", FE_TENSOR, 0}, {"unbiased", FE_BOOL, 0}};
static void c_std_mean_unbiased(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_std_mean_unbiased)(at, fe_as_tensor(a + 0, NULL), fe_as_bool(a + 1, false)));
}
const fe_function fe_function_std_mean_unbiased = {"std_mean", "std_mean(Tensor input, bool unbiased) -> (Tensor std, Tensor mean)", p_std_mean_unbiased, 2, c_std_mean_unbiased};

static const fe_param p_std_mean_dim[] = {
    {"input", FE_TENSOR, 0}, {"dim", FE_DIMS, FE_OR_NONE}, {"unbiased", FE_BOOL, FE_OPTIONAL}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_std_mean_dim(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_pair(r, (kiln_std_mean_dim)(at, fe_as_tensor(a + 0, NULL), fe_as_dims(a + 1, KILN_NO_AXES), fe_as_bool(a + 2, true), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_std_mean_dim = {"std_mean", "std_mean(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor std, Tensor mean)", p_std_mean_dim, 4, c_std_mean_dim};
