/* SPDX-License-Identifier: Apache-2.0
 * Written by tools/signatures.py from src/frontend/call/signatures/loss.sig: edit that.
 * In-place variants, and each function's entry in the by-name table (by_name.c). */
#include "frontend/call/by_name.h"
#include "kiln/loss.h"

static const fe_param p_cross_entropy[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"ignore_index", FE_INT, FE_OPTIONAL | FE_KEYWORD}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}, {"label_smoothing", FE_FLOAT, FE_OPTIONAL | FE_KEYWORD}};
static void c_cross_entropy(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cross_entropy)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_int(a + 3, -100), fe_as_str(a + 4, "mean"), fe_as_float(a + 5, 0.0)));
}
const fe_function fe_function_cross_entropy = {"nn.functional.cross_entropy", "nn.functional.cross_entropy(Tensor input, Tensor target, Tensor? weight=None, *, int ignore_index=-100, str reduction='mean', float label_smoothing=0.0) -> Tensor", p_cross_entropy, 6, c_cross_entropy};

static const fe_param p_nll_loss[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"ignore_index", FE_INT, FE_OPTIONAL | FE_KEYWORD}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}};
static void c_nll_loss(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_nll_loss)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_int(a + 3, -100), fe_as_str(a + 4, "mean")));
}
const fe_function fe_function_nll_loss = {"nn.functional.nll_loss", "nn.functional.nll_loss(Tensor input, Tensor target, Tensor? weight=None, *, int ignore_index=-100, str reduction='mean') -> Tensor", p_nll_loss, 5, c_nll_loss};

static const fe_param p_mse_loss[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}, {"weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_mse_loss(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_mse_loss)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_str(a + 2, "mean"), fe_as_tensor(a + 3, NULL)));
}
const fe_function fe_function_mse_loss = {"nn.functional.mse_loss", "nn.functional.mse_loss(Tensor input, Tensor target, *, str reduction='mean', Tensor? weight=None) -> Tensor", p_mse_loss, 4, c_mse_loss};

static const fe_param p_l1_loss[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}, {"weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_l1_loss(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_l1_loss)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_str(a + 2, "mean"), fe_as_tensor(a + 3, NULL)));
}
const fe_function fe_function_l1_loss = {"nn.functional.l1_loss", "nn.functional.l1_loss(Tensor input, Tensor target, *, str reduction='mean', Tensor? weight=None) -> Tensor", p_l1_loss, 4, c_l1_loss};

static const fe_param p_smooth_l1_loss[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}, {"beta", FE_FLOAT, FE_OPTIONAL | FE_KEYWORD}};
static void c_smooth_l1_loss(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_smooth_l1_loss)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_str(a + 2, "mean"), fe_as_float(a + 3, 1.0)));
}
const fe_function fe_function_smooth_l1_loss = {"nn.functional.smooth_l1_loss", "nn.functional.smooth_l1_loss(Tensor input, Tensor target, *, str reduction='mean', float beta=1.0) -> Tensor", p_smooth_l1_loss, 4, c_smooth_l1_loss};

static const fe_param p_huber_loss[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"reduction", FE_STR, FE_OPTIONAL}, {"delta", FE_FLOAT, FE_OPTIONAL}, {"weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}};
static void c_huber_loss(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_huber_loss)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_str(a + 2, "mean"), fe_as_float(a + 3, 1.0), fe_as_tensor(a + 4, NULL)));
}
const fe_function fe_function_huber_loss = {"nn.functional.huber_loss", "nn.functional.huber_loss(Tensor input, Tensor target, str reduction='mean', float delta=1.0, Tensor? weight=None) -> Tensor", p_huber_loss, 5, c_huber_loss};

static const fe_param p_soft_margin_loss[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}};
static void c_soft_margin_loss(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_soft_margin_loss)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_str(a + 2, "mean")));
}
const fe_function fe_function_soft_margin_loss = {"nn.functional.soft_margin_loss", "nn.functional.soft_margin_loss(Tensor input, Tensor target, *, str reduction='mean') -> Tensor", p_soft_margin_loss, 3, c_soft_margin_loss};

