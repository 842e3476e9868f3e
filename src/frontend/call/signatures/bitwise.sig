title Bitwise functions of integers; of bools and, or, xor and not are logical. Operands broadcast and promote as in arithmetic.

# Bitwise and.
bitwise_and(Value input, Value other) -> Tensor [inplace]
# Bitwise or.
bitwise_or(Value input, Value other) -> Tensor [inplace]
# Bitwise exclusive or.
bitwise_xor(Value input, Value other) -> Tensor [inplace]
# input << other; 0 where other is negative or too large.
bitwise_left_shift(Value input, Value other) -> Tensor [inplace]
# input >> other, keeping the sign; the sign alone where other is negative or too large.
bitwise_right_shift(Value input, Value other) -> Tensor [inplace]
# Bitwise not.
bitwise_not(Tensor input) -> Tensor [inplace]
