title Joining and indexing.

# Parts joined along dim; other extents equal. Dtypes promote.
cat(Tensor[] tensors, dim dim=0) -> Tensor
# Parts of one shape joined along a new axis.
stack(Tensor[] tensors, dim dim=0) -> Tensor
# out[i][j] = input[index[i][j]][j] for dim 0, and so on; index is i64 or i32. An index out of range fails the evaluation with BAD_ARGUMENT.
gather(Tensor input, dim dim, Tensor index) -> Tensor
# input with src added at index, in order of src's elements.
scatter_add(Tensor input, dim dim, Tensor index, Tensor src) -> Tensor [inplace]
# Whole slices at a rank-1 index.
index_select(Tensor input, dim dim, Tensor index) -> Tensor
