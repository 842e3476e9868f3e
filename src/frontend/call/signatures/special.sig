title Special functions. Integers and bools are taken as f32 where they are taken.

# Error function.
erf(Tensor input) -> Tensor [inplace]
# 1 - erf(input), without its cancellation.
erfc(Tensor input) -> Tensor [inplace]
# The number whose error function is input.
erfinv(Tensor input) -> Tensor [inplace]
# log(input / (1 - input)); with eps input is first brought into [eps, 1 - eps].
logit(Tensor input, Scalar? eps=None) -> Tensor [inplace]
# input * log(other), 0 where input is 0, unless other is NaN.
xlogy(Value input, Value other) -> Tensor [inplace]
# log(exp(input) + exp(other)), without overflow; floats.
logaddexp(Tensor input, Tensor other) -> Tensor
# log2(2^input + 2^other), without overflow; floats.
logaddexp2(Tensor input, Tensor other) -> Tensor
