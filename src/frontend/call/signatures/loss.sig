title Losses. reduction is 'mean', 'sum' or 'none'. Those of two tensors broadcast them and promote their dtypes.

# Of class indices: the mean of -log_softmax(input)[target], weighted by weight[target]; input [n, classes, ..] or [classes], target [n, ..] i64 or u8. Labels equal to ignore_index count for nothing; others out of range fail the evaluation with BAD_ARGUMENT. Of probabilities, where target has input's shape: the mean over n of -sum(target * log_softmax(input)). label_smoothing mixes in the uniform distribution.
nn.functional.cross_entropy(Tensor input, Tensor target, Tensor? weight=None, *, int ignore_index=-100, str reduction='mean', float label_smoothing=0.0) -> Tensor
# The same of class indices, for input that holds logarithms of probabilities.
nn.functional.nll_loss(Tensor input, Tensor target, Tensor? weight=None, *, int ignore_index=-100, str reduction='mean') -> Tensor
# (input - target) squared, times weight; its mean is then over the sum of weight.
nn.functional.mse_loss(Tensor input, Tensor target, *, str reduction='mean', Tensor? weight=None) -> Tensor
# abs(input - target), times weight; its mean is then over the sum of weight.
nn.functional.l1_loss(Tensor input, Tensor target, *, str reduction='mean', Tensor? weight=None) -> Tensor
# z = abs(input - target): below beta z * z / (2 * beta), else z - beta / 2.
nn.functional.smooth_l1_loss(Tensor input, Tensor target, *, str reduction='mean', float beta=1.0) -> Tensor
# z = abs(input - target): below delta z * z / 2, else delta * (z - delta / 2); times weight. The result has input's dtype.
nn.functional.huber_loss(Tensor input, Tensor target, str reduction='mean', float delta=1.0, Tensor? weight=None) -> Tensor
# log(1 + exp(-target * input))
nn.functional.soft_margin_loss(Tensor input, Tensor target, *, str reduction='mean') -> Tensor
# target * (log(target) - input); with log_target target holds logarithms. reduction may also be 'batchmean'.
nn.functional.kl_div(Tensor input, Tensor target, *, str reduction='mean', bool log_target=False) -> Tensor
# exp(input) - target * input, without log_input input - target * log(input + eps); with full Stirling's term where target is above 1.
nn.functional.poisson_nll_loss(Tensor input, Tensor target, bool log_input=True, bool full=False, *, float eps=1e-8, str reduction='mean') -> Tensor
# (log(v) + (input - target) squared / v) / 2 with v = max(var, eps); with full plus log(2 pi) / 2. var has input's shape, or that with its last axis gone or of extent 1, and is computed, to see that it is not negative.
nn.functional.gaussian_nll_loss(Tensor input, Value target, Value var, bool full=False, float eps=1e-6, str reduction='mean') -> Tensor
# -target * log(input) - (1 - target) * log(1 - input), logarithms not below -100, times weight. input and target are computed, to see that they lie in 0 to 1.
nn.functional.binary_cross_entropy(Tensor input, Tensor target, Tensor? weight=None, *, str reduction='mean') -> Tensor
# The same of sigmoid(input), without overflow; log(input)'s term times pos_weight.
nn.functional.binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight=None, *, str reduction='mean', Tensor? pos_weight=None) -> Tensor
# input where target is 1, max(margin - input, 0) where it is -1, their sum elsewhere.
nn.functional.hinge_embedding_loss(Tensor input, Tensor target, float margin=1.0, *, str reduction='mean') -> Tensor
# max(margin - target * (input1 - input2), 0)
nn.functional.margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, float margin=0, *, str reduction='mean') -> Tensor
# c the cosine of input1 and input2 along the last axis: 1 - c where target is 1, max(c - margin, 0) where it is -1.
nn.functional.cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float margin=0, *, str reduction='mean') -> Tensor
# max(d(anchor, positive) - d(anchor, negative) + margin, 0), d being pairwise_distance; with swap the smaller of the negative's distances.
nn.functional.triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, float margin=1.0, float p=2, float eps=1e-6, bool swap=False, *, str reduction='mean') -> Tensor

## Distances

# The p-norm of x1 - x2 + eps along the last axis.
nn.functional.pairwise_distance(Tensor x1, Tensor x2, float p=2.0, float eps=1e-6, bool keepdim=False) -> Tensor
# sum(x1 / max(norm(x1), eps) * x2 / max(norm(x2), eps)) along dim.
nn.functional.cosine_similarity(Tensor x1, Tensor x2, dim dim=1, float eps=1e-8) -> Tensor
