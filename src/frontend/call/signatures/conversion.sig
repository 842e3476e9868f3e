title Other dtypes, copies, filling, choosing by a mask.

# The tensor in another dtype; another handle to it when it has that already, unless copy.
to as to(Tensor input, dtype dtype, ~non_blocking, bool copy=False, *, ~memory_format) -> Tensor
# The tensor in the dtype of other.
to as to_other(Tensor input, Tensor other, ~non_blocking, bool copy=False, *, ~memory_format) -> Tensor
# The tensor on a device, which is the one it is on, in another dtype if one is given.
to as to_dtype_there(Tensor input, ~device, dtype? dtype=None, ~non_blocking, bool copy=False, *, ~memory_format) -> Tensor
# Another handle to the tensor, to which no derivative flows; writes to either are writes to both, and no history of the other. Views of it are
# detached too. Clone it for elements of its own.
detach(Tensor input) -> Tensor
# A copy with storage of its own.
clone(Tensor input, *, ~memory_format) -> Tensor
# Another handle to the tensor, or a copy of it when its strides are not those of its shape.
contiguous(Tensor input, *, ~memory_format) -> Tensor

## filling and choosing

# value in input's shape and dtype; a number the dtype does not hold is refused, a tensor has rank 0 and is cast.
fill(Tensor input, Value value) -> Tensor
# The same, written to input; a number may be written to elements that are one.
fill_(Tensor input, Value value) -> Tensor
# Writes zeros over input.
zero_(Tensor input) -> Tensor
# value where mask is true, else input; in input's dtype, which has to hold value: a tensor is evaluated first where it might not.
masked_fill(Tensor input, Tensor mask, Value value) -> Tensor [inplace]
# input where condition, else other; condition is bool.
where(Tensor condition, Value input, Value other) -> Tensor
