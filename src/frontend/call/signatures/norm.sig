title Norms, of floats. dtype, where given, is what the input is converted to first; it may not be narrower. With keepdim the axes stay, with extent 1.

# (sum of |x|^ord)^(1/ord) over dim, all axes when it is left out or empty; inf and -inf: the largest and smallest |x|; 0: how many are not 0.
linalg.vector_norm(Tensor input, Scalar ord=2, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor
# Of the matrices in two axes: 1, -1: the largest and smallest sum of a column's magnitudes; inf, -inf: of a row's; 2, -2: the largest and smallest singular value.
linalg.matrix_norm(Tensor input, Scalar ord, dim[] dim=[-2, -1], bool keepdim=False, *, dtype? dtype=None) -> Tensor
# "fro": the root of the sum of squares; "nuc": the sum of the singular values.
linalg.matrix_norm:str(Tensor input, str ord='fro', dim[] dim=[-2, -1], bool keepdim=False, *, dtype? dtype=None) -> Tensor
# vector_norm over one axis, or where ord is None; matrix_norm over two. Without dim: over all axes.
linalg.norm(Tensor input, Scalar? ord=None, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor
# matrix_norm over two axes.
linalg.norm:str(Tensor input, str ord, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor
# vector_norm of order p, 2 where that is None.
norm:p(Tensor input, Scalar? p, dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor
# "fro": vector_norm of order 2; "nuc": matrix_norm.
norm(Tensor input, str p='fro', dim[]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor
# vector_norm of order p of input - other.
dist(Tensor input, Tensor other, Scalar p=2) -> Tensor
# The slices along dim whose norm of order p is above maxnorm, scaled down to it.
renorm(Tensor input, Scalar p, dim dim, Scalar maxnorm) -> Tensor [inplace]
