title Running reductions: each element of the result reduces those of its line along dim up to its place. Sums and products of integers and bools are taken in i64 unless dtype says otherwise; floats are carried in f64.

# Running sum; the input is converted to dtype first.
cumsum(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor
# The same, written over input; of bools, which no sum fits, only where there is at most the one element of rank 0.
cumsum_(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor
# Running product; the input is converted to dtype first.
cumprod(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor
# The same, written over input, as cumsum_.
cumprod_(Tensor input, dim dim, *, dtype? dtype=None) -> Tensor
# Logarithm of the running sum of exp.
logcumsumexp(Tensor input, dim dim) -> Tensor
# Running largest and where the last of its equals is, which gets the derivative; NaN wins.
cummax(Tensor input, dim dim) -> (Tensor values, Tensor indices)
# Running smallest and where the last of its equals is, which gets the derivative; NaN wins.
cummin(Tensor input, dim dim) -> (Tensor values, Tensor indices)
