title Sorting, searching in what is sorted, and counting. NaN is larger than all numbers.

# The elements along dim in order, and where they were. Equal ones keep their order, whether or not stable asks for it.
sort(Tensor input, dim dim=-1, bool descending=False, *, bool stable=False) -> (Tensor values, Tensor indices)
# The indices of sort.
argsort(Tensor input, dim dim=-1, bool descending=False, *, bool stable=False) -> Tensor
# The k largest along dim, or smallest, and where they were; in order, whether or not sorted asks for it. Of equals the first.
topk(Tensor input, int k, dim dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)
# Where in the last axis of sorted_sequence each element of input belongs: before its equals, with right or side "right" after them. sorted_sequence has one axis or input's leading ones; sorter, of its shape, holds the indices that sort it. i64, with out_int32 i32.
searchsorted(Tensor sorted_sequence, Value input, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor
# searchsorted in boundaries, which has one axis.
bucketize(Value input, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor
# Whether each of elements is among test_elements; with invert whether not. What assume_unique promises is not needed.
isin(Value elements, Value test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor
# How often each number from 0 to the largest of input occurs, at least minlength of them; or the sum of its weights, f32 for f32 weights, else f64. input is computed first: the shape depends on it.
bincount(Tensor input, Tensor? weights=None, int minlength=0) -> Tensor