static const fe_param p_kl_div[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}, {"log_target", FE_BOOL, FE_OPTIONAL | FE_KEYWORD}};
static void c_kl_div(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_kl_div)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_str(a + 2, "mean"), fe_as_bool(a + 3, false)));
}
const fe_function fe_function_kl_div = {"nn.functional.kl_div", "nn.functional.kl_div(Tensor input, Tensor target, *, str reduction='mean', bool log_target=False) -> Tensor", p_kl_div, 4, c_kl_div};

static const fe_param p_poisson_nll_loss[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"log_input", FE_BOOL, FE_OPTIONAL}, {"full", FE_BOOL, FE_OPTIONAL}, {"eps", FE_FLOAT, FE_OPTIONAL | FE_KEYWORD}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}};
static void c_poisson_nll_loss(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_poisson_nll_loss)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_bool(a + 2, true), fe_as_bool(a + 3, false), fe_as_float(a + 4, 1e-8), fe_as_str(a + 5, "mean")));
}
const fe_function fe_function_poisson_nll_loss = {"nn.functional.poisson_nll_loss", "nn.functional.poisson_nll_loss(Tensor input, Tensor target, bool log_input=True, bool full=False, *, float eps=1e-8, str reduction='mean') -> Tensor", p_poisson_nll_loss, 6, c_poisson_nll_loss};

static const fe_param p_gaussian_nll_loss[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_VALUE, 0}, {"var", FE_VALUE, 0}, {"full", FE_BOOL, FE_OPTIONAL}, {"eps", FE_FLOAT, FE_OPTIONAL}, {"reduction", FE_STR, FE_OPTIONAL}};
static void c_gaussian_nll_loss(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_gaussian_nll_loss)(at, fe_as_tensor(a + 0, NULL), fe_as_value(a + 1, KILN_NO_VALUE), fe_as_value(a + 2, KILN_NO_VALUE), fe_as_bool(a + 3, false), fe_as_float(a + 4, 1e-6), fe_as_str(a + 5, "mean")));
}
const fe_function fe_function_gaussian_nll_loss = {"nn.functional.gaussian_nll_loss", "nn.functional.gaussian_nll_loss(Tensor input, Value target, Value var, bool full=False, float eps=1e-6, str reduction='mean') -> Tensor", p_gaussian_nll_loss, 6, c_gaussian_nll_loss};

static const fe_param p_binary_cross_entropy[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}};
static void c_binary_cross_entropy(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_binary_cross_entropy)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_str(a + 3, "mean")));
}
const fe_function fe_function_binary_cross_entropy = {"nn.functional.binary_cross_entropy", "nn.functional.binary_cross_entropy(Tensor input, Tensor target, Tensor? weight=None, *, str reduction='mean') -> Tensor", p_binary_cross_entropy, 4, c_binary_cross_entropy};

static const fe_param p_binary_cross_entropy_with_logits[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}, {"pos_weight", FE_TENSOR, FE_OPTIONAL | FE_OR_NONE | FE_KEYWORD}};
static void c_binary_cross_entropy_with_logits(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_binary_cross_entropy_with_logits)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_str(a + 3, "mean"), fe_as_tensor(a + 4, NULL)));
}
const fe_function fe_function_binary_cross_entropy_with_logits = {"nn.functional.binary_cross_entropy_with_logits", "nn.functional.binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight=None, *, str reduction='mean', Tensor? pos_weight=None) -> Tensor", p_binary_cross_entropy_with_logits, 5, c_binary_cross_entropy_with_logits};

static const fe_param p_hinge_embedding_loss[] = {
    {"input", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"margin", FE_FLOAT, FE_OPTIONAL}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}};
static void c_hinge_embedding_loss(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_hinge_embedding_loss)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_float(a + 2, 1.0), fe_as_str(a + 3, "mean")));
}
const fe_function fe_function_hinge_embedding_loss = {"nn.functional.hinge_embedding_loss", "nn.functional.hinge_embedding_loss(Tensor input, Tensor target, float margin=1.0, *, str reduction='mean') -> Tensor", p_hinge_embedding_loss, 4, c_hinge_embedding_loss};

