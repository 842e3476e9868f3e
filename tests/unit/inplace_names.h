/* SPDX-License-Identifier: Apache-2.0
 * The functions of the scope that torch.Tensor also has in place. Read by test_writes.c. */
static const char *const inplace_names[] = {
    "abs_", "acos_", "acosh_", "add_", "addbmm_", "addcdiv_", "addcmul_", "addmm_", "addmv_", "addr_", "asin_", "asinh_",
    "atan2_", "atan_", "atanh_", "baddbmm_", "bitwise_and_", "bitwise_left_shift_", "bitwise_not_", "bitwise_or_",
    "bitwise_right_shift_", "bitwise_xor_", "ceil_", "clamp_", "clamp_max_", "clamp_min_", "copy_", "copysign_", "cos_", "cosh_",
    "cumprod_", "cumsum_", "deg2rad_", "div_", "eq_", "erf_", "erfc_", "erfinv_", "exp2_", "exp_", "expm1_", "fill_",
    "float_power_", "floor_", "floor_divide_", "fmod_", "frac_", "gcd_", "ge_", "gt_", "heaviside_", "hypot_", "lcm_", "ldexp_",
    "index_add_", "index_copy_", "index_fill_", "index_put_", "index_reduce_", "masked_scatter_", "put_", "scatter_", "scatter_reduce_",
    "le_", "lerp_", "log10_", "log1p_", "log2_", "log_", "logical_and_", "logical_not_", "logical_or_", "logical_xor_", "logit_",
    "lt_", "masked_fill_", "mul_", "nan_to_num_", "ne_", "neg_", "nextafter_", "nn.functional.relu_", "pow_", "rad2deg_",
    "reciprocal_", "remainder_", "renorm_", "round_", "rsqrt_", "scatter_add_", "sgn_", "sigmoid_", "sign_", "sin_", "sinc_",
    "sinh_", "sqrt_", "square_", "squeeze_", "sub_", "t_", "tan_", "tanh_", "transpose_", "tril_", "triu_", "true_divide_", "trunc_", "unsqueeze_",
    "xlogy_", "zero_",
};
