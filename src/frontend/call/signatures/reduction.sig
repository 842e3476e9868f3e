title Reductions over the axes dim, all when it is left out or empty. Sums and products of integers and bools are taken in i64 unless dtype says otherwise; the input is converted to dtype first. With keepdim the axes stay, with extent 1. The order of a sum is docs/numerics.md's, the same on every path. An extreme of nothing is refused.

## sums and products

# Sum.
sum(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor
# Sum of what is not NaN.
nansum(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor
# Mean of floats, or in a float dtype.
mean(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor
# Mean of what is not NaN; floats.
nanmean(Tensor input, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor
# Product of all elements.
prod(Tensor input, *, dtype? dtype=None) -> Tensor
# Product along dim.
prod:dim(Tensor input, dim dim, bool keepdim=False, *, dtype? dtype=None) -> Tensor
# How many are not 0.
count_nonzero(Tensor input, dim[]? dim=None) -> Tensor

## truth; an empty list of axes reduces none; u8 stays u8

# Whether all are not 0.
all(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor
# Whether any is not 0.
any(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor

## extremes; NaN is the largest and the smallest

# Largest; the derivative is shared evenly by those that equal it.
amax(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor
# Smallest; the derivative is shared evenly by those that equal it.
amin(Tensor input, dim[]? dim=None, bool keepdim=False) -> Tensor
# amin and amax.
aminmax(Tensor input, *, dim? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)
# Largest of all, as amax.
max(Tensor input) -> Tensor
# Largest along dim and where the first of them is, which gets the whole derivative.
max:dim(Tensor input, dim dim, bool keepdim=False) -> (Tensor values, Tensor indices)
# Smallest of all, as amin.
min(Tensor input) -> Tensor
# Smallest along dim and where the first of them is, which gets the whole derivative.
min:dim(Tensor input, dim dim, bool keepdim=False) -> (Tensor values, Tensor indices)
# Index of the first largest along dim, or in row-major order; not of bools.
argmax(Tensor input, dim? dim=None, bool keepdim=False) -> Tensor
# Index of the first smallest along dim, or in row-major order; not of bools.
argmin(Tensor input, dim? dim=None, bool keepdim=False) -> Tensor
# The middle one of all elements in order, the lower of two; NaN if any is. The derivative is shared evenly by those that equal it.
median(Tensor input) -> Tensor
# The middle one along dim, and where the first of its equals is.
median:dim(Tensor input, dim dim, bool keepdim=False) -> (Tensor values, Tensor indices)
# As median, of what is not NaN.
nanmedian(Tensor input) -> Tensor
# As median along dim, of what is not NaN.
nanmedian:dim(Tensor input, dim dim, bool keepdim=False) -> (Tensor values, Tensor indices)

## spread: the squared distances from the mean are divided by max(0, count - correction); correction is 1 unless given, unbiased means 1 and not unbiased 0

# Variance.
var(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor
# Variance of all elements.
var:unbiased(Tensor input, bool unbiased) -> Tensor
# Variance over dim.
var:dim(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> Tensor
# Standard deviation: the root of the variance. Its derivative where it is 0 is 0.
std(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor
# Standard deviation of all elements.
std:unbiased(Tensor input, bool unbiased) -> Tensor
# Standard deviation over dim.
std:dim(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> Tensor
# Variance and mean.
var_mean(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor var, Tensor mean)
# Variance and mean of all elements.
var_mean:unbiased(Tensor input, bool unbiased) -> (Tensor var, Tensor mean)
# Variance and mean over dim.
var_mean:dim(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor var, Tensor mean)
# Standard deviation and mean.
std_mean(Tensor input, dim[]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor std, Tensor mean)
# Standard deviation and mean of all elements.
std_mean:unbiased(Tensor input, bool unbiased) -> (Tensor std, Tensor mean)
# Standard deviation and mean over dim.
std_mean:dim(Tensor input, dim[]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor std, Tensor mean)
