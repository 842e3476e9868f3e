title Random numbers by PyTorch's CPU generator: after the same kiln_manual_seed, rand, randint and randperm give PyTorch's bits, and randn its numbers within 2 ULP. They draw when called, in order of the calls. kiln_counter_uniform and kiln_counter_normal (optim.h), and dropout, are functions of a counter instead, which fuse.

# Uniform in [0, 1); a float dtype.
rand(int[]* size, *, dtype dtype=float32) -> Tensor [session] [factory]
# Normal with mean 0 and deviation 1; a float dtype.
randn(int[]* size, *, dtype dtype=float32) -> Tensor [session] [factory]
# Integers in [0, high).
randint(int high, int[] size, *, dtype dtype=int64) -> Tensor [session] [factory]
# Integers in [low, high).
randint:from(int low, int high, int[] size, *, dtype dtype=int64) -> Tensor [session] [factory]
# The integers below n in random order.
randperm(int n, *, dtype dtype=int64) -> Tensor [session] [factory]
