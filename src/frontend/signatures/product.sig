title Matrix products. Each element is the fused multiply-add sum over k, in order.

# [..,m,k] x [..,k,n], leading extents broadcast; a vector on either side is a row or column whose axis is dropped.
matmul(Tensor input, Tensor other) -> Tensor
# input [..,in] times the transpose of weight [out,in], plus bias [out].
nn.functional.linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor
