title Writes that compute nothing. Every other write is the variant with _ of a function.

# src, cast and broadcast, becomes the value of input.
copy_(Tensor input, Value src, *, ~non_blocking) -> Tensor
