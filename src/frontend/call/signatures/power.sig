title Powers, roots, exponentials and logarithms. Integers and bools are taken as f32 except where powers of integers are integers.

## powers

# input to the power exponent. Integers wrap, and take no negative number as exponent; in a tensor of integers a negative exponent gives the quotient rounded towards zero.
pow(Value input, Value exponent) -> Tensor [inplace]
# The same in f64.
float_power(Value input, Value exponent) -> Tensor [inplace]
# input * input; bools as i64.
square(Tensor input) -> Tensor [inplace]
# Square root.
sqrt(Tensor input) -> Tensor [inplace]
# 1 / sqrt(input)
rsqrt(Tensor input) -> Tensor [inplace]
# 1 / input
reciprocal(Tensor input) -> Tensor [inplace]
# sqrt(input^2 + other^2), without overflow; floats.
hypot(Tensor input, Tensor other) -> Tensor [inplace]
# input * 2^other
ldexp(Tensor input, Tensor other) -> Tensor [inplace]

## exponentials and logarithms

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
