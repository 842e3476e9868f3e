title Writes at index tensors: one element of a source for each of an index, or whole slices. index is i64 or i32; an index out of range fails the evaluation with BAD_ARGUMENT. Where several elements meet they are taken in order; of plain writes the last wins.

# input with src's element at the index's place written at index along dim: out[index[i][j]][j] = src[i][j] for dim 0, and so on. Off dim the
# index is no larger than input, and nowhere larger than src.
scatter(Tensor input, dim dim, Tensor index, Tensor src) -> Tensor [inplace]
# A number written at index.
scatter:value(Tensor input, dim dim, Tensor index, Scalar value) -> Tensor [inplace]
# src added (reduce "add") or multiplied in ("multiply").
scatter:src_reduce(Tensor input, dim dim, Tensor index, Tensor src, *, str reduce) -> Tensor [inplace]
# A number added or multiplied in.
scatter:value_reduce(Tensor input, dim dim, Tensor index, Scalar value, *, str reduce) -> Tensor [inplace]
# input with src added at index.
scatter_add(Tensor input, dim dim, Tensor index, Tensor src) -> Tensor [inplace]
# The "sum", "prod", "mean", "amax" or "amin" of what meets at index, and of what input holds there unless include_self is false.
scatter_reduce(Tensor input, dim dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor [inplace]

## whole slices, at an index of rank 1 or 0

# input with source's slices written at index; where an index repeats the last one wins.
index_copy(Tensor input, dim dim, Tensor index, Tensor source) -> Tensor [inplace]
# input with alpha times source's slices added at index.
index_add(Tensor input, dim dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor [inplace]
# The "prod", "mean", "amax" or "amin" of the slices that meet at index, and of input's unless include_self is false.
index_reduce(Tensor input, dim dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor [inplace]
# input with a number, or the one element of value, written to the slices at index (i64, from the end where negative).
index_fill(Tensor input, dim dim, Tensor index, Value value) -> Tensor [inplace]
