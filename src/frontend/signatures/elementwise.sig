title Elementwise functions. Operands broadcast as in NumPy: aligned at the last axis, an extent of 1 repeats. Dtypes promote as in PyTorch: of the highest category present (bool < integer < float) among tensors of rank >= 1, then rank-0 tensors, then numbers; a float number with integer tensors gives f32. Functions of real numbers take integers and bools as f32. The result is a new tensor in the innermost scope. Errors: BAD_SHAPE, BAD_DTYPE, BAD_ARGUMENT, BAD_HANDLE, TOO_LARGE, NO_MEMORY; the message names the function, the types and the caller's line.

## arithmetic of two

# input + other; integers wrap; bool + bool is their or.
add(Value input, Value other) -> Tensor [inplace]
# input - other; integers wrap; bool is refused.
sub(Value input, Value other) -> Tensor [inplace]
# input * other; integers wrap; bool * bool is their and.
mul(Value input, Value other) -> Tensor [inplace]
# input / other; integers and bools are divided as f32.
div(Value input, Value other) -> Tensor [inplace]
# floor(input / other), float or integer; an integer divided by 0 gives 0.
floor_divide(Value input, Value other) -> Tensor [inplace]
# Remainder with the sign of other, so that a == floor(a / b) * b + r; an integer modulo 0 gives 0.
remainder(Value input, Value other) -> Tensor [inplace]
# input to the power other.
pow(Value input, Value exponent) -> Tensor [inplace]
# The angle of the point (other, input).
atan2(Value input, Value other) -> Tensor [inplace]
# The larger; NaN if either is.
maximum(Value input, Value other) -> Tensor
# The smaller; NaN if either is.
minimum(Value input, Value other) -> Tensor

## comparison; the result is bool

# input == other
eq(Value input, Value other) -> Tensor [inplace]
# input != other
ne(Value input, Value other) -> Tensor [inplace]
# input < other
lt(Value input, Value other) -> Tensor [inplace]
# input <= other
le(Value input, Value other) -> Tensor [inplace]
# input > other
gt(Value input, Value other) -> Tensor [inplace]
# input >= other
ge(Value input, Value other) -> Tensor [inplace]

## bits and truth

# Bitwise and; logical for bool.
bitwise_and(Value input, Value other) -> Tensor [inplace]
# Bitwise or; logical for bool.
bitwise_or(Value input, Value other) -> Tensor [inplace]
# Bitwise exclusive or; logical for bool.
bitwise_xor(Value input, Value other) -> Tensor [inplace]
# input << other; 0 where other is negative or too large.
bitwise_left_shift(Value input, Value other) -> Tensor [inplace]
# input >> other, keeping the sign.
bitwise_right_shift(Value input, Value other) -> Tensor [inplace]
# Bitwise not; logical for bool.
bitwise_not(Tensor input) -> Tensor [inplace]
# Whether both are not 0.
logical_and(Value input, Value other) -> Tensor [inplace]
# Whether either is not 0.
logical_or(Value input, Value other) -> Tensor [inplace]
# Whether one of them is not 0.
logical_xor(Value input, Value other) -> Tensor [inplace]
# Whether input is 0.
logical_not(Tensor input) -> Tensor [inplace]

## one operand

# -input; integers wrap.
neg(Tensor input) -> Tensor [inplace]
# |input|
abs(Tensor input) -> Tensor [inplace]
# -1, 0 or 1; of NaN NaN.
sign(Tensor input) -> Tensor [inplace]
# input * input
square(Tensor input) -> Tensor [inplace]
# 1 / input
reciprocal(Tensor input) -> Tensor [inplace]
# Square root.
sqrt(Tensor input) -> Tensor [inplace]
# 1 / sqrt(input)
rsqrt(Tensor input) -> Tensor [inplace]
# e to the input.
exp(Tensor input) -> Tensor [inplace]
# 2 to the input.
exp2(Tensor input) -> Tensor [inplace]
# exp(input) - 1, exact near 0.
expm1(Tensor input) -> Tensor [inplace]
# Natural logarithm.
log(Tensor input) -> Tensor [inplace]
# Logarithm to base 2.
log2(Tensor input) -> Tensor [inplace]
# Logarithm to base 10.
log10(Tensor input) -> Tensor [inplace]
# log(1 + input), exact near 0.
log1p(Tensor input) -> Tensor [inplace]
# Sine.
sin(Tensor input) -> Tensor [inplace]
# Cosine.
cos(Tensor input) -> Tensor [inplace]
# Tangent.
tan(Tensor input) -> Tensor [inplace]
# Inverse sine.
asin(Tensor input) -> Tensor [inplace]
# Inverse cosine.
acos(Tensor input) -> Tensor [inplace]
# Inverse tangent.
atan(Tensor input) -> Tensor [inplace]
# Hyperbolic sine.
sinh(Tensor input) -> Tensor [inplace]
# Hyperbolic cosine.
cosh(Tensor input) -> Tensor [inplace]
# Hyperbolic tangent.
tanh(Tensor input) -> Tensor [inplace]
# Error function.
erf(Tensor input) -> Tensor [inplace]
# 1 - erf(input), without its cancellation.
erfc(Tensor input) -> Tensor [inplace]
# Towards minus infinity; integers stay.
floor(Tensor input) -> Tensor [inplace]
# Towards plus infinity; integers stay.
ceil(Tensor input) -> Tensor [inplace]
# Towards zero; integers stay.
trunc(Tensor input) -> Tensor [inplace]
# To nearest, halves to even; integers stay.
round(Tensor input) -> Tensor [inplace]
# Whether input is NaN.
isnan(Tensor input) -> Tensor
# Whether input is an infinity.
isinf(Tensor input) -> Tensor
# Whether input is neither NaN nor an infinity.
isfinite(Tensor input) -> Tensor

## three operands and conversion

# input where condition, else other; condition is bool.
where(Tensor condition, Value input, Value other) -> Tensor
# min(max(input, min), max)
clamp(Tensor input, Value? min=None, Value? max=None) -> Tensor [inplace]
# input * other + addend, rounded once; floats. No PyTorch function rounds so.
fma(Value input, Value other, Value addend) -> Tensor
# The tensor in another dtype; another handle to it when it has that already.
to as to(Tensor input, dtype dtype) -> Tensor
# The tensor, to which no derivative flows.
detach(Tensor input) -> Tensor
# A copy with storage of its own.
clone(Tensor input, *, ~memory_format) -> Tensor
