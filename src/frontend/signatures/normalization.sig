title Normalisation and dropout.

# (input - mean) / sqrt(variance + eps) over the last axes, whose extents are normalized_shape, population variance; times weight plus bias, each of those axes' shape or None.
nn.functional.layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-5) -> Tensor
