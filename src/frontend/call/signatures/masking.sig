title Elements by masks. Where a shape depends on how many elements are not zero, that is computed first.

# The elements of input where mask (bool) holds, as one row; shapes broadcast.
masked_select(Tensor input, Tensor mask) -> Tensor
# input with source's elements, in order, where mask (bool) holds; input and mask broadcast. Too short a source fails the evaluation.
masked_scatter(Tensor input, Tensor mask, Tensor source) -> Tensor [inplace]
# The coordinates of what is not zero, a row each: i64 [n, rank], in row-major order.
nonzero(Tensor input, *, false as_tuple=False) -> Tensor
# The same, a tensor [n] for each axis; rank 0 counts as one element along an axis.
nonzero:as_tuple(Tensor input, *, true as_tuple) -> Tensor[]
# The first `size` rows of nonzero, filled up with fill_value: a shape that depends on no element.
nonzero_static(Tensor input, *, int size, int fill_value=-1) -> Tensor
# The coordinates of what is not zero, as nonzero with as_tuple.
where:nonzero(Tensor condition) -> Tensor[]
