title Random numbers by PyTorch's CPU generator: after the same kiln_manual_seed, rand, randint, randperm and multinomial give PyTorch's bits, and randn its numbers within 2 ULP. They draw when called, in order of the calls. dropout and bernoulli draw only a key, and what they drop is a function of it and of the element's place, which fuses: not PyTorch's places. optim.h has the same with a key of the caller's.

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
# Zeroes each element with probability p and multiplies the rest by 1 / (1 - p), in training; else input itself. Floats, unless p is 0 or 1. The same seed and the same calls before it drop the same elements.
nn.functional.dropout(Tensor input, float p=0.5, bool training=True, bool inplace=False) -> Tensor
# 1 with the probability that input, of floats, says, element by element, else 0.
bernoulli(Tensor input) -> Tensor
# Places along the last axis, drawn with the probabilities that input, of floats, rank 1 or 2, holds there up to a factor: i64, num_samples for each row. Without replacement none twice. PyTorch's numbers; asks for input.
multinomial(Tensor input, int num_samples, bool replacement=False) -> Tensor
