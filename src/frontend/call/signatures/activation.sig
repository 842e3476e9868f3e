title Activations and softmax.

# max(input, 0)
nn.functional.relu(Tensor input, bool inplace=False) -> Tensor [inplace]
# min(max(input, 0), 6)
nn.functional.relu6(Tensor input, bool inplace=False) -> Tensor
# min(max(input, min_val), max_val)
nn.functional.hardtanh(Tensor input, float min_val=-1.0, float max_val=1.0, bool inplace=False) -> Tensor [inplace]
# input where it is above threshold, else value.
nn.functional.threshold(Tensor input, float threshold, float value, bool inplace=False) -> Tensor [inplace]
# input, times negative_slope where it is not above 0.
nn.functional.leaky_relu(Tensor input, float negative_slope=0.01, bool inplace=False) -> Tensor [inplace]
# input, times weight where it is not above 0: one weight, or one for each extent of axis 1.
nn.functional.prelu(Tensor input, Tensor weight) -> Tensor
# input above 0, else alpha (exp(input) - 1).
nn.functional.elu(Tensor input, float alpha=1.0, bool inplace=False) -> Tensor [inplace]
# input above 0, else alpha (exp(input / alpha) - 1).
nn.functional.celu(Tensor input, float alpha=1.0, bool inplace=False) -> Tensor [inplace]
# elu with the alpha and the scale that keep mean 0 and variance 1.
nn.functional.selu(Tensor input, bool inplace=False) -> Tensor [inplace]
# 1 / (1 + exp(-input))
sigmoid(Tensor input) -> Tensor [inplace]
# log(sigmoid(input))
nn.functional.logsigmoid(Tensor input) -> Tensor
# input * sigmoid(input)
nn.functional.silu(Tensor input, bool inplace=False) -> Tensor
# input * tanh(log(1 + exp(input)))
nn.functional.mish(Tensor input, bool inplace=False) -> Tensor
# log(1 + exp(beta input)) / beta; input itself where beta input is above threshold.
nn.functional.softplus(Tensor input, float beta=1, float threshold=20) -> Tensor
# Gaussian error linear unit; approximate is 'none' (erf) or 'tanh'.
nn.functional.gelu(Tensor input, *, str approximate='none') -> Tensor
# min(max(input + 3, 0), 6) / 6
nn.functional.hardsigmoid(Tensor input, bool inplace=False) -> Tensor
# input * hardsigmoid(input)
nn.functional.hardswish(Tensor input, bool inplace=False) -> Tensor
# 0 from -lambd to lambd, else input.
nn.functional.hardshrink(Tensor input, float lambd=0.5) -> Tensor
# 0 from -lambd to lambd, else input that much nearer to 0.
nn.functional.softshrink(Tensor input, float lambd=0.5) -> Tensor
# input / (1 + abs(input))
nn.functional.softsign(Tensor input) -> Tensor
# input - tanh(input)
nn.functional.tanhshrink(Tensor input) -> Tensor
# The first half along dim times the sigmoid of the second.
nn.functional.glu(Tensor input, dim dim=-1) -> Tensor
# exp(input - max) / sum along dim; of input cast to dtype when one is given.
softmax(Tensor input, dim dim, dtype? dtype=None) -> Tensor
# input - max - log(sum(exp(input - max))) along dim; of input cast to dtype when one is given.
log_softmax(Tensor input, dim dim, dtype? dtype=None) -> Tensor
# softmax(-input). Without dim: axis 0 for ranks 0, 1 and 3, else axis 1.
nn.functional.softmin(Tensor input, dim? dim=None, *, dtype? dtype=None) -> Tensor
# log(sum(exp(input))) over dim, without overflow.
logsumexp(Tensor input, dim[] dim, bool keepdim=False) -> Tensor
