title Differences along an axis and what is summed of them, sums down to a shape, powers.

# The n-th differences of neighbours along dim, after joining prepend and append to input; of bools, whether they differ.
diff(Tensor input, int n=1, dim dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor
# The integral along dim by the trapezoidal rule, samples dx apart.
trapezoid(Tensor y, *, Scalar dx=1, dim dim=-1) -> Tensor
# The same with samples at x.
trapezoid:at(Tensor y, Tensor x, *, dim dim=-1) -> Tensor
# As trapezoid.
trapz(Tensor y, *, Scalar dx=1, dim dim=-1) -> Tensor
# As trapezoid.
trapz:at(Tensor y, Tensor x, *, dim dim=-1) -> Tensor
# The integral up to every sample but the first.
cumulative_trapezoid(Tensor y, *, Scalar dx=1, dim dim=-1) -> Tensor
# The same with samples at x.
cumulative_trapezoid:at(Tensor y, Tensor x, *, dim dim=-1) -> Tensor
# The sum over what was expanded, were input of that shape expanded to its own.
sum_to_size(Tensor input, int[]* size) -> Tensor
# Powers 0 to N - 1, without N as many as the last axis is long, as a new last axis; integers as i64.
linalg.vander(Tensor x, *, int? N=None) -> Tensor
