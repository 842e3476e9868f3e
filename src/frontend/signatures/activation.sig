title Activations and softmax.

# max(input, 0)
nn.functional.relu(Tensor input) -> Tensor [inplace]
# 1 / (1 + exp(-input))
sigmoid(Tensor input) -> Tensor [inplace]
# input * sigmoid(input)
nn.functional.silu(Tensor input) -> Tensor
# log(1 + exp(input)), without overflow.
nn.functional.softplus(Tensor input) -> Tensor
# Gaussian error linear unit; approximate is 'none' (erf) or 'tanh'.
nn.functional.gelu(Tensor input, *, str approximate='none') -> Tensor
# exp(input - max) / sum along dim.
softmax(Tensor input, dim dim) -> Tensor
# input - max - log(sum(exp(input - max))) along dim.
log_softmax(Tensor input, dim dim) -> Tensor
# log(sum(exp(input))) along dim, without overflow.
logsumexp(Tensor input, dim dim, bool keepdim=False) -> Tensor