static const fe_param p_margin_ranking_loss[] = {
    {"input1", FE_TENSOR, 0}, {"input2", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"margin", FE_FLOAT, FE_OPTIONAL}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}};
static void c_margin_ranking_loss(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_margin_ranking_loss)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_float(a + 3, 0), fe_as_str(a + 4, "mean")));
}
const fe_function fe_function_margin_ranking_loss = {"nn.functional.margin_ranking_loss", "nn.functional.margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, float margin=0, *, str reduction='mean') -> Tensor", p_margin_ranking_loss, 5, c_margin_ranking_loss};

static const fe_param p_cosine_embedding_loss[] = {
    {"input1", FE_TENSOR, 0}, {"input2", FE_TENSOR, 0}, {"target", FE_TENSOR, 0}, {"margin", FE_FLOAT, FE_OPTIONAL}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}};
static void c_cosine_embedding_loss(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cosine_embedding_loss)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_float(a + 3, 0), fe_as_str(a + 4, "mean")));
}
const fe_function fe_function_cosine_embedding_loss = {"nn.functional.cosine_embedding_loss", "nn.functional.cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float margin=0, *, str reduction='mean') -> Tensor", p_cosine_embedding_loss, 5, c_cosine_embedding_loss};

static const fe_param p_triplet_margin_loss[] = {
    {"anchor", FE_TENSOR, 0}, {"positive", FE_TENSOR, 0}, {"negative", FE_TENSOR, 0}, {"margin", FE_FLOAT, FE_OPTIONAL}, {"p", FE_FLOAT, FE_OPTIONAL}, {"eps", FE_FLOAT, FE_OPTIONAL}, {"swap", FE_BOOL, FE_OPTIONAL}, {"reduction", FE_STR, FE_OPTIONAL | FE_KEYWORD}};
static void c_triplet_margin_loss(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_triplet_margin_loss)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_tensor(a + 2, NULL), fe_as_float(a + 3, 1.0), fe_as_float(a + 4, 2), fe_as_float(a + 5, 1e-6), fe_as_bool(a + 6, false), fe_as_str(a + 7, "mean")));
}
const fe_function fe_function_triplet_margin_loss = {"nn.functional.triplet_margin_loss", "nn.functional.triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, float margin=1.0, float p=2, float eps=1e-6, bool swap=False, *, str reduction='mean') -> Tensor", p_triplet_margin_loss, 8, c_triplet_margin_loss};

static const fe_param p_pairwise_distance[] = {
    {"x1", FE_TENSOR, 0}, {"x2", FE_TENSOR, 0}, {"p", FE_FLOAT, FE_OPTIONAL}, {"eps", FE_FLOAT, FE_OPTIONAL}, {"keepdim", FE_BOOL, FE_OPTIONAL}};
static void c_pairwise_distance(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_pairwise_distance)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_float(a + 2, 2.0), fe_as_float(a + 3, 1e-6), fe_as_bool(a + 4, false)));
}
const fe_function fe_function_pairwise_distance = {"nn.functional.pairwise_distance", "nn.functional.pairwise_distance(Tensor x1, Tensor x2, float p=2.0, float eps=1e-6, bool keepdim=False) -> Tensor", p_pairwise_distance, 5, c_pairwise_distance};

static const fe_param p_cosine_similarity[] = {
    {"x1", FE_TENSOR, 0}, {"x2", FE_TENSOR, 0}, {"dim", FE_DIM, FE_OPTIONAL}, {"eps", FE_FLOAT, FE_OPTIONAL}};
static void c_cosine_similarity(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {
    (void)s;
    fe_return_one(r, (kiln_cosine_similarity)(at, fe_as_tensor(a + 0, NULL), fe_as_tensor(a + 1, NULL), fe_as_dim(a + 2, 1), fe_as_float(a + 3, 1e-8)));
}
const fe_function fe_function_cosine_similarity = {"nn.functional.cosine_similarity", "nn.functional.cosine_similarity(Tensor x1, Tensor x2, dim dim=1, float eps=1e-8) -> Tensor", p_cosine_similarity, 4, c_cosine_similarity};
