title Shapes and views. A view shares the storage of its tensor: a write through either is seen by both. A negative axis counts from the end.

# The same elements in row-major order; one extent may be -1.
reshape(Tensor input, int[]* shape) -> Tensor [view]
# The axes from start_dim to end_dim as one.
flatten(Tensor input, dim start_dim=0, dim end_dim=-1) -> Tensor [view]
# Without axis dim, if its extent is 1.
squeeze(Tensor input, dim dim) -> Tensor [view]
# With an axis of extent 1 before dim.
unsqueeze(Tensor input, dim dim) -> Tensor [view]
# Axis i of the result is axis dims[i].
permute(Tensor input, dim[]* dims) -> Tensor [view]
# Two axes exchanged.
transpose(Tensor input, dim dim0, dim dim1) -> Tensor [view]
# The transpose of a matrix; rank <= 2.
t(Tensor input) -> Tensor [view]
# Extents of 1 repeated; -1 keeps an extent; new axes come first.
expand(Tensor input, int[]* size) -> Tensor [view]
# length elements from start along dim.
narrow(Tensor input, dim dim, int start, int length) -> Tensor [view]
# Every step-th element from start, below end; negative ones count from the end and are clamped.
slice(Tensor input, dim dim=0, int? start=None, int? end=None, int step=1) -> Tensor [view]
# One index along dim, which is dropped.
select(Tensor input, dim dim, int index) -> Tensor [view]
# Reversed along dims: a view here, a copy in PyTorch.
flip(Tensor input, dim[]* dims) -> Tensor [view]
# As expand.
broadcast_to(Tensor input, int[]* size) -> Tensor [view]
# The view whose element at an index is element storage_offset + sum of index * stride of input's, in row-major order; strides of 0 and overlaps are allowed, and then nothing can be written through it. Of a view, these are the view's elements, not its storage's.
as_strided(Tensor input, int[] size, int[] stride, int storage_offset=0) -> Tensor [view]
