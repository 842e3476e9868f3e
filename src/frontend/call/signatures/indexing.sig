title Elements and slices by index tensors. An index out of range fails the evaluation with BAD_ARGUMENT.

# out[i][j] = input[index[i][j]][j] for dim 0, and so on; index is i64 or i32, of input's rank, and off dim no larger.
gather(Tensor input, dim dim, Tensor index) -> Tensor
# Whole slices at an index of rank 1 or 0, i64 or i32.
index_select(Tensor input, dim dim, Tensor index) -> Tensor
# Elements of input, taken as one row, at index (i64, from the end where negative); the result has index's shape.
take(Tensor input, Tensor index) -> Tensor
# gather, but with shapes broadcast off dim; without dim both are taken as one row. indices is i64.
take_along_dim(Tensor input, Tensor indices, dim? dim=None) -> Tensor
# input, taken as one row, with source's elements written, or added, at index (i64, from the end where negative). The last of several wins.
put(Tensor input, Tensor index, Tensor source, bool accumulate=False) -> Tensor [inplace]
# input[indices] = values, or += with accumulate. indices are i64 or i32 (from the end where negative), bool or u8 masks, or None for a whole
# axis; they broadcast, and values broadcasts to what they name. How many elements masks name is computed first.
index_put(Tensor input, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor [inplace]
