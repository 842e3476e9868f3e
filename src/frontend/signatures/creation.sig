title Tensors made of nothing: filled, counted up.

# Zeros.
zeros(int[]* size, *, dtype dtype=float32) -> Tensor [session] [factory]
# Ones.
ones(int[]* size, *, dtype dtype=float32) -> Tensor [session] [factory]
# Every element fill_value, converted as by a cast.
full(int[] size, Value fill_value, *, dtype dtype=float32) -> Tensor [session] [factory]
# Zeros of input's shape and dtype.
zeros_like(Tensor input) -> Tensor [factory]
# Ones of input's shape and dtype.
ones_like(Tensor input) -> Tensor [factory]
