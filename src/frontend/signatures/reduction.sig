title Reductions over the axes dim, all when it is left out. Sums and products of integers and bools are taken in i64. With keepdim the axes stay, with extent 1. The order of a sum is docs/numerics.md's, the same on every path.

# Sum.
sum(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor
# Product.
prod(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor
# Mean of floats.
mean(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor
# Largest; NaN wins.
amax(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor
# Smallest; NaN wins.
amin(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor
# Whether all are not 0.
all(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor
# Whether any is not 0.
any(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor
# Sum of squared distances from the mean, divided by count - correction.
var(Tensor input, dim[]? dim=None, *, int correction=1, bool keepdim=False) -> Tensor
# Index of the first largest along dim.
argmax(Tensor input, dim dim, bool keepdim=False) -> Tensor
# Index of the first smallest along dim.
argmin(Tensor input, dim dim, bool keepdim=False) -> Tensor
