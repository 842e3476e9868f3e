title Tensors made of nothing: filled, counted up. A number is a run-time argument: changing it from step to step compiles nothing.

# Zeros.
zeros(int[]* size, *, dtype dtype=float32) -> Tensor [session] [factory]
# Ones.
ones(int[]* size, *, dtype dtype=float32) -> Tensor [session] [factory]
# Every element fill_value, which dtype must hold. Without a dtype that of the value: bool, i64 or f32.
full(int[] size, Value fill_value, *, dtype? dtype=None) -> Tensor [session] [factory]
# A tensor of rank 0.
scalar_tensor(Scalar s, *, dtype dtype=float32) -> Tensor [session] [factory]
# Zeros of input's shape and, unless another is given, dtype.
zeros_like(Tensor input, *, dtype? dtype=None, ~memory_format) -> Tensor [factory]
# Ones of input's shape and, unless another is given, dtype.
ones_like(Tensor input, *, dtype? dtype=None, ~memory_format) -> Tensor [factory]
# fill_value in input's shape and, unless another is given, dtype.
full_like(Tensor input, Value fill_value, *, dtype? dtype=None, ~memory_format) -> Tensor [factory]
# Zeros of, unless another is given, input's dtype.
new_zeros(Tensor input, int[]* size, *, dtype? dtype=None) -> Tensor [factory]
# Ones of, unless another is given, input's dtype.
new_ones(Tensor input, int[]* size, *, dtype? dtype=None) -> Tensor [factory]
# fill_value in, unless another is given, input's dtype.
new_full(Tensor input, int[] size, Value fill_value, *, dtype? dtype=None) -> Tensor [factory]
# 0, 1, ... below end. Without a dtype i64, or f32 if a number is a float. A number may be a tensor of rank 0, which is computed.
arange:end(Scalar end, *, dtype? dtype=None) -> Tensor [session] [factory]
# start, start + step, ... below end; above it for a negative step.
arange(Scalar start, Scalar end, Scalar step=1, *, dtype? dtype=None) -> Tensor [session] [factory]
# steps numbers from start to end, both included, evenly apart.
linspace(Scalar start, Scalar end, int steps, *, dtype dtype=float32) -> Tensor [session] [factory]
# base to the power of what linspace gives.
logspace(Scalar start, Scalar end, int steps, float base=10.0, *, dtype dtype=float32) -> Tensor [session] [factory]
# Ones where row and column are equal, else zeros; m is n unless given.
eye(int n, int? m=None, *, dtype dtype=float32) -> Tensor [session] [factory]
# Rows and columns, in row-major order, of the places on or below a diagonal; i64 or i32.
tril_indices(int row, int col, int offset=0, *, dtype dtype=int64) -> Tensor [session] [factory]
# The same of the places on or above it.
triu_indices(int row, int col, int offset=0, *, dtype dtype=int64) -> Tensor [session] [factory]
