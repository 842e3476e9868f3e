title Normalisation, attention and embedding. Halves are computed in f32; weight and bias may then be f32 too.

# (input - mean) / sqrt(variance + eps) over the last axes, whose extents are normalized_shape, population variance; times weight plus bias, each of those axes' shape or None.
nn.functional.layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-5) -> Tensor
# input / sqrt(mean(input * input) + eps) over the last axes, times weight. Without eps: the spacing at 1 of f32, or of f64.
nn.functional.rms_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Scalar? eps=None) -> Tensor
# The same by channels, which lie along axis 1, with the statistics of all other axes; without training with the running ones. Training moves the running statistics, in place, by momentum towards input's mean and unbiased variance.
nn.functional.batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight=None, Tensor? bias=None, bool training=False, float momentum=0.1, float eps=1e-5) -> Tensor
# The same with statistics of its own for each element of axis 0; running statistics take their mean. Those of another dtype are brought to weight's, or else input's, and keep theirs.
nn.functional.instance_norm(Tensor input, Tensor? running_mean=None, Tensor? running_var=None, Tensor? weight=None, Tensor? bias=None, bool use_input_stats=True, float momentum=0.1, float eps=1e-5) -> Tensor
# The same over num_groups groups of neighbouring channels.
nn.functional.group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1e-5) -> Tensor
# input / max(norm, eps), the norm being the p-norm along dim.
nn.functional.normalize(Tensor input, float p=2.0, dim dim=1, float eps=1e-12) -> Tensor
# softmax(query key' * scale) value, scale 1 / sqrt of query's last extent unless given. attn_mask is true where a score counts, or is added to the scores; is_causal lets a row see no column after it. enable_gqa shares heads of key and value. dropout_p zeroes weights with that probability, by a counter whose key is drawn from the generator of kiln_manual_seed: not PyTorch's places.
nn.functional.scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0.0, bool is_causal=False, *, Scalar? scale=None, bool enable_gqa=False) -> Tensor
# Rows of weight at the indices input, i64 or i32; one out of range fails the evaluation with BAD_ARGUMENT. No derivative reaches row padding_idx. With max_norm longer rows that are asked for are first shortened to it, in place. scale_grad_by_freq divides a row's derivative by how often it is asked for. sparse must be false.
nn.functional.embedding(Tensor input, Tensor weight, int? padding_idx=None, Scalar? max_norm=None, float norm_type=2.0, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor
# 1 at the class and 0 elsewhere along a new last axis of num_classes, or of one more than the largest class. Computes input.
nn.functional.one_hot(Tensor input, int num_classes=-1) -> Tensor
