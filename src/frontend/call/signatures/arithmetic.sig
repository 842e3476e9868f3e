title Arithmetic. Operands broadcast as in NumPy: aligned at the last axis, an extent of 1 repeats. Dtypes promote as in PyTorch: of the highest category present (bool < integer < float) among tensors of rank >= 1, then rank-0 tensors, then numbers; a float number with integer tensors gives f32. Integers wrap; an integer divided by 0 is an error (BAD_ARGUMENT), found when the result is evaluated. The result is a new tensor in the innermost scope. Errors: BAD_SHAPE, BAD_DTYPE, BAD_ARGUMENT, BAD_HANDLE, TOO_LARGE, NO_MEMORY; the message names the function, the types and the caller's line.

## sums and products

# input + alpha * other; bool + bool is their or.
add(Value input, Value other, *, Scalar alpha=1) -> Tensor [inplace] [numbers]
# input - alpha * other; bools are refused.
sub(Value input, Value other, *, Scalar alpha=1) -> Tensor [inplace] [numbers]
# other - alpha * input; bools are refused.
rsub(Tensor input, Value other, Scalar alpha=1) -> Tensor
# input * other; bool * bool is their and.
mul(Value input, Value other) -> Tensor [inplace] [numbers]
# input + value * tensor1 * tensor2
addcmul(Tensor input, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor [inplace]
# input + value * tensor1 / tensor2; one of the two is of floats.
addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor [inplace]
# input + weight * (end - input), reckoned from the nearer end.
lerp(Tensor input, Tensor end, Value weight) -> Tensor [inplace]
# input * other + addend, rounded once; floats. No PyTorch function rounds so.
fma(Value input, Value other, Value addend) -> Tensor

## quotients and remainders

# input / other. rounding_mode None: integers and bools are divided as f32; 'trunc' and 'floor': the quotient rounded towards zero or down, in the operands' dtype.
div(Value input, Value other, *, str? rounding_mode=None) -> Tensor [inplace] [numbers]
# input / other; integers and bools are divided as f32.
true_divide(Value input, Value other) -> Tensor [inplace] [numbers]
# input / other rounded down.
floor_divide(Value input, Value other) -> Tensor [inplace] [numbers]
# Remainder with the sign of other.
remainder(Value input, Value other) -> Tensor [inplace]
# Remainder with the sign of input.
fmod(Tensor input, Value other) -> Tensor [inplace]
# Greatest common divisor of integers.
gcd(Tensor input, Tensor other) -> Tensor [inplace]
# Least common multiple of integers.
lcm(Tensor input, Tensor other) -> Tensor [inplace]
