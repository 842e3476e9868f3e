title Copies of a tensor's elements in another arrangement, and padding.

# Reversed along dims.
flip(Tensor input, dim[]* dims) -> Tensor
# Reversed along axis 1; rank >= 2.
fliplr(Tensor input) -> Tensor
# Reversed along axis 0.
flipud(Tensor input) -> Tensor
# Turned k times by 90 degrees, from the first axis of dims towards the second.
rot90(Tensor input, int k=1, dim[] dims=[0, 1]) -> Tensor
# Moved by shifts along dims, round the end; without dims, all elements in row-major order.
roll(Tensor input, int[] shifts, dim[] dims=()) -> Tensor
# Every axis so many times over; new axes come first.
repeat(Tensor input, int[]* repeats) -> Tensor
# As repeat; axes without a number come first and are kept.
tile(Tensor input, int[]* dims) -> Tensor
# Every element along dim, without one of all in order, so many times in a row.
repeat_interleave(Tensor input, int repeats, dim? dim=None, *, int? output_size=None) -> Tensor
# Every element its own number of times: repeats is i64 or i32, of rank 0 or 1, and is computed.
repeat_interleave:each(Tensor input, Tensor repeats, dim? dim=None, *, int? output_size=None) -> Tensor
# Index i repeats[i] times; repeats is computed.
repeat_interleave:counts(Tensor repeats, *, int? output_size=None) -> Tensor
# All products of an element of the one with an element of the other: blocks of other, scaled by input.
kron(Tensor input, Tensor other) -> Tensor
# The channels, axis 1, of groups, interleaved.
nn.functional.channel_shuffle(Tensor input, int groups) -> Tensor
# Every square of upscale_factor^2 channels becomes one of pixels.
nn.functional.pixel_shuffle(Tensor input, int upscale_factor) -> Tensor
# The inverse of pixel_shuffle.
nn.functional.pixel_unshuffle(Tensor input, int downscale_factor) -> Tensor
# pad holds two amounts for each axis, before and after, the last axis first; negative ones take elements away. New elements are value.
constant_pad_nd(Tensor input, int[] pad, Scalar value=0) -> Tensor
# The same; or, for modes reflect, replicate and circular and the last one, two or three axes after a channel axis, the tensor's own elements mirrored, repeated or wrapped around.
nn.functional.pad(Tensor input, int[] pad, str mode='constant', Scalar? value=None) -> Tensor
