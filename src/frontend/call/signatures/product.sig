title Products of vectors and matrices. Each element of a matrix product is the fused multiply-add sum over k, in order; 16-bit floats are multiplied and added in f32 and rounded once. Operands are of one dtype; bool is refused.

# [..,m,k] x [..,k,n], leading extents broadcast; a vector on either side is a row or column whose axis is dropped.
matmul(Tensor input, Tensor other) -> Tensor
# [m,k] x [k,n]
mm(Tensor input, Tensor mat2) -> Tensor
# [b,m,k] x [b,k,n]
bmm(Tensor input, Tensor mat2) -> Tensor
# [m,k] x [k]
mv(Tensor input, Tensor vec) -> Tensor
# Sum of products of two vectors of one length.
dot(Tensor input, Tensor tensor) -> Tensor
# Sum of products over the last axes; with a rank-0 operand their product.
inner(Tensor input, Tensor other) -> Tensor
# Every element of one vector times every element of the other. Dtypes promote.
outer(Tensor input, Tensor vec2) -> Tensor
# Sum of products along dim, the others broadcast; floats.
linalg.vecdot(Tensor x, Tensor y, *, dim dim=-1) -> Tensor

## beta * input + alpha * product; with beta 0 input is not looked at

# mat1 times mat2.
addmm(Tensor input, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor [inplace]
# mat times vec.
addmv(Tensor input, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor [inplace]
# The outer product; dtypes promote.
addr(Tensor input, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor [inplace]
# batch1 times batch2, of each matrix of a batch.
baddbmm(Tensor input, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor [inplace]
# The sum over the batch of batch1 times batch2.
addbmm(Tensor input, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor [inplace]

## many operands and other products

# Sums of products named by letters: 'ij,jk->ik'; '...' stands for axes that broadcast.
einsum(str equation, Tensor[]* operands) -> Tensor
# Sum of products over the last dims axes of input and the first of other.
tensordot(Tensor input, Tensor other, int dims=2) -> Tensor
# Over the axes dims_self of input and dims_other of other, pair by pair.
tensordot:dims(Tensor input, Tensor other, dim[] dims_self, dim[] dims_other) -> Tensor
# Over a number of axes, or over the pairs of axes in the columns of dims [2, n]; dims is evaluated first.
tensordot:tensor(Tensor input, Tensor other, Tensor dims) -> Tensor
# Product of two or more matrices in the cheapest order; the first and the last may be vectors.
linalg.multi_dot(Tensor[] tensors) -> Tensor
# Square matrices multiplied with themselves n times; for n < 0 their inverses, in f32 and f64, where a singular matrix fails the evaluation.
linalg.matrix_power(Tensor input, int n) -> Tensor
# The vector product along dim, of extent 3; without dim along the first axis of extent 3. Shapes broadcast.
cross(Tensor input, Tensor other, dim? dim=None) -> Tensor
# The vector product along dim, of extent 3. Shapes broadcast.
linalg.cross(Tensor input, Tensor other, *, dim dim=-1) -> Tensor
# input [..,in] times the transpose of weight [out,in], plus bias [out].
nn.functional.linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor
