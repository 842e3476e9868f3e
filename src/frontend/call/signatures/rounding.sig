title Rounding, signs, neighbours: functions of a number's parts. Integers are whole.

## rounding

# Towards minus infinity.
floor(Tensor input) -> Tensor [inplace]
# Towards plus infinity.
ceil(Tensor input) -> Tensor [inplace]
# Towards zero.
trunc(Tensor input) -> Tensor [inplace]
# To nearest, halves to even; of floats to a multiple of 10^-decimals.
round(Tensor input, *, int? decimals=None) -> Tensor [inplace]
# What trunc leaves; floats.
frac(Tensor input) -> Tensor [inplace]

## signs

# -input; integers wrap; bools are refused.
neg(Tensor input) -> Tensor [inplace]
# input itself, as another handle; bools are refused.
positive(Tensor input) -> Tensor
# |input|; bools are refused.
abs(Tensor input) -> Tensor [inplace]
# -1, 0 or 1; of NaN 0.
sign(Tensor input) -> Tensor [inplace]
# The same, PyTorch's name for complex numbers too.
sgn(Tensor input) -> Tensor [inplace]
# Whether input is negative, of a float whether its sign bit is set.
signbit(Tensor input) -> Tensor
# |input| with the sign of other; integers and bools as f32.
copysign(Tensor input, Value other) -> Tensor [inplace]
# 0 below 0, values at 0, 1 above; both of one dtype.
heaviside(Tensor input, Tensor values) -> Tensor [inplace]

## neighbours and what is no number

# The next float after input towards other.
nextafter(Tensor input, Tensor other) -> Tensor [inplace]
# NaN as nan (0), infinity as posinf (the largest), minus infinity as neginf (the least); integers stay.
nan_to_num(Tensor input, Scalar? nan=None, Scalar? posinf=None, Scalar? neginf=None) -> Tensor [inplace]
