title Losses.

# Mean over rows of logsumexp(row) - row[label]. input [n, classes] float, target [n] i64 or i32, each in [0, classes): hardened mode refuses others when it computes, strict mode gives logsumexp(row).
nn.functional.cross_entropy(Tensor input, Tensor target) -> Tensor
# Mean of (input - target) squared.
nn.functional.mse_loss(Tensor input, Tensor target) -> Tensor
