title Comparisons, logic, the larger and the smaller, bounds. Operands broadcast and promote as in arithmetic.

## comparison; the result is bool

# input == other
eq(Tensor input, Value other) -> Tensor [inplace]
# input != other
ne(Tensor input, Value other) -> Tensor [inplace]
# input < other
lt(Tensor input, Value other) -> Tensor [inplace]
# input <= other
le(Tensor input, Value other) -> Tensor [inplace]
# input > other
gt(Tensor input, Value other) -> Tensor [inplace]
# input >= other
ge(Tensor input, Value other) -> Tensor [inplace]
# Whether |input - other| <= atol + rtol |other|, or both are equal; both of one dtype.
isclose(Tensor input, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor

## tests of one operand

# Whether input is NaN.
isnan(Tensor input) -> Tensor
# Whether input is an infinity.
isinf(Tensor input) -> Tensor
# Whether input is plus infinity.
isposinf(Tensor input) -> Tensor
# Whether input is minus infinity.
isneginf(Tensor input) -> Tensor
# Whether input is neither NaN nor an infinity.
isfinite(Tensor input) -> Tensor

## logic: what is not 0 is true

# Both.
logical_and(Tensor input, Tensor other) -> Tensor [inplace]
# Either.
logical_or(Tensor input, Tensor other) -> Tensor [inplace]
# Exactly one.
logical_xor(Tensor input, Tensor other) -> Tensor [inplace]
# Whether input is 0.
logical_not(Tensor input) -> Tensor [inplace]

## the larger, the smaller, bounds

# The larger; NaN if either is. At a tie each has half the derivative.
maximum(Tensor input, Tensor other) -> Tensor
# The smaller; NaN if either is.
minimum(Tensor input, Tensor other) -> Tensor
# maximum by its other name.
max:other(Tensor input, Tensor other) -> Tensor
# minimum by its other name.
min:other(Tensor input, Tensor other) -> Tensor
# The larger; the number if one is NaN. At a tie input has the derivative.
fmax(Tensor input, Tensor other) -> Tensor
# The smaller; the number if one is NaN.
fmin(Tensor input, Tensor other) -> Tensor
# min(max(input, min), max); min and max both tensors or both numbers. At a bound input has the derivative.
clamp(Tensor input, Value? min=None, Value? max=None) -> Tensor [inplace]
# max(input, min)
clamp_min(Tensor input, Value min) -> Tensor [inplace]
# min(input, max)
clamp_max(Tensor input, Value max) -> Tensor [inplace]
