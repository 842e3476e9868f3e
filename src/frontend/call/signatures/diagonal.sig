title Diagonals and triangles. An offset counts diagonals to the right of the main one.

# The elements of a diagonal of two axes, as a new last axis.
diagonal(Tensor input, int offset=0, dim dim1=0, dim dim2=1) -> Tensor [view]
# The same of the last two axes.
linalg.diagonal(Tensor A, *, int offset=0, dim dim1=-2, dim dim2=-1) -> Tensor [view]
# A copy of input with a diagonal replaced by src.
diagonal_scatter(Tensor input, Tensor src, int offset=0, dim dim1=0, dim dim2=1) -> Tensor
# Zeros with input's last axis as a diagonal of two.
diag_embed(Tensor input, int offset=0, dim dim1=-2, dim dim2=-1) -> Tensor
# Of a vector, the matrix with that diagonal; of a matrix, a copy of its diagonal.
diag(Tensor input, int diagonal=0) -> Tensor
# The matrix whose diagonal are all elements in row-major order.
diagflat(Tensor input, int offset=0) -> Tensor
# The sum of a matrix' diagonal; integers sum as i64.
trace(Tensor input) -> Tensor
# Zeros above a diagonal of the last two axes.
tril(Tensor input, int diagonal=0) -> Tensor [inplace]
# Zeros below a diagonal of the last two axes.
triu(Tensor input, int diagonal=0) -> Tensor [inplace]
