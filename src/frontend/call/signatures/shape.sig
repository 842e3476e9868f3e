title Shapes and views. A view shares the storage of its tensor: a write through either is seen by both. A negative axis counts from the end.

## the same elements under other extents

# The same elements in row-major order; one extent may be -1. A view where the strides allow one, else a copy.
reshape(Tensor input, int[]* shape) -> Tensor
# As reshape, to other's shape.
reshape_as(Tensor input, Tensor other) -> Tensor
# The same, but refused where the strides allow no view.
view(Tensor input, int[]* size) -> Tensor [view]
# The same bytes as elements of another dtype, to which no derivative flows; a dtype of another size needs a last axis of stride 1, whose extent follows.
view:dtype(Tensor input, dtype dtype) -> Tensor [view]
# As view, to other's shape.
view_as(Tensor input, Tensor other) -> Tensor [view]
# The axes from start_dim to end_dim as one; a view where the strides allow one.
flatten(Tensor input, dim start_dim=0, dim end_dim=-1) -> Tensor
# All axes as one; a view where the strides allow one.
ravel(Tensor input) -> Tensor
# Axis dim as several, whose extents are sizes; one may be -1.
unflatten(Tensor input, dim dim, int[] sizes) -> Tensor [view]
# Without the axes named that have extent 1; without all such axes if none is named.
squeeze(Tensor input, dim[]? dim=None) -> Tensor [view] [inplace]
# With an axis of extent 1 before dim.
unsqueeze(Tensor input, dim dim) -> Tensor [view] [inplace]
# With axes of extent 1 in front, up to rank 1.
atleast_1d(Tensor input) -> Tensor [view]
# Each of several so.
atleast_1d:all(Tensor[]* tensors) -> Tensor[] [view]
# With axes of extent 1 in front, up to rank 2.
atleast_2d(Tensor input) -> Tensor [view]
# Each of several so.
atleast_2d:all(Tensor[]* tensors) -> Tensor[] [view]
# With axes of extent 1 up to rank 3: a vector becomes (1, n, 1), a matrix (m, n, 1).
atleast_3d(Tensor input) -> Tensor [view]
# Each of several so.
atleast_3d:all(Tensor[]* tensors) -> Tensor[] [view]

## another order of axes

# Axis i of the result is axis dims[i].
permute(Tensor input, dim[]* dims) -> Tensor [view]
# Two axes exchanged.
transpose(Tensor input, dim dim0, dim dim1) -> Tensor [view] [inplace]
# The transpose of a matrix; rank <= 2.
t(Tensor input) -> Tensor [view] [inplace]
# Axes source[i] moved to places destination[i]; the others keep their order.
movedim(Tensor input, dim[] source, dim[] destination) -> Tensor [view]

## extents of 1 repeated

# Extents of 1 repeated; -1 keeps an extent; new axes come first.
expand(Tensor input, int[]* size) -> Tensor [view]
# As expand, to other's shape.
expand_as(Tensor input, Tensor other) -> Tensor [view]
# As expand.
broadcast_to(Tensor input, int[]* size) -> Tensor [view]
# All expanded to the one shape they broadcast to.
broadcast_tensors(Tensor[]* tensors) -> Tensor[] [view]

## parts

# length elements from start along dim.
narrow(Tensor input, dim dim, int start, int length) -> Tensor [view]
# The same with start in an integer tensor of rank 0, which is computed.
narrow:from(Tensor input, dim dim, Tensor start, int length) -> Tensor [view]
# Every step-th element from start, below end; negative ones count from the end and are clamped.
slice(Tensor input, dim dim=0, int? start=None, int? end=None, int step=1) -> Tensor [view]
# One index along dim, which is dropped.
select(Tensor input, dim dim, int index) -> Tensor [view]
# Every index along dim.
unbind(Tensor input, dim dim=0) -> Tensor[] [view]
# Windows of size elements, one every step, along dimension; a window's elements are the new last axis.
unfold(Tensor input, dim dimension, int size, int step) -> Tensor [view]
# The view whose element at an index is element storage_offset + sum of index * stride of the storage of input, by default from input's own offset; strides of 0 and overlaps are allowed, and then nothing can be written through it.
as_strided(Tensor input, int[] size, int[] stride, int? storage_offset=None) -> Tensor [view] [inplace]
# A copy of input with what slice gives replaced by src, converted as by a cast.
slice_scatter(Tensor input, Tensor src, dim dim=0, int? start=None, int? end=None, int step=1) -> Tensor
# A copy of input with what select gives replaced by src.
select_scatter(Tensor input, Tensor src, dim dim, int index) -> Tensor

## splits: neighbouring parts of an axis

# Parts of that extent; the last may have less.
split(Tensor tensor, int split_size_or_sections, dim dim=0) -> Tensor[] [view]
# Parts of those extents.
split:sections(Tensor tensor, int[] split_size_or_sections, dim dim=0) -> Tensor[] [view]
# Parts of those extents.
split_with_sizes(Tensor input, int[] split_sizes, dim dim=0) -> Tensor[] [view]
# At most that many parts of one extent, the last of which may have less.
chunk(Tensor input, int chunks, dim dim=0) -> Tensor[] [view]
# That many parts, whose extents differ by one at most.
tensor_split(Tensor input, int indices_or_sections, dim dim=0) -> Tensor[] [view]
# Parts that end before each index.
tensor_split:indices(Tensor input, int[] indices_or_sections, dim dim=0) -> Tensor[] [view]
# Either, by an i64 tensor of rank 0 or 1, which is computed.
tensor_split:at(Tensor input, Tensor tensor_indices_or_sections, dim dim=0) -> Tensor[] [view]
# Equal parts along axis 1, of a vector along axis 0.
hsplit(Tensor input, int indices_or_sections) -> Tensor[] [view]
# Parts that end before each index.
hsplit:indices(Tensor input, int[] indices_or_sections) -> Tensor[] [view]
# Equal parts along axis 0; rank >= 2.
vsplit(Tensor input, int indices_or_sections) -> Tensor[] [view]
# Parts that end before each index.
vsplit:indices(Tensor input, int[] indices_or_sections) -> Tensor[] [view]
# Equal parts along axis 2; rank >= 3.
dsplit(Tensor input, int indices_or_sections) -> Tensor[] [view]
# Parts that end before each index.
dsplit:indices(Tensor input, int[] indices_or_sections) -> Tensor[] [view]
# As split.
unsafe_split(Tensor tensor, int split_size, dim dim=0) -> Tensor[] [view]
# As chunk.
unsafe_chunk(Tensor input, int chunks, dim dim=0) -> Tensor[] [view]
